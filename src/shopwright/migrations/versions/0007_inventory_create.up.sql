CREATE SCHEMA inventory;

CREATE SEQUENCE inventory.warehouse_id_seq;
CREATE TABLE inventory.warehouse (
    id         bigint      PRIMARY KEY DEFAULT nextval('inventory.warehouse_id_seq'),
    code       text        NOT NULL,
    names      jsonb       NOT NULL,
    priority   integer     NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at  timestamptz,
    CONSTRAINT warehouse_code_unique UNIQUE (code),
    CONSTRAINT warehouse_code_shape CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,31}$')
);
COMMENT ON COLUMN inventory.warehouse.priority IS 'Orders are taken from the lowest first.';
SELECT platform.place('inventory.warehouse', 'reference');

CREATE TABLE inventory.stock_level (
    variant_id   bigint  NOT NULL,
    warehouse_id bigint  NOT NULL,
    on_hand      integer NOT NULL DEFAULT 0,
    held         integer NOT NULL DEFAULT 0,
    committed    integer NOT NULL DEFAULT 0,
    safety       integer NOT NULL DEFAULT 0,
    PRIMARY KEY (variant_id, warehouse_id),
    CONSTRAINT held_not_negative CHECK (held >= 0),
    CONSTRAINT committed_not_negative CHECK (committed >= 0),
    CONSTRAINT safety_not_negative CHECK (safety >= 0),
    CONSTRAINT promised_is_there CHECK (on_hand >= held + committed)
) WITH (fillfactor = 70);
COMMENT ON CONSTRAINT promised_is_there ON inventory.stock_level IS
    'Never oversold: what is held for unpaid orders and committed to paid ones lies in the warehouse.';
SELECT platform.place('inventory.stock_level', 'variant_id');
ALTER TABLE inventory.stock_level
    ADD CONSTRAINT stock_level_in_warehouse FOREIGN KEY (warehouse_id) REFERENCES inventory.warehouse (id);

CREATE SEQUENCE inventory.hold_id_seq;
CREATE TABLE inventory.hold (
    variant_id       bigint      NOT NULL,
    id               bigint      NOT NULL DEFAULT nextval('inventory.hold_id_seq'),
    warehouse_id     bigint      NOT NULL,
    order_id         bigint      NOT NULL,
    order_line_id    bigint      NOT NULL,
    quantity         integer     NOT NULL,
    shipped_quantity integer     NOT NULL DEFAULT 0,
    state            text        NOT NULL,
    created_at       timestamptz NOT NULL,
    expires_at       timestamptz,
    ended_at         timestamptz,
    PRIMARY KEY (variant_id, id),
    CONSTRAINT hold_quantity_positive CHECK (quantity > 0),
    CONSTRAINT hold_shipped_in_range CHECK (shipped_quantity BETWEEN 0 AND quantity),
    CONSTRAINT hold_state_known CHECK (state IN ('held', 'committed', 'shipped', 'released')),
    CONSTRAINT hold_ships_once_committed CHECK (shipped_quantity = 0 OR state <> 'held'),
    CONSTRAINT hold_shipped_wholly CHECK (state <> 'shipped' OR shipped_quantity = quantity),
    CONSTRAINT hold_end_recorded CHECK ((ended_at IS NOT NULL) = (state IN ('shipped', 'released'))),
    CONSTRAINT hold_expires_while_held CHECK (state <> 'held' OR expires_at IS NOT NULL)
) WITH (fillfactor = 85);
SELECT platform.place('inventory.hold', 'variant_id');
CREATE INDEX hold_of_order ON inventory.hold (order_id);
CREATE INDEX hold_by_expiry ON inventory.hold (expires_at) WHERE state = 'held';
ALTER TABLE inventory.hold ADD CONSTRAINT hold_on_level
    FOREIGN KEY (variant_id, warehouse_id) REFERENCES inventory.stock_level (variant_id, warehouse_id);

CREATE SEQUENCE inventory.movement_id_seq;
CREATE TABLE inventory.movement (
    variant_id   bigint      NOT NULL,
    id           bigint      NOT NULL DEFAULT nextval('inventory.movement_id_seq'),
    warehouse_id bigint      NOT NULL,
    kind         text        NOT NULL,
    quantity     integer     NOT NULL,
    moved_at     timestamptz NOT NULL,
    actor_kind   text        NOT NULL,
    actor_id     bigint,
    actor_label  text        NOT NULL DEFAULT '',
    order_id     bigint,
    note         text        NOT NULL DEFAULT '',
    PRIMARY KEY (variant_id, id),
    CONSTRAINT movement_kind_known CHECK (kind IN ('received', 'shipped', 'returned', 'adjusted', 'counted')),
    CONSTRAINT movement_moves CHECK (quantity <> 0),
    CONSTRAINT movement_note_short CHECK (char_length(note) <= 200),
    CONSTRAINT movement_sign CHECK (
        (kind = 'shipped' AND quantity < 0) OR (kind IN ('received', 'returned') AND quantity > 0)
        OR kind IN ('adjusted', 'counted')
    ),
    CONSTRAINT movement_shipped_for_order CHECK (kind <> 'shipped' OR order_id IS NOT NULL)
);
COMMENT ON TABLE inventory.movement IS
    'Every change of on_hand, append-only: their sum is on_hand. Holds and commitments move nothing.';
SELECT platform.place('inventory.movement', 'variant_id');
CREATE INDEX movement_newest ON inventory.movement (variant_id, id DESC);
ALTER TABLE inventory.movement ADD CONSTRAINT movement_on_level
    FOREIGN KEY (variant_id, warehouse_id) REFERENCES inventory.stock_level (variant_id, warehouse_id);
