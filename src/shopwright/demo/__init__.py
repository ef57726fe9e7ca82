"""The demo shop's own goods: a Shopify product export, its English texts, its pictures, and the brand behind them."""

from pathlib import Path
from typing import Final

CATALOGUE: Final = Path(__file__).with_name("catalogue")
"""Folder of `zh_CN.csv`, `translations_en.csv`, `brand.json` and `pictures/`."""
