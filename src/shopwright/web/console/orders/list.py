"""The list of orders."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.ids import CustomerId, NumberCipher, OrderId
from shopwright.kernel.page import Page
from shopwright.modules.customers import permissions as customer_permissions
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.errors import CustomerNotFound
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders import permissions
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import (
    CONCERN_NAMES,
    TAB_NAMES,
    Concern,
    OrderCard,
    OrderTab,
    TabCounts,
    WorkCounts,
)
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.days import FROM, NO_DAYS, UNTIL, Days, read_days, show_days
from shopwright.web.console.listing import Column
from shopwright.web.console.orders.record import parcel_place
from shopwright.web.console.orders.words import order_status
from shopwright.web.console.pages import address, capped, frame, list_context, may, read_key, render

PATH = "/console/orders"
PAGE_SIZE = 30
TERMS_LENGTH_MAX = 100
EXPIRING_MINUTES_MAX = 30


OLDEST, NEWEST = "oldest", "newest"
COLUMNS = (
    Column("picture", "", "picture optional", is_fixed=True),
    Column("order", _("Order"), sort=(OLDEST, NEWEST), is_fixed=True),
    Column("items", _("Items"), "wide optional"),
    Column("recipient", _("Recipient"), "optional"),
    Column("status", _("Status")),
    Column("total", _("Total"), "numeric"),
    Column("acts", "", "acts optional", is_fixed=True),
)


class Wanted(msgspec.Struct, frozen=True):
    """What the address asks of the list: a tab, words, one customer's orders, days, an order to list them in."""

    tab: OrderTab | Concern
    terms: str
    customer_id: CustomerId | None
    days: Days
    is_oldest_first: bool

    def query(self) -> dict[str, str]:
        """The same as the parts of an address, empty where nothing is asked."""
        return {
            "tab": "" if self.tab is OrderTab.ALL else self.tab.value,
            "q": self.terms,
            "customer": "" if self.customer_id is None else str(self.customer_id),
            **self.days.query(),
            "sort": OLDEST if self.is_oldest_first else "",
        }


@get(PATH, requires(permissions.VIEW))
async def list_orders(request: Request) -> Response[str]:
    """All orders by what waits to be done, searched by number, phone, parcel or the recipient.

    Three statements; one more where they are one customer's. Days that are none are told, and nothing is listed.
    """
    shop, language = shop_of(request), language_of(request)
    wanted = read_wanted(request, request.query_params)
    after = request.query_params.get("after")
    async with shop.database.reading() as reading:
        context = await frame(request, reading, module="orders")
        page = (
            Page[OrderCard](())
            if wanted.days.wrong
            else await read_orders(request, reading, wanted, after=after, limit=PAGE_SIZE)
        )
        counts = await orders.count_orders_for_staff(reading)
        work = None if wanted.customer_id is not None else await count_work(reading, market=context["market"])
        customer = "" if wanted.customer_id is None else await _name(reading, wanted.customer_id, language)
    query = wanted.query()
    context |= list_context(
        request, "orders", COLUMNS, path=PATH, query=query, after=after, next_key=page.next_key, usual_sort=NEWEST
    )
    context |= {
        "terms": wanted.terms,
        "customer": customer,
        "tab": query["tab"],
        "hidden": {name: text for name, text in query.items() if text and name not in {"q", FROM, UNTIL}},
        # One customer's orders are few, so no days are asked of them.
        "days": [] if wanted.customer_id is not None else show_days(wanted.days, language),
        "has_wrong_days": bool(wanted.days.wrong),
        "without_days_url": address(PATH, **(query | NO_DAYS.query())) if any(wanted.days.query().values()) else "",
        "tabs": _tabs(wanted, counts, language) + _concerns(wanted, work, language),
        "rows": [show_card(card, shop.numbers, language) for card in page.items],
        "clear_url": address(PATH, **(query | {"q": ""})),
        "parcel_place": parcel_place(request),
        "all_customers_url": address(PATH, **(query | {"customer": ""})),
    }
    return render(request, "console/orders/list.html", context, status=422 if wanted.days.wrong else 200)


