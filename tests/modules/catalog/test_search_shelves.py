"""A product is found by what its category is called, and every category above it."""

import asyncio

from tests.modules.catalog.shelf import CLERK, create, look_at, priced, put_on_shelf, until_waiting

from shopwright.kernel.ids import CategoryId, ProductId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ProductInput, ProductTexts, Words
from shopwright.modules.catalog.jobs import WORK
from shopwright.modules.catalog.operations.index_due import INDEX_JOB, index_due
from shopwright.platform.db import Database, Transaction

TEA = {"zh_CN": "茶器", "en": "Tea ware"}


async def make(database: Database, names: Words, parent_id: CategoryId | None = None) -> CategoryId:
    return await database.transact(
        lambda tx: catalog.create_category(tx, actor=CLERK, names=names, parent_id=parent_id)
    )


async def change(database: Database, category_id: CategoryId, names: Words, parent_id: CategoryId | None) -> None:
    await database.transact(lambda tx: write(tx, category_id, names, parent_id))


async def write(tx: Transaction, category_id: CategoryId, names: Words, parent_id: CategoryId | None) -> None:
    await catalog.change_category(
        tx,
        actor=CLERK,
        category_id=category_id,
        names=names,
        parent_id=parent_id,
        slug=f"c-{category_id}",
        position=1,
    )


async def titles(database: Database, terms: str) -> list[str]:
    async with database.reading() as reading:
        page = await catalog.list_products(reading, market="cn", language="zh_CN", terms=terms)
    return sorted(card.title for card in page.items)


async def count_due(database: Database) -> int:
    async with database.reading() as reading:
        return int(await reading.connection.fetchval("SELECT count(*) FROM catalog.search_due"))


async def test_a_category_is_a_word_for_everything_in_it_and_below(database: Database) -> None:
    tea = await make(database, TEA)
    pots = await make(database, {"zh_CN": "壶", "en": "Pots"}, tea)
    await put_on_shelf(database, "Alpha", category_id=tea)
    await put_on_shelf(database, "Beta", category_id=pots)
    await put_on_shelf(database, "Gamma")
    for terms in ("茶器", "tea ware", "TEA", "Alpha 茶器"):
        assert await titles(database, terms) == (["Alpha"] if "Alpha" in terms else ["Alpha", "Beta"]), terms
    assert await titles(database, "pots") == ["Beta"]


async def test_a_product_that_changes_shelves_changes_its_words(database: Database) -> None:
    tea = await make(database, TEA)
    product_id = await put_on_shelf(database, "Alpha", category_id=tea)
    product = await look_at(database, product_id)
    texts = ProductTexts(titles=product.titles, slug=product.slug)
    await database.transact(
        lambda tx: catalog.change_product(
            tx, actor=CLERK, product_id=product_id, version=product.version, written=texts
        )
    )
    assert await titles(database, "茶器") == []


async def test_a_new_name_reaches_everything_below_and_disturbs_no_editor(database: Database) -> None:
    tea = await make(database, TEA)
    pots = await make(database, {"en": "Pots"}, tea)
    product_id = await put_on_shelf(database, "Alpha", category_id=pots)
    await put_on_shelf(database, "Beta", category_id=tea)
    await put_on_shelf(database, "Gamma")
    version = (await look_at(database, product_id)).version
    await change(database, tea, {"zh_CN": "香道", "en": "Incense"}, None)
    assert await count_due(database) == 2
    await index_due(database)
    assert await count_due(database) == 0
    assert await titles(database, "茶器") == []
    assert await titles(database, "香道") == ["Alpha", "Beta"]
    assert (await look_at(database, product_id)).version == version


async def test_a_move_changes_words_and_another_address_or_place_does_not(database: Database) -> None:
    tea, linen = await make(database, TEA), await make(database, {"zh_CN": "布艺", "en": "Linen"})
    pots = await make(database, {"en": "Pots"}, tea)
    await put_on_shelf(database, "Alpha", category_id=pots)
    await change(database, pots, {"en": "Pots"}, tea)
    assert await count_due(database) == 0
    await change(database, pots, {"en": "Pots"}, linen)
    await index_due(database)
    assert await titles(database, "布艺") == ["Alpha"]
    assert await titles(database, "茶器") == []


async def test_a_product_that_arrives_while_its_category_is_renamed_is_found_by_the_new_name(
    database: Database,
) -> None:
    tea = await make(database, TEA)
    product = ProductInput(ProductTexts(titles={"en": "Alpha"}, category_id=tea), (priced("A-1", 100),))
    async with database.transaction() as tx:
        await write(tx, tea, {"en": "Incense"}, None)
        late = asyncio.create_task(create(database, product))
        await until_waiting(tx, late)
    await late
    assert await titles(database, "incense") == ["Alpha"]

    async with database.transaction() as tx:
        product = ProductInput(ProductTexts(titles={"en": "Beta"}, category_id=tea), (priced("B-1", 100),))
        product_id = await catalog.create_product(tx, actor=CLERK, product=product)
        await catalog.list_product(tx, actor=CLERK, product_id=product_id)
        renaming = asyncio.create_task(change(database, tea, TEA, None))
        await until_waiting(tx, renaming)
    await renaming
    await index_due(database)
    assert await titles(database, "茶器") == ["Alpha", "Beta"]
    assert await titles(database, "incense") == []


async def test_a_product_that_cannot_be_indexed_is_set_aside_and_keeps_nobody_waiting(database: Database) -> None:
    tea = await make(database, TEA)
    broken = await put_on_shelf(database, "Alpha", category_id=tea)
    await put_on_shelf(database, "Beta", category_id=tea)
    await _break(database, broken, '{"zh_CN": 5}')
    await change(database, tea, {"en": "Incense"}, None)
    await index_due(database)
    assert (await titles(database, "incense"), await count_due(database)) == (["Beta"], 0)
    async with database.reading() as reading:
        rows = await reading.connection.fetch("SELECT entrypoint, payload FROM jobs.pgqueuer")
    assert [tuple(row) for row in rows] == [(INDEX_JOB, str(broken).encode())]
    await _break(database, broken, '{"zh_CN": "Alpha"}')
    await WORK[INDEX_JOB](database, rows[0]["payload"])
    assert await titles(database, "incense") == ["Alpha", "Beta"]


async def _break(database: Database, product_id: ProductId, titles: str) -> None:
    """Write titles behind the shop's back."""
    async with database.reading() as reading:
        await reading.connection.execute(
            "UPDATE catalog.product SET titles = $2::text::jsonb WHERE id = $1", product_id, titles
        )
