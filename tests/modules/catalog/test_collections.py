"""Collections: what they hold by hand and by rule, who sees them, and what is refused."""

import asyncio
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.modules.catalog.shelf import CLERK, create, priced, put_on_shelf, until_waiting

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import CategoryId, CollectionId, ProductId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    Collection,
    CollectionInput,
    CollectionRule,
    Matching,
    ProductInput,
    ProductSort,
    ProductTexts,
    ShelfInput,
)
from shopwright.modules.catalog.errors import CollectionChanged, CollectionNotFound, SlugTaken
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Database, Transaction

NAMES = {"zh_CN": "送礼", "en": "Gifts"}


async def make(database: Database, *, is_listed: bool = True, **told: Any) -> CollectionId:
    async def act(tx: Transaction) -> CollectionId:
        collection_id = await catalog.create_collection(
            tx, actor=CLERK, collection=CollectionInput(**{"names": NAMES, **told})
        )
        if is_listed:
            await catalog.list_collection(tx, actor=CLERK, collection_id=collection_id)
        return collection_id

    return await database.transact(act)


async def by_rule(database: Database, **conditions: Any) -> Collection:
    async with database.reading() as reading:
        return await catalog.preview_rule(reading, rule=CollectionRule(**conditions))


async def choose(database: Database, collection_id: CollectionId, *product_ids: ProductId) -> None:
    await database.transact(
        lambda tx: catalog.choose_products(tx, actor=CLERK, collection_id=collection_id, product_ids=product_ids)
    )


async def find(database: Database, slug: str = "gifts") -> Collection:
    async with database.reading() as reading:
        return await catalog.get_collection(reading, slug=slug, language="zh_CN")


async def held(database: Database, collection: Collection, **asked: Any) -> list[ProductId]:
    async with database.reading() as reading:
        page = await catalog.list_collection_products(
            reading, collection=collection, market="cn", language="zh_CN", **asked
        )
        count = await catalog.count_collection_products(reading, collection=collection, market="cn")
    if not asked:
        assert count == len(page.items)
    return [card.id for card in page.items]


class Goods(msgspec.Struct, frozen=True):
    """A cheap celadon cup for a gift, a dear plain pot on sale, and a bowl in a category below another."""

    cup: ProductId
    pot: ProductId
    bowl: ProductId
    table: CategoryId


async def stock(database: Database) -> Goods:
    async def plant(tx: Transaction) -> tuple[CategoryId, CategoryId]:
        table = await catalog.create_category(tx, actor=CLERK, names={"zh_CN": "餐具"})
        return table, await catalog.create_category(tx, actor=CLERK, names={"zh_CN": "碗"}, parent_id=table)

    table, bowls = await database.transact(plant)

    async def put(sku: str, minor: int, was: int | None = None, **told: Any) -> ProductId:
        texts = ProductTexts(titles={"zh_CN": sku}, **told)
        return await create(database, ProductInput(texts=texts, variants=(priced(sku, minor, compare_at_minor=was),)))

    return Goods(
        cup=await put("CUP", 6_800, brand="汀禾", tags=("青瓷", "礼物")),
        pot=await put("POT", 39_900, 45_900, brand="素器"),
        bowl=await put("BOWL", 12_800, brand="汀禾", category_id=bowls),
        table=table,
    )


async def test_a_collection_by_hand_keeps_its_order(database: Database) -> None:
    first, second, third = [await put_on_shelf(database) for _ in range(3)]
    collection_id = await make(database)
    await choose(database, collection_id, second, first)
    await choose(database, collection_id, first, third)
    assert await held(database, await find(database)) == [second, first, third]
    await database.transact(
        lambda tx: catalog.order_chosen(
            tx, actor=CLERK, collection_id=collection_id, product_ids=[third, second, first]
        )
    )
    await database.transact(
        lambda tx: catalog.drop_product(tx, actor=CLERK, collection_id=collection_id, product_id=second)
    )
    assert await held(database, await find(database)) == [third, first]
    assert await held(database, await find(database), sort=ProductSort.NEWEST) == [third, first]


async def test_what_is_delisted_is_chosen_and_not_shown(database: Database) -> None:
    shown, hidden = await put_on_shelf(database), await put_on_shelf(database, is_listed=False)
    collection_id = await make(database)
    await choose(database, collection_id, hidden, shown)
    assert await held(database, await find(database)) == [shown]
    async with database.reading() as reading:
        chosen = await catalog.list_chosen_products(reading, collection_id=collection_id, language="zh_CN")
    assert [(one.id, one.is_listed) for one in chosen] == [(hidden, False), (shown, True)]


