"""Writes the demo catalogue from its texts and the pictures there are: `python scripts/studio/write_catalogue.py`.

Reads `range.csv` and `texts/`, looks which pictures lie in the catalogue's folder, and writes `zh_CN.csv`,
`facts_zh_CN.csv`, `translations_en.csv` and `brand.json`. What has no picture yet is left out: a colour, a
product, a scene. The same texts and pictures always give the same files. `--prune` removes the pictures that neither
the range nor the brand plans; `--check` writes nothing and fails when the files do not say what the texts say of the
pictures that they name.
"""

import csv
import io
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TEXTS = HERE / "texts"
CATALOGUE = HERE.parents[1] / "src" / "shopwright" / "demo" / "catalogue"
PICTURES = CATALOGUE / "pictures"
BARCODES = "barcodes.txt"
FACTS = "facts.txt"
VENDOR = ("汀禾", "Tinghe")
VIEWS: dict[str, tuple[str, str]] = {"use": ("", ""), "detail": ("近看", "a closer look")}
UNITS = {"毫升": "ml", "升": "l", "厘米": "cm", "克": "g"}
COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published", "Option1 Name",
    "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams",
    "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service",
    "Variant Price", "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable", "Variant Barcode",
    "Image Src", "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description", "Variant Image",
    "Variant Weight Unit", "Variant Tax Code", "Cost per item", "Status",
)  # fmt: skip

Row = dict[str, str]
Table = Mapping[str, Any]


@dataclass(frozen=True)
class Picture:
    """A picture of a product, and what it shows beside the product itself, in Chinese and in English."""

    stem: str
    shows: tuple[str, str]

    @property
    def source(self) -> str:
        """Where the catalogue's files name it."""
        return f"pictures/{self.stem}.webp"


@dataclass(frozen=True)
class Variant:
    """One line of a product's table of variants: the option values as they are written there, and the facts."""

    values: tuple[str, ...]
    sku: str
    grams: str
    stock: str
    price: str
    compare_at: str


@dataclass(frozen=True)
class Product:
    """A product with its pictures, the main one first; `photographs` are those by colour."""

    handle: str
    category: str
    titles: tuple[str, str]
    bodies: tuple[str, str]
    tags: tuple[str, ...]
    options: tuple[str, ...]
    variants: tuple[Variant, ...]
    names: Mapping[str, tuple[str, str]]
    photographs: Mapping[str, Picture]
    pictures: tuple[Picture, ...]
    facts: Mapping[str, tuple[str, str]]

    def value(self, written: str) -> str:
        """An option value in Chinese; a colour is written by its key."""
        return self.names[written][0] if written in self.names else written

    def picture_of(self, variant: Variant) -> Picture:
        """The picture of a variant's colour, else the only one there is."""
        return next((self.photographs[one] for one in variant.values if one in self.photographs), self.pictures[0])


def read_range(there: frozenset[str]) -> list[Product]:
    """The products of which there is a picture, in the order of the range."""
    texts = _read_texts()
    plans = _read_plans()
    if {plan["handle"] for plan in plans} != set(texts):
        raise SystemExit("range.csv and the texts do not name the same products")
    words = _read_toml("words.toml")
    products = [_product(plan, texts[plan["handle"]], words, there=there) for plan in plans]
    return [product for product in products if product.pictures]


