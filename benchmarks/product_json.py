"""A product as JSON: the whole stack against a bare ASGI function that runs the very same SQL.

Both are served by Granian with one worker on uvloop, with pools of the same size on the same database, and asked by
the same client over 32 kept connections. Ours has everything on: log lines to a file, metrics, security headers,
proof of origin, sessions; a third arm asks with a visitor's cookies and headers.

Rounds are short and alternate, and the ratio is the median of each round's own ratio, so that a machine that is busy
with other things for a while slows both of a pair alike. The processor time of the servers' own processes, which no
neighbour disturbs, is told beside it.
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

RATIO_MIN = 0.5
PATHS = tuple(f"/api/v1/products/bowl-{number}" for number in range(PRODUCTS))


async def main() -> None:
    """Fill a shop, serve it both ways, and ask by turns."""
    async with scratch_database(pool_size=4) as database:
        await fill(database)
        with (
            side_by_side(database, bare_probe=PATHS[0], ours_probe=PATHS[0]) as (bare, ours),
            load_client() as client,
        ):
            visitor = {
                "Cookie": f"sw_shop={secrets.token_urlsafe(16)}; sw_language=zh_CN",
                "Accept": "application/json",
                "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
                "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0",
            }
            arms = {
                "bare": Arm(bare, Round(bare.port, PATHS, REQUESTS, CONNECTIONS)),
                "ours": Arm(ours, Round(ours.port, PATHS, REQUESTS, CONNECTIONS)),
                "ours_to_a_visitor": Arm(ours, Round(ours.port, PATHS, REQUESTS, CONNECTIONS, visitor)),
            }
            take_turns(client, arms)
            conclude(arms)


def conclude(arms: dict[str, Arm]) -> None:
    """Judge the median of the rounds' own ratios."""
    ratios = {name: median_ratio(arm, arms["bare"]) for name, arm in arms.items()}
    failed = sum(figures.failed_count for arm in arms.values() for figures in arm.figures)
    report(
        "product_json",
        ratio=ratios["ours"],
        is_ok=ratios["ours"] >= RATIO_MIN and failed == 0,
        ratio_min=RATIO_MIN,
        ratio_to_a_visitor=round(ratios["ours_to_a_visitor"], 3),
        failed=failed,
        per_second={name: arm.median_rate for name, arm in arms.items()},
        per_second_by_round={name: [round(rate) for rate in arm.rates] for name, arm in arms.items()},
        processor_ms={name: round(arm.processor_seconds / ROUNDS / REQUESTS * 1_000, 3) for name, arm in arms.items()},
        p50_ms={name: statistics.median(one.p50_ms for one in arm.figures) for name, arm in arms.items()},
        p95_ms={name: statistics.median(one.p95_ms for one in arm.figures) for name, arm in arms.items()},
        body_bytes={name: arm.figures[0].body_bytes // REQUESTS for name, arm in arms.items()},
        connections=CONNECTIONS,
        requests=REQUESTS,
        rounds=ROUNDS,
    )


if __name__ == "__main__":
    run(main)
