import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.kit.demo_range import count_demo_products

from shopwright.demo.load import load_demo_catalogue, translate_demo_catalogue
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import OpeningStock
from shopwright.platform.db import Database, Transaction
from shopwright.platform.files import FileStore


@pytest.mark.slow
async def test_the_demo_fills_an_empty_shop_in_both_languages(database: Database, tmp_path: Path) -> None:
    told: list[OpeningStock] = []

    async def on_stock(_tx: Transaction, facts: Sequence[OpeningStock]) -> None:
        told.extend(facts)

    count = count_demo_products()
    report = await load_demo_catalogue(database, FileStore(tmp_path), on_stock=on_stock)
    assert (report.errors, report.warnings, report.created_count) == ((), (), count)
    again = await load_demo_catalogue(database, FileStore(tmp_path))
    assert (again.errors, again.created_count, again.changed_count, again.unchanged_count) == ((), 0, 0, count)
    await translate_demo_catalogue(database)
    assert {fact.quantity > 0 for fact in told} == {True}
    async with database.reading() as reading:
        english = await catalog.list_products(reading, market="cn", language="en", limit=100)
        chinese = await catalog.list_products(reading, market="cn", language="zh_CN", limit=100)
        categories = await catalog.list_categories(reading, language="en")
        pages = [
            await catalog.get_product(reading, slug=card.slug, market="cn", language="en") for card in english.items
        ]
    assert len(english.items) == len(chinese.items) == count
    assert all(category.name.isascii() and category.slug.isascii() for category in categories)
    assert all(card.title.isascii() and card.picture_url for card in english.items)
    assert not any(card.title.isascii() for card in chinese.items)
    for page in pages:
        names = [option.name for option in page.options] + [value.name for o in page.options for value in o.values]
        assert not any(re.search("[一-鿿]", name) for name in names), names
        assert page.body_html.isascii() or "<p>" in page.body_html
        assert page.subtitle
        specification = [word for line in page.attributes for word in (line.name, line.value)]
        assert page.brand_name.isascii()
        assert len(specification) == 4
        assert not any(re.search("[一-鿿]", word) for word in [page.subtitle, *specification])
        assert all(picture.alt.isascii() for picture in page.pictures)
