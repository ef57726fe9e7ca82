"""Let committed pieces leave the warehouse in a parcel."""

from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import OrderId
from shopwright.modules.inventory import store
from shopwright.modules.inventory.contracts import HoldState, MovementKind, ShipStock
from shopwright.modules.inventory.errors import NotCommitted
from shopwright.modules.inventory.operations.change import change_levels
from shopwright.modules.inventory.rules import LevelChange
from shopwright.modules.inventory.store import OrderHold
from shopwright.platform.db import Transaction


async def ship_order(tx: Transaction, *, actor: Actor, order_id: OrderId, lines: Sequence[ShipStock]) -> None:
    """Take the pieces of `lines` from what is committed to the order and out of the warehouse.

    Raises `NotCommitted` when a line asks for more than is committed to it and not yet shipped.
    """
    variant_ids = sorted({line.variant_id for line in lines})
    levels = await store.lock_levels(tx, variant_ids=variant_ids)
    holds = await store.list_order_holds(tx, order_id=order_id, variant_ids=variant_ids, state=HoldState.COMMITTED)
    leaving = [step for line in lines for step in _spread(line, holds)]
    await store.ship_holds(
        tx,
        variant_ids=[hold.variant_id for hold, _ in leaving],
        hold_ids=[hold.id for hold, _ in leaving],
        quantities=[quantity for _, quantity in leaving],
        at=tx.at,
    )
    await change_levels(
        tx,
        actor=actor,
        levels=levels,
        changes=[
            LevelChange(hold.variant_id, hold.warehouse_id, on_hand=-quantity, committed=-quantity)
            for hold, quantity in leaving
        ],
    )
    await store.insert_movements(
        tx,
        variant_ids=[hold.variant_id for hold, _ in leaving],
        warehouse_ids=[hold.warehouse_id for hold, _ in leaving],
        quantities=[-quantity for _, quantity in leaving],
        kind=MovementKind.SHIPPED,
        at=tx.at,
        actor=actor,
        order_id=order_id,
        note="",
    )


def _spread(line: ShipStock, holds: Sequence[OrderHold]) -> list[tuple[OrderHold, int]]:
    """Which holds of the line give how many pieces; a line may be held in several warehouses."""
    own = [hold for hold in holds if hold.order_line_id == line.order_line_id]
    committed = sum(hold.unshipped for hold in own)
    if not 0 < line.quantity <= committed:
        raise NotCommitted(committed=committed)
    wanted = line.quantity
    steps: list[tuple[OrderHold, int]] = []
    for hold in own:
        quantity = min(wanted, hold.unshipped)
        if quantity:
            steps.append((hold, quantity))
            wanted -= quantity
    return steps
