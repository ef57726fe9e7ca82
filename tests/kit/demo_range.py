"""How much the demo catalogue holds, counted in its files: it grows when a picture is added."""

import csv
import json

from shopwright.demo import CATALOGUE


def count_demo_products() -> int:
    """Products of the demo shop."""
    with (CATALOGUE / "zh_CN.csv").open(encoding="utf-8", newline="") as stream:
        return sum(1 for row in csv.DictReader(stream) if row["Title"])


def count_demo_scenes() -> int:
    """Wide pictures of its home page."""
    return len(json.loads((CATALOGUE / "brand.json").read_text(encoding="utf-8"))["scenes"])
