"""An imported product in the catalogue's own terms. Pure: nothing is read or written here."""

from collections.abc import Iterator, Mapping

import msgspec

from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import CategoryId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import (
    OptionInput,
    PriceInput,
    ProductInput,
    ProductTexts,
    RowMessage,
    VariantInput,
)
from shopwright.modules.catalog.importing.shopify import ImportedProduct, ImportedVariant
from shopwright.modules.catalog.rules import texts
from shopwright.platform.i18n import _


class Wanted(msgspec.Struct, frozen=True):
    """A product as the file wants it: checked, its body sanitised, its options with the values its variants use.

    `stems` tell for each picture of the file that was found, by its source, under which stem it is or will be kept.
    """

    source: ImportedProduct
    product: ProductInput
    stems: Mapping[str, str]


class Terms(msgspec.Struct, frozen=True):
    """In which language the file is written and for which market its prices are."""

    language: str
    market_code: str
    currency: str


def want(
    source: ImportedProduct, *, terms: Terms, category_id: CategoryId | None, stems: Mapping[str, str]
) -> Wanted | list[RowMessage]:
    """What the file wants of a product, or everything that keeps it from being wanted."""
    values = [_values(source, place) for place in range(len(source.options))]
    product = ProductInput(
        texts=ProductTexts(
            titles={terms.language: source.title},
            bodies=texts.clean_bodies({terms.language: source.body_html}),
            brand=source.vendor,
            category_id=category_id,
            tags=source.tags,
            slug=source.handle,
        ),
        options=tuple(
            OptionInput({terms.language: name}, tuple({terms.language: value} for value in values[place]))
            for place, name in enumerate(source.options)
        ),
        variants=tuple(_variant(variant, values, terms) for variant in source.variants),
    )
    wrong = _wrong(source, product)
    return wrong or Wanted(source, product, stems)


def _values(source: ImportedProduct, place: int) -> list[str]:
    """The values of one option in the order in which the variants bring them."""
    return list(dict.fromkeys(variant.option_values[place] for variant in source.variants))


def _variant(variant: ImportedVariant, values: list[list[str]], terms: Terms) -> VariantInput:
    """The variant with its price; a former price that is not above the price is none."""
    compare_at = variant.compare_at_minor
    return VariantInput(
        sku=variant.sku,
        choices=tuple(values[place].index(value) for place, value in enumerate(variant.option_values)),
        prices=(
            PriceInput(
                terms.market_code,
                Money(variant.price_minor, terms.currency),
                compare_at if compare_at is not None and compare_at > variant.price_minor else None,
            ),
        ),
        barcode=variant.barcode or "",
        weight_grams=variant.weight_grams or 0,
    )


def _wrong(source: ImportedProduct, product: ProductInput) -> list[RowMessage]:
    found = [
        RowMessage(source.first_line, field, error.sentence, dict(error.values))
        for refusal in _refusals(product)
        for field, error in refusal.fields.items()
    ]
    if len(source.pictures) > texts.PICTURE_COUNT_MAX:
        sentence = _("A product can have at most {limit} pictures.")
        found.append(RowMessage(source.first_line, "Image Src", sentence, {"limit": texts.PICTURE_COUNT_MAX}))
    return found


def _refusals(product: ProductInput) -> Iterator[InvalidInput]:
    try:
        texts.check_texts(product.texts)
    except InvalidInput as refusal:
        yield refusal
    try:
        texts.check_product(product)
    except InvalidInput as refusal:
        yield refusal
