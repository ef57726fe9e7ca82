"""Pages of blocks: what a draft takes, what shoppers see of it, and the way back."""

from typing import Any

import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.kernel.ids import CategoryId, CollectionId
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import (
    HOME,
    BestSellers,
    Block,
    BlockPicture,
    Body,
    CategoryTiles,
    CollectionShelf,
    Draft,
    NewArrivals,
    Scene,
    Story,
)
from shopwright.modules.content.errors import (
    BlockChanged,
    BlockNotFound,
    EditionNotFound,
    NothingToPublish,
    PageChanged,
    TooManyBlocks,
)
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Database

CLERK = Actor.staff(7, "掌柜")
PICTURE = BlockPicture("p/ab/abc", 1280, 549)


def scene(heading: str = "坐下，水正好开", **told: Any) -> Scene:
    return Scene(**{"picture": PICTURE, "headings": {"zh_CN": heading}, "url": "/collections/tea", **told})


async def act(database: Database, operation: Any, **told: Any) -> Any:
    return await database.transact(lambda tx: operation(tx, actor=CLERK, code=HOME, **told))


async def add(database: Database, *bodies: Body) -> list[int]:
    return [await act(database, content.add_block, body=body) for body in bodies]


async def draft(database: Database) -> Draft:
    async with database.reading() as reading:
        return await content.get_draft(reading, code=HOME)


async def publish(database: Database, note: str = "") -> int:
    number: int = await act(database, content.publish_page, version=(await draft(database)).version, note=note)
    return number


async def published(database: Database) -> list[Body] | None:
    async with database.reading() as reading:
        found = await content.find_published(reading, code=HOME)
    return None if found is None else [block.body for block in found.blocks]


async def ids(database: Database) -> list[int]:
    return [block.id for block in (await draft(database)).blocks]


async def test_a_page_that_nobody_touched_is_empty(database: Database) -> None:
    assert (await draft(database)).blocks == ()
    assert await published(database) is None


async def test_every_kind_of_block_is_kept_as_it_was_given(database: Database) -> None:
    bodies: list[Body] = [
        scene(kickers={"en": "New"}, texts={"zh_CN": "一壶两杯"}, links={"zh_CN": "去看看"}),
        CollectionShelf(CollectionId(3), {"zh_CN": "送礼"}),
        NewArrivals(),
        BestSellers({"en": "Loved"}),
        CategoryTiles(category_ids=(CategoryId(2), CategoryId(1))),
        Story({"zh_CN": "汀禾"}, {"zh_CN": "汀，是水边的平地。"}, PICTURE),
    ]
    await add(database, *bodies)
    assert [block.body for block in (await draft(database)).blocks] == bodies
    assert await published(database) is None
    assert await publish(database) == 1
    assert await published(database) == bodies


async def test_shoppers_see_no_change_before_it_is_published(database: Database) -> None:
    first, second = await add(database, scene("一"), scene("二"))
    await publish(database)
    before = await published(database)
    await act(database, content.move_block, block_id=first, steps=1)
    await act(database, content.change_block, block_id=second, version=1, body=scene("三"))
    await act(database, content.hide_block, block_id=first, is_hidden=True)
    await add(database, NewArrivals())
    assert await published(database) == before
    assert await publish(database) == 2
    assert await published(database) == [scene("三"), NewArrivals()]


async def test_blocks_move_up_and_down_and_stay_at_the_ends(database: Database) -> None:
    one, two, three = await add(database, scene("一"), scene("二"), scene("三"))
    for block_id, steps, expected in (
        (three, -1, [one, three, two]),
        (one, -1, [one, three, two]),
        (one, 1, [three, one, two]),
        (two, 1, [three, one, two]),
        (three, 9, [one, two, three]),
    ):
        await act(database, content.move_block, block_id=block_id, steps=steps)
        assert await ids(database) == expected
    await act(database, content.order_blocks, block_ids=[three, one, two])
    assert await ids(database) == [three, one, two]
    for wrong in ([three, one], [three, one, two, two], [three, one, 999]):
        with pytest.raises(PageChanged):
            await act(database, content.order_blocks, block_ids=wrong)
    await act(database, content.remove_block, block_id=one)
    assert await ids(database) == [three, two]


async def test_the_second_of_two_changes_to_one_block_is_refused(database: Database) -> None:
    (block_id,) = await add(database, scene("一"))
    await act(database, content.change_block, block_id=block_id, version=1, body=scene("二"))
    with pytest.raises(BlockChanged):
        await act(database, content.change_block, block_id=block_id, version=1, body=scene("三"))
    assert (await draft(database)).blocks == (Block(block_id, scene("二"), version=2),)


async def test_nobody_publishes_what_they_have_not_seen(database: Database) -> None:
    await add(database, scene("一"))
    seen = (await draft(database)).version
    await add(database, scene("二"))
    with pytest.raises(PageChanged):
        await act(database, content.publish_page, version=seen)
    assert await published(database) is None


