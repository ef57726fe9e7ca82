CREATE SCHEMA payments;

CREATE SEQUENCE payments.intent_id_seq;
CREATE TABLE payments.intent (
    customer_id        bigint      NOT NULL,
    id                 bigint      NOT NULL DEFAULT nextval('payments.intent_id_seq'),
    order_id           bigint      NOT NULL,
    channel            text        NOT NULL,
    amount_minor       bigint      NOT NULL,
    amount_currency    text        NOT NULL,
    status             text        NOT NULL,
    reference          text        NOT NULL COLLATE "C",
    provider_ref       text,
    pay_url            text,
    captured_minor     bigint      NOT NULL DEFAULT 0,
    refunded_minor     bigint      NOT NULL DEFAULT 0,
    created_at         timestamptz NOT NULL,
    called_at          timestamptz NOT NULL,
    expires_at         timestamptz NOT NULL,
    close_requested_at timestamptz,
    close_requested_by text,
    captured_at        timestamptz,
    closed_at          timestamptz,
    query_after        timestamptz,
    query_count        integer     NOT NULL DEFAULT 0,
    actor_kind         text        NOT NULL,
    actor_id           bigint,
    actor_label        text        NOT NULL DEFAULT '',
    PRIMARY KEY (customer_id, id),
    CONSTRAINT intent_reference_unique UNIQUE (customer_id, reference),
    CONSTRAINT intent_status_known CHECK (status IN ('open', 'pending', 'captured', 'failed', 'closed')),
    CONSTRAINT intent_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT intent_currency_shape CHECK (amount_currency ~ '^[A-Z]{3}$'),
    CONSTRAINT intent_reference_shape CHECK (reference ~ '^P[0-9]{24}$'),
    CONSTRAINT intent_captured_whole CHECK (captured_minor = CASE WHEN status = 'captured' THEN amount_minor ELSE 0 END),
    CONSTRAINT intent_refunded_within_captured CHECK (refunded_minor BETWEEN 0 AND captured_minor),
    CONSTRAINT intent_capture_has_a_moment CHECK ((status = 'captured') = (captured_at IS NOT NULL)),
    CONSTRAINT intent_end_has_a_moment CHECK ((status IN ('failed', 'closed')) = (closed_at IS NOT NULL)),
    CONSTRAINT intent_asked_until_decided CHECK ((status IN ('open', 'pending')) = (query_after IS NOT NULL)),
    CONSTRAINT intent_close_requested_by_someone CHECK ((close_requested_at IS NULL) = (close_requested_by IS NULL)),
    CONSTRAINT intent_page_is_known_to_the_provider CHECK (pay_url IS NULL OR provider_ref IS NOT NULL)
) WITH (fillfactor = 80);
COMMENT ON COLUMN payments.intent.reference IS
    'What the provider knows it by, and the idempotency key of its creation there. Random, so that it tells nothing.';
COMMENT ON COLUMN payments.intent.refunded_minor IS 'Given back or reserved to be: refunds that have not failed.';
COMMENT ON COLUMN payments.intent.called_at IS 'When the provider was last about to be told of it.';
COMMENT ON COLUMN payments.intent.query_after IS 'When the provider is asked what became of it, unless it tells before.';
SELECT platform.place('payments.intent', 'customer_id');
CREATE INDEX intent_of_order ON payments.intent (customer_id, order_id);
CREATE INDEX intent_by_reference ON payments.intent (reference);
CREATE INDEX intent_due ON payments.intent (query_after) WHERE query_after IS NOT NULL;
CREATE UNIQUE INDEX intent_one_open ON payments.intent (customer_id, order_id, channel)
    WHERE status IN ('open', 'pending') AND close_requested_at IS NULL;
ALTER TABLE payments.intent ADD CONSTRAINT intent_of_customer
    FOREIGN KEY (customer_id) REFERENCES customers.customer (customer_id);

