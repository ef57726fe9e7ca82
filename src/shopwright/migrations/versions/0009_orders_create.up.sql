CREATE SCHEMA orders;

CREATE SEQUENCE orders.order_group_id_seq;
CREATE SEQUENCE orders.order_id_seq;
CREATE SEQUENCE orders.order_line_id_seq;
CREATE SEQUENCE orders.allocation_id_seq;
CREATE SEQUENCE orders.shipment_id_seq;
CREATE SEQUENCE orders.timeline_entry_id_seq;

CREATE TABLE orders.order_group (
    customer_id     bigint      NOT NULL,
    id              bigint      NOT NULL DEFAULT nextval('orders.order_group_id_seq'),
    idempotency_key text        NOT NULL,
    request_digest  bytea       NOT NULL,
    total_minor     bigint      NOT NULL,
    total_currency  text        NOT NULL,
    placed_at       timestamptz NOT NULL,
    PRIMARY KEY (customer_id, id),
    CONSTRAINT order_group_once_per_key UNIQUE (customer_id, idempotency_key),
    CONSTRAINT order_group_total_not_negative CHECK (total_minor >= 0)
);
COMMENT ON COLUMN orders.order_group.request_digest IS
    'What was asked under the key: the same key with another request is refused, with the same one replayed.';
SELECT platform.place('orders.order_group', 'customer_id');

