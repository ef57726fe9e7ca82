"""Turn the holds of an order: release them, commit them when it is paid, give committed stock back."""

from collections.abc import Callable, Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import OrderId, VariantId
from shopwright.modules.inventory import store
from shopwright.modules.inventory.contracts import HoldState
from shopwright.modules.inventory.operations.change import change_levels
from shopwright.modules.inventory.rules import LevelChange
from shopwright.modules.inventory.store import OrderHold
from shopwright.platform.db import Transaction


async def release_order(tx: Transaction, *, actor: Actor, order_id: OrderId, variant_ids: Sequence[VariantId]) -> bool:
    """Give the held stock of an unpaid order back. A second call finds nothing held and returns False."""
    return await _turn(
        tx,
        actor=actor,
        order_id=order_id,
        variant_ids=variant_ids,
        before=HoldState.HELD,
        after=HoldState.RELEASED,
        change=lambda hold: LevelChange(hold.variant_id, hold.warehouse_id, held=-hold.quantity),
    )


async def commit_order(tx: Transaction, *, actor: Actor, order_id: OrderId, variant_ids: Sequence[VariantId]) -> bool:
    """Commit the held stock of an order that was paid. False where nothing is held for it any more."""
    return await _turn(
        tx,
        actor=actor,
        order_id=order_id,
        variant_ids=variant_ids,
        before=HoldState.HELD,
        after=HoldState.COMMITTED,
        change=lambda hold: LevelChange(
            hold.variant_id, hold.warehouse_id, held=-hold.quantity, committed=hold.quantity
        ),
    )


async def uncommit_order(tx: Transaction, *, actor: Actor, order_id: OrderId, variant_ids: Sequence[VariantId]) -> bool:
    """Give back what is committed to a paid order and not yet shipped. False where there is nothing."""
    return await _turn(
        tx,
        actor=actor,
        order_id=order_id,
        variant_ids=variant_ids,
        before=HoldState.COMMITTED,
        after=HoldState.RELEASED,
        change=lambda hold: LevelChange(hold.variant_id, hold.warehouse_id, committed=-hold.unshipped),
    )


async def _turn(
    tx: Transaction,
    *,
    actor: Actor,
    order_id: OrderId,
    variant_ids: Sequence[VariantId],
    before: HoldState,
    after: HoldState,
    change: Callable[[OrderHold], LevelChange],
) -> bool:
    wanted = sorted(set(variant_ids))
    levels = await store.lock_levels(tx, variant_ids=wanted)
    holds = await store.list_order_holds(tx, order_id=order_id, variant_ids=wanted, state=before)
    if not holds:
        return False
    await store.turn_holds(
        tx,
        variant_ids=[hold.variant_id for hold in holds],
        hold_ids=[hold.id for hold in holds],
        state=after,
        ended_at=tx.at if after is HoldState.RELEASED else None,
    )
    await change_levels(tx, actor=actor, levels=levels, changes=map(change, holds))
    return True
