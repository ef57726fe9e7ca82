"""The market that every shop begins with, and its freight."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import msgspec
import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.money import CurrencyMismatch, Money
from shopwright.modules.markets import public as markets
from shopwright.modules.markets.contracts import Market
from shopwright.modules.markets.errors import MarketNotFound
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Database
from shopwright.platform.db.cache import VersionedCache

OWNER = Actor.staff(7, "Lin")
CHINA = Market(
    code="cn",
    names={"zh_CN": "中国大陆", "en": "Chinese mainland"},
    currency="CNY",
    default_language="zh_CN",
    languages=("zh_CN", "en"),
    zone="Asia/Shanghai",
    freight_flat=Money(800, "CNY"),
    freight_free_over=Money(9900, "CNY"),
    unpaid_minutes=30,
)


def yuan(minor: int) -> Money:
    return Money(minor, "CNY")


async def change(database: Database, flat: Money, free_over: Money | None, *, actor: Actor = OWNER) -> None:
    await database.transact(
        lambda tx: markets.change_freight(
            tx, actor=actor, code="cn", freight_flat=flat, freight_free_over=free_over, audit=staff.record_audit
        )
    )


async def audited(database: Database) -> list[tuple[object, ...]]:
    async with database.reading() as reading:
        rows = await reading.connection.fetch(
            "SELECT at, actor_kind, actor_id, actor_label, action, subject, detail FROM staff.audit_record ORDER BY id"
        )
    return [(*row[:-1], msgspec.json.decode(row["detail"])) for row in rows]


async def current(database: Database) -> Market:
    async with database.reading() as reading:
        return await markets.get_market(reading, code="cn")


async def test_a_fresh_shop_sells_in_china(database: Database) -> None:
    async with database.reading() as reading:
        assert await markets.get_default_market(reading) == CHINA
        assert await markets.get_market(reading, code="cn") == CHINA


async def test_an_unknown_market_is_refused(database: Database) -> None:
    async with database.reading() as reading:
        with pytest.raises(MarketNotFound):
            await markets.get_market(reading, code="mars")


async def test_freight_is_changed_and_the_act_recorded(database: Database) -> None:
    await change(database, yuan(1200), None)
    assert await current(database) == msgspec.structs.replace(CHINA, freight_flat=yuan(1200), freight_free_over=None)
    assert await audited(database) == [
        (
            database.clock.now(),
            "staff",
            7,
            "Lin",
            "markets.change_freight",
            "market:cn",
            {
                "freight_flat": [{"minor": 800, "currency": "CNY"}, {"minor": 1200, "currency": "CNY"}],
                "freight_free_over": [{"minor": 9900, "currency": "CNY"}, None],
            },
        )
    ]


@pytest.fixture
async def processes(database: Database, database_url: str) -> AsyncIterator[list[tuple[Database, VersionedCache]]]:
    """Two processes of one shop, each with connections and a cache of its own."""
    async with AsyncExitStack() as stack:
        other = await Database(database_url, clock=database.clock).open()
        stack.push_async_callback(other.close)
        caches = [VersionedCache(database), VersionedCache(other)]
        for cache in caches:
            await cache.open()
            stack.push_async_callback(cache.close)
        yield list(zip((database, other), caches, strict=True))


async def test_every_process_prices_by_the_changed_freight(processes: list[tuple[Database, VersionedCache]]) -> None:
    async def seen() -> list[Money]:
        freights = []
        for database, cache in processes:
            await cache.catch_up()
            async with database.reading() as reading:
                market = await cache.get(reading, markets.MARKETS, markets.get_default_market)
            freights.append(market.freight_flat)
        return freights

    assert await seen() == [yuan(800), yuan(800)]
    await change(processes[0][0], yuan(1200), None)
    assert await seen() == [yuan(1200), yuan(1200)]


async def test_the_system_changes_freight_without_an_audit_record(database: Database) -> None:
    await change(database, yuan(0), yuan(1), actor=Actor.system("set-up"))
    assert (await current(database)).freight_free_over == yuan(1)
    assert await audited(database) == []


async def test_every_wrong_field_is_told_and_nothing_changes(database: Database) -> None:
    with pytest.raises(InvalidInput) as refused:
        await change(database, yuan(-1), Money(100, "JPY"))
    assert refused.value.fields == {
        "freight_flat": FieldError("Enter an amount of zero or more."),
        "freight_free_over": FieldError("Enter an amount in {currency}.", currency="CNY"),
    }
    with pytest.raises(InvalidInput) as refused:
        await change(database, Money(100, "JPY"), yuan(0))
    assert refused.value.fields == {
        "freight_flat": FieldError("Enter an amount in {currency}.", currency="CNY"),
        "freight_free_over": FieldError("Enter an amount above zero, or nothing."),
    }
    assert await current(database) == CHINA
    assert await audited(database) == []


async def test_freight_of_an_unknown_market_is_refused(database: Database) -> None:
    with pytest.raises(MarketNotFound):
        await database.transact(
            lambda tx: markets.change_freight(
                tx, actor=OWNER, code="mars", freight_flat=yuan(1), freight_free_over=None, audit=staff.record_audit
            )
        )
    assert await audited(database) == []


@pytest.mark.parametrize(
    ("goods", "free_over", "freight"),
    [(0, 9900, 800), (9899, 9900, 800), (9900, 9900, 0), (9901, 9900, 0), (1_000_000, None, 800)],
)
def test_freight_is_free_from_the_stated_amount_on(goods: int, free_over: int | None, freight: int) -> None:
    limit = None if free_over is None else yuan(free_over)
    assert markets.freight_of(yuan(goods), flat=yuan(800), free_over=limit) == yuan(freight)


def test_freight_of_another_currency_is_a_mistake() -> None:
    with pytest.raises(CurrencyMismatch):
        markets.freight_of(Money(9900, "JPY"), flat=yuan(800), free_over=yuan(9900))
