"""How every act changes the levels: all of it or, where the locked figures forbid it, nothing."""

from collections.abc import Iterable, Sequence

from shopwright.kernel.actor import Actor
from shopwright.modules.inventory import rules, store
from shopwright.modules.inventory.contracts import StockLevel
from shopwright.modules.inventory.events import AvailabilityChanged
from shopwright.modules.inventory.rules import LevelChange
from shopwright.platform.db import Transaction
from shopwright.platform.events import publish


async def change_levels(
    tx: Transaction, *, actor: Actor, levels: Sequence[StockLevel], changes: Iterable[LevelChange]
) -> None:
    """Apply `changes` to locked `levels` and tell which variants ran out or are there again.

    `levels` are all levels of the variants, as locked. A figure that the level cannot bear is a mistake of the caller,
    who has decided under the same lock; the named constraints stand behind it.
    """
    summed = rules.sum_changes(changes)
    changed_count = await store.change_levels(
        tx,
        variant_ids=[change.variant_id for change in summed],
        warehouse_ids=[change.warehouse_id for change in summed],
        on_hands=[change.on_hand for change in summed],
        helds=[change.held for change in summed],
        committeds=[change.committed for change in summed],
    )
    if changed_count != len(summed):
        raise RuntimeError(f"only {changed_count} of {len(summed)} stock levels could bear the change")
    await publish(
        tx, actor=actor, events=[AvailabilityChanged(variant_id) for variant_id in rules.crossings(levels, summed)]
    )
