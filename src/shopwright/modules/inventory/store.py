"""Inventory's writing SQL. Whoever changes a level or a hold has locked every level of its variant first."""

from datetime import datetime

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import HoldId, OrderId, OrderLineId, VariantId, WarehouseId
from shopwright.modules.inventory.contracts import StockLevel
from shopwright.platform.db import Reading, RowCount, Transaction, statement


class OrderHold(msgspec.Struct, frozen=True):
    """A promise of stock to one order line, as it stands under lock."""

    id: HoldId
    variant_id: VariantId
    warehouse_id: WarehouseId
    order_line_id: OrderLineId
    quantity: int
    shipped_quantity: int

    @property
    def unshipped(self) -> int:
        """Pieces of it that are still in the warehouse."""
        return self.quantity - self.shipped_quantity


class LevelColumns(msgspec.Struct, frozen=True):
    """How many pieces of which level, a column each."""

    variant_ids: list[VariantId]
    warehouse_ids: list[WarehouseId]
    quantities: list[int]


class HoldColumns(msgspec.Struct, frozen=True):
    """New holds, a column each; committed ones have no expiry."""

    variant_ids: list[VariantId]
    warehouse_ids: list[WarehouseId]
    order_ids: list[OrderId]
    order_line_ids: list[OrderLineId]
    quantities: list[int]
    expiries: list[datetime]


class Orphan(msgspec.Struct, frozen=True):
    """An order whose holds nobody ended although their time is long over."""

    order_id: OrderId
    variant_ids: list[VariantId]


@statement(
    """
    INSERT INTO inventory.warehouse (code, names, priority, created_at)
    VALUES (:code, :names::jsonb, :priority, :at)
    ON CONFLICT (code) DO NOTHING
    RETURNING id
    """
)
async def insert_warehouse(
    tx: Transaction, *, code: str, names: dict[str, str], priority: int, at: datetime
) -> WarehouseId | None: ...


@statement(
    """
    INSERT INTO inventory.stock_level (variant_id, warehouse_id)
    SELECT variant_id, w.id FROM unnest(:variant_ids::bigint[]) AS variant_id
    CROSS JOIN inventory.warehouse AS w WHERE w.id = :warehouse_id AND w.closed_at IS NULL
    ORDER BY variant_id
    ON CONFLICT (variant_id, warehouse_id) DO NOTHING
    """
)
async def open_levels(tx: Transaction, *, variant_ids: list[VariantId], warehouse_id: WarehouseId) -> RowCount: ...


@statement(
    """
    SELECT s.variant_id, s.warehouse_id, s.on_hand, s.held, s.committed, s.safety
    FROM inventory.stock_level AS s JOIN inventory.warehouse AS w ON w.id = s.warehouse_id
    WHERE s.variant_id = ANY(:variant_ids)
    ORDER BY s.variant_id, w.priority, s.warehouse_id
    FOR UPDATE OF s
    """
)
async def lock_levels(tx: Transaction, *, variant_ids: list[VariantId]) -> list[StockLevel]: ...


@statement(
    """
    UPDATE inventory.stock_level AS s
    SET on_hand = s.on_hand + c.on_hand, held = s.held + c.held, committed = s.committed + c.committed
    FROM unnest(:variant_ids::bigint[], :warehouse_ids::bigint[], :on_hands::int[], :helds::int[], :committeds::int[])
        AS c (variant_id, warehouse_id, on_hand, held, committed)
    WHERE s.variant_id = c.variant_id AND s.warehouse_id = c.warehouse_id
        AND s.held + c.held >= 0 AND s.committed + c.committed >= 0
        AND s.on_hand + c.on_hand >= s.held + c.held + s.committed + c.committed
    """
)
async def change_levels(
    tx: Transaction,
    *,
    variant_ids: list[VariantId],
    warehouse_ids: list[WarehouseId],
    on_hands: list[int],
    helds: list[int],
    committeds: list[int],
) -> RowCount: ...


@statement(
    """
    UPDATE inventory.stock_level SET safety = :safety
    WHERE variant_id = :variant_id AND warehouse_id = :warehouse_id
    """
)
async def write_safety(
    tx: Transaction, *, variant_id: VariantId, warehouse_id: WarehouseId, safety: int
) -> RowCount: ...


