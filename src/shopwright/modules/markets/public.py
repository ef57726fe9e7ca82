"""The face of markets."""

from shopwright.modules.markets.contracts import CURRENCIES, MARKETS
from shopwright.modules.markets.operations.change_freight import change_freight
from shopwright.modules.markets.operations.change_terms import change_terms
from shopwright.modules.markets.queries import get_default_market, get_market
from shopwright.modules.markets.rules import UNPAID_MINUTES_MAX, freight_of

__all__ = [
    "CURRENCIES",
    "MARKETS",
    "UNPAID_MINUTES_MAX",
    "change_freight",
    "change_terms",
    "freight_of",
    "get_default_market",
    "get_market",
]
