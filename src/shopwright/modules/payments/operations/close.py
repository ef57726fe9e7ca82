"""Close what could still be paid of an order: noted now, done at the provider soon after the caller's transaction."""

from collections.abc import Sequence

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.payments import rules, store
from shopwright.modules.payments.rules import Intent
from shopwright.platform.db import Transaction
from shopwright.platform.jobs import Job, enqueue

ENTRYPOINT = "payments.close"


async def close_intents(tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId) -> None:
    """Let nobody pay this order any more. Safe twice.

    Money that came in at the provider before it heard of this is captured and told as ever.
    """
    intents = await store.lock_order_intents(tx, customer_id=customer_id, order_id=order_id)
    await request_closing(tx, actor=actor, intents=intents)


async def request_closing(tx: Transaction, *, actor: Actor, intents: Sequence[Intent]) -> None:
    """Mark those of the locked `intents` that could still be paid and have the provider told."""
    closing = [intent for intent in intents if intent.is_undecided and intent.close_requested_at is None]
    if not closing:
        return
    await store.request_close(
        tx,
        customer_id=closing[0].customer_id,
        intent_ids=[intent.id for intent in closing],
        at=tx.at,
        by=f"{actor.kind}:{actor.label if actor.id is None else actor.id}",
        query_after=tx.at + rules.query_delay(0),
    )
    payloads = [msgspec.json.encode((intent.customer_id, intent.id)) for intent in closing]
    await enqueue(tx, jobs=[Job(ENTRYPOINT, payload) for payload in payloads])