@statement(
    """
    WITH raised AS (
        UPDATE inventory.stock_level AS s SET held = s.held + c.held
        FROM unnest(:levels.variant_ids::bigint[], :levels.warehouse_ids::bigint[], :levels.quantities::int[])
            AS c (variant_id, warehouse_id, held)
        WHERE s.variant_id = c.variant_id AND s.warehouse_id = c.warehouse_id
            AND s.on_hand >= s.held + c.held + s.committed
        RETURNING s.variant_id
    ), written AS (
        INSERT INTO inventory.hold
            (variant_id, warehouse_id, order_id, order_line_id, quantity, state, created_at, expires_at)
        SELECT h.variant_id, h.warehouse_id, h.order_id, h.order_line_id, h.quantity, 'held', :at, h.expires_at
        FROM unnest(:holds.variant_ids::bigint[], :holds.warehouse_ids::bigint[], :holds.order_ids::bigint[],
                    :holds.order_line_ids::bigint[], :holds.quantities::int[], :holds.expiries::timestamptz[])
            AS h (variant_id, warehouse_id, order_id, order_line_id, quantity, expires_at)
    )
    SELECT count(*)::int FROM raised
    """
)
async def hold_stock(tx: Transaction, *, levels: LevelColumns, holds: HoldColumns, at: datetime) -> int: ...


@statement(
    """
    INSERT INTO inventory.hold
        (variant_id, warehouse_id, order_id, order_line_id, quantity, state, created_at)
    SELECT h.variant_id, h.warehouse_id, h.order_id, h.order_line_id, h.quantity, 'committed', :at
    FROM unnest(:holds.variant_ids::bigint[], :holds.warehouse_ids::bigint[], :holds.order_ids::bigint[],
                :holds.order_line_ids::bigint[], :holds.quantities::int[])
        AS h (variant_id, warehouse_id, order_id, order_line_id, quantity)
    """
)
async def insert_committed(tx: Transaction, *, holds: HoldColumns, at: datetime) -> None: ...


@statement(
    """
    SELECT id, variant_id, warehouse_id, order_line_id, quantity, shipped_quantity
    FROM inventory.hold
    WHERE order_id = :order_id AND variant_id = ANY(:variant_ids) AND state = :state
    ORDER BY variant_id, id
    """
)
async def list_order_holds(
    tx: Transaction, *, order_id: OrderId, variant_ids: list[VariantId], state: str
) -> list[OrderHold]: ...


@statement(
    """
    UPDATE inventory.hold AS h SET state = :state, expires_at = NULL, ended_at = :ended_at
    FROM unnest(:variant_ids::bigint[], :hold_ids::bigint[]) AS c (variant_id, id)
    WHERE h.variant_id = c.variant_id AND h.id = c.id
    """
)
async def turn_holds(
    tx: Transaction,
    *,
    variant_ids: list[VariantId],
    hold_ids: list[HoldId],
    state: str,
    ended_at: datetime | None,
) -> RowCount: ...


@statement(
    """
    UPDATE inventory.hold AS h
    SET shipped_quantity = h.shipped_quantity + c.quantity,
        state = CASE WHEN h.shipped_quantity + c.quantity = h.quantity THEN 'shipped' ELSE h.state END,
        ended_at = CASE WHEN h.shipped_quantity + c.quantity = h.quantity THEN :at::timestamptz END
    FROM unnest(:variant_ids::bigint[], :hold_ids::bigint[], :quantities::int[]) AS c (variant_id, id, quantity)
    WHERE h.variant_id = c.variant_id AND h.id = c.id
    """
)
async def ship_holds(
    tx: Transaction,
    *,
    variant_ids: list[VariantId],
    hold_ids: list[HoldId],
    quantities: list[int],
    at: datetime,
) -> RowCount: ...


@statement(
    """
    INSERT INTO inventory.movement
        (variant_id, warehouse_id, kind, quantity, moved_at, actor_kind, actor_id, actor_label, order_id, note)
    SELECT m.variant_id, m.warehouse_id, :kind, m.quantity, :at, :actor.kind, :actor.id, :actor.label, :order_id, :note
    FROM unnest(:variant_ids::bigint[], :warehouse_ids::bigint[], :quantities::int[])
        AS m (variant_id, warehouse_id, quantity)
    """
)
async def insert_movements(
    tx: Transaction,
    *,
    variant_ids: list[VariantId],
    warehouse_ids: list[WarehouseId],
    quantities: list[int],
    kind: str,
    at: datetime,
    actor: Actor,
    order_id: OrderId | None,
    note: str,
) -> None: ...


@statement(
    """
    SELECT order_id, array_agg(DISTINCT variant_id) AS variant_ids FROM inventory.hold
    WHERE state = 'held' AND expires_at < :before AND order_id > :after_id
    GROUP BY order_id ORDER BY order_id LIMIT :count_max
    """
)
async def list_orphans(reading: Reading, *, before: datetime, after_id: OrderId, count_max: int) -> list[Orphan]: ...


@statement("TRUNCATE inventory.movement, inventory.hold, inventory.stock_level")
async def begin_anew(tx: Transaction) -> None:
    """Every level with what moved it: the ledger begins anew, nothing is struck out of it."""
