import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from shopwright.demo import CATALOGUE
from shopwright.modules.catalog.importing.shopify import ImportedProduct, read_products
from shopwright.modules.catalog.importing.shopify_rows import open_source

ROOT = Path(__file__).parents[3]
CATEGORIES = ["茶器", "茶与食", "餐具", "厨房", "花器", "香与灯", "布艺与木作", "文具与书桌"]
# What the advertising law of China forbids to say, and what food must not promise.
BOASTS = re.compile("最|第一|国家级|顶级|极致|唯一|首选|绝对|永久|万能|功效|养生|保健|治疗")


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


@cache
def facts() -> dict[tuple[str, str], str]:
    """What stands in Chinese beside the export: subtitles and specifications."""
    with (CATALOGUE / "facts_zh_CN.csv").open(encoding="utf-8", newline="") as file:
        return {(row["Handle"], row["Field"]): row["Text"] for row in csv.DictReader(file)}


def scenes() -> list[str]:
    brand = json.loads((CATALOGUE / "brand.json").read_text(encoding="utf-8"))
    return [scene["picture"] for scene in brand["scenes"]]


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>|\s", "", html)


def test_the_range_stands_in_the_order_of_its_categories() -> None:
    categories = [category for product in products() for category in product.category]
    assert categories == sorted(categories, key=CATEGORIES.index)
    assert len(categories) == len(products()) == 64
    assert {product.vendor for product in products()} == {"汀禾"}
    skus = [variant.sku for product in products() for variant in product.variants]
    assert len(skus) == len(set(skus)) == 225


@pytest.mark.parametrize("script", ["write_catalogue.py", "write_sizes.py"])
def test_the_files_are_what_the_texts_and_pictures_give(script: str) -> None:
    written = subprocess.run(  # noqa: S603 - our own script, with arguments of our own.
        [sys.executable, ROOT / "scripts" / "studio" / script, "--check"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (written.returncode, written.stderr) == (0, "")


def sizes_script(catalogue: Path, *options: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own script, with arguments of our own.
        [sys.executable, ROOT / "scripts" / "studio" / "write_sizes.py", "--catalogue", catalogue, *options],
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stderr.removesuffix(": run scripts/studio/write_sizes.py\n")


def test_a_size_that_is_not_what_its_name_says_is_found_and_made_anew(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (400, 40), "teal").save(tmp_path / "pictures" / "cup.webp")
    assert sizes_script(tmp_path, "--check") == "3 sizes are to be made, 0 left over, the recipe has changed"
    assert sizes_script(tmp_path) == ""
    made = {path: path.read_bytes() for path in (tmp_path / "sizes").rglob("*.*") if path.is_file()}
    # The largest WebP is the photograph itself.
    found = {path.name.rpartition("-")[2]: path for path in made}
    assert sorted(found) == ["320.avif", "320.webp", "400.avif", "recipe.json"]
    avif, narrow_avif, narrow_webp, recipe = (
        found[name] for name in ("400.avif", "320.avif", "320.webp", "recipe.json")
    )
    avif.write_bytes(made[narrow_avif])
    narrow_avif.write_bytes(b"")
    narrow_webp.unlink()
    narrow_webp.with_stem("nobodys").touch()
    assert sizes_script(tmp_path, "--check") == "3 sizes are to be made, 1 left over"
    assert sizes_script(tmp_path) == ""
    assert {path: path.read_bytes() for path in (tmp_path / "sizes").rglob("*.*") if path.is_file()} == made
    recipe.write_text(recipe.read_text().replace("80", "79"))
    assert sizes_script(tmp_path, "--check") == "3 sizes are to be made, 0 left over, the recipe has changed"


def test_texts_are_worth_reading_and_plain() -> None:
    for product in products():
        assert set(re.findall(r"<(/?\w+)[^>]*>", product.body_html)) == {"p", "/p", "ul", "/ul", "li", "/li"}
        assert 80 <= len(plain(product.body_html)) <= 260, product.handle
        assert BOASTS.findall(product.title + product.body_html) == [], product.handle


def test_stock_and_prices_show_every_state() -> None:
    variants = [variant for product in products() for variant in product.variants]
    stock = [variant.stock or 0 for variant in variants]
    assert stock.count(0) >= 1
    assert sum(1 for one in stock if 0 < one <= 5) >= 6
    assert sum(1 for one in stock if one > 5) > len(stock) * 0.8
    reduced = [variant for variant in variants if variant.compare_at_minor is not None]
    assert len(variants) * 0.2 < len(reduced) < len(variants) * 0.5
    assert [variant.sku for variant in reduced if (variant.compare_at_minor or 0) <= variant.price_minor] == []


def test_barcodes_are_of_the_range_inside_a_shop_and_correct() -> None:
    for product in products():
        for variant in product.variants:
            digits = [int(sign) for sign in variant.barcode or ""]
            weighted = sum(digit * (3 if index % 2 else 1) for index, digit in enumerate(digits))
            assert (len(digits), digits[:2], weighted % 10) == (13, [2, 0], 0), variant.sku


def test_every_product_has_a_subtitle_and_a_specification() -> None:
    for product in products():
        told = {field for handle, field in facts() if handle == product.handle}
        assert told in (
            {"subtitle", "attribute:材质", "attribute:尺寸"},
            {"subtitle", "attribute:配料", "attribute:产地"},
        ), product.handle
        assert len(facts()[product.handle, "subtitle"]) <= 20
    assert {handle for handle, _ in facts()} == {product.handle for product in products()}


def wanted_translations() -> Iterator[tuple[str, str]]:
    for product in products():
        yield product.handle, "title"
        yield product.handle, "body_html"
        yield from (key for key in facts() if key[0] == product.handle)
        yield from ((product.handle, f"alt:{picture.source}") for picture in product.pictures)
        yield "*", f"vendor:{product.vendor}"
        yield from (("*", field) for handle, field in facts() if handle == product.handle and ":" in field)
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
    there = {f"pictures/{path.name}" for path in (CATALOGUE / "pictures").glob("*.webp")}
    assert used <= there
    # A picture that waits for its product to be written was planned.
    with (ROOT / "scripts" / "studio" / "range.csv").open(encoding="utf-8", newline="") as file:
        planned = tuple(f"pictures/{row['handle']}-" for row in csv.DictReader(file))
    assert [source for source in there - used if not source.startswith((*planned, "pictures/scene-"))] == []


@pytest.mark.parametrize("product", products(), ids=lambda product: product.handle)
def test_pictures_of_goods_are_square_and_their_alternatives_told(product: ImportedProduct) -> None:
    for picture in product.pictures:
        with Image.open(CATALOGUE / picture.source) as image:
            assert (image.format, image.width) == ("WEBP", image.height)
            assert image.width >= 900
        assert picture.alt.startswith(product.title)


def test_scenes_are_wide_and_the_whole_set_is_small() -> None:
    for scene in scenes():
        with Image.open(CATALOGUE / scene) as image:
            assert (image.format, image.width * 9) == ("WEBP", image.height * 16)
            assert image.width >= 1000
    assert sum(path.stat().st_size for path in (CATALOGUE / "pictures").glob("*.webp")) < 40_000_000
