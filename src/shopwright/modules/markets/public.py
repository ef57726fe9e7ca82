"""The face of markets."""

from shopwright.modules.markets.contracts import MARKETS
from shopwright.modules.markets.operations.change_freight import change_freight
from shopwright.modules.markets.queries import get_default_market, get_market
from shopwright.modules.markets.rules import freight_of

__all__ = ["MARKETS", "change_freight", "freight_of", "get_default_market", "get_market"]
