"""The invariants of the house as SQL. Each query returns the rows that break it, and must return none.

Two of them compare modules that hear of each other by events, so jobs must be drained before they are asked.
"""

from tests.kit.invariants_money import ORDERS, PAYMENTS

from shopwright.platform.db import Database

INVENTORY = {
    "I1 on hand is the sum of movements": """
        SELECT s.variant_id, s.warehouse_id, s.on_hand, COALESCE(m.moved, 0) AS moved
        FROM inventory.stock_level s
        LEFT JOIN (SELECT variant_id, warehouse_id, sum(quantity) AS moved FROM inventory.movement GROUP BY 1, 2) m
            USING (variant_id, warehouse_id)
        WHERE s.on_hand <> COALESCE(m.moved, 0)
    """,
    "I1 nothing is negative and what is promised is there": """
        SELECT * FROM inventory.stock_level
        WHERE held < 0 OR committed < 0 OR safety < 0 OR on_hand < held + committed
    """,
    "I2 active holds are what is held and committed": """
        SELECT s.variant_id, s.warehouse_id, s.held, s.committed, h.held, h.committed
        FROM inventory.stock_level s
        LEFT JOIN (
            SELECT variant_id, warehouse_id,
                   COALESCE(sum(quantity) FILTER (WHERE state = 'held'), 0) AS held,
                   COALESCE(sum(quantity - shipped_quantity) FILTER (WHERE state = 'committed'), 0) AS committed
            FROM inventory.hold GROUP BY 1, 2
        ) h USING (variant_id, warehouse_id)
        WHERE s.held <> COALESCE(h.held, 0) OR s.committed <> COALESCE(h.committed, 0)
    """,
    "I1 what was shipped for orders is what their holds say": """
        SELECT * FROM (
            SELECT variant_id, order_id, sum(shipped_quantity) AS shipped
            FROM inventory.hold WHERE shipped_quantity > 0 GROUP BY 1, 2
        ) h FULL JOIN (
            SELECT variant_id, order_id, -sum(quantity) AS shipped
            FROM inventory.movement WHERE kind = 'shipped' GROUP BY 1, 2
        ) m USING (variant_id, order_id)
        WHERE h.shipped IS DISTINCT FROM m.shipped
    """,
}

ALL = {**INVENTORY, **ORDERS, **PAYMENTS}


async def check_invariants(database: Database) -> None:
    """Run every invariant; name the broken ones with their first rows."""
    async with database.reading() as reading:
        broken = {name: rows[:3] for name, sql in ALL.items() if (rows := await reading.connection.fetch(sql))}
    assert broken == {}
