"""Races with real commits: many at one barrier, and the books right afterwards."""

import asyncio
import random
from collections import Counter
from datetime import timedelta

import pytest
from tests.kit.invariants import check_invariants
from tests.modules.inventory.conftest import CLERK

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import OrderId, OrderLineId, VariantId, WarehouseId
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import StockWant
from shopwright.platform.db import Database, Transaction

SYSTEM = Actor.system("test")
VARIANTS = [VariantId(number) for number in range(1, 5)]


async def take(tx: Transaction, order_id: int, wants: list[tuple[VariantId, int]]) -> bool:
    board = await inventory.lock_stock(tx, variant_ids=[variant_id for variant_id, _ in wants])
    lines = [
        StockWant(OrderId(order_id), OrderLineId(order_id * 10 + index), variant_id, quantity)
        for index, (variant_id, quantity) in enumerate(wants)
    ]
    if board.take(lines) is not None:
        return False
    expires_at = {OrderId(order_id): tx.at + timedelta(minutes=30)}
    await inventory.write_holds(tx, actor=SYSTEM, board=board, expires_at=expires_at)
    return True


@pytest.mark.parametrize("seed", range(3))
async def test_orders_that_want_the_same_things_in_any_order_never_oversell_or_deadlock(
    database: Database, warehouse_id: WarehouseId, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a seeded shuffle, nothing secret.
    await database.transact(
        lambda tx: inventory.receive_stock(
            tx, actor=CLERK, warehouse_id=warehouse_id, pieces=dict.fromkeys(VARIANTS, 30)
        )
    )

    async def buy(order_id: int) -> tuple[bool, list[tuple[VariantId, int]]]:
        wants = [(variant_id, chance.randint(1, 3)) for variant_id in chance.sample(VARIANTS, 3)]
        return await database.transact(lambda tx: take(tx, order_id, wants)), wants

    outcomes = await asyncio.gather(*(buy(order_id) for order_id in range(1, 61)))
    sold = Counter[VariantId]()
    for is_taken, wants in outcomes:
        if is_taken:
            sold.update(dict(wants))
    async with database.reading() as reading:
        levels = await inventory.list_levels(reading, variant_ids=VARIANTS)
    assert {level.variant_id: level.held for level in levels} == {variant: sold[variant] for variant in VARIANTS}
    assert all(level.held <= 30 for level in levels)
    await check_invariants(database)


async def test_one_order_cancelled_twenty_times_at_once_gives_its_stock_back_once(
    database: Database, warehouse_id: WarehouseId
) -> None:
    await database.transact(
        lambda tx: inventory.receive_stock(tx, actor=CLERK, warehouse_id=warehouse_id, pieces={VARIANTS[0]: 5})
    )
    await database.transact(lambda tx: take(tx, 1, [(VARIANTS[0], 3)]))
    released = await asyncio.gather(
        *(
            database.transact(
                lambda tx: inventory.release_order(tx, actor=SYSTEM, order_id=OrderId(1), variant_ids=[VARIANTS[0]])
            )
            for _ in range(20)
        )
    )
    assert released.count(True) == 1
    async with database.reading() as reading:
        assert await inventory.find_availability(reading, variant_ids=[VARIANTS[0]]) == {VARIANTS[0]: 5}
    await check_invariants(database)


async def test_stock_that_arrives_while_selling_is_all_there_afterwards(
    database: Database, warehouse_id: WarehouseId
) -> None:
    async def receive(_: int) -> bool:
        await database.transact(
            lambda tx: inventory.receive_stock(
                tx, actor=CLERK, warehouse_id=warehouse_id, pieces=dict.fromkeys(reversed(VARIANTS), 1)
            )
        )
        return False

    async def buy(order_id: int) -> bool:
        return await database.transact(lambda tx: take(tx, order_id, [(VARIANTS[1], 1), (VARIANTS[0], 1)]))

    outcomes = await asyncio.gather(*(act(number) for number in range(1, 31) for act in (receive, buy)))
    async with database.reading() as reading:
        levels = await inventory.list_levels(reading, variant_ids=VARIANTS[:2])
    assert [level.on_hand for level in levels] == [30, 30]
    assert [level.held for level in levels] == [outcomes.count(True)] * 2
    await check_invariants(database)
