"""How paying an unpaid order stands, for the pages that say so: what a shopper who comes back from paying is told."""

import asyncio
from collections.abc import Mapping
from enum import StrEnum

from shopwright.kernel.ids import CustomerId
from shopwright.modules.orders.contracts import Order
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import Attempt, IntentStatus
from shopwright.platform.db import Reading
from shopwright.platform.http import Request
from shopwright.shop import shop_of

ASKED_FOR_SECONDS = 3.0
"""A page waits no longer than this for a provider; it asks again by itself."""


class Paying(StrEnum):
    """Where an order stands that waits for its money."""

    WAITING = "waiting"
    CONFIRMING = "confirming"
    UNFINISHED = "unfinished"
    FAILED = "failed"
    ENDED = "ended"

    @property
    def is_over(self) -> bool:
        """Whether the last attempt brought no money, so that another is offered."""
        return self in {Paying.UNFINISHED, Paying.FAILED, Paying.ENDED}


_DECIDED: Mapping[IntentStatus, Paying] = {
    IntentStatus.CAPTURED: Paying.CONFIRMING,
    IntentStatus.FAILED: Paying.FAILED,
    IntentStatus.CLOSED: Paying.ENDED,
}


async def load_paying(reading: Reading, order: Order, *, is_back: bool, before: Paying, is_heard: bool) -> Paying:
    """How paying stands. No statement for an order that waits for no money, else one.

    `is_heard` says that the provider has just answered; else what was said `before` of an undecided attempt stays.
    """
    if not order.can_pay:
        return Paying.WAITING
    attempt = await payments.find_attempt(reading, customer_id=order.customer_id, order_id=order.id)
    return judge(attempt, is_back=is_back, before=before, is_heard=is_heard)


def judge(attempt: Attempt | None, *, is_back: bool, before: Paying, is_heard: bool) -> Paying:
    """What is to be said of the newest attempt. Money that the order has not heard of is being confirmed."""
    if attempt is None:
        return Paying.WAITING
    if attempt.status in _DECIDED:
        return _DECIDED[attempt.status]
    if not is_back:
        return Paying.WAITING
    return Paying.UNFINISHED if is_heard or before is Paying.UNFINISHED else Paying.CONFIRMING


async def ask_provider(request: Request, order: Order, customer_id: CustomerId) -> bool:
    """Let the provider be asked about an order's payments, for a few seconds; whether it answered in them."""
    shop = shop_of(request)
    try:
        async with asyncio.timeout(ASKED_FOR_SECONDS):
            return await payments.check_payments(
                shop.database, shop.channels, customer_id=customer_id, order_id=order.id
            )
    except TimeoutError:
        return False