-- The row holds every fact from which the statuses follow, so that the last three constraints can say it.
CREATE TABLE orders.order (
    customer_id            bigint      NOT NULL,
    id                     bigint      NOT NULL DEFAULT nextval('orders.order_id_seq'),
    group_id               bigint      NOT NULL,
    market_code            text        NOT NULL,
    language               text        NOT NULL,
    currency               text        NOT NULL,
    goods_minor            bigint      NOT NULL,
    discount_minor         bigint      NOT NULL DEFAULT 0,
    freight_minor          bigint      NOT NULL,
    tax_minor              bigint      NOT NULL DEFAULT 0,
    total_minor            bigint      NOT NULL,
    captured_minor         bigint      NOT NULL DEFAULT 0,
    refund_requested_minor bigint      NOT NULL DEFAULT 0,
    refunded_minor         bigint      NOT NULL DEFAULT 0,
    item_quantity          integer     NOT NULL,
    cancelled_quantity     integer     NOT NULL DEFAULT 0,
    shipped_quantity       integer     NOT NULL DEFAULT 0,
    delivered_quantity     integer     NOT NULL DEFAULT 0,
    order_status           text        NOT NULL,
    payment_status         text        NOT NULL,
    fulfilment_status      text        NOT NULL,
    placed_at              timestamptz NOT NULL,
    expires_at             timestamptz NOT NULL,
    paid_at                timestamptz,
    cancelled_at           timestamptz,
    cancel_reason          text,
    delivered_at           timestamptz,
    completed_at           timestamptz,
    recipient              text        NOT NULL COLLATE "C",
    phone                  text        NOT NULL COLLATE "C",
    province               text        NOT NULL,
    city                   text        NOT NULL,
    district               text        NOT NULL,
    district_code          text        NOT NULL,
    street                 text        NOT NULL,
    note                   text        NOT NULL DEFAULT '',
    version                integer     NOT NULL DEFAULT 1,
    PRIMARY KEY (customer_id, id),
    CONSTRAINT order_note_short CHECK (char_length(note) <= 200),
    CONSTRAINT order_total_is_its_parts
        CHECK (total_minor = goods_minor - discount_minor + freight_minor + tax_minor),
    CONSTRAINT order_parts_not_negative
        CHECK (goods_minor >= 0 AND discount_minor >= 0 AND freight_minor >= 0 AND tax_minor >= 0 AND total_minor >= 0),
    CONSTRAINT order_refunds_within_captured
        CHECK (0 <= refunded_minor AND refunded_minor <= refund_requested_minor
               AND refund_requested_minor <= captured_minor),
    CONSTRAINT order_quantities_within_ordered
        CHECK (item_quantity > 0 AND cancelled_quantity >= 0 AND shipped_quantity >= 0
               AND shipped_quantity + cancelled_quantity <= item_quantity
               AND delivered_quantity BETWEEN 0 AND shipped_quantity),
    CONSTRAINT order_cancelled_for_a_reason CHECK ((cancelled_at IS NULL) = (cancel_reason IS NULL)),
    CONSTRAINT order_cancelled_or_completed CHECK (cancelled_at IS NULL OR completed_at IS NULL),
    CONSTRAINT order_cancelled_never_shipped CHECK (cancelled_at IS NULL OR shipped_quantity = 0),
    CONSTRAINT order_status_follows_facts
        CHECK (order_status = CASE
            WHEN cancelled_at IS NOT NULL THEN 'cancelled'
            WHEN completed_at IS NOT NULL THEN 'completed'
            WHEN captured_minor >= total_minor THEN 'placed'
            ELSE 'pending_payment' END),
    CONSTRAINT order_payment_status_follows_facts
        CHECK (payment_status = CASE
            WHEN captured_minor - refunded_minor >= total_minor THEN 'paid'
            WHEN captured_minor = 0 THEN 'unpaid'
            WHEN refunded_minor = captured_minor THEN 'refunded'
            WHEN refunded_minor > 0 THEN 'partially_refunded'
            ELSE 'partially_paid' END),
    CONSTRAINT order_fulfilment_status_follows_facts
        CHECK (fulfilment_status = CASE
            WHEN shipped_quantity = 0 THEN 'unfulfilled'
            WHEN shipped_quantity + cancelled_quantity < item_quantity THEN 'partially_fulfilled'
            WHEN delivered_quantity < shipped_quantity THEN 'fulfilled'
            ELSE 'delivered' END)
);
COMMENT ON COLUMN orders.order.goods_minor IS 'Sum of the lines'' totals, after their own discounts.';
COMMENT ON COLUMN orders.order.discount_minor IS 'Discounts of the whole order; allocated to the lines.';
COMMENT ON COLUMN orders.order.tax_minor IS 'Tax that is not already inside the prices.';
COMMENT ON COLUMN orders.order.refund_requested_minor IS 'Refunds asked for and not failed, the finished ones among them.';
SELECT platform.place('orders.order', 'customer_id');
CREATE INDEX order_by_customer ON orders.order (customer_id, placed_at DESC, id DESC);
CREATE INDEX order_by_id ON orders.order (id);
CREATE INDEX order_by_time ON orders.order (placed_at DESC, id DESC);
CREATE INDEX order_by_recipient ON orders.order (recipient);
CREATE INDEX order_by_phone ON orders.order (phone);
-- An order lies in one of the following at a time: they are the console's tabs.
CREATE INDEX order_to_pay ON orders.order (placed_at DESC, id DESC) WHERE order_status = 'pending_payment';
CREATE INDEX order_to_ship ON orders.order (placed_at DESC, id DESC)
    WHERE order_status = 'placed' AND fulfilment_status IN ('unfulfilled', 'partially_fulfilled');
CREATE INDEX order_to_receive ON orders.order (placed_at DESC, id DESC)
    WHERE order_status = 'placed' AND fulfilment_status IN ('fulfilled', 'delivered');
CREATE INDEX order_completed ON orders.order (placed_at DESC, id DESC) WHERE order_status = 'completed';
CREATE INDEX order_closed ON orders.order (placed_at DESC, id DESC) WHERE order_status = 'cancelled';
-- Due work of the sweeps.
CREATE INDEX order_due_expiry ON orders.order (expires_at) WHERE order_status = 'pending_payment';
CREATE INDEX order_due_completion ON orders.order (delivered_at)
    WHERE order_status = 'placed' AND delivered_at IS NOT NULL;

