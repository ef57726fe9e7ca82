"""The figures of the last days, read together and kept for a minute: everybody's start page asks for the same."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from shopwright.kernel.money import Money
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import DayFigures, SoldProduct
from shopwright.platform.db import Reading
from shopwright.platform.db.cache import VersionedCache

SHOWN_DAY_COUNT = 30
PERIODS = (1, 7, 30)
"""In days, today among them; each is compared with as many days before."""
BEST_SELLER_COUNT = 8


class Period(msgspec.Struct, frozen=True):
    """So many days up to now, beside as many before that up to the same time of day."""

    day_count: int
    order_count: int
    paid: Money
    order_count_before: int
    paid_before: Money

    @property
    def average(self) -> Money | None:
        """What an order brought, half up; None where there was none."""
        return _average(self.paid, self.order_count)

    @property
    def average_before(self) -> Money | None:
        """The same of the days before."""
        return _average(self.paid_before, self.order_count_before)


class Figures(msgspec.Struct, frozen=True):
    """What the start page tells: every day of the last thirty, the oldest first, periods, and what sold best."""

    at: datetime
    days: Sequence[DayFigures]
    periods: Sequence[Period]
    best_sellers: Sequence[SoldProduct]


async def load_figures(reading: Reading, *, cache: VersionedCache, market: Market) -> Figures:
    """The figures of a market, at most a minute old. Two statements, none while they are kept."""

    async def load(reading: Reading) -> Figures:
        return await _read(reading, zone=market.zone, currency=market.currency)

    minute = int(reading.at.timestamp()) // 60
    return await cache.get(reading, "console.figures", load, key=(market.code, minute))


def compare(days: Sequence[DayFigures], *, day_count: int) -> Period:
    """The last `day_count` of `days`, and as many before; of the day that lies as far back as today, only its part.

    `days` are without gaps, the oldest first, and at least twice as many.
    """
    recent, before = days[-day_count:], days[-2 * day_count : -day_count]
    # The oldest day of a period is as whole in both; today's counterpart is cut at the present time of day.
    whole, cut = before[:-1], before[-1]
    currency = days[-1].paid.currency
    return Period(
        day_count=day_count,
        order_count=sum(day.order_count for day in recent),
        paid=Money(sum(day.paid.minor for day in recent), currency),
        order_count_before=sum(day.order_count for day in whole) + cut.order_count_by_now,
        paid_before=Money(sum(day.paid.minor for day in whole) + cut.paid_by_now.minor, currency),
    )


async def _read(reading: Reading, *, zone: str, currency: str) -> Figures:
    today = reading.at.astimezone(ZoneInfo(zone)).date()
    first_on = today - timedelta(days=2 * SHOWN_DAY_COUNT - 1)
    known = await orders.list_day_figures(reading, zone=zone, currency=currency, first_on=first_on)
    days = _fill(known, first_on=first_on, last_on=today, currency=currency)
    since = datetime.combine(today - timedelta(days=SHOWN_DAY_COUNT - 1), time(), ZoneInfo(zone))
    best = await orders.list_best_sellers(reading, currency=currency, since=since, limit=BEST_SELLER_COUNT)
    return Figures(
        at=reading.at,
        days=days[-SHOWN_DAY_COUNT:],
        periods=[compare(days, day_count=day_count) for day_count in PERIODS],
        best_sellers=best,
    )


def _fill(known: Sequence[DayFigures], *, first_on: date, last_on: date, currency: str) -> list[DayFigures]:
    """Every day once; one without an order is a day of nothing."""
    by_day, nothing = {day.day: day for day in known}, Money(0, currency)
    wanted = [first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1)]
    return [by_day.get(day) or DayFigures(day, 0, nothing, 0, nothing) for day in wanted]


def _average(paid: Money, count: int) -> Money | None:
    return None if count == 0 else Money((2 * paid.minor + count) // (2 * count), paid.currency)
