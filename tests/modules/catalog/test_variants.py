from datetime import timedelta

import pytest
from tests.modules.catalog.shelf import CLERK, create, look_at, priced, put_on_shelf, teapot, variant_ids

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import PictureId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    Picture,
    PictureInput,
    SoldQuantity,
    VariantAvailability,
)
from shopwright.modules.catalog.errors import (
    ChoiceTaken,
    LastVariant,
    PictureAlreadyThere,
    PictureNotFound,
    ProductChanged,
    SkuTaken,
    VariantNotFound,
    WrongCurrency,
)
from shopwright.platform.db import Database, Transaction


async def test_a_retired_variant_takes_its_unused_value_along(database: Database) -> None:
    product_id = await create(database, teapot())
    *_, black = await variant_ids(database, product_id)
    await database.transact(lambda tx: catalog.retire_variant(tx, actor=CLERK, product_id=product_id, variant_id=black))
    async with database.reading() as reading:
        page = await catalog.get_product(reading, slug="handmade-clay-teapot", market="cn", language="en")
    assert [value.name for value in page.options[0].values] == ["Red"]
    assert [variant.sku for variant in page.variants] == ["POT-R-200", "POT-R-300"]


async def test_the_last_variant_of_a_listed_product_stays(database: Database) -> None:
    product_id = await put_on_shelf(database)
    (only,) = await variant_ids(database, product_id)
    before = await look_at(database, product_id)
    with pytest.raises(LastVariant):
        await database.transact(
            lambda tx: catalog.retire_variant(tx, actor=CLERK, product_id=product_id, variant_id=only)
        )
    assert await look_at(database, product_id) == before


async def test_a_price_keeps_its_history_and_moves_the_span(database: Database, clock: VirtualClock) -> None:
    product_id = await create(database, teapot())
    red, *_ = await variant_ids(database, product_id)
    clock.advance(timedelta(days=1))

    async def set_price(minor: int, compare_at_minor: int | None = None) -> None:
        await database.transact(
            lambda tx: catalog.set_price(
                tx,
                actor=CLERK,
                variant_id=red,
                market_code="cn",
                price=Money(minor, "CNY"),
                compare_at_minor=compare_at_minor,
            )
        )

    await set_price(9900, 12900)
    await set_price(9900, 12900)
    async with database.reading() as reading:
        history = await catalog.list_price_records(reading, variant_id=red, market="cn")
        (card,) = (await catalog.list_products(reading, market="cn", language="en")).items
    assert [(record.price, record.compare_at_minor) for record in history] == [
        (Money(9900, "CNY"), 12900),
        (Money(12900, "CNY"), 15900),
    ]
    assert [record.changed_at for record in history] == [clock.now(), clock.now() - timedelta(days=1)]
    assert (card.price, card.price_max, card.compare_at_minor) == (Money(9900, "CNY"), Money(15900, "CNY"), 12900)


async def test_staff_who_set_a_price_or_list_a_product_are_recorded(database: Database) -> None:
    product_id = await create(database, teapot(), is_listed=False)
    red, *_ = await variant_ids(database, product_id)
    actor = Actor.staff(7, "Li")

    async def act(tx: Transaction) -> None:
        price = Money(100, "CNY")
        await catalog.set_price(tx, actor=actor, variant_id=red, market_code="cn", price=price)
        await catalog.list_product(tx, actor=actor, product_id=product_id)
        await catalog.list_product(tx, actor=actor, product_id=product_id)
        await catalog.delist_product(tx, actor=actor, product_id=product_id)
        await catalog.delist_product(tx, actor=actor, product_id=product_id)

    await database.transact(act)
    async with database.reading() as reading:
        audited = await reading.connection.fetch("SELECT action, subject FROM staff.audit_record ORDER BY id")
        told = await reading.connection.fetch("SELECT name FROM platform.event ORDER BY id")
    assert [tuple(row) for row in audited] == [
        ("catalog.price", f"variant:{red}"),
        ("catalog.list", f"product:{product_id}"),
        ("catalog.list", f"product:{product_id}"),
    ]
    assert [row["name"] for row in told] == ["catalog.product_listed", "catalog.product_delisted"]


