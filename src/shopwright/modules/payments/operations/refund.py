"""Give money back: reserve it now, have the provider told soon after the caller's transaction."""

import secrets
from collections.abc import Sequence

import msgspec

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.ids import CustomerId, OrderId, RefundId
from shopwright.kernel.money import Money
from shopwright.modules.payments import permissions, rules, store
from shopwright.modules.payments.errors import (
    RefundInOtherCurrency,
    RefundKeyReused,
    RefundNotPositive,
    RefundTooLarge,
)
from shopwright.modules.payments.rules import Intent, RefundPart
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.jobs import Job, enqueue

ENTRYPOINT = "payments.refund"
REASON_LENGTH_MAX = 200
REFERENCE_COUNT = 10**24


async def request_refund(
    tx: Transaction,
    *,
    actor: Actor,
    customer_id: CustomerId,
    order_id: OrderId,
    amount: Money,
    reason: str,
    key: str,
) -> RefundId:
    """Reserve `amount` on what came in for the order and have it given back; the same `key` again is the same refund.

    How it ends is told by `RefundSucceeded` or `RefundFailed` with the returned id. Refused: an amount that is not
    positive, is in another currency or is more than is left, and a key that stood for another amount. `key` has 1 to
    200 characters and is unique in its order; `reason` is cut at 200.
    """
    if amount.minor <= 0:
        raise RefundNotPositive
    intents = await store.lock_order_intents(tx, customer_id=customer_id, order_id=order_id)
    known = await store.list_refunds_of_key(tx, customer_id=customer_id, order_id=order_id, key=key)
    if known:
        return _same_request(known, amount)
    shares = _choose(intents, amount)
    request_id = await _reserve(tx, actor=actor, shares=shares, currency=amount.currency, reason=reason, key=key)
    if actor.kind is ActorKind.STAFF:
        await staff.record_audit(
            tx,
            actor=actor,
            action=permissions.REFUND,
            subject=f"order:{order_id}",
            detail={"refund_id": request_id, "amount": amount, "reason": reason},
        )
    return request_id


def _same_request(known: Sequence[RefundPart], amount: Money) -> RefundId:
    first = known[0]
    if (sum(part.amount.minor for part in known), first.amount.currency) != (amount.minor, amount.currency):
        raise RefundKeyReused
    return first.request_id


def _choose(intents: Sequence[Intent], amount: Money) -> list[tuple[Intent, int]]:
    captured = [intent for intent in intents if intent.captured_minor]
    for intent in captured:
        if intent.amount.currency != amount.currency:
            raise RefundInOtherCurrency(currency=intent.amount.currency)
    shares = rules.split_refund(captured, amount.minor)
    if shares is None:
        raise RefundTooLarge(left=Money(sum(intent.refundable_minor for intent in captured), amount.currency))
    return shares


async def _reserve(
    tx: Transaction, *, actor: Actor, shares: Sequence[tuple[Intent, int]], currency: str, reason: str, key: str
) -> RefundId:
    customer_id, order_id = shares[0][0].customer_id, shares[0][0].order_id
    intent_ids = [intent.id for intent, _ in shares]
    minors = [minor for _, minor in shares]
    reserved = await store.reserve_refunds(tx, customer_id=customer_id, intent_ids=intent_ids, minors=minors)
    if reserved != len(shares):
        raise RuntimeError(f"only {reserved} of {len(shares)} locked intents could bear the refund")
    refund_ids = await store.take_refund_ids(tx, count=len(shares))
    await store.insert_refunds(
        tx,
        customer_id=customer_id,
        request_id=refund_ids[0],
        order_id=order_id,
        key=key,
        currency=currency,
        reason=reason[:REASON_LENGTH_MAX],
        refund_ids=refund_ids,
        intent_ids=intent_ids,
        minors=minors,
        references=[f"R{secrets.randbelow(REFERENCE_COUNT):024d}" for _ in shares],
        actor=actor,
        at=tx.at,
        query_after=tx.at + rules.query_delay(0),
    )
    payloads = [msgspec.json.encode((customer_id, refund_id)) for refund_id in refund_ids]
    await enqueue(tx, jobs=[Job(ENTRYPOINT, payload) for payload in payloads])
    return refund_ids[0]
