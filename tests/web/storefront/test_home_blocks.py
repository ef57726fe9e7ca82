"""The home page as it was published: every kind of block, and nothing of a draft."""

import re
from typing import Any

import pytest
from tests.kit.app import Browser, statement_budget
from tests.modules.catalog.shelf import CLERK, put_on_shelf
from tests.web.storefront.conftest import Goods, log_in, seen

from shopwright.kernel.ids import CategoryId, CollectionId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionInput, CollectionRule, ProductSort
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import (
    HOME,
    BestSellers,
    BlockPicture,
    Body,
    CategoryTiles,
    CollectionShelf,
    NewArrivals,
    Scene,
    Story,
)
from shopwright.platform.db import Transaction
from shopwright.shop import Shop

PICTURE = BlockPicture("p/ab/abc", 1280, 720, {"zh_CN": "青瓷茶壶"})


def scene(heading: str) -> Scene:
    return Scene(PICTURE, {"zh_CN": heading, "en": f"Scene {heading}"}, "/collections/gifts", links={"zh_CN": "走进去"})


async def put_up(shop: Shop, *bodies: Body, is_published: bool = True) -> list[int]:
    async def act(tx: Transaction) -> list[int]:
        ids = [await content.add_block(tx, actor=CLERK, code=HOME, body=body) for body in bodies]
        if is_published:
            draft = await content.get_draft(tx, code=HOME)
            await content.publish_page(tx, actor=CLERK, code=HOME, version=draft.version)
        return ids

    ids = await shop.database.transact(act)
    await shop.cache.catch_up()
    return ids


async def collect(shop: Shop, rule: CollectionRule, *, is_listed: bool = True) -> CollectionId:
    async def act(tx: Transaction) -> CollectionId:
        wanted = CollectionInput(
            names={"zh_CN": "送礼", "en": "Gifts"}, slug="gifts", sort=ProductSort.NEWEST, rule=rule
        )
        collection_id = await catalog.create_collection(tx, actor=CLERK, collection=wanted)
        if is_listed:
            await catalog.list_collection(tx, actor=CLERK, collection_id=collection_id)
        return collection_id

    collection_id = await shop.database.transact(act)
    await shop.cache.catch_up()
    return collection_id


async def test_blocks_stand_in_the_order_that_was_published(client: Browser, shop: Shop, goods: Goods) -> None:
    gifts = await collect(shop, CollectionRule(category_ids=(goods.ware_id,)))
    await put_up(
        shop,
        scene("第一景"),
        CollectionShelf(gifts),
        CategoryTiles({"zh_CN": "逛一逛"}),
        scene("第二景"),
        NewArrivals({"zh_CN": "刚到"}),
        Story({"zh_CN": "我们是谁"}, {"zh_CN": "江边有窑。\n\n窑边有人。"}, url="/collections"),
        BestSellers(),
    )
    page = seen(await client.get("/"))
    words = ["<h1", "第一景", "走进去", "送礼", "逛一逛", "第二景", "刚到", "我们是谁", "江边有窑。</p>", "热销"]
    places = [page.index(word, page.index("<main")) for word in words]
    assert places == sorted(places)
    assert "/files/p/ab/abc-1280.webp 1280w" in page
    assert page.count('alt="青瓷茶壶"') == 1
    assert 'href="/collections/gifts"' in page
    assert "Scene 第一景" in seen(await client.get("/?language=en"))


@pytest.mark.usefixtures("goods")
async def test_a_draft_is_for_no_shopper(client: Browser, shop: Shop) -> None:
    await put_up(shop, scene("给人看的"))
    before = seen(await client.get("/"))
    ids = await put_up(shop, scene("还没写完"), is_published=False)
    await shop.database.transact(lambda tx: content.move_block(tx, actor=CLERK, code=HOME, block_id=ids[0], steps=-1))
    assert seen(await client.get("/")) == before
    preview = await client.get("/console/home/preview")
    assert (preview.status_code, preview.headers["location"][:14]) == (303, "/console/login")


@pytest.mark.usefixtures("customer")
async def test_a_customer_is_not_shown_the_draft_either(client: Browser, shop: Shop) -> None:
    await put_up(shop, scene("还没写完"), is_published=False)
    await log_in(client)
    preview = await client.get("/console/home/preview")
    assert (preview.status_code, "还没写完" in preview.text) == (303, False)


async def test_what_is_published_is_seen_at_once_and_so_is_the_way_back(client: Browser, shop: Shop) -> None:
    await put_up(shop, scene("旧的"))
    assert "旧的" in seen(await client.get("/"))
    await put_up(shop, scene("新的"))
    assert "新的" in seen(await client.get("/"))
    await shop.database.transact(lambda tx: content.restore_edition(tx, actor=CLERK, code=HOME))
    await shop.cache.catch_up()
    page = seen(await client.get("/"))
    assert "旧的" in page
    assert "新的" not in page


@pytest.mark.usefixtures("goods")
async def test_what_is_gone_leaves_no_hole(client: Browser, shop: Shop) -> None:
    hidden = await collect(shop, CollectionRule(tags=("gift",)), is_listed=False)
    await put_up(
        shop,
        CollectionShelf(CollectionId(999)),
        CollectionShelf(hidden, {"zh_CN": "不该出现"}),
        CategoryTiles({"zh_CN": "空的"}, (CategoryId(999),)),
        NewArrivals({"zh_CN": "刚到"}),
    )
    page = seen(await client.get("/"))
    assert "刚到" in page
    assert "不该出现" not in page
    assert "空的" not in page


async def test_tiles_can_be_chosen(client: Browser, shop: Shop, goods: Goods) -> None:
    async with shop.database.reading() as reading:
        pots = await catalog.get_category(reading, slug="pots", language="zh_CN")
    await put_up(shop, CategoryTiles(category_ids=(pots.id, goods.ware_id)))
    page = seen(await client.get("/"))
    main = page[page.index('class="category-tiles"') :]
    assert main.index('href="/categories/pots"') < main.index('href="/categories/ware"')


@pytest.mark.usefixtures("customer")
async def test_a_full_page_keeps_its_budget(client: Browser, shop: Shop, goods: Goods) -> None:
    for _ in range(12):
        await put_on_shelf(shop.database)
    gifts = await collect(shop, CollectionRule(category_ids=(goods.ware_id,)))
    shelves: list[Any] = [CollectionShelf(gifts), NewArrivals(), BestSellers()] * 4
    await put_up(shop, scene("景"), CategoryTiles(), *shelves)
    await log_in(client)
    await client.get("/")
    with statement_budget(shop, at_most=2):
        assert (await client.get("/")).status_code == 200


async def test_every_second_scene_below_the_first_view_stands_on_the_other_side(client: Browser, shop: Shop) -> None:
    await put_up(shop, scene("一"), scene("二"), scene("三"), scene("四"))
    page = seen(await client.get("/"))
    assert re.findall(r'<a class="(scene[^"]*)"', page) == ["scene", "scene scene-turned", "scene"]
