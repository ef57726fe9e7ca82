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
import tempfile
from contextlib import ExitStack
from pathlib import Path

import msgspec
from tests.kit.shop_floor import OWNER

from benchmarks.bare_product import MARKET, POOL_SIZE
from benchmarks.kit import report, run, scratch_database
from benchmarks.load import Figures, LoadClient, Round, load_client
from benchmarks.servers import Server, granian, serving
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    AttributeInput,
    OptionInput,
    PictureInput,
    PriceInput,
    ProductInput,
    ProductTexts,
    VariantInput,
)
from shopwright.platform.db import Database, Transaction

PRODUCTS = 200
CONNECTIONS = 32
REQUESTS = 1_000
ROUNDS = 15
WARM_UP_ROUNDS = 3
RATIO_MIN = 0.5
PATH = "/api/v1/products"
SIZES = ({"zh_CN": "小", "en": "Small"}, {"zh_CN": "中", "en": "Medium"}, {"zh_CN": "大", "en": "Large"})
BODY = "<p>手工拉坯，松木柴窑烧成，每一件的釉色都略有不同。</p><p>Thrown by hand and fired with pine.</p>" * 4


async def main() -> None:
    """Fill a shop, serve it both ways, and ask by turns."""
    async with scratch_database(pool_size=4) as database:
        for number in range(PRODUCTS):
            await put_up(database, number)
        async with database.reading() as reading:
            await reading.connection.execute("ANALYZE")
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            environment = {
                "DATABASE_URL": database.url,
                "SHOPWRIGHT_VAR": str(folder),
                "SHOPWRIGHT_SECRET": secrets.token_hex(32),
                "SHOPWRIGHT_POOL_SIZE": str(POOL_SIZE),
                "SHOPWRIGHT_LOG_FORMAT": "json",
                "SHOPWRIGHT_PORT": "{port}",
            }
            probe = f"{PATH}/bowl-0"
            bare = stack.enter_context(
                serving(
                    granian("benchmarks.bare_product:create"),
                    environment=environment,
                    log=folder / "bare.log",
                    probe=probe,
                )
            )
            ours = stack.enter_context(
                serving(["shopwright.cli", "serve"], environment=environment, log=folder / "ours.log", probe=probe)
            )
            measure(stack.enter_context(load_client()), bare=bare, ours=ours)


async def put_up(database: Database, number: int) -> None:
    """One listed product with an option of three values, a variant each, two pictures and a specification."""

    async def act(tx: Transaction) -> None:
        product_id = await catalog.create_product(tx, actor=OWNER, product=describe(number))
        for turn in range(2):
            picture = PictureInput(f"p/{number % 100:02}/{number:030}{turn:02}", 1_280, 1_280, {"zh_CN": "青瓷碗"})
            await catalog.add_picture(tx, actor=OWNER, product_id=product_id, picture=picture)
        await catalog.list_product(tx, actor=OWNER, product_id=product_id)

    await database.transact(act)


def describe(number: int) -> ProductInput:
    """The product as staff would enter it."""
    return ProductInput(
        texts=ProductTexts(
            titles={"zh_CN": f"青瓷碗 {number}", "en": f"Celadon bowl {number}"},
            subtitles={"zh_CN": "柴窑 手工", "en": "Wood-fired, by hand"},
            bodies={"zh_CN": BODY, "en": BODY},
            brand="Shopwright",
            attributes=(AttributeInput({"zh_CN": "材质", "en": "Material"}, {"zh_CN": "青瓷", "en": "Celadon"}),),
            slug=f"bowl-{number}",
        ),
        options=(OptionInput({"zh_CN": "尺寸", "en": "Size"}, SIZES),),
        variants=tuple(
            VariantInput(
                sku=f"BOWL-{number}-{place}",
                choices=(place,),
                prices=(PriceInput(MARKET, Money(9_900 + 1_000 * place, "CNY")),),
            )
            for place in range(len(SIZES))
        ),
    )


class Arm(msgspec.Struct):
    """One way to be served, with what its rounds have shown."""

    server: Server
    round: Round
    figures: list[Figures] = []
    processor_seconds: float = 0.0

    def run(self, client: LoadClient) -> None:
        """One more round."""
        before = self.server.processor_seconds()
        self.figures.append(client.run(self.round))
        self.processor_seconds += self.server.processor_seconds() - before

    @property
    def rates(self) -> list[float]:
        """Requests a second, by round."""
        return [REQUESTS / figures.seconds for figures in self.figures]


def measure(client: LoadClient, *, bare: Server, ours: Server) -> None:
    """Ask by turns; the first rounds of each arm only warm it."""
    paths = tuple(f"{PATH}/bowl-{number}" for number in range(PRODUCTS))
    visitor = {
        "Cookie": f"sw_shop={secrets.token_urlsafe(16)}; sw_language=zh_CN",
        "Accept": "application/json",
        "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0",
    }
    arms = {
        "bare": Arm(bare, Round(bare.port, paths, REQUESTS, CONNECTIONS)),
        "ours": Arm(ours, Round(ours.port, paths, REQUESTS, CONNECTIONS)),
        "ours_to_a_visitor": Arm(ours, Round(ours.port, paths, REQUESTS, CONNECTIONS, visitor)),
    }
    for arm in arms.values():
        for _ in range(WARM_UP_ROUNDS):
            client.run(arm.round)
    for _ in range(ROUNDS):
        for arm in arms.values():
            arm.run(client)
    conclude(arms)


def conclude(arms: dict[str, Arm]) -> None:
    """Judge the median of the rounds' own ratios."""
    bare = arms["bare"]
    ratios = {
        name: statistics.median(rate / base for rate, base in zip(arm.rates, bare.rates, strict=True))
        for name, arm in arms.items()
    }
    failed = sum(figures.failed_count for arm in arms.values() for figures in arm.figures)
    report(
        "product_json",
        ratio=ratios["ours"],
        is_ok=ratios["ours"] >= RATIO_MIN and failed == 0,
        ratio_min=RATIO_MIN,
        ratio_to_a_visitor=round(ratios["ours_to_a_visitor"], 3),
        failed=failed,
        per_second={name: round(statistics.median(arm.rates)) for name, arm in arms.items()},
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
