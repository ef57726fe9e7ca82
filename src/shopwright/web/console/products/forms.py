"""The forms of the product pages, and how they become what the catalogue takes."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec

from shopwright.kernel.errors import FieldError
from shopwright.kernel.ids import CategoryId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    AttributeInput,
    EditableProduct,
    EditableVariant,
    ProductTexts,
    Words,
)
from shopwright.platform.http import Form
from shopwright.platform.http.fields import Amount, Key, Quantity, Text
from shopwright.platform.http.forms import amount_text

LANGUAGE_OF = {"zh": "zh_CN", "en": "en"}
"""The languages of product texts by the endings of their fields."""
BLANK_ATTRIBUTE_COUNT = 2
WEIGHT_GRAMS_MAX = 1_000_000
_SEPARATOR = re.compile(r"[,，、;；\n]+")
# What the catalogue calls a field, and where this page shows what is wrong with it.
_SHOWN_AT = {
    "titles": "title_zh",
    "subtitles": "subtitle_zh",
    "bodies": "body_zh",
    "compare_at_minor": "compare_at",
    "names": "name_zh",
    "alts": "alt_zh",
}
Line = Annotated[str, Text(most=255)]


class TextsForm(msgspec.Struct, frozen=True):
    """What is written about a product. An attribute is one place in each of the four lists."""

    version: Annotated[int, Key()]
    title_zh: Line = ""
    title_en: Line = ""
    subtitle_zh: Line = ""
    subtitle_en: Line = ""
    body_zh: Annotated[str, Text(most=100_000, is_long=True)] = ""
    body_en: Annotated[str, Text(most=100_000, is_long=True)] = ""
    brand: Line = ""
    category_id: Annotated[int | None, Key()] = None
    slug: Line = ""
    tags: Annotated[str, Text(most=2_000)] = ""
    attribute_name_zh: tuple[Line, ...] = ()
    attribute_value_zh: tuple[Annotated[str, Text(most=2_000)], ...] = ()
    attribute_name_en: tuple[Line, ...] = ()
    attribute_value_en: tuple[Annotated[str, Text(most=2_000)], ...] = ()


class VariantForm(msgspec.Struct, frozen=True):
    """What is known of one variant; the price may lack only where there never was one."""

    sku: Annotated[str, Text(least=1, most=255)]
    price: Annotated[Money | None, Amount()] = None
    compare_at: Annotated[Money | None, Amount()] = None
    barcode: Line = ""
    weight_grams: Annotated[int, Quantity(least=0, most=WEIGHT_GRAMS_MAX)] = 0
    picture_id: Annotated[int | None, Key()] = None


class NamesForm(msgspec.Struct, frozen=True):
    """A name in both languages."""

    name_zh: Line = ""
    name_en: Line = ""


def words(record: object, name: str) -> Words:
    """The words in every language that a parsed form has under `name`."""
    return {language: getattr(record, f"{name}_{end}") for end, language in LANGUAGE_OF.items()}


def to_texts(form: TextsForm) -> ProductTexts:
    """The form as the catalogue takes it."""
    bodies = {language: paragraphs(text) for language, text in words(form, "body").items()}
    return ProductTexts(
        titles=words(form, "title"),
        subtitles=words(form, "subtitle"),
        bodies=bodies,
        brand=form.brand,
        category_id=None if form.category_id is None else CategoryId(form.category_id),
        attributes=tuple(_attributes(form)),
        tags=tuple(split(form.tags)),
        slug=form.slug,
    )


def texts_values(product: EditableProduct) -> dict[str, Any]:
    """A product's texts as its form begins."""
    values: dict[str, Any] = {
        f"{name}_{end}": words_of.get(language, "")
        for name, words_of in (("title", product.titles), ("subtitle", product.subtitles), ("body", product.bodies))
        for end, language in LANGUAGE_OF.items()
    }
    for part in ("name", "value"):
        for end, language in LANGUAGE_OF.items():
            values[f"attribute_{part}_{end}"] = [
                getattr(line, f"{part}s").get(language, "") for line in product.attributes
            ]
    return values | {
        "version": str(product.version),
        "brand": product.brand,
        "category_id": "" if product.category_id is None else str(product.category_id),
        "slug": product.slug,
        "tags": ", ".join(product.tags),
    }


