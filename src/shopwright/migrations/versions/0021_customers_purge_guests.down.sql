ALTER TABLE customers.customer DROP COLUMN purge_due_at;