def _read_plans() -> list[Row]:
    with (HERE / "range.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _read_texts() -> dict[str, Table]:
    """What is told of every product, by handle."""
    paths = sorted(TEXTS.glob("[0-9]*.toml"))
    return {told["handle"]: told for path in paths for told in _read_toml(path.name)["product"]}


def _read_toml(name: str) -> dict[str, Any]:
    path = TEXTS / name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _product(plan: Row, told: Table, words: Table, *, there: frozenset[str]) -> Product:
    colours = plan["colours"].split(";")
    names = {key: (zh, en) for key, (zh, en) in words["colours"].items() if key in colours}
    names |= {key: (zh, words["values"][zh]) for key, zh in told.get("names", {}).items()}
    photographs = dict(_photographs(plan["handle"], colours, names, there))
    variants = [_variant(line) for line in told["variants"].strip().splitlines()]
    return Product(
        handle=plan["handle"],
        category=plan["category"],
        titles=(plan["name_zh"], plan["name_en"]),
        bodies=(_html(told["zh"]), _html(told["en"])),
        tags=tuple(told["tags"].split()),
        options=tuple(told["options"].split()),
        variants=tuple(
            one for one in variants if all(value in photographs for value in one.values if value in colours)
        ),
        names=names,
        photographs=photographs,
        pictures=tuple(_gallery(plan, photographs, there)),
        facts=_read_facts()[plan["handle"]],
    )


@cache
def _read_facts() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """The subtitle and the specification of every product, by field, in both languages."""
    found = {}
    for line in (TEXTS / FACTS).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        handle, zh, en, made_zh, made_en, *rest = (cell.strip() for cell in line.split("|"))
        is_food = len(rest) == 2  # noqa: PLR2004 - a place of origin has a name in each language, a size has not.
        size = (rest[0].replace(" cm", " 厘米"), rest[0])
        found[handle] = {
            "subtitle": (zh, en),
            ("attribute:配料" if is_food else "attribute:材质"): (made_zh, made_en),
            ("attribute:产地" if is_food else "attribute:尺寸"): (rest[0], rest[1]) if is_food else size,
        }
    return found


def _photographs(
    handle: str,
    colours: Sequence[str],
    names: Mapping[str, tuple[str, str]],
    there: frozenset[str],
) -> Iterator[tuple[str, Picture]]:
    """The picture of every colour that has one."""
    for colour in colours:
        if f"{handle}-{colour}" in there:
            shows = names.get(colour, ("", "")) if len(colours) > 1 else ("", "")
            yield colour, Picture(f"{handle}-{colour}", shows)


def _gallery(plan: Row, photographs: Mapping[str, Picture], there: frozenset[str]) -> Iterator[Picture]:
    """All pictures in the order of the product page: the first colour, the product in use, closer, other colours."""
    if not photographs:
        return
    first, *others = photographs.values()
    yield first
    shown = VIEWS | {"use": tuple(_read_toml("uses.toml")[plan["handle"]])} if "use" in plan["views"] else VIEWS
    for view in plan["views"].split(";"):
        if f"{plan['handle']}-{view}" in there:
            yield Picture(f"{plan['handle']}-{view}", shown[view])
    yield from others


def _variant(line: str) -> Variant:
    *values, sku, grams, stock, price, compare_at = (cell.strip() for cell in line.split("|"))
    prices = [f"{amount}.00" if amount else "" for amount in (price, compare_at)]
    return Variant(tuple(values), sku, grams, stock, prices[0], prices[1])


def _html(text: str) -> str:
    """Paragraphs by the line; lines that begin with a dash are one list."""
    html = "".join(
        f"<li>{line.removeprefix('- ')}</li>" if line.startswith("- ") else f"<p>{line}</p>"
        for line in text.strip().splitlines()
    )
    return re.sub(r"(<li>.*</li>)", r"<ul>\1</ul>", html)


def list_skus() -> list[str]:
    """Every SKU of the range in the order of its barcode: those of `barcodes.txt`, then new ones."""
    known = (TEXTS / BARCODES).read_text(encoding="utf-8").split()
    planned = [_variant(line).sku for told in _read_texts().values() for line in told["variants"].strip().splitlines()]
    return known + [sku for sku in planned if sku not in set(known)]


def number_barcodes(skus: Sequence[str]) -> dict[str, str]:
    """EAN-13 by SKU, of the range for use inside a shop: the SKU's line in `barcodes.txt`."""
    return {sku: _barcode(number) for number, sku in enumerate(skus, start=1)}


def _barcode(number: int) -> str:
    digits = f"20{number:010d}"
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"


def write_goods(products: Iterable[Product], barcodes: Mapping[str, str]) -> str:
    """The products as a Shopify export."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for product in products:
        writer.writerows(_rows(product, barcodes))
    return stream.getvalue()


def _rows(product: Product, barcodes: Mapping[str, str]) -> Iterator[Row]:
    """A row a variant, with one picture each; pictures that are left over have rows of their own."""
    pairs = zip_longest(product.variants, product.pictures)
    for place, (variant, picture) in enumerate(pairs, start=1):
        row = {"Handle": product.handle}
        if place == 1:
            row |= _head(product)
        if variant is not None:
            row |= _sold(product, variant, barcodes)
        if picture is not None:
            alt = "，".join(part for part in (product.titles[0], picture.shows[0]) if part)
            row |= {"Image Src": picture.source, "Image Position": str(place), "Image Alt Text": alt}
        yield row


def _head(product: Product) -> Row:
    return {
        "Title": product.titles[0],
        "Body (HTML)": product.bodies[0],
        "Vendor": VENDOR[0],
        "Product Category": product.category,
        "Type": product.category,
        "Tags": ", ".join(product.tags),
        "Published": "true",
        "Gift Card": "false",
        "Status": "active",
        **{f"Option{place} Name": option for place, option in enumerate(product.options, start=1)},
    }


def _sold(product: Product, variant: Variant, barcodes: Mapping[str, str]) -> Row:
    values = enumerate(variant.values, start=1)
    return {
        **{f"Option{place} Value": product.value(value) for place, value in values},
        "Variant SKU": variant.sku,
        "Variant Grams": variant.grams,
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": variant.stock,
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": variant.price,
        "Variant Compare At Price": variant.compare_at,
        "Variant Requires Shipping": "true",
        "Variant Taxable": "true",
        "Variant Barcode": barcodes[variant.sku],
        "Variant Image": product.picture_of(variant).source,
        "Variant Weight Unit": "g",
    }


def write_english(products: Sequence[Product]) -> str:
    """The English of every word and text that the goods use, shared words first."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("Handle", "Field", "Text"))
    shared = _shared_words(products)
    kinds = ("vendor", "category", "attribute", "option", "value", "tag")
    writer.writerows(("*", field, shared[field]) for kind in kinds for field in shared if field.startswith(f"{kind}:"))
    for product in products:
        writer.writerow((product.handle, "title", product.titles[1]))
        writer.writerow((product.handle, "body_html", product.bodies[1]))
        writer.writerows((product.handle, field, english) for field, (_, english) in product.facts.items())
        for picture in product.pictures:
            alt = ", ".join(part for part in (product.titles[1], picture.shows[1]) if part)
            writer.writerow((product.handle, f"alt:{picture.source}", alt))
    return stream.getvalue()


def write_facts(products: Iterable[Product]) -> str:
    """What a Shopify export has no column for, in Chinese: subtitles and specifications."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("Handle", "Field", "Text"))
    for product in products:
        writer.writerows((product.handle, field, chinese) for field, (chinese, _) in product.facts.items())
    return stream.getvalue()


def _shared_words(products: Iterable[Product]) -> dict[str, str]:
    words = _read_toml("words.toml")
    shared: dict[str, str] = {f"vendor:{VENDOR[0]}": VENDOR[1]}
    for product in products:
        shared[f"category:{product.category}"] = words["categories"][product.category]
        shared |= {field: words["attributes"][field] for field in product.facts if field in words["attributes"]}
        shared |= {f"option:{option}": words["options"][option] for option in product.options}
        for variant in product.variants:
            shared |= {f"value:{product.value(one)}": _english_value(product, one, words) for one in variant.values}
        shared |= {f"tag:{tag}": words["tags"][tag] for tag in product.tags}
    return shared


def _english_value(product: Product, written: str, words: Table) -> str:
    if written in product.names:
        return product.names[written][1]
    if written in words["values"]:
        return str(words["values"][written])
    figure, _, unit = written.rpartition(" ")
    return f"{figure} {UNITS[unit]}"


def list_named_stems() -> set[str]:
    """The pictures that the written files name now."""
    written = "".join((CATALOGUE / name).read_text(encoding="utf-8") for name in ("zh_CN.csv", "brand.json"))
    return set(re.findall(r"pictures/([\w-]+)\.webp", written))


def list_planned_stems() -> set[str]:
    """The pictures that the range and the brand plan; one that is not used yet waits for its product."""
    stems = {one["picture"] for one in _read_toml("brand.toml")["scenes"]}
    for plan in _read_plans():
        stems |= {f"{plan['handle']}-{kind}" for kind in (*plan["colours"].split(";"), *VIEWS)}
    return stems


def list_scenes(products: Iterable[Product], there: frozenset[str]) -> list[dict[str, Any]]:
    """The scenes of the home page whose picture and category there are."""
    categories = {product.category for product in products}
    scenes: list[dict[str, Any]] = _read_toml("brand.toml")["scenes"]
    return [one for one in scenes if one["picture"] in there and one["category"] in categories]


def write_brand(scenes: Iterable[Table]) -> str:
    """The brand's words and scenes."""
    brand = _read_toml("brand.toml")
    told = {key: brand[key] for key in ("name", "tagline", "story")}
    told["scenes"] = [{**one, "picture": f"pictures/{one['picture']}.webp"} for one in scenes]
    written = json.dumps(told, ensure_ascii=False, indent=2)
    # A short sentence and its English stand on one line, as one writes them by hand.
    return re.sub(r'\{\n\s+("zh_CN": .{,80}),\n\s+("en": .*)\n\s+\}', r"{\1, \2}", written) + "\n"


def main() -> None:
    """Write the files, or look whether they are as they should be, and say what they hold."""
    there = frozenset(path.stem for path in PICTURES.glob("*.webp"))
    if "--check" in sys.argv:
        there &= list_named_stems()
    products = read_range(there)
    skus, scenes = list_skus(), list_scenes(products, there)
    wanted = {
        TEXTS / BARCODES: "".join(f"{sku}\n" for sku in skus),
        CATALOGUE / "zh_CN.csv": write_goods(products, number_barcodes(skus)),
        CATALOGUE / "facts_zh_CN.csv": write_facts(products),
        CATALOGUE / "translations_en.csv": write_english(products),
        CATALOGUE / "brand.json": write_brand(scenes),
    }
    stale = [path for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        raise SystemExit(", ".join(f"{path.name} is not as its texts and pictures say" for path in stale) or 0)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    used = {*(one["picture"] for one in scenes), *(one.stem for product in products for one in product.pictures)}
    if "--prune" in sys.argv:
        for stem in sorted(there - used - list_planned_stems()):
            (PICTURES / f"{stem}.webp").unlink()
    variant_count = sum(len(product.variants) for product in products)
    print(f"{len(products)} products, {variant_count} variants, {len(used)} pictures, {len(there - used)} unused")


if __name__ == "__main__":
    main()
