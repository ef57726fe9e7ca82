"""What the foot of every page promises: only what the shop's own settings say, or what is so by construction."""

from typing import Any

from shopwright.modules.markets.contracts import Market
from shopwright.platform.i18n import format_round_money, translate


def list_promises(market: Market, language: str) -> list[dict[str, Any]]:
    """What bringing it costs in this market, that parcels can be followed, that nothing is charged without an order."""
    return [
        {"icon": "truck", "title": _say_freight(market, language), "text": _say_free_from(market, language)},
        {
            "icon": "parcel",
            "title": translate("Every parcel can be followed", language),
            "text": translate("From our shelf to your door", language),
        },
        {
            "icon": "shield",
            "title": translate("Safe payment", language),
            "text": translate("Nothing is charged without an order", language),
        },
    ]


def _say_freight(market: Market, language: str) -> str:
    if not market.freight_flat:
        return translate("Free delivery", language)
    if market.freight_free_over is not None:
        return translate(
            "Free delivery from {sum}", language, sum=format_round_money(market.freight_free_over, language)
        )
    return translate("Delivery {price}", language, price=format_round_money(market.freight_flat, language))


def _say_free_from(market: Market, language: str) -> str:
    if not market.freight_flat:
        return translate("For every order", language)
    if market.freight_free_over is not None:
        return translate(
            "Otherwise {price} per order", language, price=format_round_money(market.freight_flat, language)
        )
    return translate("For an order of any size", language)
