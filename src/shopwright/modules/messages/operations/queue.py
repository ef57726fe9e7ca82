"""Put a message down to be sent, once for its occasion."""

import msgspec

from shopwright.kernel.ids import CustomerId, OrderId
from shopwright.modules.messages import store
from shopwright.modules.messages.contracts import Channel, MessageId, Template
from shopwright.platform.db import Transaction
from shopwright.platform.jobs import Job, enqueue

SEND_ENTRYPOINT = "messages.send"


async def queue(
    tx: Transaction, *, customer_id: CustomerId, order_id: OrderId, template: Template, occasion: int = 0
) -> None:
    """Queue a message and the job that sends it; the same occasion told again changes nothing.

    Nothing of the order is read here: who gets it, and what it says, is found out when it is sent.
    """
    message_id = await store.insert_message(
        tx,
        customer_id=customer_id,
        order_id=order_id,
        channel=Channel.EMAIL,
        template=template,
        occasion=occasion,
        at=tx.at,
    )
    if message_id is not None:
        await enqueue(tx, jobs=[sending_job(customer_id, message_id)])


def sending_job(customer_id: CustomerId, message_id: MessageId) -> Job:
    """The job that sends one message now; if it is lost, the sweep finds the message."""
    return Job(entrypoint=SEND_ENTRYPOINT, payload=msgspec.json.encode((customer_id, message_id)))
