"""What inventory tells when asked. Every list is bounded."""

from shopwright.kernel.ids import VariantId, WarehouseId
from shopwright.modules.inventory.contracts import Movement, StockLevel, StockTotal, Warehouse
from shopwright.platform.db import Reading, statement

PAGE_SIZE_MAX = 200
LOW_AVAILABLE_MAX = 5
"""So many pieces or fewer that may still be promised are called low."""
_TOTAL = """
    SELECT variant_id, sum(on_hand) AS on_hand, sum(held) AS held, sum(committed) AS committed, sum(safety) AS safety,
           sum(GREATEST(0, on_hand - held - committed - safety)) AS available
    FROM inventory.stock_level
"""
_IS_LOW = "sum(GREATEST(0, on_hand - held - committed - safety)) <= :low_max"


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
    f"{_TOTAL} WHERE variant_id < :before_variant_id GROUP BY variant_id HAVING {{shown}}"
    " ORDER BY variant_id DESC LIMIT :count_max",
    fragments={"shown": {"all": ":low_max::int IS NOT NULL", "low": _IS_LOW}},
)
async def list_stock_totals(
    reading: Reading, *, before_variant_id: VariantId, shown: str, low_max: int, count_max: int
) -> list[StockTotal]:
    """Totals by variant before the given one, newest first; `shown` is "all", or "low" for at most `low_max` left."""


@statement(
    f"{_TOTAL} WHERE variant_id = ANY(:variant_ids) GROUP BY variant_id ORDER BY variant_id",
)
async def list_stock_totals_of(reading: Reading, *, variant_ids: list[VariantId]) -> list[StockTotal]:
    """The totals of the asked variants; one that was never in stock is missing."""


@statement(
    f"""
    SELECT count(*) FROM (
        SELECT variant_id FROM inventory.stock_level GROUP BY variant_id HAVING {_IS_LOW} LIMIT :count_max
    ) AS capped
    """
)
async def count_low_stock(reading: Reading, *, low_max: int, count_max: int) -> int:
    """How many variants have at most `low_max` pieces left to promise, counted no further than `count_max`."""


@statement(
    f"""
    SELECT variant_id FROM inventory.stock_level GROUP BY variant_id HAVING {_IS_LOW}
    ORDER BY variant_id DESC LIMIT :count_max
    """
)
async def list_low_variant_ids(reading: Reading, *, low_max: int, count_max: int) -> list[VariantId]:
    """The newest variants that have at most `low_max` pieces left to promise, `count_max` of them."""


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
