"""The products' forms, one file a category; importing a file registers what it builds."""

import importlib
from pathlib import Path


def load() -> None:
    """Register every form."""
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        importlib.import_module(f"forms.{path.stem}")
