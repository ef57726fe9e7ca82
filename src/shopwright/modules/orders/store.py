"""The SQL of orders: placing by arrays, then one locked order at a time."""

from datetime import datetime

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, IntentId, OrderId, OrderLineId, RefundId, ShipmentId, VariantId
from shopwright.modules.orders.contracts import Carrier
from shopwright.modules.orders.rules import OrderFacts, Statuses
from shopwright.platform.db import Reading, RowCount, Transaction, statement

_BELOW = ("allocation", "shipment_line", "shipment", "payment_fact", "refund_fact", "timeline_entry")
TABLES = (*_BELOW, "order_line", "order", "order_group")
"""All of them; what names others stands before them."""


class OrderColumns(msgspec.Struct, frozen=True):
    """New orders, a column each; equal places belong together. Currency and moment stand beside."""

    customer_ids: list[int]
    ids: list[int]
    group_ids: list[int]
    idempotency_keys: list[str]
    request_digests: list[bytes]
    market_codes: list[str]
    languages: list[str]
    currencies: list[str]
    goods_minor: list[int]
    freight_minor: list[int]
    totals_minor: list[int]
    item_quantities: list[int]
    order_statuses: list[str]
    payment_statuses: list[str]
    expires_at: list[datetime]
    recipients: list[str]
    phones: list[str]
    provinces: list[str]
    cities: list[str]
    districts: list[str]
    district_codes: list[str]
    streets: list[str]
    notes: list[str]
    emails: list[str]
    actor_kinds: list[str]
    actor_ids: list[int | None]
    actor_labels: list[str]


class LineColumns(msgspec.Struct, frozen=True):
    """The lines of new orders, a column each."""

    customer_ids: list[int]
    order_ids: list[int]
    ids: list[int]
    positions: list[int]
    variant_ids: list[int]
    product_ids: list[int]
    skus: list[str]
    titles: list[str]
    options_texts: list[str]
    picture_urls: list[str]
    quantities: list[int]
    unit_prices_minor: list[int]
    freight_minor: list[int]


@statement(
    """
    WITH line AS MATERIALIZED (
        SELECT * FROM unnest(
            :lines.customer_ids::bigint[], :lines.order_ids::bigint[], :lines.ids::bigint[],
            :lines.positions::integer[], :lines.variant_ids::bigint[], :lines.product_ids::bigint[],
            :lines.skus::text[], :lines.titles::text[],
            :lines.options_texts::text[], :lines.picture_urls::text[], :lines.quantities::integer[],
            :lines.unit_prices_minor::bigint[], :lines.freight_minor::bigint[]
        ) AS line (customer_id, order_id, id, position, variant_id, product_id, sku, title, options_text, picture_url,
                   quantity, unit_price_minor, freight_minor)
    ), grouped AS (
        INSERT INTO orders.order_group
            (customer_id, id, idempotency_key, request_digest, total_minor, total_currency, placed_at)
        SELECT customer_id, id, idempotency_key, request_digest, total_minor, currency, :at
        FROM unnest(
            :orders.customer_ids::bigint[], :orders.group_ids::bigint[], :orders.idempotency_keys::text[],
            :orders.request_digests::bytea[], :orders.totals_minor::bigint[], :orders.currencies::text[]
        ) AS fresh (customer_id, id, idempotency_key, request_digest, total_minor, currency)
    ), ordered AS (
        INSERT INTO orders.order
            (customer_id, id, group_id, market_code, language, currency, goods_minor, freight_minor, total_minor,
             item_quantity, order_status, payment_status, fulfilment_status, placed_at, expires_at, recipient,
             phone, province, city, district, district_code, street, note, email)
        SELECT customer_id, id, group_id, market_code, language, currency, goods_minor, freight_minor, total_minor,
               item_quantity, order_status, payment_status, 'unfulfilled', :at, expires_at, recipient,
               phone, province, city, district, district_code, street, note, email
        FROM unnest(
            :orders.customer_ids::bigint[], :orders.ids::bigint[], :orders.group_ids::bigint[],
            :orders.market_codes::text[], :orders.languages::text[], :orders.currencies::text[],
            :orders.goods_minor::bigint[], :orders.freight_minor::bigint[], :orders.totals_minor::bigint[],
            :orders.item_quantities::integer[], :orders.order_statuses::text[], :orders.payment_statuses::text[],
            :orders.expires_at::timestamptz[], :orders.recipients::text[],
            :orders.phones::text[], :orders.provinces::text[], :orders.cities::text[], :orders.districts::text[],
            :orders.district_codes::text[], :orders.streets::text[], :orders.notes::text[],
            :orders.emails::text[]
        ) AS fresh (customer_id, id, group_id, market_code, language, currency, goods_minor, freight_minor, total_minor,
                    item_quantity, order_status, payment_status, expires_at, recipient, phone, province, city,
                    district, district_code, street, note, email)
    ), lined AS (
        INSERT INTO orders.order_line
            (customer_id, order_id, id, position, variant_id, product_id, sku, title, options_text, picture_url,
             quantity, unit_price_minor, total_minor, payable_minor)
        SELECT customer_id, order_id, id, position, variant_id, product_id, sku, title, options_text, picture_url,
               quantity, unit_price_minor, unit_price_minor * quantity, unit_price_minor * quantity + freight_minor
        FROM line
    ), allocated AS (
        INSERT INTO orders.allocation (customer_id, order_id, line_id, kind, amount_minor)
        SELECT customer_id, order_id, id, 'freight', freight_minor FROM line WHERE freight_minor > 0
    )
    INSERT INTO orders.timeline_entry (customer_id, order_id, at, actor_kind, actor_id, actor_label, kind, detail)
    SELECT customer_id, order_id, :at, actor_kind, actor_id, actor_label, 'placed', '{}'::jsonb
    FROM unnest(
        :orders.customer_ids::bigint[], :orders.ids::bigint[], :orders.actor_kinds::text[], :orders.actor_ids::bigint[],
        :orders.actor_labels::text[]
    ) AS fresh (customer_id, order_id, actor_kind, actor_id, actor_label)
    """
)
async def insert_orders(tx: Transaction, *, orders: OrderColumns, lines: LineColumns, at: datetime) -> None: ...


