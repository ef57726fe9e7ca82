"""Write the reference that is made from the source: the specification of the JSON face."""

import json
from pathlib import Path

from shopwright.api import RESOURCES
from shopwright.api.v1.description import describe

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"


def main() -> None:
    """Write `docs/reference/openapi.json` anew."""
    text = json.dumps(describe(RESOURCES), ensure_ascii=False, indent=1, sort_keys=True)
    (REFERENCE / "openapi.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
