import csv
import json
import re
from collections.abc import Iterator
from functools import cache

import pytest
from PIL import Image

from shopwright.demo import CATALOGUE
from shopwright.modules.catalog.importing.shopify import ImportedProduct, read_products
from shopwright.modules.catalog.importing.shopify_rows import open_source

CATEGORIES = {"茶器": 5, "茶叶": 4, "餐具": 4, "花器": 3, "香与灯": 4, "布艺与木作": 4}


@cache
def products() -> tuple[ImportedProduct, ...]:
    with open_source((CATALOGUE / "zh_CN.csv").open("rb")) as stream:
        found = list(read_products(stream, currency="CNY"))
    goods = [item for item in found if isinstance(item, ImportedProduct)]
    assert found == goods
    return tuple(goods)


@cache
def translations() -> dict[tuple[str, str], str]:
    with (CATALOGUE / "translations_en.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = {(row["Handle"], row["Field"]): row["Text"] for row in rows}
    assert len(texts) == len(rows)
    return texts


def scenes() -> list[str]:
    brand = json.loads((CATALOGUE / "brand.json").read_text(encoding="utf-8"))
    return [scene["picture"] for scene in brand["scenes"]]


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", html)


def test_there_are_24_products_in_six_categories_and_70_variants() -> None:
    counts = dict.fromkeys(CATEGORIES, 0)
    for product in products():
        (category,) = product.category
        counts[category] += 1
    assert counts == CATEGORIES
    assert sum(len(product.variants) for product in products()) == 70
    assert {product.vendor for product in products()} == {"汀禾"}


def test_texts_are_worth_reading_and_plain() -> None:
    for product in products():
        assert set(re.findall(r"<(/?\w+)[^>]*>", product.body_html)) == {"p", "/p", "ul", "/ul", "li", "/li"}
        assert 80 <= len(plain(product.body_html)) <= 150, product.handle


def test_stock_and_prices_show_every_state() -> None:
    variants = [variant for product in products() for variant in product.variants]
    assert [variant.sku for variant in variants if variant.stock == 0] == ["TH-TC-RUS"]
    assert sum(1 for variant in variants if variant.stock is not None and 0 < variant.stock <= 5) == 6
    reduced = [variant for variant in variants if variant.compare_at_minor is not None]
    assert len(reduced) == 21
    assert [variant.sku for variant in reduced if (variant.compare_at_minor or 0) <= variant.price_minor] == []


def test_barcodes_are_of_the_range_inside_a_shop_and_correct() -> None:
    for product in products():
        for variant in product.variants:
            digits = [int(sign) for sign in variant.barcode or ""]
            weighted = sum(digit * (3 if index % 2 else 1) for index, digit in enumerate(digits))
            assert (len(digits), digits[:2], weighted % 10) == (13, [2, 0], 0), variant.sku


def wanted_translations() -> Iterator[tuple[str, str]]:
    for product in products():
        yield product.handle, "title"
        yield product.handle, "body_html"
        yield from ((product.handle, f"alt:{picture.source}") for picture in product.pictures)
        yield "*", f"vendor:{product.vendor}"
        yield from (("*", f"category:{part}") for part in product.category)
        yield from (("*", f"tag:{tag}") for tag in product.tags)
        yield from (("*", f"option:{option}") for option in product.options)
        yield from (("*", f"value:{value}") for variant in product.variants for value in variant.option_values)


def test_every_word_has_its_english_and_nothing_is_left_over() -> None:
    assert set(translations()) == set(wanted_translations())
    assert [key for key, text in translations().items() if not text or re.search(r"[一-鿿]", text)] == []


def test_a_translated_body_has_the_same_shape() -> None:
    for product in products():
        english = translations()[product.handle, "body_html"]
        assert re.findall(r"</?\w+>", english) == re.findall(r"</?\w+>", product.body_html), product.handle


def test_every_picture_is_there_and_none_without_use() -> None:
    used = {picture.source for product in products() for picture in product.pictures} | set(scenes())
    there = {f"pictures/{path.name}" for path in (CATALOGUE / "pictures").iterdir()}
    assert there == used
    assert len(there) == 68


@pytest.mark.parametrize("product", products(), ids=lambda product: product.handle)
def test_pictures_of_goods_are_square_and_their_alternatives_told(product: ImportedProduct) -> None:
    for picture in product.pictures:
        with Image.open(CATALOGUE / picture.source) as image:
            assert (image.format, image.size) == ("WEBP", (1000, 1000))
        assert picture.alt.startswith(product.title)


def test_scenes_are_wide_and_the_whole_set_is_small() -> None:
    for scene in scenes():
        with Image.open(CATALOGUE / scene) as image:
            assert (image.format, image.size) == ("WEBP", (1600, 900))
    assert sum(path.stat().st_size for path in (CATALOGUE / "pictures").iterdir()) < 6_000_000
