"""Take a provider's notice: verified before it is read, one effect per event, in one transaction."""

from collections.abc import Mapping

import structlog

from shopwright.kernel.actor import Actor
from shopwright.modules.payments import queries, rules, store
from shopwright.modules.payments.contracts import Channels, ProviderState, VerifiedNotice
from shopwright.modules.payments.operations.settle import settle_payment, settle_refund
from shopwright.modules.payments.rules import Outcome
from shopwright.platform.db import Database, Transaction

log = structlog.get_logger(__name__)


async def receive_notice(
    database: Database, channels: Channels, *, channel: str, headers: Mapping[str, str], body: bytes
) -> None:
    """Take the notice that a provider posted; `headers` by name in any case, `body` exactly as it came.

    `NoticeRejected` when the provider did not sign it just now; answer that with its status. Everything else is
    answered as taken, because it is recorded: a repeated notice, one for another shop, one that does not fit.
    """
    notice = channels.get(channel).verify(headers=headers, body=body)
    await database.transact(lambda tx: _take(tx, channel, notice))


async def _take(tx: Transaction, channel: str, notice: VerifiedNotice) -> None:
    is_first = await store.insert_event(
        tx, channel=channel, event_id=notice.event_id, kind=notice.kind, payload=notice.payload, at=tx.at
    )
    if not is_first:
        return
    outcome = await _decide(tx, channel, notice)
    await store.write_outcome(tx, channel=channel, event_id=notice.event_id, outcome=outcome, at=tx.at)
    report = log.error if outcome in rules.ALARMING else log.info
    report("notice_taken", channel=channel, event_id=notice.event_id, kind=notice.kind, outcome=outcome)


async def _decide(tx: Transaction, channel: str, notice: VerifiedNotice) -> Outcome:
    news = notice.news
    if not notice.is_ours:
        return Outcome.OTHER_MERCHANT
    if news is None:
        return Outcome.UNKNOWN_KIND
    actor = Actor.provider(channel)
    if isinstance(news, ProviderState):
        intent_key = await queries.find_intent_key(tx, reference=news.reference, channel=channel)
        if intent_key is None:
            return Outcome.UNKNOWN_REFERENCE
        return await settle_payment(tx, actor=actor, key=intent_key, state=news)
    refund_key = await queries.find_refund_key(tx, reference=news.reference, channel=channel)
    if refund_key is None:
        return Outcome.UNKNOWN_REFERENCE
    return await settle_refund(tx, actor=actor, key=refund_key, state=news)