def read_wanted(request: Request, asked: Mapping[str, str]) -> Wanted:
    """What a query or a form asks; whose orders they are only for who may see customers."""
    customer = read_key(asked.get("customer"))
    is_one = customer is not None and may(request, customer_permissions.VIEW)
    return Wanted(
        # One customer's orders are few: they are never narrowed to what is being refunded.
        tab=_tab(asked.get("tab"), OrderTab) if is_one else _tab(asked.get("tab"), OrderTab, Concern),
        terms=asked.get("q", "").strip()[:TERMS_LENGTH_MAX],
        customer_id=CustomerId(customer) if customer is not None and is_one else None,
        days=NO_DAYS if is_one else read_days(asked),
        is_oldest_first=asked.get("sort") == OLDEST,
    )


async def read_orders(
    request: Request, reading: Reading, wanted: Wanted, *, after: str | None, limit: int
) -> Page[OrderCard]:
    """A page of what is wanted; one customer's orders are few, so they are neither searched nor turned round.

    Raises InvalidInput for days that are none.
    """
    if wanted.customer_id is not None and isinstance(wanted.tab, OrderTab):
        return await orders.list_orders(
            reading, customer_id=wanted.customer_id, tab=wanted.tab, after=after, limit=limit
        )
    since, until = wanted.days.span((await shop_of(request).market(reading)).zone)
    found_id = shop_of(request).numbers.find(wanted.terms)
    return await orders.list_orders_for_staff(
        reading,
        tab=wanted.tab,
        terms=wanted.terms,
        order_id=None if found_id is None else OrderId(found_id),
        since=since,
        until=until,
        is_oldest_first=wanted.is_oldest_first,
        after=after,
        limit=limit,
    )


async def count_work(reading: Reading, *, market: Market) -> WorkCounts:
    """How many orders wait for somebody; about to close are those whose time is half gone, or ends in half an hour."""
    return await orders.count_work(reading, expiring_within=expiring_within(market))


def expiring_within(market: Market) -> timedelta:
    """How long before its end an unpaid order counts as about to close."""
    return timedelta(minutes=min(EXPIRING_MINUTES_MAX, max(1, market.unpaid_minutes // 2)))


async def _name(reading: Reading, customer_id: CustomerId, language: str) -> str:
    try:
        customer = await customers.get_customer(reading, customer_id=customer_id)
    except CustomerNotFound:
        return translate(_("Unknown customer"), language)
    return customer.name or translate(_("Customer without a name"), language)


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


def _tab(text: str | None, *known: type[OrderTab] | type[Concern]) -> OrderTab | Concern:
    """The list that the address names; without one all orders."""
    return next((kind(text) for kind in known if text in set(kind)), OrderTab.ALL)


def _tabs(wanted: Wanted, counts: TabCounts, language: str) -> list[dict[str, Any]]:
    """The tabs; their counts are everybody's, so one customer's have none."""
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, **(wanted.query() | {"tab": "" if tab is OrderTab.ALL else tab.value})),
            "is_current": tab is wanted.tab,
            "count": ""
            if tab is OrderTab.ALL or wanted.customer_id is not None
            else capped(getattr(counts, tab.value), language),
        }
        for tab, name in TAB_NAMES.items()
    ]


def _concerns(wanted: Wanted, work: WorkCounts | None, language: str) -> list[dict[str, Any]]:
    """The tabs of what is being refunded, where there is any or they are open."""
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, **(wanted.query() | {"tab": concern.value})),
            "is_current": concern is wanted.tab,
            "count": capped(getattr(work, concern.value), language),
        }
        for concern, name in CONCERN_NAMES.items()
        if work is not None and (concern is wanted.tab or getattr(work, concern.value))
    ]
