"""How often a visitor may do what costs us or tempts guessers: one counter for pages and programs alike."""

import math
from datetime import timedelta

from shopwright.kernel.ids import CustomerId
from shopwright.modules.orders import public as orders
from shopwright.platform.db import Reading
from shopwright.platform.http import Limit, TooManyAttempts


class TooManyOrders(TooManyAttempts):
    """Somebody orders more often than people do, and pays for none of it."""

    code = "too_many_orders"
    sentence = "Many of your orders of the last hour were not paid. Please wait {minutes} minutes and try again."

    def __init__(self, *, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds=retry_after_seconds)
        self.values = {"minutes": math.ceil(retry_after_seconds / 60)}


LOGIN = Limit("login", 30, timedelta(minutes=5))
"""Failed log-ins of customers from one network address; one that succeeds is given back."""

CONSOLE_LOGIN = Limit("console_login", 30, timedelta(minutes=5))
"""The same of the staff."""

REGISTRATION = Limit("registration", 20, timedelta(hours=1))
"""New accounts from one network address."""

SEARCH = Limit("search", 60, timedelta(minutes=1))
"""Searches by words from one network address."""

SUGGESTION = Limit("suggestion", 240, timedelta(minutes=1))
"""What the search field looks up for one network address while somebody types, beyond what it still knows."""

NARROWING = Limit("narrowing", 120, timedelta(minutes=1))
"""Lists narrowed by filters, and counted, for one network address, beyond what was counted just now."""

NEW_GUEST = Limit("new_guest", 60, timedelta(hours=1))
"""Visitors from one network address who become guests by their first line in a cart."""

UNPAID_COUNT_MAX = 30
UNPAID_WITHIN = timedelta(hours=1)


async def check_unpaid(reading: Reading, *, customer_id: CustomerId) -> None:
    """Raise TooManyOrders where too many orders that this customer, guest or not, placed just now were never paid.

    The orders themselves are what is counted, by one read before placing, so that a placed order costs no write of
    its own. One network address has `NEW_GUEST` customers an hour at most.
    """
    placed_at = await orders.find_unpaid_placing(
        reading, customer_id=customer_id, after=reading.at - UNPAID_WITHIN, later_count=UNPAID_COUNT_MAX - 1
    )
    if placed_at is not None:
        left = (placed_at + UNPAID_WITHIN - reading.at).total_seconds()
        raise TooManyOrders(retry_after_seconds=max(1, math.ceil(left)))
