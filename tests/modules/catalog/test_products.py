from datetime import timedelta

import msgspec
import pytest
from tests.modules.catalog.shelf import CLERK, create, look_at, priced, put_on_shelf, teapot, variant_ids

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    PriceInput,
    ProductInput,
    ProductTexts,
    SaleLine,
    VariantInput,
    VariantOffer,
)
from shopwright.modules.catalog.errors import (
    NothingToSell,
    ProductChanged,
    ProductNotFound,
    SkuTaken,
    SlugTaken,
    WrongCurrency,
)
from shopwright.platform.db import Database


async def test_a_shopper_sees_the_whole_product_by_one_statement(database: Database, clock: VirtualClock) -> None:
    product_id = await create(database, teapot())
    red, red_large, black = await variant_ids(database, product_id)
    before = database.executed.total()
    async with database.reading() as reading:
        page = await catalog.get_product(reading, slug="handmade-clay-teapot", market="cn", language="en")
    assert database.executed.total() - before == 1
    colour, size = page.options
    assert (colour.name, [value.name for value in colour.values]) == ("Colour", ["Red", "Black"])
    assert (size.name, [value.name for value in size.values]) == ("容量", ["200毫升", "300毫升"])
    (red_id, black_id), (small, large) = [[value.id for value in option.values] for option in page.options]
    assert page.variants == (
        VariantOffer(red, "POT-R-200", (red_id, small), Money(12900, "CNY"), 15900, None, False),
        VariantOffer(red_large, "POT-R-300", (red_id, large), Money(15900, "CNY"), None, None, False),
        VariantOffer(black, "POT-B-200", (black_id, small), Money(13900, "CNY"), None, None, False),
    )
    assert (page.id, page.title, page.subtitle, page.brand) == (product_id, "Handmade clay teapot", "宜兴原矿", "素器")
    assert page.body_html == "<p>好茶壶</p>"
    assert (page.listed_at, page.is_available, page.pictures, page.category) == (clock.now(), False, (), None)


async def test_a_shopper_does_not_see_what_is_delisted_or_unknown(database: Database) -> None:
    await create(database, teapot(), is_listed=False)
    async with database.reading() as reading:
        for slug in ("handmade-clay-teapot", "unknown", "", "'; --"):
            with pytest.raises(ProductNotFound):
                await catalog.get_product(reading, slug=slug, market="cn", language="en")


async def test_sale_lines_speak_the_language_and_know_the_price(database: Database) -> None:
    product_id = await create(database, teapot())
    hidden_id = await put_on_shelf(database, "茶杯", is_listed=False)
    red, _red_large, _black = await variant_ids(database, product_id)
    (hidden,) = await variant_ids(database, hidden_id)
    before = database.executed.total()
    async with database.reading() as reading:
        lines = await catalog.list_sale_lines(
            reading, variant_ids=[hidden, red, VariantId(999_999)], market="cn", language="en"
        )
        elsewhere = await catalog.list_sale_lines(reading, variant_ids=[red], market="nowhere", language="en")
    assert database.executed.total() - before == 2
    assert elsewhere == []
    assert lines[0] == SaleLine(
        variant_id=red,
        product_id=product_id,
        slug="handmade-clay-teapot",
        sku="POT-R-200",
        title="Handmade clay teapot",
        options_text="Red / 200毫升",
        picture_url=None,
        price=Money(12900, "CNY"),
        compare_at_minor=15900,
        is_listed=True,
        weight_grams=250,
    )
    assert [(line.variant_id, line.title, line.is_listed) for line in lines[1:]] == [(hidden, "茶杯", False)]


