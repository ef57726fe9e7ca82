"""What crosses inventory's wall."""

from datetime import datetime
from enum import StrEnum

import msgspec

from shopwright.kernel.ids import OrderId, OrderLineId, VariantId, WarehouseId


class MovementKind(StrEnum):
    """Why pieces came into or left a warehouse."""

    RECEIVED = "received"
    SHIPPED = "shipped"
    RETURNED = "returned"
    ADJUSTED = "adjusted"
    COUNTED = "counted"


class HoldState(StrEnum):
    """Where a promise of stock stands: held while unpaid, committed once paid, then shipped or released."""

    HELD = "held"
    COMMITTED = "committed"
    SHIPPED = "shipped"
    RELEASED = "released"


class Warehouse(msgspec.Struct, frozen=True):
    """A place that keeps stock. Orders are taken from the lowest `priority` first."""

    id: WarehouseId
    code: str
    name: str
    priority: int


class StockLevel(msgspec.Struct, frozen=True):
    """What one warehouse has of one variant, in pieces.

    `held` is promised to unpaid orders, `committed` to paid ones; both still lie there and are part of `on_hand`.
    `safety` is kept back from sale.
    """

    variant_id: VariantId
    warehouse_id: WarehouseId
    on_hand: int
    held: int
    committed: int
    safety: int

    @property
    def available(self) -> int:
        """Pieces that may still be promised, never below zero."""
        return max(0, self.on_hand - self.held - self.committed - self.safety)


class StockTotal(msgspec.Struct, frozen=True):
    """What all warehouses together have of one variant, in pieces; see `StockLevel` for the words."""

    variant_id: VariantId
    on_hand: int
    held: int
    committed: int
    safety: int
    available: int


class StockWant(msgspec.Struct, frozen=True):
    """So many pieces of a variant for one order line."""

    order_id: OrderId
    order_line_id: OrderLineId
    variant_id: VariantId
    quantity: int


class Shortage(msgspec.Struct, frozen=True):
    """The first want that could not be met, and how many pieces there were for it."""

    want: StockWant
    available: int


class ShipStock(msgspec.Struct, frozen=True):
    """Pieces of one order line that leave in a parcel now."""

    order_line_id: OrderLineId
    variant_id: VariantId
    quantity: int


class Movement(msgspec.Struct, frozen=True):
    """One line of the ledger: a signed change of `on_hand` with its reason, moment and actor."""

    id: int
    variant_id: VariantId
    warehouse_id: WarehouseId
    kind: MovementKind
    quantity: int
    moved_at: datetime
    actor_kind: str
    actor_id: int | None
    actor_label: str
    order_id: OrderId | None
    note: str