CREATE TABLE orders.order_line (
    customer_id        bigint  NOT NULL,
    order_id           bigint  NOT NULL,
    id                 bigint  NOT NULL DEFAULT nextval('orders.order_line_id_seq'),
    position           integer NOT NULL,
    variant_id         bigint  NOT NULL,
    product_id         bigint  NOT NULL,
    sku                text    NOT NULL,
    title              text    NOT NULL,
    options_text       text    NOT NULL,
    picture_url        text    NOT NULL,
    quantity           integer NOT NULL,
    unit_price_minor   bigint  NOT NULL,
    discount_minor     bigint  NOT NULL DEFAULT 0,
    total_minor        bigint  NOT NULL,
    payable_minor      bigint  NOT NULL,
    cancelled_quantity integer NOT NULL DEFAULT 0,
    shipped_quantity   integer NOT NULL DEFAULT 0,
    refunded_quantity  integer NOT NULL DEFAULT 0,
    refunded_minor     bigint  NOT NULL DEFAULT 0,
    PRIMARY KEY (customer_id, order_id, id),
    CONSTRAINT order_line_total_is_its_parts CHECK (total_minor = unit_price_minor * quantity - discount_minor),
    CONSTRAINT order_line_not_negative
        CHECK (unit_price_minor >= 0 AND discount_minor >= 0 AND total_minor >= 0 AND payable_minor >= 0),
    CONSTRAINT order_line_shipped_within_ordered
        CHECK (quantity > 0 AND cancelled_quantity >= 0 AND shipped_quantity >= 0
               AND shipped_quantity + cancelled_quantity <= quantity),
    CONSTRAINT order_line_refunded_within_paid
        CHECK (refunded_quantity BETWEEN 0 AND quantity AND refunded_minor BETWEEN 0 AND payable_minor)
);
COMMENT ON COLUMN orders.order_line.payable_minor IS
    'What is paid for the line in the end: its total, less its share of the order''s discounts, plus that of the freight.';
SELECT platform.place('orders.order_line', 'customer_id');

CREATE TABLE orders.allocation (
    customer_id  bigint NOT NULL,
    order_id     bigint NOT NULL,
    id           bigint NOT NULL DEFAULT nextval('orders.allocation_id_seq'),
    line_id      bigint NOT NULL,
    kind         text   NOT NULL,
    amount_minor bigint NOT NULL,
    PRIMARY KEY (customer_id, order_id, id),
    CONSTRAINT allocation_kind_known CHECK (kind IN ('freight', 'discount')),
    CONSTRAINT allocation_positive CHECK (amount_minor > 0)
);
COMMENT ON TABLE orders.allocation IS
    'How an amount of the whole order was split over its lines when it was placed; the parts sum to it.';
SELECT platform.place('orders.allocation', 'customer_id');

CREATE TABLE orders.shipment (
    customer_id     bigint      NOT NULL,
    order_id        bigint      NOT NULL,
    id              bigint      NOT NULL DEFAULT nextval('orders.shipment_id_seq'),
    carrier         text        NOT NULL,
    tracking_number text        NOT NULL COLLATE "C",
    status          text        NOT NULL,
    shipped_at      timestamptz NOT NULL,
    delivered_at    timestamptz,
    PRIMARY KEY (customer_id, order_id, id),
    CONSTRAINT shipment_once_per_parcel UNIQUE (customer_id, order_id, carrier, tracking_number),
    CONSTRAINT shipment_status_known
        CHECK (status IN ('label_created', 'in_transit', 'out_for_delivery', 'ready_for_pickup', 'delivered',
                          'returning', 'failed')),
    CONSTRAINT shipment_delivered_at_a_moment CHECK ((status = 'delivered') = (delivered_at IS NOT NULL))
);
SELECT platform.place('orders.shipment', 'customer_id');
CREATE INDEX shipment_by_tracking_number ON orders.shipment (tracking_number);

CREATE TABLE orders.shipment_line (
    customer_id   bigint  NOT NULL,
    order_id      bigint  NOT NULL,
    shipment_id   bigint  NOT NULL,
    order_line_id bigint  NOT NULL,
    quantity      integer NOT NULL,
    PRIMARY KEY (customer_id, order_id, shipment_id, order_line_id),
    CONSTRAINT shipment_line_positive CHECK (quantity > 0)
);
SELECT platform.place('orders.shipment_line', 'customer_id');

