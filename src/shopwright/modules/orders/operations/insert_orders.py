"""Write the orders of a batch that checkout has decided."""

from collections.abc import Sequence

import msgspec

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.modules.orders import rules, store
from shopwright.modules.orders.contracts import NewOrder
from shopwright.modules.orders.events import OrderPlaced
from shopwright.modules.orders.store import LineColumns, OrderColumns
from shopwright.platform.db import Transaction
from shopwright.platform.events import publish
from shopwright.platform.jobs import Job, enqueue

SETTLE_ENTRYPOINT = "orders.settle"


async def insert_orders(tx: Transaction, *, actor: Actor, orders: Sequence[NewOrder]) -> None:
    """Write `orders` with their groups, lines, freight allocations and first timeline entry in one statement.

    The rows go in by (customer, idempotency key), so that two processes placing the same keys wait for one another
    instead of locking each other out; a key that exists already raises `asyncpg.UniqueViolationError` for the batch.
    Totals that are not the sum of their parts break a constraint. Stock was held by the caller in this transaction.
    Each order's timeline names its own customer, unless staff places for the customer. An order over nothing is paid
    from the start, and a job settles its stock.
    """
    if not orders:
        return
    ordered = sorted(orders, key=lambda order: (order.customer_id, order.idempotency_key))
    goods = [sum(line.unit_price.minor * line.quantity for line in order.lines) for order in ordered]
    await store.insert_orders(tx, orders=_order_columns(actor, ordered, goods), lines=_line_columns(ordered), at=tx.at)
    await publish(tx, actor=actor, events=[_placed(order) for order in ordered])
    await enqueue(tx, jobs=[_settling(order) for order in ordered if not order.total])


def _placed(order: NewOrder) -> OrderPlaced:
    return OrderPlaced(
        customer_id=order.customer_id,
        order_id=order.order_id,
        group_id=order.group_id,
        total_minor=order.total.minor,
        currency=order.total.currency,
    )


def _settling(order: NewOrder) -> Job:
    return Job(entrypoint=SETTLE_ENTRYPOINT, payload=msgspec.json.encode((order.customer_id, order.order_id)))


def _order_columns(actor: Actor, orders: Sequence[NewOrder], goods: list[int]) -> OrderColumns:
    addresses = [order.address for order in orders]
    quantities = [sum(line.quantity for line in order.lines) for order in orders]
    statuses = [
        rules.derive_statuses(rules.OrderFacts(order.total.currency, order.total.minor, quantity))
        for order, quantity in zip(orders, quantities, strict=True)
    ]
    actors = [actor if actor.kind is ActorKind.STAFF else Actor.customer(order.customer_id) for order in orders]
    return OrderColumns(
        customer_ids=[order.customer_id for order in orders],
        ids=[order.order_id for order in orders],
        group_ids=[order.group_id for order in orders],
        idempotency_keys=[order.idempotency_key for order in orders],
        request_digests=[order.request_digest for order in orders],
        market_codes=[order.market_code for order in orders],
        languages=[order.language for order in orders],
        currencies=[order.total.currency for order in orders],
        goods_minor=goods,
        freight_minor=[order.freight.minor for order in orders],
        totals_minor=[order.total.minor for order in orders],
        item_quantities=quantities,
        order_statuses=[status.order for status in statuses],
        payment_statuses=[status.payment for status in statuses],
        expires_at=[order.expires_at for order in orders],
        recipients=[address.recipient for address in addresses],
        phones=[address.phone for address in addresses],
        provinces=[address.province for address in addresses],
        cities=[address.city for address in addresses],
        districts=[address.district for address in addresses],
        district_codes=[address.district_code for address in addresses],
        streets=[address.street for address in addresses],
        notes=[order.note for order in orders],
        emails=[order.email for order in orders],
        actor_kinds=[one.kind for one in actors],
        actor_ids=[one.id for one in actors],
        actor_labels=[one.label for one in actors],
    )


def _line_columns(orders: Sequence[NewOrder]) -> LineColumns:
    pairs = [(order, position, line) for order in orders for position, line in enumerate(order.lines)]
    lines = [line for _, _, line in pairs]
    return LineColumns(
        customer_ids=[order.customer_id for order, _, _ in pairs],
        order_ids=[order.order_id for order, _, _ in pairs],
        ids=[line.id for line in lines],
        positions=[position for _, position, _ in pairs],
        variant_ids=[line.variant_id for line in lines],
        product_ids=[line.product_id for line in lines],
        skus=[line.sku for line in lines],
        titles=[line.title for line in lines],
        options_texts=[line.options_text for line in lines],
        picture_urls=[line.picture_url for line in lines],
        quantities=[line.quantity for line in lines],
        unit_prices_minor=[line.unit_price.minor for line in lines],
        freight_minor=[part for order in orders for part in _freight_shares(order)],
    )


def _freight_shares(order: NewOrder) -> tuple[int, ...]:
    return rules.share_out_freight([line.unit_price.minor * line.quantity for line in order.lines], order.freight)
