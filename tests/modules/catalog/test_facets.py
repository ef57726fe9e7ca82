"""Lists narrowed by options, brand, price and stock, and what is counted beside them."""

import pytest
from tests.modules.catalog.shelf import CLERK, create, look_at, priced, variant_ids

from shopwright.kernel.ids import ProductId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    Collection,
    CollectionInput,
    OptionInput,
    ProductInput,
    ProductSort,
    ProductTexts,
    VariantAvailability,
)
from shopwright.modules.catalog.contracts.narrowing import Facets, ListingFilters, OptionFilter, PriceBand
from shopwright.modules.catalog.queries import facets as facet_queries
from shopwright.modules.catalog.rules.completions import complete_words
from shopwright.modules.catalog.rules.narrowing import EDGES, Fallen, Span, band_prices
from shopwright.platform.db import Database, Transaction

COLOURS = {"青岚": "Celadon", "白": "White", "墨": "Black"}


def cup(title: str, brand: str, prices: dict[str, int], *, option: str = "颜色") -> ProductInput:
    """A product that costs so much in each of its colours."""
    return ProductInput(
        texts=ProductTexts(titles={"zh_CN": title}, brand=brand),
        options=(
            OptionInput(
                {"zh_CN": option, "en": "Colour"}, tuple({"zh_CN": name, "en": COLOURS[name]} for name in prices)
            ),
        ),
        variants=tuple(priced(f"{title}-{place}", minor, place) for place, minor in enumerate(prices.values())),
    )


@pytest.fixture
async def cups(database: Database) -> dict[str, ProductId]:
    """Four cups by two brands in three colours; the third is sold out."""
    made = {
        "一": await create(database, cup("茶杯一", "素器", {"青岚": 1000, "白": 9000})),
        "二": await create(database, cup("茶杯二", "素器", {"青岚": 2000}, option=" 颜色 ")),
        "三": await create(database, cup("茶杯三", "山房", {"白": 4000})),
        "四": await create(database, cup("茶壶四", "山房", {"墨": 30000})),
    }
    facts = [
        VariantAvailability(variant_id, is_available=name != "三")
        for name, product_id in made.items()
        for variant_id in await variant_ids(database, product_id)
    ]
    await database.transact(lambda tx: catalog.record_availability(tx, facts=facts))
    return made


async def found(
    database: Database, made: dict[str, ProductId], filters: ListingFilters, terms: str | None = None
) -> str:
    """The cups that the filters leave; every order and a page size of one must agree, and the count too."""
    name_of = {product_id: name for name, product_id in made.items()}
    answers = set()
    async with database.reading() as reading:
        for sort in ProductSort:
            names, after = [], None
            while True:
                page = await catalog.list_products(
                    reading,
                    market="cn",
                    language="zh_CN",
                    filters=filters,
                    sort=sort,
                    terms=terms,
                    after=after,
                    limit=1,
                )
                names += [name_of[card.id] for card in page.items]
                after = page.next_key
                if after is None:
                    break
            assert len(names) == len(set(names))
            answers.add("".join(sorted(names, key="一二三四".index)))
    (answer,) = answers
    assert (await facets(database, filters, terms)).product_count == len(answer)
    return answer


async def facets(
    database: Database, filters: ListingFilters, terms: str | None = None, language: str = "zh_CN"
) -> Facets:
    """What can be narrowed by then."""
    async with database.reading() as reading:
        return await catalog.get_facets(reading, market="cn", language=language, filters=filters, terms=terms)


def colour(*values: str) -> tuple[OptionFilter, ...]:
    """A choice of colours."""
    return (OptionFilter("颜色", values),)


def cny(minor: int) -> Money:
    """An amount."""
    return Money(minor, "CNY")


