"""What orders tells to those who ask."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from shopwright.kernel.ids import CustomerId, OrderGroupId, OrderId
from shopwright.kernel.page import NEWEST, OLDEST, Page, Place, read_place, read_place_between
from shopwright.modules.orders import rules
from shopwright.modules.orders.contracts import (
    COUNT_MAX,
    Concern,
    Order,
    OrderCard,
    OrderTab,
    Placed,
    TabCounts,
    WorkCounts,
)
from shopwright.modules.orders.errors import OrderNotFound
from shopwright.platform.db import Reading, statement

LIMIT_MAX = 100
MATCH_COUNT_MAX = 500
"""How many of the newest orders a search looks at for a phone, for a recipient and for a parcel."""
_TO_PAY = "o.order_status = 'pending_payment'"
_TO_SHIP = "o.order_status = 'placed' AND o.fulfilment_status IN ('unfulfilled', 'partially_fulfilled')"
_TO_RECEIVE = "o.order_status = 'placed' AND o.fulfilment_status IN ('fulfilled', 'delivered')"
_COMPLETED = "o.order_status = 'completed'"
_CLOSED = "o.order_status = 'cancelled'"
_TABS = {
    OrderTab.ALL: "TRUE",
    OrderTab.TO_PAY: _TO_PAY,
    OrderTab.TO_SHIP: _TO_SHIP,
    OrderTab.TO_RECEIVE: _TO_RECEIVE,
    OrderTab.COMPLETED: _COMPLETED,
    OrderTab.CLOSED: _CLOSED,
}
_CONCERNS: dict[OrderTab | Concern, str] = {
    Concern.REFUND_RUNNING: "o.refund_requested_minor > o.refunded_minor",
    Concern.REFUND_FAILED: "o.refund_failed_at IS NOT NULL",
}
_LISTS = _CONCERNS | dict(_TABS.items())
_LINE_MONEY = ", ".join(
    f"'{name}', jsonb_build_object('minor', l.{column}, 'currency', o.currency)"
    for name, column in {
        "unit_price": "unit_price_minor",
        "discount": "discount_minor",
        "total": "total_minor",
        "payable": "payable_minor",
        "refunded": "refunded_minor",
    }.items()
)
_MONEY = ", ".join(
    f"o.{name}_minor, o.currency AS {name}_currency"
    for name in ("goods", "discount", "freight", "tax", "total", "captured", "refund_requested", "refunded")
)
_ORDER = f"""
    SELECT o.id, o.group_id, o.customer_id, o.market_code, o.language, {_MONEY},
           o.item_quantity, o.cancelled_quantity, o.shipped_quantity, o.delivered_quantity,
           o.order_status, o.payment_status, o.fulfilment_status, o.placed_at, o.expires_at, o.paid_at,
           o.cancelled_at, o.cancel_reason, o.delivered_at, o.completed_at, o.refund_failed_at,
           jsonb_build_object('recipient', o.recipient, 'phone', o.phone, 'province', o.province, 'city', o.city,
                              'district', o.district, 'district_code', o.district_code, 'street', o.street)
           AS address,
           o.note, o.email, o.version,
           (SELECT COALESCE(jsonb_agg(to_jsonb(l) || jsonb_build_object({_LINE_MONEY})
                                      ORDER BY l.position), '[]')
            FROM orders.order_line AS l WHERE l.customer_id = o.customer_id AND l.order_id = o.id) AS lines,
           (SELECT COALESCE(jsonb_agg(to_jsonb(p) || jsonb_build_object('lines', (
                SELECT jsonb_agg(to_jsonb(i) ORDER BY i.order_line_id) FROM orders.shipment_line AS i
                WHERE i.customer_id = p.customer_id AND i.order_id = p.order_id AND i.shipment_id = p.id
            )) ORDER BY p.id), '[]')
            FROM orders.shipment AS p WHERE p.customer_id = o.customer_id AND p.order_id = o.id) AS shipments,
           (SELECT COALESCE(jsonb_agg(to_jsonb(e) ORDER BY e.id DESC), '[]') FROM (
                SELECT t.id, t.at, t.kind, t.actor_kind, t.actor_id, t.actor_label, t.detail
                FROM orders.timeline_entry AS t WHERE t.customer_id = o.customer_id AND t.order_id = o.id
                ORDER BY t.id DESC LIMIT 100
            ) AS e) AS timeline
    FROM orders.order AS o
