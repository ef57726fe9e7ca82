"""What must change so that a product of the shop is as the file wants it. Pure.

The file is the last word on what it names; what it does not name (other languages, other markets, subtitles, further
variants and pictures) stays as it is, and nothing is ever removed.
"""

from collections.abc import Iterator

import msgspec

from shopwright.kernel.ids import PictureId, VariantId
from shopwright.modules.catalog.contracts import (
    EditablePicture,
    EditableProduct,
    EditableVariant,
    PriceInput,
    ProductTexts,
    RowMessage,
    VariantInput,
    Words,
)
from shopwright.modules.catalog.importing.shopify import ImportedVariant
from shopwright.modules.catalog.importing.wanted import Terms, Wanted
from shopwright.platform.i18n import _, localised


class NewValue(msgspec.Struct, frozen=True):
    """A value that an option must get."""

    option_id: int
    position: int
    name: str


class NewVariant(msgspec.Struct, frozen=True):
    """A variant that the product must get, its values by name, its picture by stem."""

    variant: VariantInput
    value_names: tuple[str, ...]
    stem: str | None
    stock: int | None


class VariantFacts(msgspec.Struct, frozen=True):
    """What a variant must become."""

    variant_id: VariantId
    sku: str
    barcode: str
    weight_grams: int
    stem: str | None


class NewPrice(msgspec.Struct, frozen=True):
    """What a variant must cost."""

    variant_id: VariantId
    price: PriceInput


class Differences(msgspec.Struct):
    """Everything that must change; empty where the product is as wanted."""

    texts: ProductTexts | None = None
    option_names: dict[int, str] = {}
    values: list[NewValue] = []
    new_variants: list[NewVariant] = []
    variants: list[VariantFacts] = []
    prices: list[NewPrice] = []
    new_pictures: list[tuple[str, str]] = []
    alts: dict[PictureId, Words] = {}
    is_listed: bool | None = None
    errors: list[RowMessage] = []
    warnings: list[RowMessage] = []

    def is_empty(self) -> bool:
        """Whether nothing must change."""
        return (
            self.texts is None
            and self.is_listed is None
            and not any(
                (
                    self.option_names,
                    self.values,
                    self.new_variants,
                    self.variants,
                    self.prices,
                    self.new_pictures,
                    self.alts,
                )
            )
        )


def compare(wanted: Wanted, present: EditableProduct, terms: Terms) -> Differences:
    """The differences between the file and the shop, or `errors` where the file asks for what an import cannot do."""
    found = Differences(texts=_texts(wanted, present, terms))
    if len(wanted.source.options) != len(present.options):
        sentence = _("The product has {count} options in the shop; an import cannot change that.")
        found.errors.append(
            RowMessage(wanted.source.first_line, "Option1 Name", sentence, {"count": len(present.options)})
        )
        return found
    _compare_options(wanted, present, terms, found)
    _compare_variants(wanted, present, terms, found)
    _compare_pictures(wanted, present, terms, found)
    if wanted.source.is_listed is not (present.listed_at is not None):
        found.is_listed = wanted.source.is_listed
    return found


def _texts(wanted: Wanted, present: EditableProduct, terms: Terms) -> ProductTexts | None:
    asked = wanted.product.texts
    merged = ProductTexts(
        titles=present.titles | asked.titles,
        subtitles=present.subtitles,
        bodies={language: body for language, body in present.bodies.items() if language != terms.language}
        | asked.bodies,
        brand=asked.brand,
        category_id=present.category_id if asked.category_id is None else asked.category_id,
        attributes=present.attributes,
        tags=asked.tags,
        slug=present.slug,
    )
    before = ProductTexts(
        titles=present.titles,
        subtitles=present.subtitles,
        bodies=present.bodies,
        brand=present.brand,
        category_id=present.category_id,
        attributes=present.attributes,
        tags=present.tags,
        slug=present.slug,
    )
    return None if merged == before else merged


