"""Promise stock to orders: lock the levels, decide on the board, write holds for what was taken."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import OrderId, VariantId
from shopwright.modules.inventory import store
from shopwright.modules.inventory.contracts import StockWant
from shopwright.modules.inventory.events import AvailabilityChanged
from shopwright.modules.inventory.operations.change import change_levels
from shopwright.modules.inventory.rules import LevelChange, StockBoard, Taken, sum_changes
from shopwright.modules.inventory.store import HoldColumns, LevelColumns
from shopwright.platform.db import Transaction
from shopwright.platform.events import publish


async def lock_stock(tx: Transaction, *, variant_ids: Iterable[VariantId]) -> StockBoard:
    """Lock every level of the variants, in key order, and lay them on a board to decide on."""
    return StockBoard(await store.lock_levels(tx, variant_ids=sorted(set(variant_ids))))


async def write_holds(
    tx: Transaction, *, actor: Actor, board: StockBoard, expires_at: Mapping[OrderId, datetime]
) -> None:
    """Write what the board has promised as holds, each until its order's moment in `expires_at`."""
    if not board.taken:
        return
    summed = sum_changes(
        LevelChange(taken.want.variant_id, taken.warehouse_id, held=taken.quantity) for taken in board.taken
    )
    raised_count = await store.hold_stock(
        tx,
        levels=LevelColumns(
            variant_ids=[change.variant_id for change in summed],
            warehouse_ids=[change.warehouse_id for change in summed],
            quantities=[change.held for change in summed],
        ),
        holds=_columns(board.taken, [expires_at[taken.want.order_id] for taken in board.taken]),
        at=tx.at,
    )
    if raised_count != len(summed):
        raise RuntimeError("a locked stock level could not bear what the board had promised")
    await publish(tx, actor=actor, events=[AvailabilityChanged(variant_id) for variant_id in board.ran_out()])


async def retake_order(tx: Transaction, *, actor: Actor, wants: Sequence[StockWant]) -> bool:
    """Take stock again for an order whose payment came late, straight to committed; all of it, or False and nothing."""
    levels = await store.lock_levels(tx, variant_ids=sorted({want.variant_id for want in wants}))
    board = StockBoard(levels)
    if board.take(wants) is not None:
        return False
    await change_levels(
        tx,
        actor=actor,
        levels=levels,
        changes=[
            LevelChange(taken.want.variant_id, taken.warehouse_id, committed=taken.quantity) for taken in board.taken
        ],
    )
    await store.insert_committed(tx, holds=_columns(board.taken, []), at=tx.at)
    return True


def _columns(taken: Sequence[Taken], expiries: list[datetime]) -> HoldColumns:
    return HoldColumns(
        variant_ids=[each.want.variant_id for each in taken],
        warehouse_ids=[each.warehouse_id for each in taken],
        order_ids=[each.want.order_id for each in taken],
        order_line_ids=[each.want.order_line_id for each in taken],
        quantities=[each.quantity for each in taken],
        expiries=expiries,
    )