async def test_nothing_new_is_not_published(database: Database) -> None:
    with pytest.raises(NothingToPublish):
        await act(database, content.publish_page, version=1)
    (block_id,) = await add(database, scene())
    await act(database, content.hide_block, block_id=block_id, is_hidden=True)
    with pytest.raises(NothingToPublish):
        await publish(database)
    await act(database, content.hide_block, block_id=block_id, is_hidden=False)
    assert await publish(database) == 1
    with pytest.raises(NothingToPublish):
        await publish(database)


async def test_the_way_back_leads_through_every_edition(database: Database) -> None:
    (block_id,) = await add(database, scene("一"))
    await publish(database)
    for version, heading in ((1, "二"), (2, "三")):
        await act(database, content.change_block, block_id=block_id, version=version, body=scene(heading))
        await publish(database)
    assert await act(database, content.restore_edition) == 2
    assert await published(database) == [scene("二")]
    assert await act(database, content.restore_edition) == 1
    with pytest.raises(EditionNotFound):
        await act(database, content.restore_edition)
    assert await act(database, content.restore_edition, number=3) == 3
    # The draft was left alone all the while; publishing goes on behind the last edition.
    assert [block.body for block in (await draft(database)).blocks] == [scene("三")]
    await act(database, content.restore_edition, number=1)
    assert await publish(database) == 4
    with pytest.raises(EditionNotFound):
        await act(database, content.restore_edition, number=99)


async def test_a_draft_can_begin_anew_from_what_is_shown(database: Database) -> None:
    (block_id,) = await add(database, scene("一"))
    await publish(database)
    await act(database, content.change_block, block_id=block_id, version=1, body=scene("二"))
    await add(database, NewArrivals())
    await act(database, content.reset_draft)
    assert [block.body for block in (await draft(database)).blocks] == [scene("一")]


async def test_publishing_is_on_record(database: Database) -> None:
    await add(database, scene("一"))
    await publish(database, note="新茶上市")
    await add(database, NewArrivals())
    await publish(database)
    await act(database, content.restore_edition, note="改错了")
    async with database.reading() as reading:
        records = (await staff.list_audit(reading, limit=5)).items
        editions = await content.list_editions(reading, code=HOME)
    assert [(record.action, record.subject) for record in records] == [("content.publish", "page:home")] * 3
    assert [(one.number, one.block_count, one.actor, one.note) for one in editions] == [
        (2, 2, "掌柜", ""),
        (1, 1, "掌柜", "新茶上市"),
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (scene(headings={}), "headings"),
        (scene("长" * 41), "headings"),
        (scene(headings={"tlh": "x"}), "headings"),
        (scene(kickers={"en": "x" * 31}), "kickers"),
        (scene(texts={"en": "x" * 121}), "texts"),
        (scene(links={"en": "x" * 21}), "links"),
        (scene(url=""), "url"),
        (scene(url="//evil.example"), "url"),
        (scene(url="/\\evil.example"), "url"),
        (scene(url="javascript:alert(1)"), "url"),
        (scene(url="http://plain.example/"), "url"),
        (scene(url="/a b"), "url"),
        (scene(url="/" + "x" * 300), "url"),
        (Story({"zh_CN": "汀禾"}, {}), "texts"),
        (Story({"zh_CN": "汀禾"}, {"zh_CN": "字" * 1_001}), "texts"),
        (Story({"zh_CN": "汀\x00禾"}, {"zh_CN": "字"}), "headings"),
        (CollectionShelf(CollectionId(0)), "collection_id"),
        (CategoryTiles(category_ids=(CategoryId(1),) * 13), "category_ids"),
    ],
)
async def test_nonsense_is_refused_at_its_field(database: Database, body: Body, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await add(database, body)
    assert list(refused.value.fields) == [field]
    assert (await draft(database)).version == 0


async def test_a_page_has_so_many_blocks_and_no_more(database: Database) -> None:
    await add(database, *[NewArrivals()] * content.BLOCK_COUNT_MAX)
    with pytest.raises(TooManyBlocks):
        await add(database, NewArrivals())


@pytest.mark.parametrize(
    ("operation", "told"),
    [
        (content.move_block, {"steps": 1}),
        (content.hide_block, {"is_hidden": True}),
        (content.remove_block, {}),
        (content.change_block, {"version": 1, "body": NewArrivals()}),
    ],
)
async def test_a_block_that_is_gone_is_told(database: Database, operation: Any, told: dict[str, Any]) -> None:
    await add(database, scene())
    before = await draft(database)
    with pytest.raises(Refusal) as refused:
        await act(database, operation, block_id=999, **told)
    assert refused.type is BlockNotFound
    assert await draft(database) == before
