"""How long and how often an open order page asks whether something has changed. All state is in the address."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Self
from urllib.parse import urlencode

import msgspec

from shopwright.modules.orders.contracts import Order, OrderStatus
from shopwright.web.storefront.orders.paying import Paying

STOP_POLLING_STATUS = 286
"""What htmx understands as: put this into the page, and ask no more."""
UNPAID_EVERY_SECONDS = 2
UNPAID_FOR = timedelta(minutes=3)
OPEN_EVERY_SECONDS = 20
OPEN_FOR = timedelta(minutes=20)
PROVIDER_EVERY_SECONDS = 8
# Seconds up to the year 2286; a calendar ends at 9999.
_DIGITS_MAX = 10


class Polling(msgspec.Struct, frozen=True):
    """What one open page knows: the version it shows, since when it asks, and what it says of paying."""

    version: int
    since_seconds: int
    is_back: bool
    paying: Paying = Paying.WAITING
    every_seconds: int = 0
    """0 where the page asks no more."""

    @classmethod
    def begin(cls, order: Order, *, at: datetime, is_back: bool, paying: Paying) -> Self:
        """A page that is shown at `at`."""
        return cls(order.version, int(at.timestamp()), is_back and order.can_pay, paying, _every_seconds(order))

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """What the address of a question says; nonsense is an old page, which is told how things are and to stop."""
        said = query.get("paying", "")
        paying = Paying(said) if said in set(Paying) else Paying.WAITING
        is_back = query.get("from") == "payment"
        return cls(_whole(query.get("version", "")), _whole(query.get("since", "")), is_back, paying)

    def follow(self, order: Order, *, is_over: bool, paying: Paying) -> Self:
        """The same page after it was told."""
        every = 0 if is_over else _every_seconds(order)
        return type(self)(order.version, self.since_seconds, self.is_back and order.can_pay, paying, every)

    def is_new(self, order: Order, paying: Paying) -> bool:
        """Whether there is something that the page does not show yet."""
        return order.version != self.version or paying is not self.paying

    def is_over(self, order: Order, at: datetime) -> bool:
        """Whether the page should ask no more: nothing can change, or it has asked for long enough."""
        if not _every_seconds(order):
            return True
        asked_for = at - datetime.fromtimestamp(self.since_seconds, UTC)
        return asked_for > (UNPAID_FOR if order.can_pay else OPEN_FOR)

    def asks_provider(self, at: datetime) -> bool:
        """Whether it is time to ask the provider too, every few seconds."""
        asked_for_seconds = int(at.timestamp()) - self.since_seconds
        return self.is_back and asked_for_seconds % PROVIDER_EVERY_SECONDS < UNPAID_EVERY_SECONDS

    def url(self, number: str) -> str:
        """The address of the next question."""
        query = {"version": self.version, "since": self.since_seconds} | ({"from": "payment"} if self.is_back else {})
        query |= {} if self.paying is Paying.WAITING else {"paying": str(self.paying)}
        return f"/orders/{number}/progress?{urlencode(query)}"


def _every_seconds(order: Order) -> int:
    if order.can_pay:
        return UNPAID_EVERY_SECONDS
    is_open = order.order_status is OrderStatus.PLACED or order.is_refund_running
    return OPEN_EVERY_SECONDS if is_open else 0


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX else 0
