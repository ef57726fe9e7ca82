import html

import httpx
import msgspec
import pytest
from tests.kit.app import Browser
from tests.modules.catalog.shelf import CLERK, create, put_on_shelf, teapot, variant_ids

from shopwright.kernel.ids import CategoryId, VariantId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ProductTexts, VariantAvailability
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Customer
from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Transaction
from shopwright.shop import Shop

LOGIN = "13800138000"
PASSWORD = "shan-shui-2027"


class Goods(msgspec.Struct, frozen=True):
    """What stands on the shelves: a teapot of three variants (red 200, red 300, black 200) among plain things."""

    teapot_slug: str
    variant_ids: tuple[VariantId, ...]
    ware_id: CategoryId


@pytest.fixture
async def goods(shop: Shop) -> Goods:
    """A category `ware` with two cups, and `pots` below it with a teapot, of which the black one is sold out."""

    async def build(tx: Transaction) -> tuple[CategoryId, CategoryId]:
        ware = await catalog.create_category(tx, actor=CLERK, names={"zh_CN": "器物", "en": "Ware"}, slug="ware")
        pots = await catalog.create_category(
            tx, actor=CLERK, names={"zh_CN": "壶", "en": "Pots"}, slug="pots", parent_id=ware
        )
        return ware, pots

    ware_id, pots_id = await shop.database.transact(build)
    pot = teapot()
    texts: ProductTexts = msgspec.structs.replace(pot.texts, category_id=pots_id, slug="clay-teapot")
    pot_id = await create(shop.database, msgspec.structs.replace(pot, texts=texts))
    await put_on_shelf(shop.database, "青瓷茶杯", english="Celadon cup", minor=4800, category_id=ware_id)
    await put_on_shelf(shop.database, "白瓷茶杯", english="White cup", minor=3800, category_id=ware_id)
    ids = await variant_ids(shop.database, pot_id)
    await stock(shop, ids)
    await shop.cache.catch_up()
    return Goods("clay-teapot", tuple(ids), ware_id)


async def stock(shop: Shop, ids: list[VariantId]) -> None:
    """Five pieces of each red teapot, and what the catalogue is told of it."""

    async def act(tx: Transaction) -> None:
        warehouse_id = await inventory.create_warehouse(tx, actor=CLERK, code="main", names={"zh_CN": "总仓"})
        await inventory.receive_stock(tx, actor=CLERK, warehouse_id=warehouse_id, pieces=dict.fromkeys(ids[:2], 5))
        facts = [
            VariantAvailability(variant_id, is_there)
            for variant_id, is_there in zip(ids, (True, True, False), strict=True)
        ]
        await catalog.record_availability(tx, facts=facts)

    await shop.database.transact(act)


@pytest.fixture
async def customer(shop: Shop) -> Customer:
    """A registered customer."""
    return await customers.register(
        shop.database, guest_id=None, login=LOGIN, password=PASSWORD, name="林晓", language="zh_CN"
    )


def seen(answer: httpx.Response) -> str:
    """The page as a browser reads it, its character references resolved."""
    return html.unescape(answer.text)


async def log_in(browser: Browser) -> None:
    """Log the customer in by the form."""
    answer = await browser.submit("/login", action="/session", login=LOGIN, password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
