"""What is handed in when a product is written."""

import msgspec

from shopwright.kernel.ids import CategoryId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts.words import Words


class AttributeInput(msgspec.Struct, frozen=True):
    """One line of a product's specification in every language."""

    names: Words
    values: Words


class PriceInput(msgspec.Struct, frozen=True):
    """A price in one market; `compare_at_minor`, in the same currency, is higher than the price or None."""

    market_code: str
    price: Money
    compare_at_minor: int | None = None


class OptionInput(msgspec.Struct, frozen=True):
    """An option and its values, each with its names by language."""

    names: Words
    values: tuple[Words, ...]


class VariantInput(msgspec.Struct, frozen=True):
    """A new variant; `choices` gives for each option in order the position of its value, from 0."""

    sku: str
    choices: tuple[int, ...] = ()
    prices: tuple[PriceInput, ...] = ()
    barcode: str = ""
    weight_grams: int = 0


class ProductTexts(msgspec.Struct, frozen=True):
    """What is written about a product, in every language. An empty `slug` asks for one made from the title."""

    titles: Words
    subtitles: Words = {}
    bodies: Words = {}
    brand: str = ""
    category_id: CategoryId | None = None
    attributes: tuple[AttributeInput, ...] = ()
    tags: tuple[str, ...] = ()
    slug: str = ""


class ProductInput(msgspec.Struct, frozen=True):
    """A new product. Without options it has exactly one variant, whose `choices` are empty."""

    texts: ProductTexts
    variants: tuple[VariantInput, ...]
    options: tuple[OptionInput, ...] = ()


class PictureInput(msgspec.Struct, frozen=True):
    """A picture whose files are stored already: the stem of their keys and the largest size in pixels."""

    file_key: str
    width: int
    height: int
    alts: Words = {}
