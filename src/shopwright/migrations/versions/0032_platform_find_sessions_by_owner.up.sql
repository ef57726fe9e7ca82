-- A new password ends every session of one person, and of guests it is asked who may still be here. The owner has a
-- column: with an index on the facts themselves no session could be written in place when another fact changes.
ALTER TABLE platform.session ADD COLUMN owner_id bigint
    GENERATED ALWAYS AS (COALESCE(facts ->> 'customer_id', facts ->> 'staff_id')::bigint) STORED;
CREATE INDEX session_by_owner ON platform.session (owner_id, audience);
