"""What crosses the wall of markets."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.money import Money
from shopwright.platform.db import Reading, Transaction

MARKETS = "markets"
"""Under this name faces keep a market in `platform.db.cache`; every change of one drops it there."""


CURRENCIES = ("CNY", "USD", "EUR", "GBP", "HKD", "JPY", "SGD")
"""What a shop may count in."""

AmountsExist = Callable[[Reading], Awaitable[bool]]
"""Whether prices or orders stand anywhere: markets lie below both, so the caller hands the question in."""


class Market(msgspec.Struct, frozen=True):
    """Where and how the shop sells: currency, languages, time zone, freight, and how long an order may stay unpaid.

    Goods of at least `freight_free_over` travel free; None means that freight is always paid.
    """

    code: str
    names: dict[str, str]
    currency: str
    default_language: str
    languages: tuple[str, ...]
    zone: str
    freight_flat: Money
    freight_free_over: Money | None
    unpaid_minutes: int


class Terms(msgspec.Struct, frozen=True):
    """What a shop decides of its market; both amounts are in its currency."""

    currency: str
    languages: tuple[str, ...]
    default_language: str
    freight_flat: Money
    freight_free_over: Money | None
    unpaid_minutes: int


class Audit(Protocol):
    """Writes an act into the audit log, in the transaction of the act: `staff.public.record_audit` is one.

    Markets and staff stand side by side and import nothing of each other, so the caller hands it in.
    """

    async def __call__(
        self, tx: Transaction, *, actor: Actor, action: str, subject: str, detail: Mapping[str, object]
    ) -> None:
        """Record that `actor` did `action` (such as `markets.change_freight`) to `subject` (such as `market:cn`)."""
        ...
