"""The invariants of orders and payments as SQL: each query returns the rows that break it."""

ORDERS = {
    "I3 an order's total is its lines, freight and tax less its discounts": """
        SELECT o.id, o.total_minor, l.total_minor, l.payable_minor
        FROM orders.order AS o LEFT JOIN (
            SELECT customer_id, order_id, sum(total_minor) AS total_minor, sum(payable_minor) AS payable_minor,
                   sum(quantity) AS quantity
            FROM orders.order_line GROUP BY 1, 2
        ) AS l ON l.customer_id = o.customer_id AND l.order_id = o.id
        WHERE o.goods_minor IS DISTINCT FROM l.total_minor
           OR o.total_minor IS DISTINCT FROM l.payable_minor + o.tax_minor
           OR o.item_quantity IS DISTINCT FROM l.quantity
    """,
    "I3 allocations sum to what is allocated, by order": """
        SELECT o.id, o.freight_minor, a.freight_minor, o.discount_minor, a.discount_minor
        FROM orders.order AS o LEFT JOIN (
            SELECT customer_id, order_id,
                   COALESCE(sum(amount_minor) FILTER (WHERE kind = 'freight'), 0) AS freight_minor,
                   COALESCE(sum(amount_minor) FILTER (WHERE kind = 'discount'), 0) AS discount_minor
            FROM orders.allocation GROUP BY 1, 2
        ) AS a ON a.customer_id = o.customer_id AND a.order_id = o.id
        WHERE o.freight_minor <> COALESCE(a.freight_minor, 0) OR o.discount_minor <> COALESCE(a.discount_minor, 0)
    """,
    "I3 allocations make a line's total into what is paid for it": """
        SELECT l.id, l.total_minor, l.payable_minor, a.added_minor
        FROM orders.order_line AS l LEFT JOIN (
            SELECT customer_id, order_id, line_id,
                   sum(CASE kind WHEN 'freight' THEN amount_minor ELSE -amount_minor END) AS added_minor
            FROM orders.allocation GROUP BY 1, 2, 3
        ) AS a ON a.customer_id = l.customer_id AND a.order_id = l.order_id AND a.line_id = l.id
        WHERE l.payable_minor <> l.total_minor + COALESCE(a.added_minor, 0)
    """,
    "I4 an order's captured and refunded amounts are the sums of what was told": """
        SELECT o.id, o.captured_minor, p.captured, o.refund_requested_minor, r.requested, o.refunded_minor, r.refunded
        FROM orders.order AS o
        LEFT JOIN (SELECT customer_id, order_id, sum(amount_minor) AS captured FROM orders.payment_fact GROUP BY 1, 2)
            AS p ON p.customer_id = o.customer_id AND p.order_id = o.id
        LEFT JOIN (
            SELECT customer_id, order_id, sum(amount_minor - failed_minor) AS requested,
                   sum(succeeded_minor) AS refunded
            FROM orders.refund_fact GROUP BY 1, 2
        ) AS r ON r.customer_id = o.customer_id AND r.order_id = o.id
        WHERE o.captured_minor <> COALESCE(p.captured, 0)
           OR o.refund_requested_minor <> COALESCE(r.requested, 0)
           OR o.refunded_minor <> COALESCE(r.refunded, 0)
           OR o.refunded_minor > o.captured_minor
    """,
    "I4 lines are refunded within their order and within what was paid for them": """
        SELECT o.id, o.refunded_minor, l.refunded_minor
        FROM orders.order AS o JOIN (
            SELECT customer_id, order_id, sum(refunded_minor) AS refunded_minor,
                   bool_or(refunded_minor > payable_minor) AS is_above
            FROM orders.order_line GROUP BY 1, 2
        ) AS l ON l.customer_id = o.customer_id AND l.order_id = o.id
        WHERE l.refunded_minor > o.refunded_minor OR l.is_above
    """,
    "I10 the counts on an order are the sums of its lines and parcels": """
        SELECT o.id, o.shipped_quantity, l.shipped, o.cancelled_quantity, l.cancelled, o.delivered_quantity, p.delivered
        FROM orders.order AS o JOIN (
            SELECT customer_id, order_id, sum(shipped_quantity) AS shipped, sum(cancelled_quantity) AS cancelled
            FROM orders.order_line GROUP BY 1, 2
        ) AS l ON l.customer_id = o.customer_id AND l.order_id = o.id
        LEFT JOIN (
            SELECT i.customer_id, i.order_id, sum(i.quantity) AS shipped,
                   sum(i.quantity) FILTER (WHERE s.status = 'delivered') AS delivered
            FROM orders.shipment_line AS i JOIN orders.shipment AS s
              ON s.customer_id = i.customer_id AND s.order_id = i.order_id AND s.id = i.shipment_id
            GROUP BY 1, 2
        ) AS p ON p.customer_id = o.customer_id AND p.order_id = o.id
        WHERE o.shipped_quantity <> l.shipped OR o.cancelled_quantity <> l.cancelled
           OR o.shipped_quantity <> COALESCE(p.shipped, 0) OR o.delivered_quantity <> COALESCE(p.delivered, 0)
    """,
    "I10 no status that the facts do not imply": """
        SELECT id, order_status, payment_status, fulfilment_status FROM orders.order
        WHERE order_status <> CASE
                WHEN cancelled_at IS NOT NULL THEN 'cancelled'
                WHEN completed_at IS NOT NULL THEN 'completed'
                WHEN captured_minor >= total_minor THEN 'placed'
                ELSE 'pending_payment' END
           OR payment_status <> CASE
                WHEN captured_minor - refunded_minor >= total_minor THEN 'paid'
                WHEN captured_minor = 0 THEN 'unpaid'
                WHEN refunded_minor = captured_minor THEN 'refunded'
                WHEN refunded_minor > 0 THEN 'partially_refunded'
                ELSE 'partially_paid' END
           OR fulfilment_status <> CASE
                WHEN shipped_quantity = 0 THEN 'unfulfilled'
                WHEN shipped_quantity + cancelled_quantity < item_quantity THEN 'partially_fulfilled'
                WHEN delivered_quantity < shipped_quantity THEN 'fulfilled'
                ELSE 'delivered' END
           OR (fulfilment_status = 'delivered') <> (delivered_at IS NOT NULL)
    """,
    "I9 what a closed order does not need goes back, or went": """
        SELECT o.id, o.captured_minor, o.refund_requested_minor FROM orders.order AS o
        WHERE o.captured_minor - o.refund_requested_minor
                > CASE WHEN o.cancelled_at IS NULL THEN o.total_minor ELSE 0 END
          AND NOT EXISTS (
            SELECT FROM orders.refund_fact AS r
            WHERE r.customer_id = o.customer_id AND r.order_id = o.id AND r.failed_minor > 0
        )
    """,
    "I9 payments and orders agree on what came in and what goes back": """
        SELECT * FROM (
            SELECT customer_id, order_id, sum(captured_minor) AS captured, sum(refunded_minor) AS going_back
            FROM payments.intent WHERE captured_minor > 0 GROUP BY 1, 2
        ) AS p FULL JOIN (
            SELECT customer_id, id AS order_id, captured_minor AS captured, refund_requested_minor AS going_back
            FROM orders.order WHERE captured_minor > 0
        ) AS o USING (customer_id, order_id)
        WHERE p.captured IS DISTINCT FROM o.captured OR p.going_back IS DISTINCT FROM o.going_back
    """,
    "an order's stock is held while it waits, committed while it is paid, and free when it is closed": """
        SELECT o.id, o.order_status, h.held, h.committed
        FROM orders.order AS o LEFT JOIN (
            SELECT order_id, COALESCE(sum(quantity) FILTER (WHERE state = 'held'), 0) AS held,
                   COALESCE(sum(quantity - shipped_quantity) FILTER (WHERE state = 'committed'), 0) AS committed
            FROM inventory.hold GROUP BY 1
        ) AS h ON h.order_id = o.id
        WHERE COALESCE(h.held, 0) <> CASE o.order_status WHEN 'pending_payment' THEN o.item_quantity ELSE 0 END
           OR COALESCE(h.committed, 0) <> CASE WHEN o.order_status IN ('placed', 'completed')
                THEN o.item_quantity - o.shipped_quantity - o.cancelled_quantity ELSE 0 END
    """,
}

PAYMENTS = {
    "I4 what is refunded or reserved is the sum of the refunds that have not failed": """
        SELECT i.id, i.captured_minor, i.refunded_minor, r.refunded
        FROM payments.intent AS i LEFT JOIN (
            SELECT customer_id, intent_id, sum(amount_minor) AS refunded
            FROM payments.refund WHERE status <> 'failed' GROUP BY 1, 2
        ) AS r ON r.customer_id = i.customer_id AND r.intent_id = i.id
        WHERE i.refunded_minor <> COALESCE(r.refunded, 0) OR i.refunded_minor > i.captured_minor
    """,
    "I8 one capture per captured intent, of its whole amount": """
        SELECT i.id, i.status, i.captured_minor, c.captures, c.amount
        FROM payments.intent AS i LEFT JOIN (
            SELECT customer_id, intent_id, count(*) AS captures, sum(amount_minor) AS amount
            FROM payments.capture GROUP BY 1, 2
        ) AS c ON c.customer_id = i.customer_id AND c.intent_id = i.id
        WHERE COALESCE(c.captures, 0) <> CASE WHEN i.status = 'captured' THEN 1 ELSE 0 END
           OR COALESCE(c.amount, 0) <> i.captured_minor
    """,
}
