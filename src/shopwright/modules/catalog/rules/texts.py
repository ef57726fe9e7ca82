"""What may be written about a product: limits, addresses, safe HTML. Every wrong field is told at once."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

import nh3

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.modules.catalog.contracts import (
    OptionInput,
    PriceInput,
    ProductInput,
    ProductTexts,
    VariantInput,
    Words,
)
from shopwright.platform.i18n import LANGUAGES

TITLE_LENGTH_MAX = 255
SUBTITLE_LENGTH_MAX = 255
BODY_LENGTH_MAX = 100_000
NAME_LENGTH_MAX = 255
SKU_LENGTH_MAX = 255
BRAND_LENGTH_MAX = 255
TAG_COUNT_MAX = 250
ATTRIBUTE_COUNT_MAX = 100
OPTION_COUNT_MAX = 3
VALUE_COUNT_MAX = 250
VARIANT_COUNT_MAX = 2_000
PICTURE_COUNT_MAX = 250
PRICE_MINOR_MAX = 1_000_000_000_000
WEIGHT_GRAMS_MAX = 1_000_000_000
SLUG_LENGTH_MAX = 255
GENERATED_SLUG_LENGTH_MAX = 80

_SLUG = re.compile(r"(?=.*\w)[\w.-]{1,255}")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
# Plain text, lists, tables and pictures; nothing that could run, style or load a frame.
BODY_TAGS = set(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code col colgroup dd del div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i "
        "img ins li ol p pre s small span strong sub sup table tbody td tfoot th thead tr u ul",
    )
)
BODY_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "loading"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


def clean_body(html: str) -> str:
    """The HTML with nothing left in it that could run, style or track: an allow-list of plain tags and attributes."""
    return nh3.clean(
        html,
        tags=BODY_TAGS,
        attributes=BODY_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener nofollow",
        clean_content_tags={"script", "style"},
    ).strip()


def clean_bodies(bodies: Words) -> Words:
    """Every language's body sanitised; those with nothing left are dropped."""
    return filled({language: clean_body(body) for language, body in bodies.items()})


def filled(words: Words) -> Words:
    """The words without blanks around them, and without empty ones."""
    trimmed = {language: word.strip() for language, word in words.items()}
    return {language: word for language, word in trimmed.items() if word}


def slug_from(words: Mapping[str, str]) -> str:
    """An address made of the Latin words of a title, English first; empty where there are none."""
    for language in ("en", *words):
        # A heap of marks takes seconds to put in order, and this may come before anybody looked at the length.
        title = words.get(language, "")[:TITLE_LENGTH_MAX]
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        slug = _NOT_IN_SLUG.sub("-", plain).strip("-")[:GENERATED_SLUG_LENGTH_MAX].strip("-")
        if len(slug) > 1:
            return slug
    return ""


def is_slug(text: str) -> bool:
    """Whether the text can be the last part of an address: letters of any script, digits, hyphen, underscore, point."""
    return _SLUG.fullmatch(text) is not None


def check_texts(texts: ProductTexts) -> None:
    """Raise `InvalidInput` with every field that is missing, too long or of a language we do not speak."""
    wrong = _Wrong()
    wrong.words("titles", texts.titles, length_max=TITLE_LENGTH_MAX, is_required=True)
    wrong.words("subtitles", texts.subtitles, length_max=SUBTITLE_LENGTH_MAX)
    wrong.words("bodies", texts.bodies, length_max=BODY_LENGTH_MAX)
    wrong.length("brand", texts.brand, BRAND_LENGTH_MAX)
    wrong.slug(texts.slug)
    wrong.count("tags", texts.tags, TAG_COUNT_MAX)
    for tag in texts.tags:
        wrong.length("tags", tag, NAME_LENGTH_MAX)
    wrong.count("attributes", texts.attributes, ATTRIBUTE_COUNT_MAX)
    for attribute in texts.attributes:
        wrong.words("attributes", attribute.names, length_max=NAME_LENGTH_MAX, is_required=True)
        wrong.words("attributes", attribute.values, length_max=BODY_LENGTH_MAX, is_required=True)
    wrong.refuse()


def check_names(names: Words) -> None:
    """Raise `InvalidInput` at the field `names` unless they hold at least one sound name."""
    wrong = _Wrong()
    wrong.words("names", names, length_max=NAME_LENGTH_MAX, is_required=True)
    wrong.refuse()


def check_alts(alts: Words) -> None:
    """Raise `InvalidInput` at the field `alts` where a picture's alternative text is too long or of no language."""
    wrong = _Wrong()
    wrong.words("alts", alts, length_max=NAME_LENGTH_MAX)
    wrong.refuse()