async def test_each_filter_narrows_and_together_they_narrow_further(
    database: Database, cups: dict[str, ProductId]
) -> None:
    async def leaves(terms: str | None = None, **filters: object) -> str:
        return await found(database, cups, ListingFilters(**filters), terms)  # type: ignore[arg-type]  # Fields by name.

    assert await leaves() == "一二三四"
    assert await leaves(options=colour("青岚")) == "一二"
    assert await leaves(options=colour("青岚", "墨")) == "一二四"
    assert await leaves(options=(*colour("白"), OptionFilter("容量", ("大",)))) == ""
    assert await leaves(options=colour("white")) == ""
    assert await leaves(brands=("素器",)) == "一二"
    assert await leaves(brands=("素器", "山房")) == "一二三四"
    assert await leaves(is_in_stock_only=True) == "一二四"
    assert await leaves(price_from=cny(2000)) == "一二三四"
    assert await leaves(price_to=cny(2000)) == "一二"
    assert await leaves(price_from=cny(3000), price_to=cny(8999)) == "三"
    assert await leaves(price_from=cny(3000), price_to=cny(9000)) == "一三"
    assert await leaves(options=colour("白"), brands=("素器",), is_in_stock_only=True, price_to=cny(9000)) == "一"
    assert await leaves(options=colour("白"), brands=("素器",), is_in_stock_only=True, price_to=cny(8999)) == ""
    assert await leaves("茶杯", options=colour("白"), is_in_stock_only=True) == "一"
    assert await leaves("茶壶", options=colour("白")) == ""


@pytest.mark.usefixtures("cups")
async def test_a_facets_own_choice_does_not_narrow_its_own_counts(database: Database) -> None:
    counted = await facets(database, ListingFilters(options=colour("白"), is_in_stock_only=True))
    assert counted.product_count == 1
    (colours,) = counted.options
    assert (colours.key, colours.label) == ("颜色", "颜色")
    assert [(value.key, value.product_count, value.is_chosen) for value in colours.values] == [
        ("青岚", 2, False),
        ("墨", 1, False),
        ("白", 1, True),
    ]
    assert [(brand.key, brand.product_count) for brand in counted.brands] == [("素器", 1)]
    assert counted.in_stock_count == 1
    assert (counted.price_lowest, counted.price_highest) == (cny(9000), cny(9000))
    assert not counted.is_capped
    both = await facets(database, ListingFilters(options=colour("白")))
    assert (both.product_count, both.in_stock_count) == (2, 1)


@pytest.mark.usefixtures("cups")
async def test_a_choice_is_named_in_every_language_and_stays_the_same(database: Database) -> None:
    counted = await facets(database, ListingFilters(options=colour("墨")), language="en")
    (colours,) = counted.options
    assert colours.label == "Colour"
    assert [(value.key, value.label) for value in colours.values if value.is_chosen] == [("墨", "Black")]
    nothing = await facets(database, ListingFilters(options=colour("墨"), price_to=cny(1)), language="en")
    assert [(value.label, value.product_count) for value in nothing.options[0].values] == [("Black", 0)]


async def test_prices_fall_into_bands_that_filter_as_they_count(database: Database, cups: dict[str, ProductId]) -> None:
    bands = (await facets(database, ListingFilters())).price_bands
    assert bands == (
        PriceBand(None, cny(1999), 1),
        PriceBand(cny(2000), cny(2999), 1),
        PriceBand(cny(3000), cny(4999), 1),
        PriceBand(cny(5000), cny(29999), 1),
        PriceBand(cny(30000), None, 1),
    )
    for band in bands:
        narrowed = ListingFilters(price_from=band.price_from, price_to=band.price_to)
        assert len(await found(database, cups, narrowed)) == band.product_count


