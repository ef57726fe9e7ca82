ALTER TABLE orders.order DROP COLUMN email;
