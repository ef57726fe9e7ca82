"""Pages of the shop for visitors without a session: the whole stack against a bare ASGI function with their SQL.

The bare function runs the product page's one statement and answers with its row as JSON, a small part of the page's
bytes. Ours answers with the whole page, from memory where it was made before and still holds, so it should be faster
than the statement alone. For comparison the same pages are asked for with a cookie, for which every page is made anew,
and the home page without one.
"""

import secrets
import statistics

from benchmarks.kit import report, run, scratch_database
from benchmarks.load import Round, load_client
from benchmarks.reading import (
    CONNECTIONS,
    PRODUCTS,
    REQUESTS,
    ROUNDS,
    Arm,
    fill,
    median_ratio,
    side_by_side,
    take_turns,
)

RATIO_MIN = 1.0
BARE_PATHS = tuple(f"/api/v1/products/bowl-{number}" for number in range(PRODUCTS))
PATHS = tuple(f"/products/bowl-{number}" for number in range(PRODUCTS))


async def main() -> None:
    """Fill a shop, serve it both ways, and ask by turns."""
    async with scratch_database(pool_size=4) as database:
        await fill(database)
        with (
            side_by_side(database, bare_probe=BARE_PATHS[0], ours_probe=PATHS[0]) as (bare, ours),
            load_client() as client,
        ):
            cookie = {"Cookie": f"sw_shop={secrets.token_urlsafe(16)}"}
            plain = Round(bare.port, BARE_PATHS, REQUESTS, CONNECTIONS)
            kept = {
                "bare": Arm(bare, plain),
                "product": Arm(ours, Round(ours.port, PATHS, REQUESTS, CONNECTIONS)),
                "home": Arm(ours, Round(ours.port, ("/",), REQUESTS, CONNECTIONS)),
            }
            take_turns(client, kept)
            # Afterwards: these take so long that the pages kept would be over before their next turn.
            anew = {
                "bare": Arm(bare, plain),
                "product_made_anew": Arm(ours, Round(ours.port, PATHS, REQUESTS, CONNECTIONS, cookie)),
            }
            take_turns(client, anew)
            conclude(kept, anew)


def conclude(kept: dict[str, Arm], anew: dict[str, Arm]) -> None:
    """Judge the median of the rounds' own ratios."""
    ratios = {name: round(median_ratio(arm, taken["bare"]), 3) for taken in (anew, kept) for name, arm in taken.items()}
    arms = anew | kept
    failed = sum(figures.failed_count for arm in arms.values() for figures in arm.figures)
    report(
        "pages",
        ratio=ratios["product"],
        is_ok=min(ratios["product"], ratios["home"]) >= RATIO_MIN and failed == 0,
        ratio_min=RATIO_MIN,
        ratios=ratios,
        failed=failed,
        per_second={name: arm.median_rate for name, arm in arms.items()},
        processor_ms={name: round(arm.processor_seconds / ROUNDS / REQUESTS * 1_000, 3) for name, arm in arms.items()},
        p95_ms={name: statistics.median(one.p95_ms for one in arm.figures) for name, arm in arms.items()},
        body_bytes={name: arm.figures[0].body_bytes // REQUESTS for name, arm in arms.items()},
        connections=CONNECTIONS,
        requests=REQUESTS,
        rounds=ROUNDS,
    )


if __name__ == "__main__":
    run(main)