class OrderKey(msgspec.Struct, frozen=True):
    """Which order, by its place."""

    customer_id: CustomerId
    order_id: OrderId


class LineRow(msgspec.Struct, frozen=True):
    """What an act must know of a line."""

    id: OrderLineId
    variant_id: VariantId
    quantity: int


class ParcelRow(msgspec.Struct, frozen=True):
    """What an act must know of a parcel."""

    quantity: int
    delivered_at: datetime | None


class EntryColumns(msgspec.Struct, frozen=True):
    """Timeline entries of one order, a column each; `details` are JSON."""

    kinds: list[str]
    details: list[object]


_FACTS = """
    currency, total_minor, item_quantity, captured_minor, refund_requested_minor, refunded_minor, cancelled_quantity,
    shipped_quantity, delivered_quantity, paid_at, cancelled_at, cancel_reason, delivered_at, completed_at,
    refund_failed_at
"""


@statement(f"SELECT {_FACTS} FROM orders.order WHERE customer_id = :customer_id AND id = :order_id FOR UPDATE")
async def lock_order(tx: Transaction, *, customer_id: CustomerId, order_id: OrderId) -> OrderFacts | None: ...


@statement(
    f"""
    SELECT {_FACTS} FROM orders.order
    WHERE customer_id = :customer_id AND id = :order_id AND order_status = 'pending_payment' AND expires_at <= :at
    FOR UPDATE SKIP LOCKED
    """
)
async def lock_due_unpaid(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, at: datetime
) -> OrderFacts | None: ...


@statement(
    """
    SELECT customer_id, id AS order_id FROM orders.order
    WHERE order_status = 'pending_payment' AND expires_at <= :at
    ORDER BY expires_at LIMIT :count_max
    """
)
async def list_due_unpaid(reading: Reading, *, at: datetime, count_max: int) -> list[OrderKey]: ...


@statement(
    """
    SELECT customer_id, id AS order_id FROM orders.order
    WHERE order_status = 'placed' AND delivered_at IS NOT NULL AND delivered_at <= :until
    ORDER BY delivered_at LIMIT :count_max
    """
)
async def list_due_completion(reading: Reading, *, until: datetime, count_max: int) -> list[OrderKey]: ...


@statement(
    """
    UPDATE orders.order
    SET order_status = :statuses.order, payment_status = :statuses.payment, fulfilment_status = :statuses.fulfilment,
        captured_minor = :facts.captured_minor, refund_requested_minor = :facts.refund_requested_minor,
        refunded_minor = :facts.refunded_minor, cancelled_quantity = :facts.cancelled_quantity,
        shipped_quantity = :facts.shipped_quantity, delivered_quantity = :facts.delivered_quantity,
        paid_at = :facts.paid_at, cancelled_at = :facts.cancelled_at, cancel_reason = :facts.cancel_reason,
        delivered_at = :facts.delivered_at, completed_at = :facts.completed_at,
        refund_failed_at = :facts.refund_failed_at, version = version + 1
    WHERE customer_id = :customer_id AND id = :order_id
    """
)
async def write_statuses(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, facts: OrderFacts, statuses: Statuses
) -> None: ...


@statement(
    """
    INSERT INTO orders.timeline_entry (customer_id, order_id, at, actor_kind, actor_id, actor_label, kind, detail)
    SELECT :customer_id, :order_id, :at, :actor.kind, :actor.id, :actor.label, kind, detail
    FROM unnest(:entries.kinds::text[], :entries.details::jsonb[]) AS fresh (kind, detail)
    """
)
async def insert_entries(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, at: datetime, actor: Actor, entries: EntryColumns
) -> None: ...


