ALTER TABLE orders.order ADD COLUMN refund_failed_at timestamptz;
COMMENT ON COLUMN orders.order.refund_failed_at IS
    'When money could not go back that nobody has asked for anew since; null where all is well.';
-- Of refunds before this column the moment of the failure is not known, but that of the request.
UPDATE orders.order AS o SET refund_failed_at = newest.requested_at
FROM (
    SELECT DISTINCT ON (customer_id, order_id) customer_id, order_id, failed_minor, requested_at
    FROM orders.refund_fact ORDER BY customer_id, order_id, requested_at DESC, refund_id DESC
) AS newest
WHERE newest.customer_id = o.customer_id AND newest.order_id = o.id AND newest.failed_minor > 0
  AND o.captured_minor > o.refund_requested_minor;
ALTER TABLE orders.order ADD CONSTRAINT order_failed_refund_left_money
    CHECK (refund_failed_at IS NULL OR captured_minor > refund_requested_minor);
-- Both are short lists of long histories.
CREATE INDEX order_refund_running ON orders.order (placed_at DESC, id DESC)
    WHERE refund_requested_minor > refunded_minor;
CREATE INDEX order_refund_failed ON orders.order (placed_at DESC, id DESC) WHERE refund_failed_at IS NOT NULL;
