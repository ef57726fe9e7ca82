from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.modules.catalog.shelf import CLERK, put_on_shelf, variant_ids

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import CategoryId, ProductId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    ProductCard,
    ProductSort,
    ProductState,
    SoldQuantity,
    StaffProduct,
    VariantAvailability,
)
from shopwright.modules.catalog.queries.listing import PAGE_SIZE_MAX, Cursor, read_cursor
from shopwright.platform.db import Database


async def pages(
    database: Database, sort: ProductSort, limit: int, terms: str | None = None
) -> list[tuple[ProductCard, ...]]:
    """Every page of the whole listing, one after another."""
    found: list[tuple[ProductCard, ...]] = []
    after: str | None = None
    async with database.reading() as reading:
        while True:
            page = await catalog.list_products(
                reading, market="cn", language="zh_CN", sort=sort, after=after, limit=limit, terms=terms
            )
            found.append(page.items)
            after = page.next_key
            if after is None:
                return found


def key_of(card: ProductCard, sort: ProductSort) -> tuple[float, int]:
    """What the cards must ascend by."""
    return {
        ProductSort.NEWEST: (-card.listed_at.timestamp(), -card.id),
        ProductSort.PRICE_UP: (card.price.minor, card.id),
        ProductSort.PRICE_DOWN: (-card.price.minor, -card.id),
        ProductSort.BEST_SELLING: (-card.sold_count, -card.id),
        ProductSort.RELEVANCE: (-card.listed_at.timestamp(), -card.id),
        ProductSort.POSITION: (-card.listed_at.timestamp(), -card.id),
    }[sort]


async def shelf_of_ties(database: Database, clock: VirtualClock) -> set[ProductId]:
    """Eleven products, with several of the same moment, price and sales."""
    ids = []
    for number in range(11):
        if number % 3 == 0:
            clock.advance(timedelta(seconds=1))
        ids.append(await put_on_shelf(database, minor=100 * (number % 4)))
    for number, product_id in enumerate(ids):
        (variant_id,) = await variant_ids(database, product_id)
        facts = [SoldQuantity(variant_id, number % 2)]
        await database.transact(lambda tx, facts=facts: catalog.record_sales(tx, facts=facts))  # type: ignore[misc]  # mypy cannot infer a lambda's default.
    return set(ids)


async def test_pages_follow_each_other_without_gap_or_repetition(database: Database, clock: VirtualClock) -> None:
    everything = await shelf_of_ties(database, clock)
    for sort in ProductSort:
        for limit in (1, 3, 11, 12):
            found = await pages(database, sort, limit)
            cards = [card for page in found for card in page]
            assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)
            assert {card.id for card in cards} == everything
            assert len(cards) == 11
            assert all(key_of(one, sort) < key_of(other, sort) for one, other in pairwise(cards)), (sort, limit)


async def test_ranked_pages_follow_each_other_too(database: Database) -> None:
    best = await put_on_shelf(database, "咖啡壶")
    others = {await put_on_shelf(database, f"杯子 {number}", english="coffee 咖啡壶") for number in range(5)}
    await put_on_shelf(database, "茶壶")
    found = await pages(database, ProductSort.RELEVANCE, 2, terms="咖啡壶")
    assert [len(page) for page in found] == [2, 2, 2]
    assert {card.id for page in found for card in page} == {best, *others}


async def test_a_listing_is_one_statement_and_so_is_its_count(database: Database) -> None:
    await put_on_shelf(database, "茶壶")
    before = database.executed.total()
    async with database.reading() as reading:
        await catalog.list_products(reading, market="cn", language="en", terms="茶壶", sort=ProductSort.RELEVANCE)
        assert database.executed.total() - before == 1
        assert await catalog.count_products(reading, market="cn", terms="茶壶") == 1
        assert await catalog.count_products(reading, market="cn", terms="咖啡") == 0
        assert await catalog.count_products(reading, market="cn") == 1
    assert database.executed.total() - before == 4


async def test_only_what_is_listed_and_priced_in_the_market_is_shown(database: Database) -> None:
    await put_on_shelf(database, is_listed=False)
    shown = await put_on_shelf(database)
    async with database.reading() as reading:
        here = await catalog.list_products(reading, market="cn", language="en")
        elsewhere = await catalog.list_products(reading, market="nowhere", language="en")
    assert ([card.id for card in here.items], elsewhere.items) == ([shown], ())