@statement(
    """
    SELECT id, variant_id, quantity FROM orders.order_line
    WHERE customer_id = :customer_id AND order_id = :order_id ORDER BY id LIMIT 10000
    """
)
async def list_lines(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> list[LineRow]: ...


@statement(
    """
    UPDATE orders.order_line SET cancelled_quantity = quantity - shipped_quantity
    WHERE customer_id = :customer_id AND order_id = :order_id
    RETURNING variant_id
    """
)
async def cancel_lines(tx: Transaction, *, customer_id: CustomerId, order_id: OrderId) -> list[VariantId]: ...


@statement(
    """
    UPDATE orders.order_line SET cancelled_quantity = 0
    WHERE customer_id = :customer_id AND order_id = :order_id AND cancelled_quantity > 0
    """
)
async def restore_lines(tx: Transaction, *, customer_id: CustomerId, order_id: OrderId) -> None: ...


@statement(
    """
    UPDATE orders.order_line AS l SET shipped_quantity = l.shipped_quantity + leaving.quantity
    FROM unnest(:line_ids::bigint[], :quantities::integer[]) AS leaving (line_id, quantity)
    WHERE l.customer_id = :customer_id AND l.order_id = :order_id AND l.id = leaving.line_id
      AND l.shipped_quantity + l.cancelled_quantity + leaving.quantity <= l.quantity
    RETURNING l.id, l.variant_id, leaving.quantity
    """
)
async def ship_lines(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, line_ids: list[OrderLineId], quantities: list[int]
) -> list[LineRow]: ...


@statement(
    """
    UPDATE orders.order_line SET refunded_quantity = quantity, refunded_minor = payable_minor
    WHERE customer_id = :customer_id AND order_id = :order_id
    """
)
async def refund_lines(tx: Transaction, *, customer_id: CustomerId, order_id: OrderId) -> None: ...


@statement(
    """
    WITH parcel AS (
        INSERT INTO orders.shipment (customer_id, order_id, carrier, tracking_number, status, shipped_at)
        VALUES (:customer_id, :order_id, :carrier, :tracking_number, 'in_transit', :at)
        ON CONFLICT (customer_id, order_id, carrier, tracking_number) DO NOTHING
        RETURNING id
    ), packed AS (
        INSERT INTO orders.shipment_line (customer_id, order_id, shipment_id, order_line_id, quantity)
        SELECT :customer_id, :order_id, parcel.id, leaving.line_id, leaving.quantity
        FROM parcel, unnest(:line_ids::bigint[], :quantities::integer[]) AS leaving (line_id, quantity)
    )
    SELECT id FROM parcel
    """
)
async def insert_shipment(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    order_id: OrderId,
    carrier: Carrier,
    tracking_number: str,
    at: datetime,
    line_ids: list[OrderLineId],
    quantities: list[int],
) -> ShipmentId | None: ...


@statement(
    """
    SELECT sum(l.quantity)::integer AS quantity, p.delivered_at
    FROM orders.shipment AS p
    JOIN orders.shipment_line AS l
      ON l.customer_id = p.customer_id AND l.order_id = p.order_id AND l.shipment_id = p.id
    WHERE p.customer_id = :customer_id AND p.order_id = :order_id AND p.id = :shipment_id
    GROUP BY p.delivered_at
    """
)
async def find_parcel(
    reading: Reading, *, customer_id: CustomerId, order_id: OrderId, shipment_id: ShipmentId
) -> ParcelRow | None: ...


@statement(
    """
    UPDATE orders.shipment SET status = 'delivered', delivered_at = :at
    WHERE customer_id = :customer_id AND order_id = :order_id AND delivered_at IS NULL
      AND (:shipment_id::bigint IS NULL OR id = :shipment_id)
    """
)
async def deliver_parcels(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, shipment_id: ShipmentId | None, at: datetime
) -> None: ...


@statement(
    """
    INSERT INTO orders.payment_fact (customer_id, order_id, intent_id, amount_minor, captured_at)
    VALUES (:customer_id, :order_id, :intent_id, :amount_minor, :at)
    ON CONFLICT (customer_id, order_id, intent_id) DO NOTHING
    """
)
async def insert_payment(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    order_id: OrderId,
    intent_id: IntentId,
    amount_minor: int,
    at: datetime,
) -> RowCount: ...


@statement("SELECT count(*)::integer FROM orders.refund_fact WHERE customer_id = :customer_id AND order_id = :order_id")
async def count_refunds(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> int: ...


@statement(
    """
    INSERT INTO orders.refund_fact (customer_id, order_id, refund_id, amount_minor, requested_at)
    VALUES (:customer_id, :order_id, :refund_id, :amount_minor, :at)
    """
)
async def insert_refund(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    order_id: OrderId,
    refund_id: RefundId,
    amount_minor: int,
    at: datetime,
) -> None: ...


@statement(
    """
    UPDATE orders.refund_fact SET {is_success} = :amount_minor
    WHERE customer_id = :customer_id AND order_id = :order_id AND refund_id = :refund_id AND {is_success} = 0
    """,
    fragments={"is_success": {True: "succeeded_minor", False: "failed_minor"}},
)
async def end_refund(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    order_id: OrderId,
    refund_id: RefundId,
    amount_minor: int,
    is_success: bool,
) -> RowCount: ...


@statement("DELETE FROM orders.{table}", fragments={"table": {name: name for name in TABLES}})
async def delete_all(tx: Transaction, *, table: str) -> None:
    """Every row of a table."""
