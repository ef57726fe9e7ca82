"""Inventory's face."""

from shopwright.modules.inventory.operations.clear import clear_stock
from shopwright.modules.inventory.operations.hold import lock_stock, retake_order, write_holds
from shopwright.modules.inventory.operations.keep import (
    adjust_stock,
    count_stock,
    create_warehouse,
    keep_back,
    receive_stock,
)
from shopwright.modules.inventory.operations.ship import ship_order
from shopwright.modules.inventory.operations.turn import commit_order, release_order, uncommit_order
from shopwright.modules.inventory.queries import (
    LOW_AVAILABLE_MAX,
    count_low_stock,
    find_availability,
    find_warehouse,
    list_levels,
    list_low_variant_ids,
    list_movements,
    list_stock,
    list_stock_totals,
    list_stock_totals_of,
    list_warehouses,
)
from shopwright.modules.inventory.rules import StockBoard

__all__ = [
    "LOW_AVAILABLE_MAX",
    "StockBoard",
    "adjust_stock",
    "clear_stock",
    "commit_order",
    "count_low_stock",
    "count_stock",
    "create_warehouse",
    "find_availability",
    "find_warehouse",
    "keep_back",
    "list_levels",
    "list_low_variant_ids",
    "list_movements",
    "list_stock",
    "list_stock_totals",
    "list_stock_totals_of",
    "list_warehouses",
    "lock_stock",
    "receive_stock",
    "release_order",
    "retake_order",
    "ship_order",
    "uncommit_order",
    "write_holds",
]