async def test_staff_who_set_the_first_prices_are_recorded(database: Database) -> None:
    actor = Actor.staff(7, "Li")
    product_id = await database.transact(lambda tx: catalog.create_product(tx, actor=actor, product=teapot()))
    black = priced("POT-B-300", 17900, 1, 1)
    await database.transact(lambda tx: catalog.add_variant(tx, actor=actor, product_id=product_id, variant=black))
    async with database.reading() as reading:
        audited = await reading.connection.fetch(
            "SELECT subject, actor_id, detail ->> 'before' FROM staff.audit_record "
            "WHERE action = 'catalog.price' ORDER BY id"
        )
    known = await variant_ids(database, product_id)
    assert [tuple(row) for row in audited] == [(f"variant:{variant_id}", 7, None) for variant_id in known]


@pytest.mark.parametrize(
    ("minor", "currency", "compare_at_minor", "refusal"),
    [
        (-1, "CNY", None, InvalidInput),
        (100, "CNY", 100, InvalidInput),
        (10**12 + 1, "CNY", None, InvalidInput),
        (100, "JPY", None, WrongCurrency),
    ],
)
async def test_an_impossible_price_changes_nothing(
    database: Database, minor: int, currency: str, compare_at_minor: int | None, refusal: type[Exception]
) -> None:
    product_id = await create(database, teapot())
    red, *_ = await variant_ids(database, product_id)
    before = await look_at(database, product_id)
    with pytest.raises(refusal):
        await database.transact(
            lambda tx: catalog.set_price(
                tx,
                actor=CLERK,
                variant_id=red,
                market_code="cn",
                price=Money(minor, currency),
                compare_at_minor=compare_at_minor,
            )
        )
    assert await look_at(database, product_id) == before


async def test_a_variant_is_added_and_its_choice_is_its_own(database: Database) -> None:
    product_id = await create(database, teapot())
    seen = await look_at(database, product_id)

    async def add(sku: str, *choices: int) -> VariantId:
        variant = priced(sku, 17900, *choices)
        return await database.transact(
            lambda tx: catalog.add_variant(tx, actor=CLERK, product_id=product_id, variant=variant)
        )

    for sku, choices, refusal in (
        ("NEW", (0, 0), ChoiceTaken),
        ("POT-R-200", (1, 1), SkuTaken),
        ("NEW", (0, 2), InvalidInput),
        ("NEW", (0,), InvalidInput),
    ):
        with pytest.raises(refusal):
            await add(sku, *choices)
    assert await look_at(database, product_id) == seen
    await database.transact(
        lambda tx: catalog.add_option_value(
            tx, actor=CLERK, product_id=product_id, option_id=seen.options[1].id, names={"zh_CN": "500毫升"}
        )
    )
    added = await add("POT-B-500", 1, 2)
    async with database.reading() as reading:
        (line,) = await catalog.list_sale_lines(reading, variant_ids=[added], market="cn", language="zh_CN")
        (card,) = (await catalog.list_products(reading, market="cn", language="zh_CN", terms="500")).items
    assert (line.options_text, line.price, card.price_max) == (
        "墨黑 / 500毫升", Money(17900, "CNY"), Money(17900, "CNY")
    )  # fmt: skip


async def test_facts_and_names_of_variants_change(database: Database) -> None:
    product_id = await create(database, teapot())
    seen = await look_at(database, product_id)
    red, _red_large, black = seen.variants

    async def change(sku: str) -> None:
        await database.transact(
            lambda tx: catalog.change_variant(
                tx,
                actor=CLERK,
                product_id=product_id,
                variant_id=red.id,
                sku=sku,
                barcode="690",
                weight_grams=300,
                picture_id=None,
            )
        )

    with pytest.raises(SkuTaken):
        await change(black.sku)
    await change("POT-NEW")
    option = seen.options[1]
    await database.transact(
        lambda tx: catalog.name_options(
            tx,
            actor=CLERK,
            product_id=product_id,
            options={option.id: {"en": "Volume"}},
            values={option.values[0].id: {"en": "200 ml"}},
        )
    )
    async with database.reading() as reading:
        (line,) = await catalog.list_sale_lines(reading, variant_ids=[red.id], market="cn", language="en")
        page = await catalog.get_product(reading, slug=seen.slug, market="cn", language="en")
    assert (line.sku, line.options_text, line.weight_grams) == ("POT-NEW", "Red / 200 ml", 300)
    assert page.options[1].name == "Volume"


