CREATE SCHEMA messages;

CREATE SEQUENCE messages.message_id_seq;
CREATE TABLE messages.message (
    customer_id   bigint      NOT NULL,
    id            bigint      NOT NULL DEFAULT nextval('messages.message_id_seq'),
    order_id      bigint      NOT NULL,
    channel       text        NOT NULL,
    template      text        NOT NULL,
    occasion      bigint      NOT NULL,
    language      text        NOT NULL DEFAULT '',
    recipient     text        NOT NULL DEFAULT '',
    subject       text        NOT NULL DEFAULT '',
    body          text        NOT NULL DEFAULT '',
    status        text        NOT NULL,
    round_number  integer     NOT NULL DEFAULT 1,
    attempt_count integer     NOT NULL DEFAULT 0,
    last_error    text        NOT NULL DEFAULT '',
    created_at    timestamptz NOT NULL,
    due_at        timestamptz,
    sent_at       timestamptz,
    PRIMARY KEY (customer_id, id),
    CONSTRAINT message_once_per_occasion UNIQUE (customer_id, order_id, template, occasion),
    CONSTRAINT message_channel_known CHECK (channel = 'email'),
    CONSTRAINT message_template_known
        CHECK (template IN ('order_paid', 'order_shipped', 'order_cancelled', 'order_refunded')),
    CONSTRAINT message_status_known CHECK (status IN ('queued', 'sent', 'failed', 'skipped')),
    CONSTRAINT message_due_while_queued CHECK ((due_at IS NOT NULL) = (status = 'queued')),
    CONSTRAINT message_sent_at_a_moment CHECK (status <> 'sent' OR (sent_at IS NOT NULL AND recipient <> '')),
    CONSTRAINT message_end_explained CHECK (status NOT IN ('failed', 'skipped') OR last_error <> '')
);
COMMENT ON TABLE messages.message IS
    'What customers were told, or could not be: subject, recipient and text part as of the last attempt.';
COMMENT ON COLUMN messages.message.occasion IS
    'Tells messages of one template on one order apart: the parcel''s id, the sum refunded so far, or 0.';
COMMENT ON COLUMN messages.message.due_at IS
    'When it is sent, or when whoever is sending it is taken to have died.';
COMMENT ON COLUMN messages.message.round_number IS 'Grows with every resend by staff, and the Message-ID with it.';
SELECT platform.place('messages.message', 'customer_id');
CREATE INDEX message_due ON messages.message (due_at) WHERE status = 'queued';
CREATE INDEX message_by_age ON messages.message (id DESC);
CREATE INDEX message_failed ON messages.message (id DESC) WHERE status = 'failed';
ALTER TABLE messages.message ADD CONSTRAINT message_of_its_order
    FOREIGN KEY (customer_id, order_id) REFERENCES orders.order (customer_id, id);
