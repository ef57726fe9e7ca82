"""Record what staff did to prices, the first ones too."""

from collections.abc import Iterable, Sequence

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.store.rows import PriceRow
from shopwright.modules.staff.public import record_audit
from shopwright.platform.db import Transaction


async def audit_prices(
    tx: Transaction, *, actor: Actor, rows: Sequence[PriceRow], before: Iterable[PriceRow] = ()
) -> None:
    """One record a price that was written, with the one it replaces, where a member of staff did it."""
    if actor.kind is not ActorKind.STAFF:
        return
    replaced = {(row.variant_id, row.market_code): row for row in before}
    for row in rows:
        await record_audit(
            tx,
            actor=actor,
            action=permissions.PRICE,
            subject=f"variant:{row.variant_id}",
            detail={"before": replaced.get((row.variant_id, row.market_code)), "after": row},
        )
