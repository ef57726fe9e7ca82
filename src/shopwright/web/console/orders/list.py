"""The list of orders."""

from typing import Any

from litestar import Response

from shopwright.kernel.ids import NumberCipher, OrderId
from shopwright.modules.orders import permissions
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import TAB_NAMES, OrderCard, OrderTab, TabCounts
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.orders.words import order_status
from shopwright.web.console.pages import address, capped, frame, render

PATH = "/console/orders"
PAGE_SIZE = 30
TERMS_LENGTH_MAX = 100


@get(PATH, requires(permissions.VIEW))
async def list_orders(request: Request) -> Response[str]:
    """All orders by what waits to be done, searched by number, phone, parcel or the recipient. Two statements."""
    shop, language = shop_of(request), language_of(request)
    terms = request.query_params.get("q", "").strip()[:TERMS_LENGTH_MAX]
    after = request.query_params.get("after")
    tab = _tab(request.query_params.get("tab"))
    shown_tab = "" if tab is OrderTab.ALL else tab.value
    found_id = shop.numbers.find(terms)
    async with shop.database.reading() as reading:
        context = await frame(request, reading, module="orders")
        page = await orders.list_orders_for_staff(
            reading,
            tab=tab,
            terms=terms,
            order_id=None if found_id is None else OrderId(found_id),
            after=after,
            limit=PAGE_SIZE,
        )
        counts = await orders.count_orders_for_staff(reading)
    context |= {
        "terms": terms,
        "tab": shown_tab,
        "tabs": _tabs(tab, counts, terms, language),
        "rows": [show_card(card, shop.numbers, language) for card in page.items],
        "next_url": address(PATH, tab=shown_tab, q=terms, after=page.next_key) if page.next_key else "",
        "first_url": address(PATH, tab=shown_tab, q=terms) if after else "",
        "clear_url": address(PATH, tab=shown_tab),
    }
    return render(request, "console/orders/list.html", context)


def show_card(card: OrderCard, numbers: NumberCipher, language: str) -> dict[str, Any]:
    """An order as a row shows it."""
    number = numbers.number(card.id)
    label, kind = order_status(card.order_status, card.fulfilment_status)
    first = card.lines[0]
    return {
        "number": number,
        "url": f"{PATH}/{number}",
        "placed_at": card.placed_at,
        "picture_url": first.picture_url,
        "title": first.title,
        "options": first.options_text,
        "more_count": card.item_quantity - first.quantity,
        "quantity": first.quantity,
        "recipient": card.recipient,
        "phone": card.phone,
        "note": card.note,
        "status": translate(label, language),
        "status_kind": kind,
        "item_quantity": card.item_quantity,
        "total": card.total,
        "can_ship": kind == "accent",
    }


def _tab(text: str | None) -> OrderTab:
    """The tab that the address names; without one all orders."""
    return OrderTab(text) if text in set(OrderTab) else OrderTab.ALL


def _tabs(current: OrderTab, counts: TabCounts, terms: str, language: str) -> list[dict[str, Any]]:
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, tab="" if tab is OrderTab.ALL else tab.value, q=terms),
            "is_current": tab is current,
            "count": "" if tab is OrderTab.ALL else capped(getattr(counts, tab.value), language),
        }
        for tab, name in TAB_NAMES.items()
    ]
