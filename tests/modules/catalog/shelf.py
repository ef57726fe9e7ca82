"""Goods for the catalogue's tests."""

import asyncio
import itertools

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CategoryId, ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    EditableProduct,
    OptionInput,
    PriceInput,
    ProductInput,
    ProductTexts,
    VariantInput,
)
from shopwright.platform.db import Database, Transaction

CLERK = Actor.system("test")
TITLES = (
    "手工紫砂茶壶",
    "不锈钢保温杯 500ml",
    "Apple iPhone15 手机壳",
    "纯棉T恤 男款",
    "Handmade Café mug",
    "香薰蜡烛（雪松）",
)
_numbers = itertools.count(1)


def priced(sku: str, minor: int, *choices: int, compare_at_minor: int | None = None) -> VariantInput:
    """A variant with a price in the market `cn`."""
    return VariantInput(
        sku=sku, choices=choices, prices=(PriceInput("cn", Money(minor, "CNY"), compare_at_minor),), weight_grams=250
    )


def teapot() -> ProductInput:
    """A product with two options and three variants."""
    return ProductInput(
        texts=ProductTexts(
            titles={"zh_CN": "手工紫砂茶壶", "en": "Handmade clay teapot"},
            subtitles={"zh_CN": "宜兴原矿"},
            bodies={"zh_CN": "<p onclick='x()'>好茶壶<script>alert(1)</script></p>"},
            brand="素器",
            tags=("茶具", "gift"),
        ),
        options=(
            OptionInput(
                {"zh_CN": "颜色", "en": "Colour"}, ({"zh_CN": "朱砂", "en": "Red"}, {"zh_CN": "墨黑", "en": "Black"})
            ),
            OptionInput({"zh_CN": "容量"}, ({"zh_CN": "200毫升"}, {"zh_CN": "300毫升"})),
        ),
        variants=(
            priced("POT-R-200", 12900, 0, 0, compare_at_minor=15900),
            priced("POT-R-300", 15900, 0, 1),
            priced("POT-B-200", 13900, 1, 0),
        ),
    )


async def put_on_shelf(
    database: Database,
    title: str = "",
    *,
    minor: int = 1000,
    category_id: CategoryId | None = None,
    english: str = "",
    is_listed: bool = True,
) -> ProductId:
    """Create a plain product with one variant, listed unless told otherwise."""
    number = next(_numbers)
    titles = {"zh_CN": title or f"商品 {number}"} | ({"en": english} if english else {})
    product = ProductInput(
        texts=ProductTexts(titles=titles, category_id=category_id), variants=(priced(f"SKU-{number}", minor),)
    )
    return await create(database, product, is_listed=is_listed)


async def create(database: Database, product: ProductInput, *, is_listed: bool = True) -> ProductId:
    """Create a product and list it."""

    async def act(tx: Transaction) -> ProductId:
        product_id = await catalog.create_product(tx, actor=CLERK, product=product)
        if is_listed:
            await catalog.list_product(tx, actor=CLERK, product_id=product_id)
        return product_id

    return await database.transact(act)


async def look_at(database: Database, product_id: ProductId) -> EditableProduct:
    """The product with everything in it."""
    async with database.reading() as reading:
        return await catalog.get_product_for_staff(reading, product_id=product_id)


async def variant_ids(database: Database, product_id: ProductId) -> list[VariantId]:
    """The ids of its variants in order."""
    return [variant.id for variant in (await look_at(database, product_id)).variants]


async def until_waiting(tx: Transaction, waiter: "asyncio.Task[object]") -> None:
    """Until somebody waits for what this transaction holds."""
    while not await tx.connection.fetchval(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
    ):
        done, _ = await asyncio.wait([waiter], timeout=0.01)
        assert not done, "nobody waited"
