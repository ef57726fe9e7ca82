-- The schema `platform` is made by the migration runner, which keeps its own revision in it.

CREATE TABLE platform.placement (
    table_name text PRIMARY KEY,
    placed_by  text NOT NULL
);
COMMENT ON TABLE platform.placement IS
    'Where each table lives when the shop is spread over machines: a distribution column, reference, or local.';

-- Record where a table lives and, where Citus is installed, put it there.
CREATE FUNCTION platform.place(placed regclass, placed_by text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO platform.placement
    SELECT n.nspname || '.' || c.relname, placed_by
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = placed;
    IF EXISTS (SELECT FROM pg_extension WHERE extname = 'citus') THEN
        IF placed_by = 'reference' THEN
            PERFORM create_reference_table(placed);
        ELSIF placed_by <> 'local' THEN
            PERFORM create_distributed_table(placed, placed_by);
        END IF;
    END IF;
END $$;

-- The words in the asked language, else in Simplified Chinese, else in English, else in any.
CREATE FUNCTION platform.words(words jsonb, language text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT COALESCE(words ->> language, words ->> 'zh_CN', words ->> 'en',
                    (SELECT value FROM jsonb_each_text(words) LIMIT 1), '')
$$;

CREATE TABLE platform.event (
    id          bigserial PRIMARY KEY,
    name        text        NOT NULL,
    payload     jsonb       NOT NULL,
    actor       jsonb       NOT NULL,
    occurred_at timestamptz NOT NULL
);
CREATE INDEX event_by_time ON platform.event (occurred_at);
SELECT platform.place('platform.event', 'local');

CREATE TABLE platform.delivery (
    event_id        bigint      NOT NULL,
    subscriber      text        NOT NULL,
    delivered_at    timestamptz,
    attempt_count   integer     NOT NULL DEFAULT 0,
    last_error      text        NOT NULL DEFAULT '',
    dead_since      timestamptz,
    discarded_at    timestamptz,
    PRIMARY KEY (event_id, subscriber),
    CONSTRAINT delivered_or_dead CHECK (delivered_at IS NULL OR dead_since IS NULL)
);
COMMENT ON TABLE platform.delivery IS
    'The inbox of every subscriber: a delivered row makes at-least-once into once; a dead one waits for a person.';
CREATE INDEX delivery_dead ON platform.delivery (dead_since) WHERE dead_since IS NOT NULL AND discarded_at IS NULL;
SELECT platform.place('platform.delivery', 'local');

CREATE TABLE platform.session (
    token_digest bytea       PRIMARY KEY,
    audience     text        NOT NULL,
    facts        jsonb       NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    CONSTRAINT audience_known CHECK (audience IN ('shop', 'console'))
);
COMMENT ON COLUMN platform.session.token_digest IS 'SHA-256 of the cookie: the table alone opens no session.';
CREATE INDEX session_by_expiry ON platform.session (expires_at);
SELECT platform.place('platform.session', 'local');

CREATE TABLE platform.setting (
    name       text        PRIMARY KEY,
    value      jsonb       NOT NULL,
    changed_at timestamptz NOT NULL
);
SELECT platform.place('platform.setting', 'reference');

CREATE TABLE platform.rate_window (
    subject    text        NOT NULL,
    opened_at  timestamptz NOT NULL,
    hit_count  integer     NOT NULL,
    PRIMARY KEY (subject)
);
COMMENT ON TABLE platform.rate_window IS 'How often a subject (an act and who or where) was tried since the window opened.';
CREATE INDEX rate_window_by_time ON platform.rate_window (opened_at);
SELECT platform.place('platform.rate_window', 'local');
