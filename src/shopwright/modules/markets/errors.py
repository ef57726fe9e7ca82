"""Refusals of markets."""

from shopwright.kernel.errors import NotFound


class MarketNotFound(NotFound):
    """No market has this code."""

    code = "market_not_found"
    sentence = "This market does not exist."
