"""What people do to the stock itself: receive it, correct it, count it, keep some back."""

from collections.abc import Iterable, Mapping

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.ids import VariantId, WarehouseId
from shopwright.kernel.note import check_note
from shopwright.modules.inventory import store
from shopwright.modules.inventory.contracts import MovementKind, StockLevel
from shopwright.modules.inventory.errors import (
    NothingToChange,
    QuantityOutOfRange,
    StockMoved,
    StockPromised,
    WarehouseCodeTaken,
    WarehouseUnknown,
)
from shopwright.modules.inventory.operations.change import change_levels
from shopwright.modules.inventory.rules import PIECES_MAX, LevelChange
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction


async def create_warehouse(
    tx: Transaction, *, actor: Actor, code: str, names: Mapping[str, str], priority: int = 100
) -> WarehouseId:
    """Open a warehouse. `WarehouseCodeTaken` when the code is in use."""
    warehouse_id = await store.insert_warehouse(tx, code=code, names=dict(names), priority=priority, at=tx.at)
    if warehouse_id is None:
        raise WarehouseCodeTaken(warehouse_code=code)
    await _audit(tx, actor=actor, action="create_warehouse", subject=f"warehouse:{warehouse_id}", code=code)
    return warehouse_id


async def receive_stock(
    tx: Transaction, *, actor: Actor, warehouse_id: WarehouseId, pieces: Mapping[VariantId, int], note: str = ""
) -> None:
    """Put pieces that arrived into a warehouse, several variants at once; every quantity is 1 or more.

    `InvalidInput` for a note of more than 200 characters, here as in `adjust_stock` and `count_stock`.
    """
    _check_range(pieces.values(), least=1)
    await _move(tx, actor=actor, warehouse_id=warehouse_id, kind=MovementKind.RECEIVED, deltas=pieces, note=note)


async def adjust_stock(
    tx: Transaction, *, actor: Actor, warehouse_id: WarehouseId, variant_id: VariantId, delta: int, note: str
) -> None:
    """Correct the stock by `delta` pieces, not zero: found, lost, damaged. `StockPromised` below what orders hold."""
    if delta == 0:
        raise NothingToChange
    _check_range([abs(delta)], least=1)
    await _move(
        tx, actor=actor, warehouse_id=warehouse_id, kind=MovementKind.ADJUSTED, deltas={variant_id: delta}, note=note
    )


async def count_stock(
    tx: Transaction,
    *,
    actor: Actor,
    warehouse_id: WarehouseId,
    variant_id: VariantId,
    counted: int,
    note: str,
    expected_on_hand: int | None = None,
) -> None:
    """Set the pieces on hand to what was counted. `NothingToChange` when that is what we had.

    `expected_on_hand` are the pieces that were known when the counting began. Where they are others now, nobody can
    tell whether what moved was counted, so that the count is refused with `StockMoved`.
    """
    _check_range([counted], least=0)
    levels = await _locked(tx, warehouse_id, [variant_id])
    on_hand = _level(levels, variant_id, warehouse_id).on_hand
    if expected_on_hand is not None and expected_on_hand != on_hand:
        raise StockMoved(expected=expected_on_hand, on_hand=on_hand)
    delta = counted - on_hand
    if delta == 0:
        raise NothingToChange
    await _move(
        tx, actor=actor, warehouse_id=warehouse_id, kind=MovementKind.COUNTED, deltas={variant_id: delta}, note=note
    )


async def keep_back(
    tx: Transaction, *, actor: Actor, warehouse_id: WarehouseId, variant_id: VariantId, safety: int
) -> None:
    """Keep `safety` pieces of a variant back from sale in a warehouse."""
    _check_range([safety], least=0)
    levels = await _locked(tx, warehouse_id, [variant_id])
    was = _level(levels, variant_id, warehouse_id).safety
    await store.write_safety(tx, variant_id=variant_id, warehouse_id=warehouse_id, safety=safety)
    await _audit(tx, actor=actor, action="keep_back", subject=f"variant:{variant_id}", was=was, safety=safety)


async def _move(
    tx: Transaction,
    *,
    actor: Actor,
    warehouse_id: WarehouseId,
    kind: MovementKind,
    deltas: Mapping[VariantId, int],
    note: str,
) -> None:
    check_note(note)
    variant_ids = sorted(deltas)
    levels = await _locked(tx, warehouse_id, variant_ids)
    for variant_id in variant_ids:
        level = _level(levels, variant_id, warehouse_id)
        if level.on_hand + deltas[variant_id] < level.held + level.committed:
            raise StockPromised(promised=level.held + level.committed)
    await change_levels(
        tx,
        actor=actor,
        levels=levels,
        changes=[LevelChange(variant_id, warehouse_id, on_hand=deltas[variant_id]) for variant_id in variant_ids],
    )
    await store.insert_movements(
        tx,
        variant_ids=variant_ids,
        warehouse_ids=[warehouse_id] * len(variant_ids),
        quantities=[deltas[variant_id] for variant_id in variant_ids],
        kind=kind,
        at=tx.at,
        actor=actor,
        order_id=None,
        note=note,
    )
    await _audit(tx, actor=actor, action=kind, subject=f"warehouse:{warehouse_id}", pieces=dict(deltas), note=note)


async def _locked(tx: Transaction, warehouse_id: WarehouseId, variant_ids: list[VariantId]) -> list[StockLevel]:
    """All levels of the variants, locked; the one of this warehouse is opened where it is missing."""
    await store.open_levels(tx, variant_ids=variant_ids, warehouse_id=warehouse_id)
    return await store.lock_levels(tx, variant_ids=variant_ids)


def _level(levels: list[StockLevel], variant_id: VariantId, warehouse_id: WarehouseId) -> StockLevel:
    for level in levels:
        if (level.variant_id, level.warehouse_id) == (variant_id, warehouse_id):
            return level
    raise WarehouseUnknown


def _check_range(quantities: Iterable[int], *, least: int) -> None:
    if any(not least <= quantity <= PIECES_MAX for quantity in quantities):
        raise QuantityOutOfRange(least=least, most=PIECES_MAX)


async def _audit(tx: Transaction, *, actor: Actor, action: str, subject: str, **detail: object) -> None:
    if actor.kind is ActorKind.STAFF:
        await staff.record_audit(tx, actor=actor, action=f"inventory.{action}", subject=subject, detail=detail)
