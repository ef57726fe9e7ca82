"""Refusals of markets."""

from shopwright.kernel.errors import NotFound, Refusal


class MarketNotFound(NotFound):
    """No market has this code."""

    code = "market_not_found"
    sentence = "This market does not exist."


class CurrencyFixed(Refusal):
    """Prices or orders stand in the market's currency; figures of another would be lies."""

    code = "currency_fixed"
    sentence = "There are prices or orders in {currency} already, so the currency cannot be changed any more."
