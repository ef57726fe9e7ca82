"""What an empty shop gets at its first start, however often that start is interrupted."""

import pytest
from tests.kit.demo_range import count_demo_products, count_demo_scenes
from tests.modules.catalog.shelf import put_on_shelf

from shopwright.cli.first_run import DEMO_LOGINS, prepare_demo
from shopwright.cli.past import Past
from shopwright.demo.people import PEOPLE
from shopwright.demo.story import DEALS
from shopwright.kernel.actor import Actor
from shopwright.modules.catalog import public as catalog
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import HOME, Scene
from shopwright.modules.inventory import public as inventory
from shopwright.modules.staff import public as staff
from shopwright.shop import Shop


class Interrupted(Exception):
    """Somebody pressed Ctrl-C, or the machine went away."""


async def run_until(past: Past, words: str) -> None:
    """A first run that dies as soon as it says so."""

    def say(line: str) -> None:
        if words in line:
            raise Interrupted

    await past.shop.cache.catch_up()
    with pytest.raises(Interrupted):
        await prepare_demo(past, say=say)


async def run(past: Past) -> list[str]:
    """A first run that nobody interrupts, and all that it said."""
    said: list[str] = []
    await past.shop.cache.catch_up()
    await prepare_demo(past, say=said.append)
    return said


async def list_titles(shop: Shop, language: str) -> list[str]:
    async with shop.database.reading() as reading:
        page = await catalog.list_products(reading, market="cn", language=language, limit=100)
    return [card.title for card in page.items]


async def count_pieces(shop: Shop) -> int:
    async with shop.database.reading() as reading:
        return int(await reading.connection.fetchval("SELECT coalesce(sum(on_hand), 0) FROM inventory.stock_level"))


async def count_shipped(shop: Shop) -> int:
    async with shop.database.reading() as reading:
        return int(await reading.connection.fetchval('SELECT sum(shipped_quantity) FROM orders."order"'))


async def list_emails(shop: Shop) -> list[str]:
    async with shop.database.reading() as reading:
        return [member.email for member in (await staff.list_members(reading)).items]


@pytest.mark.slow
async def test_an_interrupted_first_run_is_taken_up_where_it_stopped(past: Past) -> None:
    shop = past.shop
    await run_until(past, "four people")
    await run_until(past, "on the shelf")
    pieces = await count_pieces(shop)
    assert pieces > 0
    assert not any(title.isascii() for title in await list_titles(shop, "en"))

    assert await run(past) == [
        f"{count_demo_products()} products read",
        "all of it is written in English, too",
        "the home page is published",
        *(f"{count} of {len(DEALS)} orders of the last month" for count in range(10, len(DEALS), 10)),
        f"{len(PEOPLE)} customers with {len(DEALS)} orders of the last month",
    ]
    titles = await list_titles(shop, "en")
    assert (len(titles), all(title.isascii() for title in titles)) == (count_demo_products(), True)
    assert not any(title.isascii() for title in await list_titles(shop, "zh_CN"))
    assert await list_emails(shop) == [login.email for login in DEMO_LOGINS]
    assert pieces - await count_pieces(shop) == await count_shipped(shop) > 0
    async with shop.database.reading() as reading:
        assert len(await inventory.list_warehouses(reading, language="en")) == 1
        categories = await catalog.list_categories(reading, language="en")
        home = await content.find_published(reading, code=HOME)
        profile = await shop.profile(reading)
    assert all(category.name.isascii() and category.picture_url for category in categories)
    scenes = [block for block in home.blocks if isinstance(block.body, Scene)] if home else []
    assert (len(scenes), profile.logo_text) == (count_demo_scenes(), "汀")
    assert await run(past) == []


async def test_a_shop_with_people_and_goods_stays_as_it_is(past: Past) -> None:
    shop = past.shop
    await staff.create_member(
        shop.database,
        actor=Actor.system("test"),
        email="mei@shop.example",
        name="Mei",
        password="quiet water, green tea",
        roles=[],
    )
    await put_on_shelf(shop.database)
    assert await run(past) == []
    assert await list_emails(shop) == ["mei@shop.example"]
    assert len(await list_titles(shop, "zh_CN")) == 1
