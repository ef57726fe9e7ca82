"""The SQL of placing: all orders of a batch by arrays."""

from datetime import datetime

import msgspec

from shopwright.platform.db import Transaction, statement


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
    paid_at: list[datetime | None]
    expires_at: list[datetime]
    recipients: list[str]
    phones: list[str]
    provinces: list[str]
    cities: list[str]
    districts: list[str]
    district_codes: list[str]
    streets: list[str]
    notes: list[str]
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
             item_quantity, order_status, payment_status, fulfilment_status, paid_at, placed_at, expires_at, recipient,
             phone, province, city, district, district_code, street, note)
        SELECT customer_id, id, group_id, market_code, language, currency, goods_minor, freight_minor, total_minor,
               item_quantity, order_status, payment_status, 'unfulfilled', paid_at, :at, expires_at, recipient,
               phone, province, city, district, district_code, street, note
        FROM unnest(
            :orders.customer_ids::bigint[], :orders.ids::bigint[], :orders.group_ids::bigint[],
            :orders.market_codes::text[], :orders.languages::text[], :orders.currencies::text[],
            :orders.goods_minor::bigint[], :orders.freight_minor::bigint[], :orders.totals_minor::bigint[],
            :orders.item_quantities::integer[], :orders.order_statuses::text[], :orders.payment_statuses::text[],
            :orders.paid_at::timestamptz[], :orders.expires_at::timestamptz[], :orders.recipients::text[],
            :orders.phones::text[], :orders.provinces::text[], :orders.cities::text[], :orders.districts::text[],
            :orders.district_codes::text[], :orders.streets::text[], :orders.notes::text[]
        ) AS fresh (customer_id, id, group_id, market_code, language, currency, goods_minor, freight_minor, total_minor,
                    item_quantity, order_status, payment_status, paid_at, expires_at, recipient, phone, province, city,
                    district, district_code, street, note)
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