async def test_a_category_shows_its_whole_subtree(database: Database) -> None:
    async def make(name: str, parent_id: CategoryId | None = None) -> CategoryId:
        return await database.transact(
            lambda tx: catalog.create_category(tx, actor=CLERK, names={"en": name}, parent_id=parent_id)
        )

    tea = await make("Tea")
    pots = await make("Pots", tea)
    linen = await make("Linen")
    in_tea = await put_on_shelf(database, category_id=tea, minor=1)
    in_pots = await put_on_shelf(database, category_id=pots, minor=2)
    in_linen = await put_on_shelf(database, category_id=linen)
    await put_on_shelf(database)

    async def ids(slug: str) -> list[ProductId]:
        async with database.reading() as reading:
            category = await catalog.get_category(reading, slug=slug, language="en")
            page = await catalog.list_products(
                reading, market="cn", language="en", category_ids=category.subtree_ids, sort=ProductSort.PRICE_UP
            )
            assert await catalog.count_products(reading, market="cn", category_ids=category.subtree_ids) == len(
                page.items
            )
        return [card.id for card in page.items]

    assert await ids("tea") == [in_tea, in_pots]
    assert await ids("pots") == [in_pots]
    assert await ids("linen") == [in_linen]
    async with database.reading() as reading:
        empty = await catalog.list_products(reading, market="cn", language="en", category_ids=())
    assert empty.items == ()


async def test_related_products_are_of_the_same_category(database: Database) -> None:
    tea = await database.transact(lambda tx: catalog.create_category(tx, actor=CLERK, names={"en": "Tea"}))
    one, two, three, gone = [await put_on_shelf(database, category_id=tea) for _ in range(4)]
    facts = [SoldQuantity((await variant_ids(database, two))[0], 5)]
    await database.transact(lambda tx: catalog.record_sales(tx, facts=facts))
    in_stock = [
        VariantAvailability(variant_id, is_available=product_id != gone)
        for product_id in (one, two, three, gone)
        for variant_id in await variant_ids(database, product_id)
    ]
    await database.transact(lambda tx: catalog.record_availability(tx, facts=in_stock))
    async with database.reading() as reading:
        related = await catalog.list_related(
            reading, product_id=one, category_id=tea, brand="", market="cn", language="en"
        )
    assert [card.id for card in related] == [two, three]


async def test_a_page_is_never_larger_than_allowed(database: Database) -> None:
    for _ in range(3):
        await put_on_shelf(database)
    async with database.reading() as reading:
        for limit, expected in ((0, 1), (-5, 1), (2, 2), (10**9, 3)):
            page = await catalog.list_products(reading, market="cn", language="en", limit=limit)
            assert len(page.items) == expected
    assert PAGE_SIZE_MAX == 100


@pytest.mark.parametrize(
    "after",
    ["", ".", "..", "newest", "newest.1", "newest.x.1", "newest.1.x", "newest.-1.1", "price_up.1.1", "newest.1.1.1",
     "newest.999999999999999999.1", "newest.1.9999999999999999999", "newest.١.1", "\x00", "newest.1." + "9" * 400],
)  # fmt: skip
async def test_a_malformed_key_opens_the_first_page(database: Database, after: str) -> None:
    shown = await put_on_shelf(database)
    async with database.reading() as reading:
        page = await catalog.list_products(reading, market="cn", language="en", after=after)
        staff = await catalog.list_products_for_staff(reading, market="cn", language="en", after=after)
    assert ([card.id for card in page.items], [item.id for item in staff.items]) == ([shown], [shown])


@given(key=st.integers(0, 10**15), product_id=st.integers(1, 10**15), sort=st.sampled_from(ProductSort))
def test_a_cursor_reads_what_it_wrote(key: int, product_id: int, sort: ProductSort) -> None:
    cursor = Cursor(sort, key, ProductId(product_id))
    assert read_cursor(cursor.text(), sort) == cursor


async def test_staff_see_everything_newest_change_first(database: Database, clock: VirtualClock) -> None:
    listed = await put_on_shelf(database, "茶壶", minor=500)
    clock.advance(timedelta(seconds=1))
    delisted = await put_on_shelf(database, "茶杯", is_listed=False)

    async def shown(
        state: ProductState = ProductState.ALL, terms: str = "", after: str | None = None
    ) -> tuple[list[StaffProduct], str | None]:
        async with database.reading() as reading:
            page = await catalog.list_products_for_staff(
                reading, market="cn", language="zh_CN", state=state, terms=terms, limit=1, after=after
            )
        return list(page.items), page.next_key

    (first,), key = await shown()
    (second,), end = await shown(after=key)
    assert ([first.id, second.id], end) == ([delisted, listed], None)
    assert (second.title, second.lowest_minor, second.highest_minor, second.currency, second.variant_count) == (
        "茶壶", 500, 500, "CNY", 1
    )  # fmt: skip
    assert [item.id for item in (await shown(ProductState.LISTED))[0]] == [listed]
    assert [item.id for item in (await shown(ProductState.DELISTED))[0]] == [delisted]
    assert [item.id for item in (await shown(terms="茶壶"))[0]] == [listed]