async def test_a_change_of_the_product_changes_what_finds_it(database: Database, cups: dict[str, ProductId]) -> None:
    first = await look_at(database, cups["一"])
    await database.transact(
        lambda tx: catalog.retire_variant(tx, actor=CLERK, product_id=first.id, variant_id=first.variants[0].id)
    )
    assert await found(database, cups, ListingFilters(options=colour("青岚"))) == "二"
    assert await found(database, cups, ListingFilters(price_to=cny(2000))) == "二"
    white = first.options[0].values[1].id
    await database.transact(
        lambda tx: catalog.name_options(
            tx, actor=CLERK, product_id=first.id, options={}, values={white: {"zh_CN": "月白"}}
        )
    )
    assert await found(database, cups, ListingFilters(options=colour("月白"))) == "一"
    assert await found(database, cups, ListingFilters(options=colour("白"))) == "三"


def shirt(*prices: int) -> ProductInput:
    """Red in S and M, white in S and L, at the prices of these four or all at the same."""
    red_s, red_m, white_s, white_l = prices or (900, 900, 900, 900)
    names = ({"zh_CN": "红"}, {"zh_CN": "白"}), ({"zh_CN": "S"}, {"zh_CN": "M"}, {"zh_CN": "L"})
    return ProductInput(
        texts=ProductTexts(titles={"zh_CN": "衬衫"}),
        options=(OptionInput({"zh_CN": "颜色"}, names[0]), OptionInput({"zh_CN": "尺码"}, names[1])),
        variants=(
            priced("R-S", red_s, 0, 0),
            priced("R-M", red_m, 0, 1),
            priced("W-S", white_s, 1, 0),
            priced("W-L", white_l, 1, 2),
        ),
    )


async def keep_in_stock(database: Database, product_id: ProductId, *places: int) -> None:
    """Have only the variants at these places in stock."""
    variants = await variant_ids(database, product_id)
    facts = [VariantAvailability(one, is_available=place in places) for place, one in enumerate(variants)]
    await database.transact(lambda tx: catalog.record_availability(tx, facts=facts))


@pytest.mark.parametrize(
    ("colours", "sizes", "is_in_stock_only", "expected"),
    [
        (("红",), ("m",), False, 1),
        (("红",), ("l",), False, 0),
        (("红", "白"), ("l",), False, 1),
        (("红",), ("m", "l"), False, 1),
        (("白",), ("s",), True, 1),
        (("红",), ("s",), False, 1),
        (("红",), ("s",), True, 0),
        (("红",), (), True, 0),
        ((), ("s",), True, 1),
    ],
)
async def test_one_variant_must_have_all_that_is_asked_for(
    database: Database, colours: tuple[str, ...], sizes: tuple[str, ...], is_in_stock_only: bool, expected: int
) -> None:
    product_id = await create(database, shirt())
    await keep_in_stock(database, product_id, 2)
    asked = [OptionFilter("颜色", colours), OptionFilter("尺码", sizes)]
    filters = ListingFilters(options=tuple(each for each in asked if each.values), is_in_stock_only=is_in_stock_only)
    assert len(await found(database, {"一": product_id}, filters)) == expected


async def test_one_variant_must_have_the_price_too(database: Database) -> None:
    product_id = await create(database, shirt(900, 1900, 500, 2900))
    await keep_in_stock(database, product_id, 1, 3)
    red, red_s = colour("红"), (*colour("红"), OptionFilter("尺码", ("s",)))
    asked = {
        ListingFilters(options=red, price_to=cny(899)): 0,
        ListingFilters(options=red, price_to=cny(900)): 1,
        ListingFilters(options=red, price_from=cny(901), price_to=cny(1899)): 0,
        ListingFilters(options=red, price_from=cny(1901)): 0,
        ListingFilters(options=red, price_to=cny(1899), is_in_stock_only=True): 0,
        ListingFilters(options=red, price_to=cny(1900), is_in_stock_only=True): 1,
        ListingFilters(options=red_s, price_from=cny(901)): 0,
        ListingFilters(options=red_s, price_from=cny(900)): 1,
        ListingFilters(price_to=cny(1899), is_in_stock_only=True): 0,
        ListingFilters(price_from=cny(1901), price_to=cny(2900), is_in_stock_only=True): 1,
    }
    shelf = await shelf_of(database, product_id)
    for filters, expected in asked.items():
        for terms in (None, "衬衫"):
            assert len(await found(database, {"一": product_id}, filters, terms)) == expected, filters
        assert await counted_on(database, shelf, filters) == (expected, expected), filters


