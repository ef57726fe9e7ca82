"""Pure decisions about stock: who is promised what, and what an act does to the levels. No I/O, no clock."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from shopwright.kernel.ids import VariantId, WarehouseId
from shopwright.modules.inventory.contracts import Shortage, StockLevel, StockWant

PIECES_MAX = 10_000_000
LevelKey = tuple[VariantId, WarehouseId]


class Taken(msgspec.Struct, frozen=True):
    """Pieces promised to one order line from one warehouse."""

    want: StockWant
    warehouse_id: WarehouseId
    quantity: int


class LevelChange(msgspec.Struct, frozen=True):
    """What an act adds to (or, negative, takes from) the figures of one level."""

    variant_id: VariantId
    warehouse_id: WarehouseId
    on_hand: int = 0
    held: int = 0
    committed: int = 0


class StockBoard:
    """The locked levels of some variants, to decide many wants on, one after the other, before anything is written.

    Levels must come in the order in which warehouses are to be used. The board is exact because their rows are locked
    until the transaction ends.
    """

    def __init__(self, levels: Iterable[StockLevel]) -> None:
        self._free: dict[VariantId, dict[WarehouseId, int]] = defaultdict(dict)
        for level in levels:
            self._free[level.variant_id][level.warehouse_id] = level.available
        self._was_available = {variant_id: self.available(variant_id) for variant_id in self._free}
        self.taken: list[Taken] = []

    def available(self, variant_id: VariantId) -> int:
        """Pieces that may still be promised over all warehouses."""
        return sum(self._free[variant_id].values()) if variant_id in self._free else 0

    def take(self, wants: Sequence[StockWant]) -> Shortage | None:
        """Promise all of one order's wants, or none of them and say which was the first that could not be met."""
        taken_before = len(self.taken)
        for want in wants:
            if not self._take_one(want):
                self._give_back(taken_before)
                return Shortage(want, self.available(want.variant_id))
        return None

    def ran_out(self) -> list[VariantId]:
        """Variants that had pieces when they were locked and have none left now."""
        return [
            variant_id
            for variant_id, was_available in self._was_available.items()
            if was_available > 0 and self.available(variant_id) == 0
        ]

    def _take_one(self, want: StockWant) -> bool:
        free = self._free.get(want.variant_id)
        if want.quantity <= 0 or free is None or sum(free.values()) < want.quantity:
            return False
        whole = next((place for place, pieces in free.items() if pieces >= want.quantity), None)
        wanted = want.quantity
        for warehouse_id in free if whole is None else (whole,):
            pieces = min(wanted, free[warehouse_id])
            if pieces:
                free[warehouse_id] -= pieces
                wanted -= pieces
                self.taken.append(Taken(want, warehouse_id, pieces))
        return True

    def _give_back(self, taken_before: int) -> None:
        for taken in self.taken[taken_before:]:
            self._free[taken.want.variant_id][taken.warehouse_id] += taken.quantity
        del self.taken[taken_before:]


def sum_changes(changes: Iterable[LevelChange]) -> list[LevelChange]:
    """One change a level, in key order; levels whose figures stay as they are fall away."""
    sums: dict[LevelKey, list[int]] = defaultdict(lambda: [0, 0, 0])
    for change in changes:
        figures = sums[change.variant_id, change.warehouse_id]
        figures[0] += change.on_hand
        figures[1] += change.held
        figures[2] += change.committed
    return [LevelChange(*key, *figures) for key, figures in sorted(sums.items()) if any(figures)]


def crossings(levels: Sequence[StockLevel], changes: Sequence[LevelChange]) -> list[VariantId]:
    """Variants that run out or are there again when `changes` are applied to all their `levels`."""
    by_key = {(change.variant_id, change.warehouse_id): change for change in changes}
    before: dict[VariantId, int] = defaultdict(int)
    after: dict[VariantId, int] = defaultdict(int)
    for level in levels:
        before[level.variant_id] += level.available
        change = by_key.get((level.variant_id, level.warehouse_id))
        after[level.variant_id] += level.available if change is None else _changed(level, change).available
    return [variant_id for variant_id in sorted(before) if (before[variant_id] > 0) != (after[variant_id] > 0)]


def _changed(level: StockLevel, change: LevelChange) -> StockLevel:
    return msgspec.structs.replace(
        level,
        on_hand=level.on_hand + change.on_hand,
        held=level.held + change.held,
        committed=level.committed + change.committed,
    )
