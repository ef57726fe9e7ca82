"""The log of messages."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.ids import OrderId
from shopwright.kernel.page import Page
from shopwright.modules.messages import permissions
from shopwright.modules.messages import public as messages
from shopwright.modules.messages.contracts import STATUS_NAMES, Message, MessageStatus, StatusCounts
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.errors import OrderNotFound
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.listing import Column
from shopwright.web.console.orders.message_view import show_message
from shopwright.web.console.pages import SHOWN_COUNT_MAX, address, capped, frame, list_context, render

PATH = "/console/messages"
PAGE_SIZE = 50
TERMS_LENGTH_MAX = 320
OLDEST, NEWEST = "oldest", "newest"
COLUMNS = (
    Column("message", _("Message"), "wide", sort=(OLDEST, NEWEST), is_fixed=True),
    Column("order", _("Order"), "optional"),
    Column("recipient", _("To"), "optional"),
    Column("attempts", _("Attempts"), "numeric optional"),
    Column("status", _("Status"), is_fixed=True),
    Column("acts", "", "acts optional", is_fixed=True),
)


class Wanted(msgspec.Struct, frozen=True):
    """What the address asks of the log: a status, an order's number or an e-mail address, the oldest first."""

    status: MessageStatus | None
    terms: str
    is_oldest_first: bool

    def query(self) -> dict[str, str]:
        """The same as the parts of an address, empty where nothing is asked."""
        return {
            "status": "" if self.status is None else self.status.value,
            "q": self.terms,
            "sort": OLDEST if self.is_oldest_first else "",
        }


@get(PATH, requires(permissions.VIEW))
async def list_log(request: Request) -> Response[str]:
    """Everybody's messages, newest first, of one status, order or address if asked.

    Two statements; a third where an order is sought.
    """
    shop, language = shop_of(request), language_of(request)
    wanted, after = read_wanted(request.query_params), request.query_params.get("after")
    async with shop.database.reading() as reading:
        context = await frame(request, reading, module="messages")
        page = await read_messages(request, reading, wanted, after=after, limit=PAGE_SIZE)
        counts = await messages.count_by_status(reading, count_max=SHOWN_COUNT_MAX + 1)
    query = wanted.query()
    context |= list_context(
        request, "messages", COLUMNS, path=PATH, query=query, after=after, next_key=page.next_key, usual_sort=NEWEST
    )
    context |= {
        "tabs": _tabs(wanted, counts, language),
        "rows": [show_message(one, shop.numbers.number(one.order_id), language) for one in page.items],
        "terms": wanted.terms,
        "hidden": {name: query[name] for name in ("status", "sort") if query[name]},
        "without_terms_url": address(PATH, **(query | {"q": ""})),
    }
    return render(request, "console/messages/list.html", context)


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """What a query or a form asks."""
    status = asked.get("status")
    return Wanted(
        status=MessageStatus(status) if status in set(MessageStatus) else None,
        terms=asked.get("q", "").strip()[:TERMS_LENGTH_MAX],
        is_oldest_first=asked.get("sort") == OLDEST,
    )


async def read_messages(
    request: Request, reading: Reading, wanted: Wanted, *, after: str | None, limit: int
) -> Page[Message]:
    """A page of what is wanted; words that are no order's number are taken for an address."""
    sought = None
    order_id = shop_of(request).numbers.find(wanted.terms)
    if order_id is not None:
        try:
            order = await orders.get_order_for_staff(reading, order_id=OrderId(order_id))
        except OrderNotFound:
            return Page(())
        sought = (order.customer_id, order.id)
    return await messages.list_messages(
        reading,
        status=wanted.status,
        recipient="" if sought else wanted.terms,
        order=sought,
        is_oldest_first=wanted.is_oldest_first,
        after=after,
        limit=limit,
    )


def _tabs(wanted: Wanted, counts: StatusCounts, language: str) -> list[dict[str, Any]]:
    """The tabs; their counts are of everything, so a search has none."""
    tabs = [(None, _("All")), *STATUS_NAMES.items()]
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, **(wanted.query() | {"status": "" if status is None else status.value})),
            "is_current": status is wanted.status,
            "count": "" if status is None or wanted.terms else capped(getattr(counts, status), language),
        }
        for status, name in tabs
    ]