def text_as_kept(name: str, text: str) -> str:
    """A text of the form as saving would keep it, so that what was typed compares with what was saved."""
    line = text.replace("\r\n", "\n").strip()
    if name.startswith("body_"):
        return catalog.clean_body(paragraphs(line))
    return ", ".join(split(line)) if name == "tags" else line


def attribute_rows(values: Mapping[str, Any]) -> list[dict[str, str]]:
    """The rows of attributes to show, some empty ones at the end."""
    columns = [f"{part}_{end}" for end in LANGUAGE_OF for part in ("name", "value")]
    lists = {column: values.get(f"attribute_{column}", []) for column in columns}
    length = max(len(texts) for texts in lists.values())
    filled = [
        {column: texts[place] if place < len(texts) else "" for column, texts in lists.items()}
        for place in range(length)
    ]
    kept = [row for row in filled if any(row.values())]
    return kept + [dict.fromkeys(columns, "") for _ in range(BLANK_ATTRIBUTE_COUNT)]


def variant_values(variant: EditableVariant, market_code: str) -> dict[str, str]:
    """A variant as its row of the form begins."""
    price = next((one for one in variant.prices if one.market_code == market_code), None)
    compare_at = None if price is None else price.compare_at_minor
    return {
        "sku": variant.sku,
        "price": "" if price is None else amount_text(Money(price.price_minor, price.price_currency)),
        "compare_at": ""
        if price is None or compare_at is None
        else amount_text(Money(compare_at, price.price_currency)),
        "barcode": variant.barcode,
        "weight_grams": str(variant.weight_grams) if variant.weight_grams else "",
        "picture_id": "" if variant.picture_id is None else str(variant.picture_id),
    }


def row_of(form: Form, shape: type[msgspec.Struct], key: int) -> Form:
    """The part of a table's form that is one row: its fields are called `name-key`."""
    names = [field.name for field in msgspec.structs.fields(shape)]
    return Form({name: form.texts.get(f"{name}-{key}", ()) for name in names}, {})


def at_page(fields: Mapping[str, FieldError], *, key: int | None = None) -> dict[str, FieldError]:
    """The catalogue's wrong fields by the names that the page gives them, of the row `key` where there are rows."""
    end = "" if key is None else f"-{key}"
    return {_SHOWN_AT.get(name, name) + end: error for name, error in fields.items()}


def split(text: str) -> list[str]:
    """The parts of a list that somebody typed with commas, Chinese ones too."""
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def paragraphs(text: str) -> str:
    """Plain words become paragraphs; what holds a tag is taken as HTML, which the catalogue cleans."""
    if not text or "<" in text:
        return text
    parts = re.split(r"\n\s*\n", text)
    return "".join(f"<p>{html.escape(part.strip()).replace(chr(10), '<br>')}</p>" for part in parts if part.strip())


def _attributes(form: TextsForm) -> list[AttributeInput]:
    lists: Mapping[str, Sequence[str]] = {
        f"{part}_{end}": getattr(form, f"attribute_{part}_{end}") for end in LANGUAGE_OF for part in ("name", "value")
    }
    found = []
    for place in range(max(len(texts) for texts in lists.values())):
        row = {column: texts[place] if place < len(texts) else "" for column, texts in lists.items()}
        names = {language: row[f"name_{end}"] for end, language in LANGUAGE_OF.items()}
        values = {language: row[f"value_{end}"] for end, language in LANGUAGE_OF.items()}
        if any(names.values()) or any(values.values()):
            found.append(AttributeInput(names, values))
    return found