async def test_a_new_product_tells_every_wrong_field_and_leaves_nothing(database: Database) -> None:
    wrong = ProductInput(
        texts=ProductTexts(titles={"zh_CN": " "}, brand="b" * 256, slug="no slash/", tags=("x",) * 251),
        variants=(
            priced("", -1),
            msgspec.structs.replace(priced("A", 100, 0, compare_at_minor=100), weight_grams=-1),
        ),
    )
    with pytest.raises(InvalidInput) as texts:
        await create(database, wrong)
    assert set(texts.value.fields) == {"titles", "brand", "slug", "tags"}
    sound = msgspec.structs.replace(wrong, texts=ProductTexts(titles={"zh_CN": "壶"}))
    with pytest.raises(InvalidInput) as variants:
        await create(database, sound)
    assert set(variants.value.fields) == {"sku", "price", "compare_at_minor", "weight_grams", "variants"}
    async with database.reading() as reading:
        page = await catalog.list_products_for_staff(reading, market="cn", language="en")
    assert page.items == ()


@pytest.mark.parametrize(
    ("product", "refusal"),
    [
        (ProductInput(ProductTexts(titles={"en": "Other"}), (priced("POT-R-200", 1),)), SkuTaken),
        (ProductInput(ProductTexts(titles={"en": "x"}, slug="handmade-clay-teapot"), (priced("N", 1),)), SlugTaken),
        (
            ProductInput(
                ProductTexts(titles={"en": "x"}),
                (VariantInput(sku="N", prices=(PriceInput("cn", Money(1, "EUR")),)),),
            ),
            WrongCurrency,
        ),
    ],
)
async def test_a_refused_product_leaves_nothing(
    database: Database, product: ProductInput, refusal: type[Exception]
) -> None:
    await create(database, teapot())
    with pytest.raises(refusal):
        await create(database, product)
    async with database.reading() as reading:
        page = await catalog.list_products_for_staff(reading, market="cn", language="en")
    assert [item.slug for item in page.items] == ["handmade-clay-teapot"]


async def test_addresses_are_made_from_latin_words_or_the_id(database: Database) -> None:
    first = await put_on_shelf(database, "茶杯", english="Tea Cup, “large”")
    second = await put_on_shelf(database, "茶杯", english="Tea cup large")
    plain = await put_on_shelf(database, "茶杯")
    slugs = [(await look_at(database, product_id)).slug for product_id in (first, second, plain)]
    assert slugs == ["tea-cup-large", f"tea-cup-large-{second}", f"p-{plain}"]


async def test_an_edit_names_the_version_it_was_made_from(database: Database, clock: VirtualClock) -> None:
    product_id = await create(database, teapot())
    seen = await look_at(database, product_id)
    clock.advance(timedelta(minutes=1))
    written = ProductTexts(titles={"zh_CN": "紫砂壶"}, bodies={"zh_CN": "<b>壶</b><iframe src=x></iframe>"}, slug="pot")

    async def edit(version: int) -> int:
        return await database.transact(
            lambda tx: catalog.change_product(tx, actor=CLERK, product_id=product_id, version=version, written=written)
        )

    assert await edit(seen.version) == seen.version + 1
    changed = await look_at(database, product_id)
    assert (changed.slug, changed.titles, changed.bodies, changed.brand) == (
        "pot", {"zh_CN": "紫砂壶"}, {"zh_CN": "<b>壶</b>"}, ""
    )  # fmt: skip
    with pytest.raises(ProductChanged):
        await edit(seen.version)
    assert await look_at(database, product_id) == changed
    async with database.reading() as reading:
        found = await catalog.list_products(reading, market="cn", language="zh_CN", terms="紫砂壶")
        lost = await catalog.list_products(reading, market="cn", language="zh_CN", terms="teapot")
    assert [[card.id for card in page.items] for page in (found, lost)] == [[product_id], []]


async def test_only_something_to_sell_can_be_listed(database: Database) -> None:
    product = ProductInput(ProductTexts(titles={"en": "Idea"}), (VariantInput(sku="IDEA"),))
    product_id = await create(database, product, is_listed=False)
    with pytest.raises(NothingToSell):
        await database.transact(lambda tx: catalog.list_product(tx, actor=CLERK, product_id=product_id))
    with pytest.raises(ProductNotFound):
        await database.transact(lambda tx: catalog.list_product(tx, actor=CLERK, product_id=ProductId(999)))