async def shelf_of(database: Database, product_id: ProductId) -> Collection:
    """A collection that holds one product, by hand."""

    async def act(tx: Transaction) -> None:
        collection_id = await catalog.create_collection(tx, actor=CLERK, collection=CollectionInput({"zh_CN": "架"}))
        await catalog.choose_products(tx, actor=CLERK, collection_id=collection_id, product_ids=[product_id])
        await catalog.list_collection(tx, actor=CLERK, collection_id=collection_id)

    await database.transact(act)
    async with database.reading() as reading:
        (collection,) = await catalog.list_collections(reading, language="zh_CN")
    return collection


async def counted_on(database: Database, collection: Collection, filters: ListingFilters) -> tuple[int, int]:
    """How many products of a collection the filters leave: listed, and counted."""
    async with database.reading() as reading:
        page = await catalog.list_collection_products(
            reading, collection=collection, market="cn", language="zh_CN", filters=filters
        )
        counted = await catalog.get_facets(
            reading, market="cn", language="zh_CN", collection=collection, filters=filters
        )
    return len(page.items), counted.product_count


async def test_what_is_counted_beside_a_price_is_what_choosing_it_finds(database: Database) -> None:
    product_id = await create(database, shirt(900, 1900, 500, 2900))
    await keep_in_stock(database, product_id, 1, 3)
    cheap = ListingFilters(price_to=cny(1000))
    counted = await facets(database, cheap)
    told = {(facet.key, value.key): value.product_count for facet in counted.options for value in facet.values}
    assert (told, counted.in_stock_count) == ({("颜色", "红"): 1, ("颜色", "白"): 1}, 0)
    assert (counted.price_lowest, counted.price_highest) == (cny(500), cny(2900))
    white = await facets(database, ListingFilters(options=colour("白")))
    assert (white.price_lowest, white.price_highest) == (cny(500), cny(2900))
    assert [(band.price_from, band.price_to) for band in white.price_bands] == [(None, cny(1999)), (cny(2000), None)]
    red = await facets(database, ListingFilters(options=colour("红"), is_in_stock_only=True))
    assert (red.price_lowest, red.price_highest, red.price_bands) == (cny(1900), cny(1900), ())


async def test_what_is_counted_beside_a_choice_is_what_choosing_it_finds(database: Database) -> None:
    product_id = await create(database, shirt())
    red = ListingFilters(options=colour("红"))
    counted = await facets(database, red)
    told = {(facet.key, value.key): value.product_count for facet in counted.options for value in facet.values}
    assert told == {("颜色", "红"): 1, ("颜色", "白"): 1, ("尺码", "s"): 1, ("尺码", "m"): 1}
    for size in ("s", "m", "l"):
        both = ListingFilters(options=(*red.options, OptionFilter("尺码", (size,))))
        assert len(await found(database, {"一": product_id}, both)) == told.get(("尺码", size), 0)


@pytest.mark.parametrize("nonsense", ["'", "\\", "a' | 'b", "&", "!", ":*", "''", "x" * 500, "青岚':*"])
async def test_nonsense_in_a_filter_finds_nothing_and_breaks_nothing(
    database: Database, cups: dict[str, ProductId], nonsense: str
) -> None:
    assert await found(database, cups, ListingFilters(options=colour(nonsense))) == ""
    assert await found(database, cups, ListingFilters(options=(OptionFilter(nonsense, ("白",)),))) == ""
    assert await found(database, cups, ListingFilters(brands=(nonsense,))) == ""
    counted = await facets(database, ListingFilters(options=colour(nonsense)))
    assert [value.product_count for value in counted.options[0].values if value.is_chosen] == [0]


