import asyncio

import pytest
from tests.modules.catalog.shelf import CLERK, put_on_shelf, until_waiting

from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, Words
from shopwright.modules.catalog.errors import (
    CategoryChanged,
    CategoryInsideItself,
    CategoryNotEmpty,
    CategoryNotFound,
    SlugTaken,
)
from shopwright.modules.catalog.rules.tree import CategoryRow, place_categories
from shopwright.platform.db import Database, Transaction


async def make(database: Database, names: Words, parent_id: CategoryId | None = None, slug: str = "") -> CategoryId:
    return await database.transact(
        lambda tx: catalog.create_category(tx, actor=CLERK, names=names, parent_id=parent_id, slug=slug)
    )


async def tree(database: Database, language: str = "en") -> list[Category]:
    async with database.reading() as reading:
        return await catalog.list_categories(reading, language=language)


async def test_the_tree_is_told_as_it_is_printed(database: Database) -> None:
    tea = await make(database, {"zh_CN": "茶器", "en": "Tea ware"})
    linen = await make(database, {"zh_CN": "布艺"})
    pots = await make(database, {"en": "Pots"}, tea)
    small = await make(database, {"en": "Small pots"}, pots)
    cups = await make(database, {"en": "Cups"}, tea)
    assert await tree(database) == [
        Category(tea, None, "tea-ware", "Tea ware", 0, None, (tea, pots, small, cups)),
        Category(pots, tea, "pots", "Pots", 1, None, (pots, small)),
        Category(small, pots, "small-pots", "Small pots", 2, None, (small,)),
        Category(cups, tea, "cups", "Cups", 1, None, (cups,)),
        Category(linen, None, f"c-{linen}", "布艺", 0, None, (linen,)),
    ]
    async with database.reading() as reading:
        found = await catalog.get_category(reading, slug="pots", language="en")
        assert found.subtree_ids == (pots, small)
        with pytest.raises(CategoryNotFound):
            await catalog.get_category(reading, slug="nothing", language="en")


async def test_addresses_are_unique(database: Database) -> None:
    await make(database, {"en": "Tea"})
    again = await make(database, {"en": "Tea"})
    with pytest.raises(SlugTaken):
        await make(database, {"en": "Other"}, slug="tea")
    with pytest.raises(InvalidInput):
        await make(database, {"en": "Other"}, slug="tea/pots")
    with pytest.raises(CategoryNotFound):
        await make(database, {"en": "Other"}, CategoryId(999))
    assert [category.slug for category in await tree(database)] == ["tea", f"tea-{again}"]


async def test_a_category_is_written_only_over_what_was_seen(database: Database) -> None:
    tea = await make(database, {"en": "Tea"})
    async with database.reading() as reading:
        seen = await catalog.get_category_for_staff(reading, category_id=tea)

    async def name(tx: Transaction, word: str) -> None:
        await catalog.change_category(
            tx, actor=CLERK, category_id=tea, names={"en": word}, parent_id=None, slug="tea", position=0, seen=seen
        )

    async def first(tx: Transaction) -> "asyncio.Task[None]":
        await name(tx, "Teas")
        late = asyncio.create_task(database.transact(lambda tx: name(tx, "Te")))
        await until_waiting(tx, late)
        return late

    late = await database.transact(first)
    with pytest.raises(CategoryChanged):
        await late
    assert [category.name for category in await tree(database)] == ["Teas"]


async def test_a_category_moves_but_never_into_itself(database: Database) -> None:
    tea = await make(database, {"en": "Tea"})
    pots = await make(database, {"en": "Pots"}, tea)
    small = await make(database, {"en": "Small"}, pots)

    async def move(category_id: CategoryId, parent_id: CategoryId | None, slug: str = "moved") -> None:
        await database.transact(
            lambda tx: catalog.change_category(
                tx,
                actor=CLERK,
                category_id=category_id,
                names={"en": "Moved"},
                parent_id=parent_id,
                slug=slug,
                position=0,
            )
        )

    before = await tree(database)
    for category_id, parent_id in ((tea, small), (tea, tea), (pots, small)):
        with pytest.raises(CategoryInsideItself):
            await move(category_id, parent_id)
    with pytest.raises(CategoryNotFound):
        await move(tea, CategoryId(999))
    with pytest.raises(SlugTaken):
        await move(tea, None, slug="pots")
    assert await tree(database) == before
    await move(small, None)
    assert [(category.id, category.depth) for category in await tree(database)] == [(small, 0), (tea, 0), (pots, 1)]


async def test_only_an_empty_category_is_removed(database: Database) -> None:
    tea = await make(database, {"en": "Tea"})
    pots = await make(database, {"en": "Pots"}, tea)
    cups = await make(database, {"en": "Cups"}, tea)
    await put_on_shelf(database, category_id=pots)

    async def remove(category_id: CategoryId) -> None:
        await database.transact(lambda tx: catalog.remove_category(tx, actor=CLERK, category_id=category_id))

    for category_id in (tea, pots):
        with pytest.raises(CategoryNotEmpty):
            await remove(category_id)
    await remove(cups)
    with pytest.raises(CategoryNotFound):
        await remove(cups)
    assert [category.id for category in await tree(database)] == [tea, pots]


def test_rows_that_nobody_reaches_are_not_shown() -> None:
    lost = CategoryRow(CategoryId(2), CategoryId(1), "lost", "Lost", None)
    top = CategoryRow(CategoryId(3), None, "top", "Top", None)
    assert [placed.row for placed in place_categories([lost, top])] == [top]
