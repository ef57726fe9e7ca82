"""The home page in the console: blocks by hand, the preview, publishing and the way back."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from PIL import Image
from tests.kit.app import Browser, open_browser
from tests.web.console.conftest import HIRING, Office, error_at, seen, words_of

from shopwright.kernel.clock import VirtualClock
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionInput, CollectionRule, ProductSort
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import HOME, Block, Scene, Story

PATH = "/console/home"


def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1600, 700), (160, 190, 180)).save(written, "PNG")
    return written.getvalue()


async def send_picture(browser: Browser, office: Office, path: str, **fields: str) -> httpx.Response:
    """A form with a file, as a browser sends it."""
    return await browser.post(
        path,
        data=fields,
        files={"picture": ("scene.png", picture(), "image/png")},
        headers={"X-CSRF-Token": office.token(browser)},
    )


async def blocks(office: Office) -> tuple[Block, ...]:
    async with office.shop.database.reading() as reading:
        return (await content.get_draft(reading, code=HOME)).blocks


async def add_shelf(browser: Browser, kind: str = "new_arrivals", **fields: Any) -> None:
    page = f"{PATH}/blocks/new?kind={kind}"
    answer = await browser.submit(page, action=f"{PATH}/blocks", **fields)
    assert (answer.status_code, answer.headers["location"].partition("#")[0]) == (303, PATH), seen(answer)


async def test_a_block_comes_where_it_is_wanted(office: Office, owner: Browser) -> None:
    for heading in ("一", "三"):
        await add_shelf(owner, heading_zh=heading)
    first, _third = await blocks(office)
    await add_shelf(owner, heading_zh="二", after_id=str(first.id))
    await add_shelf(owner, heading_zh="零", after_id="0")
    await add_shelf(owner, heading_zh="四", after_id="999999")
    assert [block.body.headings["zh_CN"] for block in await blocks(office)] == ["零", "一", "二", "三", "四"]


@pytest.fixture
async def shopper(office: Office) -> AsyncIterator[Browser]:
    async with open_browser(office.app, peer="203.0.113.40") as browser:
        yield browser


async def home_of(office: Office, shopper: Browser) -> str:
    await office.shop.cache.catch_up()
    return seen(await shopper.get("/"))


async def test_a_scene_comes_with_its_picture_and_is_seen_once_published(
    office: Office, owner: Browser, shopper: Browser
) -> None:
    words = {"heading_zh": "坐下，水正好开", "url": "/collections/gifts", "alt_zh": "木盘"}
    answer = await send_picture(owner, office, f"{PATH}/blocks", kind="scene", **words)
    (block,) = await blocks(office)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}#block-{block.id}")
    assert isinstance(block.body, Scene)
    assert (block.body.picture.width, block.body.picture.height) == (1600, 700)
    assert (block.body.headings, block.body.picture.alts) == ({"zh_CN": "坐下，水正好开"}, {"zh_CN": "木盘"})
    assert "坐下" not in await home_of(office, shopper)
    preview = await owner.get(f"{PATH}/preview")
    assert "坐下，水正好开" in seen(preview)
    assert "草稿预览，顾客暂时看不到。" in seen(preview)
    assert preview.headers["cache-control"] == "private, no-store"
    published = await owner.submit(PATH, action=f"{PATH}/publication", note="开张")
    assert published.status_code == 303
    page = await home_of(office, shopper)
    assert "坐下，水正好开" in page
    assert "草稿预览" not in page
    assert ("content.publish", "Owner") in await office.subjects()


async def test_a_form_that_is_wrong_comes_back_filled(office: Office, owner: Browser) -> None:
    page = f"{PATH}/blocks/new?kind=scene"
    answer = await owner.submit(page, action=f"{PATH}/blocks", heading_zh="没有图", url="javascript:alert(1)")
    assert answer.status_code == 422
    assert 'value="没有图"' in seen(answer)
    answer = await send_picture(owner, office, f"{PATH}/blocks", kind="scene", heading_zh="长" * 41, url="//evil.test")
    assert (error_at(answer, "field-heading_zh"), answer.status_code) == ("最多 40 个字符。", 422)
    assert "https 开头的网址" in error_at(answer, "field-url")
    story = await owner.submit(f"{PATH}/blocks/new?kind=story", action=f"{PATH}/blocks", heading_zh="汀禾")
    assert error_at(story, "field-text_zh") == "请填写此项。"
    assert await blocks(office) == ()


async def test_blocks_are_moved_hidden_and_removed(office: Office, owner: Browser) -> None:
    await add_shelf(owner, "new_arrivals", heading_zh="一")
    await add_shelf(owner, "best_sellers", heading_zh="二")
    await add_shelf(owner, "categories", heading_zh="三")
    first, second, third = [block.id for block in await blocks(office)]
    move = f"{PATH}/blocks/{third}/place"
    assert (await owner.submit(PATH, action=move, press=("direction", "up"))).status_code == 303
    assert [block.id for block in await blocks(office)] == [first, third, second]
    order = await owner.submit(PATH, action=f"{PATH}/order", ids=f"{second},{first},{third}")
    assert order.status_code == 303
    assert [block.id for block in await blocks(office)] == [second, first, third]
    torn = await owner.submit(PATH, action=f"{PATH}/order", ids=f"{second},{first}")
    assert torn.status_code == 409
    assert "其他人刚刚修改了这个页面" in seen(torn)
    await owner.submit(PATH, action=f"{PATH}/blocks/{first}/visibility", press=("act", "hide"))
    assert [block.is_hidden for block in await blocks(office)] == [False, True, False]
    removed = await owner.submit(f"{PATH}/blocks/{second}", action=f"{PATH}/blocks/{second}/removal")
    assert removed.status_code == 303
    assert [block.id for block in await blocks(office)] == [first, third]
    assert (await owner.get(f"{PATH}/blocks/{second}")).status_code == 404


async def test_nobody_writes_over_the_work_of_another(office: Office, owner: Browser) -> None:
    await add_shelf(owner, "story", heading_zh="我们", text_zh="江边有窑。")
    (block,) = await blocks(office)
    page = f"{PATH}/blocks/{block.id}"
    opened = await owner.get(page)
    assert (await owner.submit(page, action=page, heading_zh="我们是谁")).status_code == 303
    late = await owner.send_form(opened, action=page, heading_zh="我们呢")
    assert late.status_code == 409
    assert 'value="我们呢"' in seen(late)
    (present,) = await blocks(office)
    assert isinstance(present.body, Story)
    assert present.body.headings == {"zh_CN": "我们是谁"}


async def test_the_way_back_leads_to_the_version_before(office: Office, owner: Browser, shopper: Browser) -> None:
    for heading in ("第一版", "第二版"):
        await add_shelf(owner, "new_arrivals", heading_zh=heading)
        assert (await owner.submit(PATH, action=f"{PATH}/publication")).status_code == 303
    assert "第二版" in await home_of(office, shopper)
    undone = await owner.post(f"{PATH}/restoration", headers={"X-CSRF-Token": office.token(owner)})
    assert undone.status_code == 303
    assert "第二版" not in await home_of(office, shopper)
    assert len(await blocks(office)) == 2
    assert (await owner.submit(PATH, action=f"{PATH}/reset")).status_code == 303
    assert len(await blocks(office)) == 1
    nothing = await owner.submit(PATH, action=f"{PATH}/publication")
    assert (nothing.status_code, "没有新的内容可发布。" in seen(nothing)) == (409, True)


async def test_a_shelf_says_when_its_collection_is_gone(office: Office, owner: Browser) -> None:
    collection = CollectionInput(names={"zh_CN": "送礼"}, sort=ProductSort.NEWEST, rule=CollectionRule(is_on_sale=True))
    collection_id = await office.shop.database.transact(
        lambda tx: catalog.create_collection(tx, actor=HIRING, collection=collection)
    )
    await add_shelf(owner, "collection", collection_id=str(collection_id))
    assert "专题已下线，顾客看不到这个板块。" in words_of(await owner.get(PATH))
    await office.shop.database.transact(
        lambda tx: catalog.remove_collection(tx, actor=HIRING, collection_id=collection_id)
    )
    assert "专题已删除，顾客看不到这个板块。" in words_of(await owner.get(PATH))


async def test_who_may_not_see_the_draft_is_refused(office: Office, client: Browser) -> None:
    await office.enter(client, "clerk")
    for path in (PATH, f"{PATH}/preview"):
        assert (await client.get(path)).status_code == 403
    assert (await client.get(f"{PATH}/blocks/new?kind=other")).status_code == 403


async def test_a_kind_that_there_is_not_has_no_form(owner: Browser) -> None:
    assert (await owner.get(f"{PATH}/blocks/new?kind=banner")).status_code == 404


async def test_a_removed_block_comes_back_where_it_was(office: Office, owner: Browser, clock: VirtualClock) -> None:
    for kind in ("new_arrivals", "best_sellers", "categories"):
        await add_shelf(owner, kind, heading_zh=kind)
    before = await blocks(office)
    middle = f"{PATH}/blocks/{before[1].id}"
    await owner.submit(middle, action=f"{middle}/removal")
    assert await blocks(office) == (before[0], before[2])
    told = await owner.get(PATH)
    answer = await owner.send_form(told, action=f"{PATH}/blocks/restoration")
    assert (answer.headers["location"], await blocks(office)) == (f"{PATH}#block-{before[1].id}", before)
    await owner.submit(middle, action=f"{middle}/removal")
    again = await owner.send_form(told, action=f"{PATH}/blocks/restoration")
    assert (again.status_code, await blocks(office)) == (409, (before[0], before[2]))
    assert "已经撤销过了，未再作任何改动。" in words_of(again)
    clock.advance(timedelta(minutes=15, seconds=1))
    late = await owner.send_form(again, action=f"{PATH}/blocks/restoration")
    assert (late.headers["location"], await blocks(office)) == (PATH, (before[0], before[2]))
    forged = await owner.post(
        f"{PATH}/blocks/restoration", data={"removed": "x.y"}, headers={"X-CSRF-Token": office.token(owner)}
    )
    assert forged.status_code == 404