async def test_a_collection_goes_on_by_pages(database: Database) -> None:
    ids = [await put_on_shelf(database) for _ in range(5)]
    collection_id = await make(database)
    await choose(database, collection_id, *ids)
    collection = await find(database)
    for sort in (None, ProductSort.NEWEST, ProductSort.PRICE_UP):
        seen: list[ProductId] = []
        after: str | None = None
        while True:
            async with database.reading() as reading:
                page = await catalog.list_collection_products(
                    reading, collection=collection, market="cn", language="zh_CN", sort=sort, after=after, limit=2
                )
            seen += [card.id for card in page.items]
            after = page.next_key
            if after is None:
                break
        assert seen == (list(reversed(ids)) if sort is ProductSort.NEWEST else ids)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"brands": ("汀禾",)}, {"cup", "bowl"}),
        ({"tags": ("青瓷", "无")}, {"cup"}),
        ({"is_on_sale": True}, {"pot"}),
        ({"price_currency": "CNY", "price_from_minor": 6_800, "price_to_minor": 12_800}, {"cup", "bowl"}),
        ({"price_currency": "CNY", "price_from_minor": 12_801}, {"pot"}),
        ({"price_currency": "USD", "price_to_minor": 99_999}, set()),
        ({"category": True}, {"bowl"}),
        ({"brands": ("汀禾",), "category": True}, {"bowl"}),
        ({"brands": ("素器",), "category": True}, set()),
        ({"brands": ("素器",), "category": True, "matching": Matching.ANY}, {"pot", "bowl"}),
        ({"is_on_sale": True, "tags": ("礼物",), "matching": Matching.ANY}, {"pot", "cup"}),
        ({"price_currency": "CNY", "price_to_minor": 7_000, "matching": Matching.ANY}, {"cup"}),
    ],
)
async def test_a_rule_finds_what_its_conditions_say(
    database: Database, conditions: dict[str, Any], expected: set[str]
) -> None:
    goods = await stock(database)
    told = dict(conditions)
    if told.pop("category", False):
        told["category_ids"] = (goods.table,)
    found = await held(database, await by_rule(database, **told))
    assert set(found) == {getattr(goods, name) for name in expected}


async def test_new_means_listed_within_so_many_days(database: Database, clock: VirtualClock) -> None:
    old = await put_on_shelf(database)
    clock.advance(timedelta(days=30, seconds=1))
    new = await put_on_shelf(database)
    assert await held(database, await by_rule(database, new_days=30)) == [new]
    assert set(await held(database, await by_rule(database, new_days=31))) == {new, old}


async def test_a_category_that_is_gone_finds_nothing(database: Database) -> None:
    await put_on_shelf(database)
    assert await held(database, await by_rule(database, category_ids=(CategoryId(999),))) == []


async def test_all_shelves_are_filled_by_one_statement(database: Database) -> None:
    goods = await stock(database)
    collection_id = await make(database)
    await choose(database, collection_id, goods.bowl, goods.pot)
    by_hand, rule = await find(database), await by_rule(database, brands=("汀禾",))
    nothing = await by_rule(database, tags=("无",))
    database.executed.clear()
    async with database.reading() as reading:
        shelves = await catalog.list_shelves(
            reading,
            shelves=[
                ShelfInput(ProductSort.NEWEST),
                ShelfInput(ProductSort.POSITION, by_hand),
                ShelfInput(ProductSort.NEWEST, nothing),
                ShelfInput(ProductSort.BEST_SELLING, rule),
                ShelfInput(ProductSort.NEWEST, by_hand),
            ],
            market="cn",
            language="zh_CN",
            size=2,
        )
    assert database.executed.total() == 1
    assert [[card.id for card in shelf.cards] for shelf in shelves] == [
        [goods.bowl, goods.pot],
        [goods.bowl, goods.pot],
        [],
        [goods.bowl, goods.cup],
        [goods.bowl, goods.pot],
    ]


async def test_only_listed_collections_are_for_shoppers(database: Database) -> None:
    collection_id = await make(database, is_listed=False)
    with pytest.raises(CollectionNotFound):
        await find(database)
    await database.transact(lambda tx: catalog.list_collection(tx, actor=CLERK, collection_id=collection_id))
    assert (await find(database)).name == "送礼"
    await database.transact(lambda tx: catalog.delist_collection(tx, actor=CLERK, collection_id=collection_id))
    with pytest.raises(CollectionNotFound):
        await find(database)


