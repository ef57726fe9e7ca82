"""Send a message once more, because somebody of the staff wants it."""

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.messages import queries, store
from shopwright.modules.messages.contracts import MessageId
from shopwright.modules.messages.errors import MessageNotFound, MessageStillQueued
from shopwright.modules.messages.operations.queue import sending_job
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.jobs import enqueue


async def resend(
    tx: Transaction, *, actor: Actor, customer_id: CustomerId, order_id: OrderId, message_id: MessageId
) -> None:
    """Queue an ended message again, with all its attempts and a new Message-ID, which no mailbox takes for the old.

    Raises MessageNotFound, also for a message of another order, and MessageStillQueued.
    """
    queued = await store.queue_again(tx, customer_id=customer_id, order_id=order_id, message_id=message_id, at=tx.at)
    if queued == 0:
        known = await queries.list_messages_of_order(tx, customer_id=customer_id, order_id=order_id)
        raise MessageStillQueued if any(message.id == message_id for message in known) else MessageNotFound
    await enqueue(tx, jobs=[sending_job(customer_id, message_id)])
    # Somebody's personal data is sent out once more, so it is recorded who wanted that.
    await staff.record_audit(
        tx, actor=actor, action="messages.resend", subject=f"order:{order_id}", detail={"message": message_id}
    )