def _compare_options(wanted: Wanted, present: EditableProduct, terms: Terms, found: Differences) -> None:
    for asked, option in zip(wanted.product.options, present.options, strict=True):
        name = asked.names[terms.language]
        if localised(option.names, terms.language) != name:
            found.option_names[option.id] = name
        known = {localised(value.names, terms.language) for value in option.values}
        position = max((value.position for value in option.values), default=0)
        for value in asked.values:
            if value[terms.language] not in known:
                position += 1
                found.values.append(NewValue(option.id, position, value[terms.language]))


def _compare_variants(wanted: Wanted, present: EditableProduct, terms: Terms, found: Differences) -> None:
    name_of = {
        value.id: localised(value.names, terms.language) for option in present.options for value in option.values
    }
    by_sku = {variant.sku: variant for variant in present.variants}
    sku_of_choice = {
        tuple(name_of[value_id] for value_id in variant.option_value_ids): variant.sku
        for variant in present.variants
        if not variant.is_retired
    }
    for source, asked in zip(wanted.source.variants, wanted.product.variants, strict=True):
        stem = wanted.stems.get(source.picture or "")
        variant = by_sku.get(asked.sku)
        if variant is None and source.option_values in sku_of_choice:
            sentence = _("The shop has this variant under the SKU {sku}.")
            values: dict[str, object] = {"sku": sku_of_choice[source.option_values]}
            found.errors.append(RowMessage(source.line, "Variant SKU", sentence, values))
        elif variant is None:
            found.new_variants.append(NewVariant(asked, source.option_values, stem, source.stock))
        else:
            names = tuple(name_of[value_id] for value_id in variant.option_value_ids)
            _compare_variant(source, asked, (variant, names, stem), present, found)


def _compare_variant(
    source: ImportedVariant,
    asked: VariantInput,
    at_present: tuple[EditableVariant, tuple[str, ...], str | None],
    present: EditableProduct,
    found: Differences,
) -> None:
    variant, value_names, stem = at_present
    if variant.is_retired:
        sentence = _("The variant {sku} was retired and stays so.")
        found.warnings.append(RowMessage(source.line, "Variant SKU", sentence, {"sku": variant.sku}))
        return
    if value_names != source.option_values:
        sentence = _("The SKU {sku} has other option values in the shop; an import cannot change them.")
        found.errors.append(RowMessage(source.line, "Option1 Value", sentence, {"sku": variant.sku}))
        return
    stem_now = next((picture.file_key for picture in present.pictures if picture.id == variant.picture_id), None)
    barcode = asked.barcode if source.barcode is not None else variant.barcode
    weight_grams = asked.weight_grams if source.weight_grams is not None else variant.weight_grams
    facts = VariantFacts(variant.id, variant.sku, barcode, weight_grams, stem or stem_now)
    if facts != VariantFacts(variant.id, variant.sku, variant.barcode, variant.weight_grams, stem_now):
        found.variants.append(facts)
    found.prices += _prices(variant, asked)


def _prices(variant: EditableVariant, asked: VariantInput) -> Iterator[NewPrice]:
    now = {(price.market_code, price.price_minor, price.compare_at_minor) for price in variant.prices}
    for price in asked.prices:
        if (price.market_code, price.price.minor, price.compare_at_minor) not in now:
            yield NewPrice(variant.id, price)


def _compare_pictures(wanted: Wanted, present: EditableProduct, terms: Terms, found: Differences) -> None:
    by_stem: dict[str, EditablePicture] = {picture.file_key: picture for picture in present.pictures}
    added: set[str] = set()
    for source in wanted.source.pictures:
        stem = wanted.stems.get(source.source)
        if stem is None or stem in added:
            continue
        picture = by_stem.get(stem)
        if picture is None:
            added.add(stem)
            found.new_pictures.append((stem, source.alt))
        elif source.alt and picture.alts.get(terms.language, "") != source.alt:
            found.alts[picture.id] = picture.alts | {terms.language: source.alt}