async def test_collections_stand_in_the_order_given(database: Database) -> None:
    first, second = await make(database), await make(database, names={"zh_CN": "青瓷", "en": "Celadon"})
    await database.transact(lambda tx: catalog.order_collections(tx, actor=CLERK, collection_ids=[second, first]))
    async with database.reading() as reading:
        assert [one.slug for one in await catalog.list_collections(reading, language="en")] == ["celadon", "gifts"]
    with pytest.raises(CollectionChanged):
        await database.transact(lambda tx: catalog.order_collections(tx, actor=CLERK, collection_ids=[second]))


async def test_an_order_is_put_back_only_over_the_one_that_was_seen(database: Database) -> None:
    first, second = await make(database), await make(database, names={"zh_CN": "青瓷", "en": "Celadon"})

    async def put_back(tx: Transaction) -> None:
        await catalog.order_collections(tx, actor=CLERK, collection_ids=[first, second], seen=[first, second])

    async def move(tx: Transaction) -> "asyncio.Task[None]":
        await catalog.order_collections(tx, actor=CLERK, collection_ids=[second, first], seen=[first, second])
        late = asyncio.create_task(database.transact(put_back))
        await until_waiting(tx, late)
        return late

    late = await database.transact(move)
    with pytest.raises(CollectionChanged):
        await late
    async with database.reading() as reading:
        assert [one.slug for one in await catalog.list_collections(reading, language="en")] == ["celadon", "gifts"]


async def test_a_change_made_from_an_old_version_is_refused(database: Database) -> None:
    collection_id = await make(database)
    changed = CollectionInput(
        names=NAMES, descriptions={"zh_CN": " 心意 "}, sort=ProductSort.NEWEST, rule=CollectionRule(tags=(" 礼物 ", ""))
    )
    await database.transact(
        lambda tx: catalog.change_collection(
            tx, actor=CLERK, collection_id=collection_id, version=1, collection=changed
        )
    )
    found = await find(database)
    assert (found.description, found.rule) == ("心意", CollectionRule(tags=("礼物",)))
    with pytest.raises(CollectionChanged):
        await database.transact(
            lambda tx: catalog.change_collection(
                tx, actor=CLERK, collection_id=collection_id, version=1, collection=changed
            )
        )


async def test_an_address_is_given_once(database: Database) -> None:
    await make(database)
    with pytest.raises(SlugTaken):
        await make(database, slug="gifts")
    second = await make(database)
    assert (await find(database, f"gifts-{second}")).id == second


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"names": {}}, "names"),
        ({"names": {"zh_CN": "很" * 61}}, "names"),
        ({"names": {"tlh": "x"}}, "names"),
        ({"descriptions": {"en": "x" * 501}}, "descriptions"),
        ({"slug": "a b"}, "slug"),
        ({"rule": CollectionRule(), "sort": ProductSort.NEWEST}, "rule"),
        ({"rule": CollectionRule(tags=(" ",)), "sort": ProductSort.NEWEST}, "rule"),
        ({"rule": CollectionRule(is_on_sale=True)}, "sort"),
        ({"sort": ProductSort.PRICE_UP}, "sort"),
        ({"rule": CollectionRule(new_days=0), "sort": ProductSort.NEWEST}, "new_days"),
        ({"rule": CollectionRule(price_from_minor=1), "sort": ProductSort.NEWEST}, "price_from"),
        (
            {
                "rule": CollectionRule(price_currency="CNY", price_from_minor=2, price_to_minor=1),
                "sort": ProductSort.NEWEST,
            },
            "price_to",
        ),
        ({"rule": CollectionRule(brands=("x",) * 51), "sort": ProductSort.NEWEST}, "brands"),
    ],
)
async def test_nonsense_is_refused_at_its_field(database: Database, told: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await make(database, **told)
    assert list(refused.value.fields) == [field]
    async with database.reading() as reading:
        assert await catalog.list_collections_for_staff(reading, language="en") == []


async def test_removing_takes_the_shelf_and_leaves_the_goods(database: Database) -> None:
    product_id, collection_id = await put_on_shelf(database), await make(database)
    await choose(database, collection_id, product_id)
    clerk = Actor.staff(7, "掌柜")
    await database.transact(
        lambda tx: catalog.remove_collection(tx, actor=clerk, collection_id=collection_id, reason="过季")
    )
    with pytest.raises(CollectionNotFound):
        await find(database)
    async with database.reading() as reading:
        page = await catalog.list_products(reading, market="cn", language="zh_CN")
        records = (await staff.list_audit(reading, limit=5)).items
    assert [card.id for card in page.items] == [product_id]
    assert [(record.action, record.subject) for record in records] == [("catalog.edit", f"collection:{collection_id}")]
    assert "过季" in str(records[0].detail)
