"""Reads of markets."""

from shopwright.modules.markets import store
from shopwright.modules.markets.contracts import Market
from shopwright.modules.markets.errors import MarketNotFound
from shopwright.platform.db import Reading


async def get_default_market(reading: Reading) -> Market:
    """The market of a shopper of whom we know nothing yet. Raises MarketNotFound where none is the default."""
    market = await store.find_default_market(reading)
    if market is None:
        raise MarketNotFound
    return market


async def get_market(reading: Reading, *, code: str) -> Market:
    """One market. Raises MarketNotFound."""
    market = await store.find_market(reading, code=code)
    if market is None:
        raise MarketNotFound
    return market
