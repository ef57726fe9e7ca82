"""The contexts of the order pages. No I/O."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shopwright.kernel.ids import VariantId
from shopwright.modules.catalog.contracts import SaleLine
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders.contracts import (
    COUNT_MAX,
    Order,
    OrderCard,
    OrderLine,
    OrderTab,
    TabCounts,
)
from shopwright.modules.orders.public import SHOPPER_CANCEL_REASONS
from shopwright.platform.i18n import _, format_moment, translate
from shopwright.web.context import Context
from shopwright.web.storefront.cards import show_picture
from shopwright.web.storefront.cart.view import PICTURE_SIDE
from shopwright.web.storefront.orders.paying import Paying
from shopwright.web.storefront.orders.words import (
    TONES,
    list_parcels,
    list_steps,
    list_timeline,
    say_headline,
    say_reason,
    tab_of,
)
from shopwright.web.storefront.pages import address

TAB_LABELS: Mapping[OrderTab, str] = {
    OrderTab.ALL: _("All"),
    OrderTab.TO_PAY: _("To pay"),
    OrderTab.TO_SHIP: _("To ship"),
    OrderTab.TO_RECEIVE: _("To receive"),
    OrderTab.COMPLETED: _("Completed"),
    OrderTab.CLOSED: _("Closed"),
}
_COUNTED = (OrderTab.TO_PAY, OrderTab.TO_SHIP, OrderTab.TO_RECEIVE)
_COUNT_SHOWN_MAX = 99


def show_tabs(current: OrderTab, counts: TabCounts, language: str) -> list[dict[str, Any]]:
    """The lists as tabs; those that want something of somebody say how many lie in them."""
    return [
        {
            "label": translate(label, language),
            "url": address("/orders", [("tab", "" if tab is OrderTab.ALL else str(tab))]),
            "is_current": tab is current,
            "count": _count(tab, counts),
        }
        for tab, label in TAB_LABELS.items()
    ]


def show_card(card: OrderCard, number: str, *, language: str, zone: str, at: datetime) -> dict[str, Any]:
    """An order in the list, with the one thing that can be done now."""
    tab = tab_of(card.order_status, card.fulfilment_status)
    return {
        "url": f"/orders/{number}",
        "number": number,
        "placed_text": format_moment(card.placed_at, language, zone, "short"),
        "status": translate(TAB_LABELS[tab], language),
        "status_kind": TONES[tab],
        "images": [_picture(line.picture_url) for line in card.lines],
        "item_count": card.item_quantity,
        "total": card.total,
        "can_pay": tab is OrderTab.TO_PAY and at < card.expires_at,
        "can_confirm": tab is OrderTab.TO_RECEIVE,
    }


def order_context(
    order: Order,
    number: str,
    *,
    sales: Sequence[SaleLine],
    market: Market,
    language: str,
    at: datetime,
    paying: Paying,
) -> Context:
    """Names: number, order, headline, status, steps, lines, parcels, timeline, totals_lines, address_lines, zone,
    can_pay, paying, reasons. `sales` are the order's variants that still have a page.
    """  # noqa: D205 - a list of names reads better on one line than as a title.
    slugs = {sale.variant_id: sale.slug for sale in sales if sale.is_listed}
    is_late = order.can_pay and at >= order.expires_at
    tab = tab_of(order.order_status, order.fulfilment_status)
    return {
        "number": number,
        "order": order,
        "headline": say_headline(order, language=language, zone=market.zone, is_late=is_late, paying=paying),
        "status": translate(TAB_LABELS[tab], language),
        "status_kind": TONES[tab],
        "steps": list_steps(order, language=language, zone=market.zone),
        "lines": [_show_line(line, slugs) for line in order.lines],
        "parcels": list_parcels(order, language),
        "timeline": list_timeline(order, language),
        "totals_lines": _list_totals(order, language),
        "address_lines": show_place(order),
        "zone": market.zone,
        "can_pay": order.can_pay and not is_late,
        "paying": {"is_confirming": paying is Paying.CONFIRMING, "is_over": paying.is_over},
        "reasons": list_reasons(language),
    }


def list_reasons(language: str) -> list[dict[str, str]]:
    """Why a shopper may cancel, as options."""
    return [{"value": str(reason), "label": say_reason(str(reason), language)} for reason in SHOPPER_CANCEL_REASONS]


def show_place(order: Order) -> str:
    """The address on one line. A municipality is not said twice."""
    to = order.address
    return f"{' '.join(dict.fromkeys((to.province, to.city, to.district)))} {to.street}"


def variant_ids_of(order: Order) -> list[VariantId]:
    """The variants that were bought."""
    return sorted({line.variant_id for line in order.lines})


def _show_line(line: OrderLine, slugs: Mapping[VariantId, str]) -> dict[str, Any]:
    slug = slugs.get(line.variant_id)
    return {
        "url": "" if slug is None else f"/products/{slug}?variant={line.variant_id}",
        "title": line.title,
        "options": line.options_text,
        "image": _picture(line.picture_url),
        "price": line.unit_price,
        "quantity": line.quantity,
        "total": line.total,
    }


def _list_totals(order: Order, language: str) -> list[dict[str, Any]]:
    lines = [
        (_("Goods"), order.goods, "", True),
        (_("Discount"), -order.discount, "discount", False),
        (_("Delivery charge"), order.freight, "charge", True),
        (_("Tax"), order.tax, "", False),
    ]
    return [
        {"label": translate(label, language), "amount": amount, "kind": kind}
        for label, amount, kind, is_always_shown in lines
        if amount or is_always_shown
    ]


def _count(tab: OrderTab, counts: TabCounts) -> str:
    if tab not in _COUNTED:
        return ""
    count: int = getattr(counts, str(tab))
    if count > _COUNT_SHOWN_MAX or count >= COUNT_MAX:
        return f"{_COUNT_SHOWN_MAX}+"
    return str(count) if count else ""


def _picture(url: str) -> Any:
    return show_picture(url or None, width=PICTURE_SIDE, height=PICTURE_SIDE)
