"""What workloads of reading share: a shop with goods, servers side by side, and arms that take turns."""

import secrets
import statistics
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
from tests.kit.shop_floor import OWNER

from benchmarks.bare_product import MARKET, POOL_SIZE
from benchmarks.load import Figures, LoadClient, Round
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
SIZES = ({"zh_CN": "小", "en": "Small"}, {"zh_CN": "中", "en": "Medium"}, {"zh_CN": "大", "en": "Large"})
BODY = "<p>手工拉坯，松木柴窑烧成，每一件的釉色都略有不同。</p><p>Thrown by hand and fired with pine.</p>" * 4


async def fill(database: Database) -> None:
    """Put the goods on the shelves and let PostgreSQL know them."""
    for number in range(PRODUCTS):
        await put_up(database, number)
    async with database.reading() as reading:
        await reading.connection.execute("ANALYZE")


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

    @property
    def median_rate(self) -> int:
        """Requests a second of the middle round."""
        return round(statistics.median(self.rates))


@contextmanager
def side_by_side(database: Database, *, bare_probe: str, ours_probe: str) -> Iterator[tuple[Server, Server]]:
    """The bare handler and our whole shop, each with one worker and an equal pool on the same database."""
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
        bare = serving(
            granian("benchmarks.bare_product:create"),
            environment=environment,
            log=folder / "bare.log",
            probe=bare_probe,
        )
        ours = serving(["shopwright.cli", "serve"], environment=environment, log=folder / "ours.log", probe=ours_probe)
        yield stack.enter_context(bare), stack.enter_context(ours)


def take_turns(client: LoadClient, arms: Mapping[str, Arm]) -> None:
    """Ask by turns; the first rounds of each arm only warm it."""
    for arm in arms.values():
        for _ in range(WARM_UP_ROUNDS):
            client.run(arm.round)
    for _ in range(ROUNDS):
        for arm in arms.values():
            arm.run(client)


def median_ratio(arm: Arm, base: Arm) -> float:
    """The median of the rounds' own ratios: a machine busy for a while slows both of a pair alike."""
    return statistics.median(rate / other for rate, other in zip(arm.rates, base.rates, strict=True))
