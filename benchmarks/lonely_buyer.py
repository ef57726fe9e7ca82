"""What batching costs the lonely: one buyer at a time, through the batcher against a plain transaction.

Both arms place the same full drafts on the same durable schema, taking turns order by order: a slow moment of the
machine hits both. The medians are compared in milliseconds.
"""

import statistics
import time
from collections.abc import Awaitable, Callable

from tests.kit.shop_floor import open_shop

from benchmarks.hot_variant import Crowd
from benchmarks.kit import report, run, scratch_database
from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.checkout.operations.place import place
from shopwright.modules.checkout.operations.serve import Placing
from shopwright.modules.checkout.rules import Draft

ORDERS = 600
WARM_UP = 60
SLOWER_MS_MAX = 1.0


async def main() -> None:
    """Place orders one by one, by turns through each arm."""
    async with scratch_database(pool_size=2) as database:
        crowd = Crowd(database, await open_shop(database, pieces=1_000_000))
        await crowd.gather(1)
        placing = Placing(database)

        async def plain(draft: Draft) -> object:
            return (await database.transact(lambda tx: place(tx, drafts=[draft])))[0]

        (drafts,) = await crowd.drafts(1, ORDERS + WARM_UP)
        batched_ms: list[float] = []
        plain_ms: list[float] = []
        for number, draft in enumerate(drafts):
            arm, taken = ((placing.place, batched_ms), (plain, plain_ms))[number % 2]
            taken.append(await milliseconds(arm, draft))
    batched, alone = (statistics.median(taken[WARM_UP // 2 :]) for taken in (batched_ms, plain_ms))
    report(
        "lonely_buyer",
        ratio=batched / alone,
        is_ok=batched - alone <= SLOWER_MS_MAX,
        slower_ms=round(batched - alone, 3),
        slower_ms_max=SLOWER_MS_MAX,
        batched_median_ms=round(batched, 3),
        plain_median_ms=round(alone, 3),
        orders=ORDERS,
    )


async def milliseconds(arm: Callable[[Draft], Awaitable[object]], draft: Draft) -> float:
    """How long one order took."""
    started = time.perf_counter()
    outcome = await arm(draft)
    taken = (time.perf_counter() - started) * 1_000
    assert isinstance(outcome, Placed), outcome
    return taken


if __name__ == "__main__":
    run(main)