CREATE TABLE orders.payment_fact (
    customer_id  bigint      NOT NULL,
    order_id     bigint      NOT NULL,
    intent_id    bigint      NOT NULL,
    amount_minor bigint      NOT NULL,
    captured_at  timestamptz NOT NULL,
    PRIMARY KEY (customer_id, order_id, intent_id),
    CONSTRAINT payment_fact_positive CHECK (amount_minor > 0)
);
COMMENT ON TABLE orders.payment_fact IS 'Captures that were counted, so that a replayed one is recognised.';
SELECT platform.place('orders.payment_fact', 'customer_id');

CREATE TABLE orders.refund_fact (
    customer_id     bigint      NOT NULL,
    order_id        bigint      NOT NULL,
    refund_id       bigint      NOT NULL,
    amount_minor    bigint      NOT NULL,
    succeeded_minor bigint      NOT NULL DEFAULT 0,
    failed_minor    bigint      NOT NULL DEFAULT 0,
    requested_at    timestamptz NOT NULL,
    PRIMARY KEY (customer_id, order_id, refund_id),
    CONSTRAINT refund_fact_positive CHECK (amount_minor > 0),
    CONSTRAINT refund_fact_ends_within_asked
        CHECK (succeeded_minor >= 0 AND failed_minor >= 0 AND succeeded_minor + failed_minor <= amount_minor)
);
COMMENT ON TABLE orders.refund_fact IS
    'Refunds that were asked for and how they ended, perhaps in part this way and in part that, each told once.';
SELECT platform.place('orders.refund_fact', 'customer_id');

CREATE TABLE orders.timeline_entry (
    customer_id bigint      NOT NULL,
    order_id    bigint      NOT NULL,
    id          bigint      NOT NULL DEFAULT nextval('orders.timeline_entry_id_seq'),
    at          timestamptz NOT NULL,
    actor_kind  text        NOT NULL,
    actor_id    bigint,
    actor_label text        NOT NULL,
    kind        text        NOT NULL,
    detail      jsonb       NOT NULL,
    PRIMARY KEY (customer_id, order_id, id),
    CONSTRAINT timeline_entry_kind_known
        CHECK (kind IN ('placed', 'payment_captured', 'payment_surplus', 'shipped', 'delivered', 'received',
                        'completed', 'cancelled', 'expired', 'revived', 'refund_requested', 'refund_succeeded',
                        'refund_failed')),
    CONSTRAINT timeline_entry_actor_known CHECK (actor_kind IN ('customer', 'staff', 'system', 'provider'))
);
SELECT platform.place('orders.timeline_entry', 'customer_id');

ALTER TABLE orders.order ADD CONSTRAINT order_in_its_group
    FOREIGN KEY (customer_id, group_id) REFERENCES orders.order_group (customer_id, id);
ALTER TABLE orders.order_line ADD CONSTRAINT order_line_in_its_order
    FOREIGN KEY (customer_id, order_id) REFERENCES orders.order (customer_id, id);
ALTER TABLE orders.allocation ADD CONSTRAINT allocation_to_its_line
    FOREIGN KEY (customer_id, order_id, line_id) REFERENCES orders.order_line (customer_id, order_id, id);
ALTER TABLE orders.shipment ADD CONSTRAINT shipment_of_its_order
    FOREIGN KEY (customer_id, order_id) REFERENCES orders.order (customer_id, id);
ALTER TABLE orders.shipment_line ADD CONSTRAINT shipment_line_in_its_shipment
    FOREIGN KEY (customer_id, order_id, shipment_id) REFERENCES orders.shipment (customer_id, order_id, id);
ALTER TABLE orders.shipment_line ADD CONSTRAINT shipment_line_of_its_order_line
    FOREIGN KEY (customer_id, order_id, order_line_id) REFERENCES orders.order_line (customer_id, order_id, id);
ALTER TABLE orders.payment_fact ADD CONSTRAINT payment_fact_of_its_order
    FOREIGN KEY (customer_id, order_id) REFERENCES orders.order (customer_id, id);
ALTER TABLE orders.refund_fact ADD CONSTRAINT refund_fact_of_its_order
    FOREIGN KEY (customer_id, order_id) REFERENCES orders.order (customer_id, id);
ALTER TABLE orders.timeline_entry ADD CONSTRAINT timeline_entry_of_its_order
    FOREIGN KEY (customer_id, order_id) REFERENCES orders.order (customer_id, id);