async def test_pictures_are_added_ordered_described_and_removed(database: Database) -> None:
    product_id = await create(database, teapot())
    red, *_ = await variant_ids(database, product_id)

    async def act(tx: Transaction) -> tuple[PictureId, PictureId]:
        ids = [
            await catalog.add_picture(
                tx, actor=CLERK, product_id=product_id, picture=PictureInput(stem, 1280, 960, {"en": stem})
            )
            for stem in ("p/aa/one", "p/bb/two")
        ]
        await catalog.change_variant(
            tx, actor=CLERK, product_id=product_id, variant_id=red, sku="POT-R-200", barcode="", weight_grams=1,
            picture_id=ids[0],
        )  # fmt: skip
        await catalog.order_pictures(tx, actor=CLERK, product_id=product_id, picture_ids=ids[::-1])
        return ids[0], ids[1]

    one, two = await database.transact(act)
    async with database.reading() as reading:
        page = await catalog.get_product(reading, slug="handmade-clay-teapot", market="cn", language="en")
        (card,) = (await catalog.list_products(reading, market="cn", language="en")).items
        (line,) = await catalog.list_sale_lines(reading, variant_ids=[red], market="cn", language="en")
    assert [picture.id for picture in page.pictures] == [two, one]
    assert page.pictures[1] == Picture(
        id=one,
        alt="p/aa/one",
        url="/files/p/aa/one-1280.webp",
        width=1280,
        height=960,
        srcset=", ".join(f"/files/p/aa/one-{width}.webp {width}w" for width in (320, 640, 960, 1280)),
    )
    assert page.variants[0].picture_id == one
    assert (card.picture_url, line.picture_url) == ("/files/p/bb/two-640.webp", "/files/p/aa/one-320.webp")

    with pytest.raises(PictureAlreadyThere):
        await database.transact(
            lambda tx: catalog.add_picture(
                tx, actor=CLERK, product_id=product_id, picture=PictureInput("p/aa/one", 1, 1)
            )
        )
    with pytest.raises(ProductChanged):
        await database.transact(
            lambda tx: catalog.order_pictures(tx, actor=CLERK, product_id=product_id, picture_ids=[one])
        )

    async def remove(tx: Transaction) -> None:
        await catalog.describe_picture(
            tx, actor=CLERK, product_id=product_id, picture_id=two, alts={"zh_CN": "壶", "en": " "}
        )
        await catalog.remove_picture(tx, actor=CLERK, product_id=product_id, picture_id=one)

    await database.transact(remove)
    left = await look_at(database, product_id)
    assert [(picture.id, picture.alts) for picture in left.pictures] == [(two, {"zh_CN": "壶"})]
    assert left.variants[0].picture_id is None
    with pytest.raises(PictureNotFound):
        await database.transact(
            lambda tx: catalog.remove_picture(tx, actor=CLERK, product_id=product_id, picture_id=one)
        )


async def test_availability_and_sales_are_pushed_down(database: Database) -> None:
    product_id = await create(database, teapot())
    red, red_large, _black = await variant_ids(database, product_id)

    async def tell(*facts: VariantAvailability) -> None:
        await database.transact(lambda tx: catalog.record_availability(tx, facts=facts))

    async def card() -> tuple[bool, int]:
        async with database.reading() as reading:
            (found,) = (await catalog.list_products(reading, market="cn", language="en")).items
        return found.is_available, found.sold_count

    await tell(VariantAvailability(red, True), VariantAvailability(VariantId(999), True))
    assert await card() == (True, 0)
    await tell(VariantAvailability(red, False), VariantAvailability(red_large, True))
    assert await card() == (True, 0)
    await tell(VariantAvailability(red_large, True), VariantAvailability(red_large, False))
    assert await card() == (False, 0)
    sold = [SoldQuantity(red, 3), SoldQuantity(red_large, 2)]
    await database.transact(lambda tx: catalog.record_sales(tx, facts=sold))
    assert await card() == (False, 5)
    await database.transact(lambda tx: catalog.record_sales(tx, facts=[SoldQuantity(red, -9)]))
    assert await card() == (False, 0)


async def test_a_retired_variant_is_never_available_again(database: Database) -> None:
    product_id = await create(database, teapot())
    red, *_ = await variant_ids(database, product_id)

    async def act(tx: Transaction) -> None:
        await catalog.record_availability(tx, facts=[VariantAvailability(red, True)])
        await catalog.retire_variant(tx, actor=CLERK, product_id=product_id, variant_id=red)
        await catalog.retire_variant(tx, actor=CLERK, product_id=product_id, variant_id=red)
        await catalog.record_availability(tx, facts=[VariantAvailability(red, True)])

    await database.transact(act)
    seen = (await look_at(database, product_id)).variants[0]
    assert (seen.is_retired, seen.is_available) == (True, False)
    with pytest.raises(VariantNotFound):
        await database.transact(
            lambda tx: catalog.set_price(tx, actor=CLERK, variant_id=red, market_code="cn", price=Money(1, "CNY"))
        )
