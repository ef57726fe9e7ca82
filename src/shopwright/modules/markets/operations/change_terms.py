"""Change what a market sells in: its currency, languages, freight, and how long an order waits for its payment."""

from collections.abc import Mapping

import msgspec

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.errors import InvalidInput
from shopwright.modules.markets import store
from shopwright.modules.markets.contracts import MARKETS, AmountsExist, Audit, Market, Terms
from shopwright.modules.markets.errors import CurrencyFixed, MarketNotFound
from shopwright.modules.markets.rules import check_terms
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def change_terms(
    tx: Transaction, *, actor: Actor, code: str, terms: Terms, amounts_exist: AmountsExist, audit: Audit
) -> None:
    """Set all terms of a market at once; placed orders keep what they were told.

    `amounts_exist` is asked under the market's lock, which whoever writes a price waits for, and only where the
    currency changes. `audit` is `staff.public.record_audit`.
    Raises MarketNotFound, InvalidInput with every wrong field, and CurrencyFixed.
    """
    market = await store.lock_market(tx, code=code)
    if market is None:
        raise MarketNotFound
    wrong = check_terms(terms)
    if wrong:
        raise InvalidInput(wrong)
    if terms.currency != market.currency and await amounts_exist(tx):
        raise CurrencyFixed(currency=market.currency)
    await store.update_terms(
        tx,
        code=code,
        currency=terms.currency,
        languages=list(terms.languages),
        default_language=terms.default_language,
        unpaid_minutes=terms.unpaid_minutes,
        flat_minor=terms.freight_flat.minor,
        free_over_minor=None if terms.freight_free_over is None else terms.freight_free_over.minor,
    )
    await invalidate(tx, MARKETS)
    changes = _changes(market, terms)
    if actor.kind is ActorKind.STAFF and changes:
        await audit(tx, actor=actor, action="markets.change_terms", subject=f"market:{code}", detail=changes)


def _changes(market: Market, terms: Terms) -> Mapping[str, object]:
    """Before and after of what is not as it was."""
    return {
        name: [getattr(market, name), value]
        for name, value in msgspec.structs.asdict(terms).items()
        if getattr(market, name) != value
    }
