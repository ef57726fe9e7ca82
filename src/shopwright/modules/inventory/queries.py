"""What inventory tells when asked. Every list is bounded."""

from shopwright.kernel.ids import VariantId, WarehouseId
from shopwright.modules.inventory.contracts import Movement, StockLevel, Warehouse
from shopwright.platform.db import Reading, statement

PAGE_SIZE_MAX = 200


@statement(
    """
    SELECT id, code, platform.words(names, :language) AS name, priority
    FROM inventory.warehouse WHERE closed_at IS NULL ORDER BY priority, id LIMIT 200
    """
)
async def list_warehouses(reading: Reading, *, language: str) -> list[Warehouse]:
    """The open warehouses, in the order in which orders are taken from them."""


@statement(
    """
    SELECT id, code, platform.words(names, :language) AS name, priority
    FROM inventory.warehouse WHERE code = :code AND closed_at IS NULL
    """
)
async def find_warehouse(reading: Reading, *, code: str, language: str) -> Warehouse | None:
    """The open warehouse with this code."""


async def find_availability(reading: Reading, *, variant_ids: list[VariantId]) -> dict[VariantId, int]:
    """Pieces that may still be promised, by variant, over all warehouses; a variant without stock has 0."""
    levels = await list_levels(reading, variant_ids=variant_ids)
    available = dict.fromkeys(variant_ids, 0)
    for level in levels:
        available[level.variant_id] += level.available
    return available


@statement(
    """
    SELECT variant_id, warehouse_id, on_hand, held, committed, safety
    FROM inventory.stock_level WHERE variant_id = ANY(:variant_ids)
    ORDER BY variant_id, warehouse_id
    """
)
async def list_levels(reading: Reading, *, variant_ids: list[VariantId]) -> list[StockLevel]:
    """Every level of the asked variants; as many as they have warehouses."""


@statement(
    """
    SELECT variant_id, warehouse_id, on_hand, held, committed, safety
    FROM inventory.stock_level
    WHERE (variant_id, warehouse_id) > (:after_variant_id, :after_warehouse_id) {shown}
    ORDER BY variant_id, warehouse_id LIMIT :count_max
    """,
    fragments={"shown": {"all": "", "low": "AND on_hand - held - committed <= safety"}},
)
async def list_stock(
    reading: Reading, *, after_variant_id: VariantId, after_warehouse_id: WarehouseId, shown: str, count_max: int
) -> list[StockLevel]:
    """A page of levels behind the given key; `shown` is "all", or "low" for those at or below their safety stock."""


@statement(
    """
    SELECT id, variant_id, warehouse_id, kind, quantity, moved_at, actor_kind, actor_id, actor_label, order_id, note
    FROM inventory.movement
    WHERE variant_id = :variant_id AND id < :before_id
    ORDER BY id DESC LIMIT :count_max
    """
)
async def list_movements(reading: Reading, *, variant_id: VariantId, before_id: int, count_max: int) -> list[Movement]:
    """The newest movements of a variant before `before_id`."""