def check_slug(slug: str, *, is_required: bool = False) -> None:
    """Raise `InvalidInput` at the field `slug` unless it can be an address, or is empty where that is allowed."""
    wrong = _Wrong()
    wrong.slug(slug, is_required=is_required)
    wrong.refuse()


def check_product(product: ProductInput) -> None:
    """Raise `InvalidInput` unless options and variants belong together: each choice of values once, each SKU once."""
    wrong = _Wrong()
    _check_options(product.options, wrong)
    wrong.count("variants", product.variants, VARIANT_COUNT_MAX)
    if not product.variants:
        wrong.add("variants", FieldError("A product needs at least one variant."))
    for variant in product.variants:
        _check_variant(variant, wrong)
        if not _chooses(product.options, variant.choices):
            wrong.add("variants", FieldError("A variant names one value of each option."))
    if len({variant.choices for variant in product.variants}) < len(product.variants):
        wrong.add("variants", FieldError("Two variants have the same option values."))
    if len({variant.sku for variant in product.variants}) < len(product.variants):
        wrong.add("variants", FieldError("Two variants have the same SKU."))
    wrong.refuse()


def check_variant(variant: VariantInput) -> None:
    """Raise `InvalidInput` unless SKU, barcode, weight and prices of one variant are sound."""
    wrong = _Wrong()
    _check_variant(variant, wrong)
    wrong.refuse()


def check_price(price: PriceInput) -> None:
    """Raise `InvalidInput` unless the price is an amount we can hold and the former price is above it."""
    wrong = _Wrong()
    _check_price(price, wrong)
    wrong.refuse()


def _check_options(options: Sequence[OptionInput], wrong: "_Wrong") -> None:
    wrong.count("options", options, OPTION_COUNT_MAX)
    for option in options:
        wrong.words("options", option.names, length_max=NAME_LENGTH_MAX, is_required=True)
        wrong.count("options", option.values, VALUE_COUNT_MAX)
        if not option.values:
            wrong.add("options", FieldError("An option needs at least one value."))
        for value in option.values:
            wrong.words("options", value, length_max=NAME_LENGTH_MAX, is_required=True)


def _chooses(options: Sequence[OptionInput], choices: Sequence[int]) -> bool:
    return len(choices) == len(options) and all(
        0 <= choice < len(option.values) for option, choice in zip(options, choices, strict=True)
    )


def _check_variant(variant: VariantInput, wrong: "_Wrong") -> None:
    if not variant.sku.strip():
        wrong.add("sku", FieldError("Please fill in this field."))
    wrong.length("sku", variant.sku, SKU_LENGTH_MAX)
    wrong.length("barcode", variant.barcode, NAME_LENGTH_MAX)
    if not 0 <= variant.weight_grams <= WEIGHT_GRAMS_MAX:
        wrong.add("weight_grams", FieldError("Enter a number from {least} to {most}.", least=0, most=WEIGHT_GRAMS_MAX))
    for price in variant.prices:
        _check_price(price, wrong)
    if len({price.market_code for price in variant.prices}) < len(variant.prices):
        wrong.add("prices", FieldError("A variant has one price in each market."))


def _check_price(price: PriceInput, wrong: "_Wrong") -> None:
    if not 0 <= price.price.minor <= PRICE_MINOR_MAX:
        wrong.add("price", FieldError("The price is too high or below zero."))
    if price.compare_at_minor is not None and not price.price.minor < price.compare_at_minor <= PRICE_MINOR_MAX:
        wrong.add("compare_at_minor", FieldError("The former price must be higher than the price."))


class _Wrong:
    """Gathers what is wrong, the first reason a field."""

    def __init__(self) -> None:
        self._fields: dict[str, FieldError] = {}

    def add(self, field: str, error: FieldError) -> None:
        self._fields.setdefault(field, error)

    def length(self, field: str, text: str, length_max: int) -> None:
        if len(text) > length_max:
            self.add(field, FieldError("At most {limit} characters.", limit=length_max))
        if "\x00" in text:
            self.add(field, FieldError("The text contains a character that cannot be stored."))

    def slug(self, slug: str, *, is_required: bool = False) -> None:
        if (slug or is_required) and not is_slug(slug):
            self.add("slug", FieldError("Use letters, digits, hyphens, underscores and points only."))

    def count(self, field: str, items: Sequence[object], count_max: int) -> None:
        if len(items) > count_max:
            self.add(field, FieldError("At most {limit} entries.", limit=count_max))

    def words(self, field: str, words: Words, *, length_max: int, is_required: bool = False) -> None:
        if is_required and not filled(words):
            self.add(field, FieldError("Please fill in this field."))
        for language, text in words.items():
            if language not in LANGUAGES:
                self.add(field, FieldError("This language is not spoken here."))
            self.length(field, text, length_max)

    def refuse(self) -> None:
        if self._fields:
            raise InvalidInput(self._fields)