@pytest.mark.usefixtures("cups")
async def test_where_too_many_match_the_total_is_exact_and_the_rest_a_floor(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facet_queries, "JUDGED_COUNT_MAX", 2)
    counted = await facets(database, ListingFilters(options=colour("青岚")))
    assert (counted.product_count, counted.is_capped, counted.in_stock_count) == (2, True, 0)
    every_price = await facets(database, ListingFilters(price_from=cny(1)))
    assert (every_price.product_count, every_price.is_capped) == (4, True)
    assert (await facets(database, ListingFilters(is_in_stock_only=True))).product_count == 3
    in_stock = ListingFilters(price_from=cny(1), is_in_stock_only=True)
    assert (await facets(database, in_stock)).product_count == 3


@pytest.mark.parametrize(
    ("fallen", "expected"),
    [
        ((), ()),
        ((Fallen((3,), 7),), ()),
        ((Fallen((1,), 2), Fallen((3,), 1)), (Span(None, EDGES[2], 2), Span(EDGES[2], None, 1))),
        ((Fallen((1, 3), 4),), (Span(None, EDGES[2], 4), Span(EDGES[2], None, 4))),
        (
            tuple(Fallen((place,), 10 if place != 3 else 1) for place in range(6)),
            (
                Span(None, EDGES[0], 10),
                Span(EDGES[0], EDGES[1], 10),
                Span(EDGES[1], EDGES[3], 11),
                Span(EDGES[3], EDGES[4], 10),
                Span(EDGES[4], None, 10),
            ),
        ),
    ],
)
def test_bands_are_few_and_about_equally_full(fallen: tuple[Fallen, ...], expected: tuple[Span, ...]) -> None:
    assert band_prices(fallen) == expected


@pytest.mark.parametrize(
    ("typed", "titles", "expected"),
    [
        ("茶", ["白瓷茶壶", "紫砂茶壶", "竹茶盘"], ("茶壶", "茶盘")),
        ("紫砂茶", ["紫砂茶壶"], ("紫砂茶壶",)),
        ("hand", ["Handmade mug", "Hand cream"], ("handmade",)),
        ("Red te", ["Red Teapot"], ("Red teapot",)),
        ("茶壶", ["紫砂茶壶"], ()),
        ("", ["紫砂茶壶"], ()),
        ("!?", ["紫砂茶壶"], ()),
    ],
)
def test_the_last_word_is_completed_from_the_titles(typed: str, titles: list[str], expected: tuple[str, ...]) -> None:
    assert complete_words(typed, titles) == expected


async def test_suggestions_are_products_and_words(database: Database, cups: dict[str, ProductId]) -> None:
    async with database.reading() as reading:
        suggested = await catalog.find_suggestions(reading, typed="茶", market="cn", language="zh_CN")
        nothing = await catalog.find_suggestions(reading, typed=" ?! ", market="cn", language="zh_CN")
    assert {card.id for card in suggested.products} == set(cups.values())
    assert suggested.words == ("茶杯", "茶壶")
    assert (nothing.products, nothing.words) == ((), ())


async def test_beside_a_product_lies_its_category_then_its_brand_in_stock_only(
    database: Database, cups: dict[str, ProductId]
) -> None:
    async with database.reading() as reading:
        related = await catalog.list_related(
            reading, product_id=cups["一"], category_id=None, brand="素器", market="cn", language="zh_CN"
        )
        sold_out = await catalog.list_related(
            reading, product_id=cups["四"], category_id=None, brand="山房", market="cn", language="zh_CN"
        )
        plain = await catalog.list_related(
            reading, product_id=cups["四"], category_id=None, brand="", market="cn", language="zh_CN"
        )
    assert [card.id for card in related] == [cups["二"]]
    assert (sold_out, plain) == ([], [])
