"""Fills a shop with the demo catalogue: the products as a merchant would import them, then their English."""

import csv
from collections.abc import Mapping
from pathlib import Path

from shopwright.demo.pictures import store_demo_pictures
from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import AttributeInput, EditableProduct, ImportReport, ProductTexts, Words
from shopwright.modules.catalog.public import OnProgress, OnStock
from shopwright.modules.markets import public as markets
from shopwright.platform.db import Database, Transaction
from shopwright.platform.files import FileStore, picture_stem

FOLDER = Path(__file__).parent / "catalogue"
LANGUAGE = "zh_CN"
TRANSLATED = "en"
LOADER = Actor.system("demo")
_EVERYWHERE = "*"
_ATTRIBUTE = "attribute:"
_VENDOR = "vendor:"

Translations = Mapping[str, Mapping[str, str]]
"""English texts by handle (`*` for words that stand in many places) and by field, such as `title` or `value:月白`."""


async def load_demo_catalogue(
    database: Database,
    files: FileStore,
    *,
    on_progress: OnProgress | None = None,
    on_stock: OnStock | None = None,
) -> ImportReport:
    """Import the demo catalogue in Chinese. Twice is once: what is there already is left as it is.

    Takes some seconds, then all products appear at once; their pictures were made beforehand. `on_stock` is told the
    opening stock, in the transaction that creates the variants.
    """
    await store_demo_pictures(files)
    async with database.reading() as reading:
        market = await markets.get_default_market(reading)
    source = FOLDER / "zh_CN.csv"
    with catalog.open_source(source.open("rb")) as stream:
        return await catalog.import_catalogue(
            database,
            actor=LOADER,
            files=files,
            stream=stream,
            pictures_folder=FOLDER,
            market=market,
            language=LANGUAGE,
            on_progress=on_progress,
            on_stock=on_stock,
        )


async def translate_demo_catalogue(database: Database) -> None:
    """Write what the import could not: subtitles, specifications, and the English of everything.

    Twice is once, and half is made whole.
    """
    facts = read_translations(FOLDER / f"facts_{LANGUAGE}.csv")
    await translate(database, read_translations(FOLDER / f"translations_{TRANSLATED}.csv"), facts=facts)


def read_translations(path: Path) -> Translations:
    """The texts of a translation file, whose columns are Handle, Field and Text."""
    found: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["Handle"], {})[row["Field"]] = row["Text"]
    return found


async def translate(database: Database, translations: Translations, *, facts: Translations) -> None:
    """Write the English of every category and product, and the Chinese `facts` of products, one transaction each."""
    words = translations[_EVERYWHERE]
    async with database.reading() as reading:
        categories = await catalog.list_categories(reading, language=LANGUAGE)
        handles = [handle for handle in translations if handle != _EVERYWHERE]
        products = await catalog.list_products_by_slug(reading, slugs=handles)
    for category in categories:
        if f"category:{category.name}" in words:
            await _translate_category(database, category.id, words[f"category:{category.name}"])
    await database.transact(lambda tx: _name_brands(tx, words))
    stems = {
        f"alt:pictures/{path.name}": picture_stem(path.read_bytes()) for path in (FOLDER / "pictures").glob("*.webp")
    }
    for product in products:
        told = _texts(product, translations[product.slug], facts.get(product.slug, {}), words)
        await _translate_product(database, product, words, told, _named_pictures(translations[product.slug], stems))


def _named_pictures(own: Mapping[str, str], stems: Mapping[str, str]) -> Mapping[str, str]:
    """The English alternative by the stem of the stored picture."""
    return {stems[field]: text for field, text in own.items() if field in stems}


async def _name_brands(tx: Transaction, words: Mapping[str, str]) -> None:
    for name in [field.removeprefix(_VENDOR) for field in words if field.startswith(_VENDOR)]:
        names = {LANGUAGE: name, TRANSLATED: words[_VENDOR + name]}
        await catalog.name_brand(tx, actor=LOADER, name=name, names=names)


async def _translate_category(database: Database, category_id: CategoryId, name: str) -> None:
    async def act(tx: Transaction) -> None:
        category = await catalog.get_category_for_staff(tx, category_id=category_id)
        await catalog.change_category(
            tx,
            actor=LOADER,
            category_id=category.id,
            names=category.names | {TRANSLATED: name},
            parent_id=category.parent_id,
            slug=catalog.slug_from({TRANSLATED: name}) or category.slug,
            position=category.position,
            picture_key=category.picture_key,
        )

    await database.transact(act)


async def _translate_product(
    database: Database,
    product: EditableProduct,
    words: Mapping[str, str],
    written: ProductTexts,
    alt_of: Mapping[str, str],
) -> None:
    async def act(tx: Transaction) -> None:
        await catalog.change_product(tx, actor=LOADER, product_id=product.id, version=product.version, written=written)
        await catalog.name_options(
            tx,
            actor=LOADER,
            product_id=product.id,
            options=_named({option.id: option.names for option in product.options}, "option", words),
            values=_named(
                {value.id: value.names for option in product.options for value in option.values}, "value", words
            ),
        )
        for picture in product.pictures:
            if picture.file_key in alt_of:
                alts = picture.alts | {TRANSLATED: alt_of[picture.file_key]}
                await catalog.describe_picture(
                    tx, actor=LOADER, product_id=product.id, picture_id=picture.id, alts=alts
                )

    await database.transact(act)


def _texts(
    product: EditableProduct, own: Mapping[str, str], facts: Mapping[str, str], words: Mapping[str, str]
) -> ProductTexts:
    specification = tuple(
        AttributeInput(
            names={LANGUAGE: field.removeprefix(_ATTRIBUTE), TRANSLATED: words[field]},
            values={LANGUAGE: text, TRANSLATED: own[field]},
        )
        for field, text in facts.items()
        if field.startswith(_ATTRIBUTE)
    )
    subtitles = product.subtitles | ({LANGUAGE: facts["subtitle"]} if "subtitle" in facts else {})
    return ProductTexts(
        titles=_with(product.titles, own.get("title")),
        subtitles=_with(subtitles, own.get("subtitle")),
        bodies=_with(product.bodies, own.get("body_html")),
        brand=product.brand,
        category_id=product.category_id,
        attributes=specification or product.attributes,
        tags=product.tags,
        slug=product.slug,
    )


def _with(words: Words, text: str | None) -> Words:
    return words | {TRANSLATED: text} if text else words


def _named(names_of: Mapping[int, Words], kind: str, words: Mapping[str, str]) -> dict[int, Words]:
    """For each id whose Chinese name has an English one: that one."""
    return {
        key: {TRANSLATED: words[f"{kind}:{names[LANGUAGE]}"]}
        for key, names in names_of.items()
        if f"{kind}:{names[LANGUAGE]}" in words
    }
