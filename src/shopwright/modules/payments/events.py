"""Facts that payments tells."""

from typing import ClassVar

from shopwright.kernel.events import Event
from shopwright.kernel.ids import CustomerId, IntentId, OrderId, RefundId


class PaymentCaptured(Event, frozen=True):
    """Money of an intent came in, once an intent.

    It is told whatever became of the order meanwhile, and for a second intent of the same order too: whoever hears it
    decides whether the order is paid, revived, or the money goes back.
    """

    name: ClassVar[str] = "payments.payment_captured"
    customer_id: CustomerId
    order_id: OrderId
    intent_id: IntentId
    amount_minor: int
    currency: str


class RefundSucceeded(Event, frozen=True):
    """A refund ended and this much of it was given back; `refund_id` is what `request_refund` returned.

    Told once, when every part of the request has ended. Where a request was split over several intents and only some
    parts succeeded, a `RefundFailed` with the rest is told beside it.
    """

    name: ClassVar[str] = "payments.refund_succeeded"
    customer_id: CustomerId
    order_id: OrderId
    refund_id: RefundId
    amount_minor: int
    currency: str


class RefundFailed(Event, frozen=True):
    """A refund ended and this much of it could not be given back; it may be asked for again, with another key."""

    name: ClassVar[str] = "payments.refund_failed"
    customer_id: CustomerId
    order_id: OrderId
    refund_id: RefundId
    amount_minor: int
    currency: str
