DROP INDEX orders.order_refund_failed;
DROP INDEX orders.order_refund_running;
ALTER TABLE orders.order DROP COLUMN refund_failed_at;
