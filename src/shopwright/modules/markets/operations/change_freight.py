"""Change what freight costs in a market."""

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.money import Money
from shopwright.modules.markets import store
from shopwright.modules.markets.contracts import MARKETS, Audit
from shopwright.modules.markets.errors import MarketNotFound
from shopwright.modules.markets.rules import check_freight
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def change_freight(
    tx: Transaction,
    *,
    actor: Actor,
    code: str,
    freight_flat: Money,
    freight_free_over: Money | None,
    audit: Audit,
) -> None:
    """Set a market's flat freight and from how much on goods travel free (None: never).

    It holds for quotes from now on, in every process; placed orders keep what they were told. `audit` is
    `staff.public.record_audit`.
    Raises MarketNotFound, and InvalidInput with every wrong field.
    """
    market = await store.lock_market(tx, code=code)
    if market is None:
        raise MarketNotFound
    wrong = check_freight(market.currency, flat=freight_flat, free_over=freight_free_over)
    if wrong:
        raise InvalidInput(wrong)
    await store.update_freight(
        tx,
        code=code,
        flat_minor=freight_flat.minor,
        free_over_minor=None if freight_free_over is None else freight_free_over.minor,
    )
    await invalidate(tx, MARKETS)
    if actor.kind is ActorKind.STAFF:
        await audit(
            tx,
            actor=actor,
            action="markets.change_freight",
            subject=f"market:{code}",
            detail={
                "freight_flat": [market.freight_flat, freight_flat],
                "freight_free_over": [market.freight_free_over, freight_free_over],
            },
        )