"""
_CARD = """
    SELECT o.id, o.customer_id, o.order_status, o.payment_status, o.fulfilment_status, o.placed_at, o.expires_at,
           o.total_minor, o.currency AS total_currency, o.item_quantity, o.shipped_quantity,
           o.recipient, o.phone, o.note,
           (SELECT COALESCE(jsonb_agg(jsonb_build_object(
                'product_id', l.product_id, 'title', l.title, 'options_text', l.options_text,
                'picture_url', l.picture_url, 'quantity', l.quantity,
                'unit_price', jsonb_build_object('minor', l.unit_price_minor, 'currency', o.currency)
            ) ORDER BY l.position), '[]')
            FROM orders.order_line AS l WHERE l.customer_id = o.customer_id AND l.order_id = o.id AND l.position < 4)
           AS lines
"""
_PAGE = "(o.placed_at, o.id) < (:after.moment, :after.id) ORDER BY o.placed_at DESC, o.id DESC LIMIT :count"
_OLDEST = "(o.placed_at, o.id) > (:after.moment, :after.id) ORDER BY o.placed_at, o.id LIMIT :count"
_PAGES = {False: _PAGE, True: _OLDEST}
_PLACED = "o.placed_at >= :since AND o.placed_at < :until"


class PlacedRow(msgspec.Struct, frozen=True):
    """An order group found by its idempotency key."""

    customer_id: CustomerId
    idempotency_key: str
    order_id: OrderId
    group_id: OrderGroupId
    request_digest: bytes


async def find_placed(
    reading: Reading, *, keys: Sequence[tuple[CustomerId, str]]
) -> dict[tuple[CustomerId, str], Placed]:
    """What was already placed under these keys of these customers; keys unknown to us are missing from the answer."""
    rows = await list_placed(
        reading, customer_ids=[customer_id for customer_id, _ in keys], idempotency_keys=[key for _, key in keys]
    )
    return {
        (row.customer_id, row.idempotency_key): Placed(row.order_id, row.group_id, row.request_digest) for row in rows
    }


async def get_order(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> Order:
    """One order of one customer; anybody else's is `OrderNotFound`."""
    order = await find_order(reading, customer_id=customer_id, order_id=order_id)
    if order is None:
        raise OrderNotFound
    return order


async def get_order_for_staff(reading: Reading, *, order_id: OrderId) -> Order:
    """One order of whichever customer, or `OrderNotFound`."""
    order = await find_order_of_anybody(reading, order_id=order_id)
    if order is None:
        raise OrderNotFound
    return order


async def list_orders(
    reading: Reading,
    *,
    customer_id: CustomerId,
    tab: OrderTab = OrderTab.ALL,
    after: str | None = None,
    limit: int = 20,
) -> Page[OrderCard]:
    """A customer's orders, newest first. `after` is an earlier page's `next_key`; one that is no key opens the top."""
    limit = _bounded(limit)
    cards = await list_cards(reading, customer_id=customer_id, tab=tab, after=read_place(after), count=limit + 1)
    return _page(cards, limit)


async def count_orders(reading: Reading, *, customer_id: CustomerId) -> TabCounts:
    """How many orders a customer has in each list, each figure at most `COUNT_MAX`."""
    return await count_tabs(reading, customer_id=customer_id, count_max=COUNT_MAX)


