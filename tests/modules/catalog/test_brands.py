"""A brand is known by one name and called by another in each language."""

import asyncio

import asyncpg
import pytest
from tests.modules.catalog.shelf import CLERK, create, look_at, priced, teapot, until_waiting

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ProductInput, ProductTexts, Words
from shopwright.modules.catalog.contracts.narrowing import FacetValue
from shopwright.modules.catalog.operations.index_due import index_due
from shopwright.modules.catalog.public import Brand
from shopwright.platform.db import Database

NAMES = {"zh_CN": "素器", "en": "Plainware"}
HELD = """
    SELECT count(*) FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
    WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.mode = 'ShareLock' AND l.granted
"""


async def name(database: Database, names: Words, brand: str = "素器") -> None:
    await database.transact(lambda tx: catalog.name_brand(tx, actor=CLERK, name=brand, names=names))


async def found(database: Database, terms: str) -> int:
    async with database.reading() as reading:
        return len((await catalog.list_products(reading, market="cn", language="en", terms=terms)).items)


async def test_a_brand_is_called_by_its_name_in_the_readers_language(database: Database) -> None:
    product_id = await create(database, teapot())
    slug = (await look_at(database, product_id)).slug
    await name(database, NAMES)
    async with database.reading() as reading:
        for language, called in (("en", "Plainware"), ("zh_CN", "素器")):
            page = await catalog.get_product(reading, slug=slug, market="cn", language=language)
            facets = await catalog.get_facets(reading, market="cn", language=language)
            assert (page.brand, page.brand_name) == ("素器", called)
            assert facets.brands == (FacetValue("素器", called, 1, is_chosen=False),)
        assert await catalog.list_brands_for_staff(reading) == [Brand("素器", NAMES, 1)]
    await name(database, {"en": " "})
    async with database.reading() as reading:
        page = await catalog.get_product(reading, slug=slug, market="cn", language="en")
        assert page.brand_name == "素器"
        assert await catalog.list_brands_for_staff(reading) == [Brand("素器", {}, 1)]


async def test_a_product_is_found_by_what_its_brand_is_called(database: Database) -> None:
    await create(database, teapot())
    await name(database, NAMES)
    assert await found(database, "plainware") == 0
    await index_due(database)
    assert await found(database, "plainware") == 1
    cup = ProductInput(ProductTexts(titles={"en": "Cup"}, brand="素器"), (priced("CUP-1", 100),))
    await create(database, cup)
    assert await found(database, "plainware") == 2


async def test_a_product_that_is_written_while_its_brand_is_named_is_found_by_the_new_name(database: Database) -> None:
    texts = ProductTexts(titles={"en": "Cup"}, brand="素器")
    async with database.transaction() as tx:
        product_id = await catalog.create_product(tx, actor=CLERK, product=ProductInput(texts, (priced("CUP-1", 100),)))
        await catalog.list_product(tx, actor=CLERK, product_id=product_id)
        naming = asyncio.create_task(name(database, NAMES))
        await until_waiting(tx, naming)
    await naming
    await index_due(database)
    assert await found(database, "plainware") == 1

    version = (await look_at(database, product_id)).version
    async with database.transaction() as tx:
        await catalog.change_product(tx, actor=CLERK, product_id=product_id, version=version, written=texts)
        naming = asyncio.create_task(name(database, NAMES | {"en": "Simpleware"}))
        await until_waiting(tx, naming)
    await naming
    await index_due(database)
    assert (await found(database, "simpleware"), await found(database, "plainware")) == (1, 0)


@pytest.mark.parametrize(("place", "held_count"), [(0, 0), (5, 5)])
async def test_who_indexes_holds_categories_first_and_then_brands_in_the_order_of_their_names(
    database: Database, place: int, held_count: int
) -> None:
    category_id = await database.transact(
        lambda tx: catalog.create_category(tx, actor=CLERK, names={"en": "Tea ware"}, parent_id=None)
    )
    for number in (5, 2, 0, 4, 1, 3):
        texts = ProductTexts(titles={"en": "Cup"}, brand=f"brand {number}", category_id=category_id)
        await create(database, ProductInput(texts, (priced(f"CUP-{number}", 100),)))
    async with database.reading() as reading:
        await reading.connection.execute("INSERT INTO catalog.search_due SELECT id FROM catalog.product")
    async with database.transaction() as tx:
        await catalog.name_brand(tx, actor=CLERK, name=f"brand {place}", names={"en": "Plainware"})
        indexing = asyncio.create_task(index_due(database))
        await until_waiting(tx, indexing)
        assert await tx.connection.fetchval(HELD) == held_count
        with pytest.raises(asyncpg.LockNotAvailableError):
            async with tx.connection.transaction():
                await tx.connection.execute("SELECT FROM catalog.category FOR UPDATE NOWAIT")
    await indexing