CREATE TABLE payments.capture (
    customer_id     bigint      NOT NULL,
    intent_id       bigint      NOT NULL,
    order_id        bigint      NOT NULL,
    amount_minor    bigint      NOT NULL,
    amount_currency text        NOT NULL,
    provider_ref    text        NOT NULL,
    paid_at         timestamptz,
    captured_at     timestamptz NOT NULL,
    PRIMARY KEY (customer_id, intent_id),
    CONSTRAINT capture_amount_positive CHECK (amount_minor > 0)
);
COMMENT ON TABLE payments.capture IS 'Money that came in, append-only. Its key lets an intent be captured once.';
COMMENT ON COLUMN payments.capture.paid_at IS 'By the provider''s clock; captured_at is when we learned of it.';
SELECT platform.place('payments.capture', 'customer_id');
ALTER TABLE payments.capture ADD CONSTRAINT capture_of_intent
    FOREIGN KEY (customer_id, intent_id) REFERENCES payments.intent (customer_id, id);

CREATE SEQUENCE payments.refund_id_seq;
CREATE TABLE payments.refund (
    customer_id     bigint      NOT NULL,
    id              bigint      NOT NULL DEFAULT nextval('payments.refund_id_seq'),
    request_id      bigint      NOT NULL,
    order_id        bigint      NOT NULL,
    intent_id       bigint      NOT NULL,
    key             text        NOT NULL,
    amount_minor    bigint      NOT NULL,
    amount_currency text        NOT NULL,
    reason          text        NOT NULL,
    status          text        NOT NULL,
    failure         text        NOT NULL DEFAULT '',
    reference       text        NOT NULL COLLATE "C",
    provider_ref    text,
    actor_kind      text        NOT NULL,
    actor_id        bigint,
    actor_label     text        NOT NULL DEFAULT '',
    requested_at    timestamptz NOT NULL,
    settled_at      timestamptz,
    query_after     timestamptz,
    query_count     integer     NOT NULL DEFAULT 0,
    PRIMARY KEY (customer_id, id),
    CONSTRAINT refund_reference_unique UNIQUE (customer_id, reference),
    CONSTRAINT refund_once_per_key UNIQUE (customer_id, order_id, key, intent_id),
    CONSTRAINT refund_status_known CHECK (status IN ('requested', 'unknown', 'succeeded', 'failed')),
    CONSTRAINT refund_amount_positive CHECK (amount_minor > 0),
    CONSTRAINT refund_currency_shape CHECK (amount_currency ~ '^[A-Z]{3}$'),
    CONSTRAINT refund_reference_shape CHECK (reference ~ '^R[0-9]{24}$'),
    CONSTRAINT refund_key_length CHECK (length(key) BETWEEN 1 AND 200),
    CONSTRAINT refund_reason_length CHECK (length(reason) <= 200),
    CONSTRAINT refund_end_has_a_moment CHECK ((status IN ('succeeded', 'failed')) = (settled_at IS NOT NULL)),
    CONSTRAINT refund_asked_until_decided CHECK ((status IN ('requested', 'unknown')) = (query_after IS NOT NULL))
) WITH (fillfactor = 80);
COMMENT ON COLUMN payments.refund.request_id IS
    'One request may be split over several captured intents: the id of its first part, by which the request is known.';
SELECT platform.place('payments.refund', 'customer_id');
CREATE INDEX refund_of_intent ON payments.refund (customer_id, intent_id);
CREATE INDEX refund_by_reference ON payments.refund (reference);
CREATE INDEX refund_due ON payments.refund (query_after) WHERE query_after IS NOT NULL;
ALTER TABLE payments.refund ADD CONSTRAINT refund_of_intent
    FOREIGN KEY (customer_id, intent_id) REFERENCES payments.intent (customer_id, id);

CREATE TABLE payments.provider_event (
    channel     text        NOT NULL,
    event_id    text        NOT NULL,
    kind        text        NOT NULL,
    payload     jsonb       NOT NULL,
    received_at timestamptz NOT NULL,
    handled_at  timestamptz,
    outcome     text,
    PRIMARY KEY (channel, event_id),
    CONSTRAINT provider_event_outcome_known CHECK (outcome IN (
        'captured', 'failed', 'closed', 'refunded', 'refund_failed', 'nothing_new', 'late',
        'other_merchant', 'unknown_reference', 'other_amount', 'other_currency', 'contradiction', 'unknown_kind')),
    CONSTRAINT provider_event_handled_with_an_outcome CHECK ((handled_at IS NULL) = (outcome IS NULL))
);
COMMENT ON TABLE payments.provider_event IS
    'The inbox of verified news from providers: the key gives every event one effect, the outcome says which.';
CREATE INDEX provider_event_by_time ON payments.provider_event (received_at);
SELECT platform.place('payments.provider_event', 'local');