async def list_orders_for_staff(
    reading: Reading,
    *,
    tab: OrderTab | Concern = OrderTab.ALL,
    terms: str = "",
    order_id: OrderId | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    is_oldest_first: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Page[OrderCard]:
    """Everybody's orders, newest first unless the oldest are asked for, in one statement.

    Only those placed from `since` on and before `until`, where these are given.

    `terms` finds a tracking number exactly, a phone by its last digits, however they are typed, and a recipient by how
    the name begins; `order_id` is what the face decoded from `terms`. A search looks at the newest MATCH_COUNT_MAX of
    these days.
    """
    limit, sought = _bounded(limit), terms.strip()
    place = read_place_between(after, since=since, until=until, is_oldest_first=is_oldest_first)
    since, until = since or OLDEST.moment, until or NEWEST.moment
    if sought or order_id is not None:
        cards = await list_matching_cards(
            reading,
            order_id=order_id if order_id is not None else OrderId(-1),
            terms=sought,
            terms_end=sought + chr(0x10FFFF) if sought else "",
            phone_ends=rules.reversed_phone_ends(sought),
            tracking_number=sought.upper(),
            tab=tab,
            page=is_oldest_first,
            since=since,
            until=until,
            match_count_max=MATCH_COUNT_MAX,
            after=place,
            count=limit + 1,
        )
    else:
        cards = await list_cards_of_all(
            reading, tab=tab, page=is_oldest_first, since=since, until=until, after=place, count=limit + 1
        )
    return _page(cards, limit)


async def count_orders_for_staff(reading: Reading) -> TabCounts:
    """How many orders of everybody lie in each list, each figure at most `COUNT_MAX`."""
    return await count_tabs_of_all(reading, count_max=COUNT_MAX)


async def count_work(reading: Reading, *, expiring_within: timedelta) -> WorkCounts:
    """How many orders wait for somebody, and how many unpaid ones close within that time. One statement."""
    return await count_waiting(reading, until=reading.at + expiring_within, count_max=COUNT_MAX)


def _bounded(limit: int) -> int:
    return max(1, min(limit, LIMIT_MAX))


def _page(cards: list[OrderCard], limit: int) -> Page[OrderCard]:
    if len(cards) <= limit:
        return Page(tuple(cards))
    last = cards[limit - 1]
    return Page(tuple(cards[:limit]), Place(last.placed_at, last.id).key())


@statement(
    """
    SELECT g.customer_id, g.idempotency_key, o.id AS order_id, g.id AS group_id, g.request_digest
    FROM unnest(:customer_ids::bigint[], :idempotency_keys::text[]) AS asked (customer_id, idempotency_key)
    JOIN orders.order_group AS g USING (customer_id, idempotency_key)
    JOIN orders.order AS o ON o.customer_id = g.customer_id AND o.group_id = g.id
    """
)
async def list_placed(
    reading: Reading, *, customer_ids: list[CustomerId], idempotency_keys: list[str]
) -> list[PlacedRow]:
    """The rows of `find_placed`."""


@statement(f"{_ORDER} WHERE o.customer_id = :customer_id AND o.id = :order_id")
async def find_order(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> Order | None:
    """The order of `get_order`."""


@statement(f"{_ORDER} WHERE o.id = :order_id")
async def find_order_of_anybody(reading: Reading, *, order_id: OrderId) -> Order | None:
    """The order of `get_order_for_staff`."""


@statement(
    f"{_CARD} FROM orders.order AS o WHERE o.customer_id = :customer_id AND {{tab}} AND {_PAGE}",
    fragments={"tab": _TABS},
)
async def list_cards(
    reading: Reading, *, customer_id: CustomerId, tab: OrderTab, after: Place, count: int
) -> list[OrderCard]:
    """The rows of `list_orders`."""


@statement(
    f"{_CARD} FROM orders.order AS o WHERE {{tab}} AND {{page}}",
    # One end of the days is where a page begins at the earliest.
    fragments={
        "tab": _LISTS,
        "page": {False: f"o.placed_at >= :since AND {_PAGE}", True: f"o.placed_at < :until AND {_OLDEST}"},
    },
)
async def list_cards_of_all(
    reading: Reading,
    *,
    tab: OrderTab | Concern,
    page: bool,
    since: datetime,
    until: datetime,
    after: Place,
    count: int,
) -> list[OrderCard]:
    """The rows of `list_orders_for_staff` without a search."""


# Offset 0 keeps the planner from walking all orders in their order to find those of a phone.
@statement(
    f"""
    WITH matched AS (
        SELECT customer_id, id FROM orders.order WHERE id = :order_id
        UNION
        (SELECT found.customer_id, found.id FROM unnest(:phone_ends::text[]) AS typed (phone_end) CROSS JOIN LATERAL (
            SELECT o.customer_id, o.id, o.placed_at FROM orders.order AS o
            WHERE reverse(o.phone) >= typed.phone_end AND reverse(o.phone) < typed.phone_end || ':' AND {_PLACED}
            OFFSET 0
         ) AS found ORDER BY found.placed_at DESC LIMIT :match_count_max)
        UNION
        (SELECT o.customer_id, o.id FROM orders.order AS o WHERE o.recipient >= :terms AND o.recipient < :terms_end
         AND {_PLACED} ORDER BY o.placed_at DESC LIMIT :match_count_max)
        UNION
        (SELECT customer_id, order_id FROM orders.shipment WHERE tracking_number = :tracking_number
         LIMIT :match_count_max)
    )
    {_CARD} FROM matched JOIN orders.order AS o ON o.customer_id = matched.customer_id AND o.id = matched.id
    WHERE {{tab}} AND {_PLACED} AND {{page}}
    """,
    fragments={"tab": _LISTS, "page": _PAGES},
)
async def list_matching_cards(
    reading: Reading,
    *,
    order_id: OrderId,
    terms: str,
    terms_end: str,
    phone_ends: list[str],
    tracking_number: str,
    tab: OrderTab | Concern,
    page: bool,
    since: datetime,
    until: datetime,
    match_count_max: int,
    after: Place,
    count: int,
) -> list[OrderCard]:
    """The rows of `list_orders_for_staff` with a search."""


def _counts(wanted: Mapping[str, str], whose: str = "TRUE") -> str:
    return "SELECT " + ", ".join(
        "(SELECT count(*) FROM "
        f"(SELECT FROM orders.order AS o WHERE {whose} AND {condition} LIMIT :count_max) AS capped) AS {name}"
        for name, condition in wanted.items()
    )


_COUNTED = {tab.value: condition for tab, condition in _TABS.items() if tab is not OrderTab.ALL}


@statement(_counts(_COUNTED, "o.customer_id = :customer_id"))
async def count_tabs(reading: Reading, *, customer_id: CustomerId, count_max: int) -> TabCounts:
    """The row of `count_orders`."""


@statement(_counts(_COUNTED))
async def count_tabs_of_all(reading: Reading, *, count_max: int) -> TabCounts:
    """The row of `count_orders_for_staff`."""


@statement(
    _counts(
        {
            "to_pay": _TO_PAY,
            "expiring": f"{_TO_PAY} AND o.expires_at <= :until",
            "to_ship": _TO_SHIP,
            **{concern.value: condition for concern, condition in _CONCERNS.items()},
        }
    )
)
async def count_waiting(reading: Reading, *, until: datetime, count_max: int) -> WorkCounts:
    """The row of `count_work`."""


@statement('SELECT EXISTS (SELECT FROM orders.order) AS "found!"')
async def has_orders(reading: Reading) -> bool:
    """Whether anybody ever ordered."""


@statement(
    """
    SELECT placed_at FROM orders.order
    WHERE customer_id = :customer_id AND placed_at > :after AND paid_at IS NULL
    ORDER BY placed_at DESC, id DESC OFFSET :later_count LIMIT 1
    """
)
async def find_unpaid_placing(
    reading: Reading, *, customer_id: CustomerId, after: datetime, later_count: int
) -> datetime | None:
    """When a customer placed the order before the `later_count` newest, of those placed since `after` and not paid.

    None where there are not so many.
    """


async def keep_guests(reading: Reading, customer_ids: Sequence[CustomerId]) -> Sequence[CustomerId]:
    """Those of the guests who ever ordered something: they stay for good."""
    return await list_buyers(reading, customer_ids=list(customer_ids))


@statement('SELECT DISTINCT customer_id FROM orders."order" WHERE customer_id = ANY(:customer_ids)')
async def list_buyers(reading: Reading, *, customer_ids: list[CustomerId]) -> list[CustomerId]:
    """Whoever of the customers has an order."""
