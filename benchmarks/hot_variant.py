"""One variant that everybody wants: placing through the batcher against a transaction per buyer.

Both arms place the same full drafts on the same durable schema, in one run: lock cart, look the key up, read the
price, lock stock, decide, consume the cart, hold, write order, line, allocation, timeline, event. Rounds of the arms
alternate and the median of each counts. Then 800 buyers want what is left, to see that exactly the stock is sold.
"""

import asyncio
import statistics
from collections.abc import Awaitable, Callable

from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import OWNER, Shop, draft_for, fill_cart, next_draft, open_shop, request_for, seat_buyers

from benchmarks.kit import report, run, scratch_database, timed
from shopwright.kernel.ids import CustomerId
from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.checkout.operations.place import place
from shopwright.modules.checkout.operations.serve import Placing
from shopwright.modules.checkout.rules import Draft
from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Database, IdBlocks

POOL_SIZE = 16
ROUNDS = 3
CROWDS = (50, 100, 200, 400, 800)
TURNS = {50: 40, 100: 20, 200: 10, 400: 6, 800: 4}
PLAIN_TURNS = 3
LEFT_FOR_THE_LAST = 321
Arm = Callable[[Draft], Awaitable[object]]


class Crowd:
    """Buyers with their first drafts, who can be asked for as many further ones as a round needs."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self._database = database
        self._shop = shop
        self._ids = IdBlocks(block_size=20_000)
        self._firsts: list[Draft] = []
        self._turn = 0

    async def gather(self, count: int) -> None:
        """Let `count` buyers come in and fill their carts."""
        buyers = await seat_buyers(self._database, count=count)
        for start in range(0, count, POOL_SIZE):
            self._firsts += await asyncio.gather(*(self._first(buyer) for buyer in buyers[start : start + POOL_SIZE]))

    async def drafts(self, count: int, turns: int) -> list[list[Draft]]:
        """For each of the first `count` buyers a row of drafts to be placed one after the other."""
        async with self._database.reading() as reading:
            versions: dict[int, int] = dict(
                map(tuple, await reading.connection.fetch("SELECT customer_id, version FROM checkout.cart"))
            )
            self._turn += turns
            rows = []
            for first in self._firsts[:count]:
                ahead = versions[first.order.customer_id] - first.cart_version
                row = [
                    await next_draft(reading, ids=self._ids, draft=first, turn=ahead + turn) for turn in range(turns)
                ]
                rows.append(row)
        return rows

    async def _first(self, customer_id: CustomerId) -> Draft:
        wants = [(self._shop.variant_ids[0], 1)]
        await fill_cart(self._database, shop=self._shop, customer_id=customer_id, wants=wants)
        key = f"key-{customer_id}"
        request = await request_for(self._database, shop=self._shop, customer_id=customer_id, key=key)
        return await draft_for(self._database, ids=self._ids, shop=self._shop, request=request)


async def main() -> None:
    """Run both arms in turns, then sell out."""
    async with scratch_database(pool_size=POOL_SIZE) as database:
        shop = await open_shop(database, pieces=1_000_000)
        crowd = Crowd(database, shop)
        await crowd.gather(max(CROWDS))
        placing = Placing(database)

        async def plain(draft: Draft) -> object:
            return (await database.transact(lambda tx: place(tx, drafts=[draft])))[0]

        await rate(crowd, placing.place, count=50, turns=4)
        await rate(crowd, plain, count=50, turns=2)
        batched: dict[int, list[float]] = {count: [] for count in CROWDS}
        plains: list[float] = []
        for _ in range(ROUNDS):
            for count in CROWDS:
                batched[count].append(await rate(crowd, placing.place, count=count, turns=TURNS[count]))
            plains.append(await rate(crowd, plain, count=200, turns=PLAIN_TURNS))
        sold, wanted = await sell_out(database, shop, crowd, placing)
        await check_invariants(database)
        conclude(batched, plains, sold=sold, wanted=wanted)


async def rate(crowd: Crowd, arm: Arm, *, count: int, turns: int) -> float:
    """Orders a second while `count` buyers place `turns` orders each, one after the other."""

    async def buy(row: list[Draft]) -> None:
        for draft in row:
            outcome = await arm(draft)
            assert isinstance(outcome, Placed), outcome

    elapsed, results = await timed(buy(row) for row in await crowd.drafts(count, turns))
    failed = [result for result in results if result is not None]
    assert failed == [], failed[:3]
    return count * turns / elapsed


async def sell_out(database: Database, shop: Shop, crowd: Crowd, placing: Placing) -> tuple[int, int]:
    """Leave a few hundred pieces and let the whole crowd want one each."""
    (variant_id,) = shop.variant_ids
    async with database.reading() as reading:
        left = (await inventory.find_availability(reading, variant_ids=[variant_id]))[variant_id]
    await database.transact(
        lambda tx: inventory.adjust_stock(
            tx,
            actor=OWNER,
            warehouse_id=shop.warehouse_id,
            variant_id=variant_id,
            delta=LEFT_FOR_THE_LAST - left,
            note="",
        )
    )
    rows = await crowd.drafts(max(CROWDS), 1)
    _, results = await timed(placing.place(row[0]) for row in rows)
    return sum(isinstance(result, Placed) for result in results), len(rows)


def conclude(batched: dict[int, list[float]], plains: list[float], *, sold: int, wanted: int) -> None:
    """Judge the medians: ten times a transaction per buyer at 200, and no collapse at 800."""
    medians = {count: statistics.median(rates) for count, rates in batched.items()}
    ratio = medians[200] / statistics.median(plains)
    of_peak = medians[800] / max(medians.values())
    report(
        "hot_variant",
        ratio=ratio,
        is_ok=ratio >= 10 and of_peak >= 0.8 and sold == LEFT_FOR_THE_LAST,
        of_peak_at_800=round(of_peak, 3),
        sold=sold,
        stock=LEFT_FOR_THE_LAST,
        wanted=wanted,
        batched_per_second={count: [round(rate) for rate in rates] for count, rates in batched.items()},
        plain_per_second=[round(rate) for rate in plains],
        plain_pool=POOL_SIZE,
    )


if __name__ == "__main__":
    run(main)
