"""A cart as its page shows it. No I/O."""

from collections.abc import Mapping
from typing import Any

from shopwright.modules.checkout.contracts import Cart, CartLine
from shopwright.modules.markets.contracts import Market
from shopwright.platform.i18n import format_round_money, translate, translate_plural
from shopwright.web.context import Context
from shopwright.web.storefront.cards import show_picture
from shopwright.web.storefront.cart.whole import QUANTITY_FIELD, shown_quantity

PICTURE_SIDE = 320


def cart_context(
    cart: Cart,
    *,
    market: Market,
    language: str,
    errors: Mapping[int, str] | None = None,
    typed: Mapping[int, str] | None = None,
) -> Context:
    """Names: lines, totals_lines, total, selected_count, is_all_selected, freight.

    `errors` and what was `typed` into a quantity that was not taken are by variant id.
    """
    wrong, stood = errors or {}, typed or {}
    selectable = [line for line in cart.lines if can_select(line)]
    return {
        "lines": [
            show_line(
                line, language, error=wrong.get(line.sale.variant_id, ""), typed=stood.get(line.sale.variant_id, "")
            )
            for line in cart.lines
        ],
        "totals_lines": list_totals(cart, market, language),
        "total": cart.total,
        "selected_count": sum(line.quantity for line in cart.ordered),
        "is_all_selected": bool(selectable) and all(line.is_selected for line in selectable),
        "freight": show_freight(cart, market),
    }


def show_line(line: CartLine, language: str, *, error: str = "", typed: str = "") -> dict[str, Any]:
    """One line for the line-item component, with what its forms need."""
    problem = "" if line.problem is None else translate(line.problem, language, available=line.available)
    return {
        "variant_id": line.sale.variant_id,
        "url": f"/products/{line.sale.slug}?variant={line.sale.variant_id}",
        "title": line.sale.title,
        "options": line.sale.options_text,
        "image": show_picture(line.sale.picture_url, width=PICTURE_SIDE, height=PICTURE_SIDE),
        "price": line.sale.price,
        "quantity": shown_quantity(typed, line.quantity),
        "quantity_field": f"{QUANTITY_FIELD}{line.sale.variant_id}",
        "is_wrong": bool(error),
        "quantity_max": max(1, line.available),
        "total": line.total,
        "note": error or problem,
        "is_selected": line.is_selected,
        "can_select": can_select(line),
    }


def can_select(line: CartLine) -> bool:
    """Whether the line could be ordered at all, perhaps with a smaller quantity."""
    return line.sale.is_listed and line.available > 0


def list_totals(cart: Cart, market: Market, language: str) -> list[dict[str, Any]]:
    """The total, explained line by line: goods, then freight with the reason for what it is."""
    count = sum(line.quantity for line in cart.ordered)
    return [
        {
            "label": translate("Goods", language),
            "amount": cart.goods,
            "note": translate_plural("{count} item", "{count} items", count, language),
        },
        {
            "label": translate("Delivery charge", language),
            "amount": cart.freight,
            "kind": "charge" if cart.goods else "",
            "note": _freight_note(cart, market, language),
        },
    ]


def show_freight(cart: Cart, market: Market) -> dict[str, Any] | None:
    """How far it is to free freight, or None where there is no such offer or nothing is selected."""
    if market.freight_free_over is None or not cart.goods or not market.freight_flat:
        return None
    return {
        "missing": cart.freight_missing,
        "reached_minor": min(cart.goods.minor, market.freight_free_over.minor),
        "goal_minor": market.freight_free_over.minor,
    }


def _freight_note(cart: Cart, market: Market, language: str) -> str:
    if not cart.goods or cart.freight or market.freight_free_over is None or not market.freight_flat:
        return ""
    return translate("Free from {sum}", language, sum=format_round_money(market.freight_free_over, language))
