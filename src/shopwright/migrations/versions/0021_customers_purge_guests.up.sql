ALTER TABLE customers.customer ADD COLUMN purge_due_at timestamptz;
COMMENT ON COLUMN customers.customer.purge_due_at IS
    'When it is asked whether anything still hangs on a guest, who is let go if nothing does; nobody asks once registered.';
UPDATE customers.customer SET purge_due_at = created_at + interval '90 days' WHERE kind = 'guest';
ALTER TABLE customers.customer
    ADD CONSTRAINT customer_guest_is_due CHECK (kind <> 'guest' OR purge_due_at IS NOT NULL);
CREATE INDEX customer_guest_due ON customers.customer (purge_due_at, customer_id) WHERE kind = 'guest';
