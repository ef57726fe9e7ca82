"""The specification is a promise: a change of it is made on purpose, by writing the snapshot anew."""

import json
from pathlib import Path

from shopwright.api import RESOURCES
from shopwright.api.v1.description import describe

SNAPSHOT = Path(__file__).resolve().parents[2] / "docs/reference/openapi.json"


def test_the_specification_is_the_one_written_down() -> None:
    """After a wanted change: `.venv/bin/python scripts/write_reference.py`."""
    described = json.loads(json.dumps(describe(RESOURCES)))
    assert described == json.loads(SNAPSHOT.read_text(encoding="utf-8"))
