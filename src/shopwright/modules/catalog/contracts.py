from datetime import datetime
from enum import StrEnum

import msgspec

from shopwright.kernel.ids import CategoryId, PictureId, ProductId, VariantId
from shopwright.kernel.money import Money

Words = dict[str, str]
"""Human words by language, such as `{"zh_CN": "茶壶", "en": "Teapot"}`."""


class ProductSort(StrEnum):
    """The orders in which shoppers may list products. Relevance without search words means newest."""

    NEWEST = "newest"
    PRICE_UP = "price_up"
    PRICE_DOWN = "price_down"
    BEST_SELLING = "best_selling"
    RELEVANCE = "relevance"


class ProductState(StrEnum):
    """Which products the staff's list shows."""

    ALL = "all"
    LISTED = "listed"
    DELISTED = "delisted"


class Category(msgspec.Struct, frozen=True):
    """One category in the asked language. `subtree_ids` are its own id and those of everything below it.

    `depth` is 0 at the top; a list of categories is in the order of a printed tree, parents before children.
    """

    id: CategoryId
    parent_id: CategoryId | None
    slug: str
    name: str
    depth: int
    picture_url: str | None
    subtree_ids: tuple[CategoryId, ...]


class CategoryForStaff(msgspec.Struct, frozen=True):
    """One category as it is edited: its names in every language and its place among its siblings."""

    id: CategoryId
    parent_id: CategoryId | None
    slug: str
    names: Words
    position: int
    picture_key: str | None


class Picture(msgspec.Struct, frozen=True):
    """A picture of a product: the address of its largest size, that size in pixels, and all sizes as a `srcset`."""

    id: PictureId
    alt: str
    url: str
    width: int
    height: int
    srcset: str


class ProductCard(msgspec.Struct, frozen=True):
    """A product in a list, with its lowest and highest price in the market."""

    id: ProductId
    slug: str
    title: str
    subtitle: str
    picture_url: str | None
    picture_srcset: str
    price: Money
    price_max: Money
    compare_at_minor: int | None
    is_available: bool
    sold_count: int
    listed_at: datetime


class OptionValue(msgspec.Struct, frozen=True):
    """One choice of an option, such as White."""

    id: int
    name: str


class Option(msgspec.Struct, frozen=True):
    """What a shopper chooses, such as Colour, with its values in order."""

    id: int
    name: str
    values: tuple[OptionValue, ...]


class Attribute(msgspec.Struct, frozen=True):
    """One line of a product's specification in the asked language."""

    name: str
    value: str


class VariantOffer(msgspec.Struct, frozen=True):
    """A variant that can be bought in the market; `option_value_ids` stand in the order of the options."""

    id: VariantId
    sku: str
    option_value_ids: tuple[int, ...]
    price: Money
    compare_at_minor: int | None
    picture_id: PictureId | None
    is_available: bool


class ProductCategory(msgspec.Struct, frozen=True):
    """The category that a product stands in."""

    id: CategoryId
    slug: str
    name: str


class ProductPage(msgspec.Struct, frozen=True):
    """All that a shopper sees of one product. `body_html` was sanitised when it was written.

    `variants` is empty where nothing of it has a price in the market.
    """

    id: ProductId
    slug: str
    title: str
    subtitle: str
    body_html: str
    brand: str
    category: ProductCategory | None
    attributes: tuple[Attribute, ...]
    options: tuple[Option, ...]
    variants: tuple[VariantOffer, ...]
    pictures: tuple[Picture, ...]
    is_available: bool
    sold_count: int
    listed_at: datetime


class SaleLine(msgspec.Struct, frozen=True):
    """A variant as carts and orders need it, with its price in the market and its words in the language.

    `options_text` is such as "White / L" and empty without options; `is_listed` is false for a delisted product and
    for a retired variant; `weight_grams` is 0 where nobody weighed it.
    """

    variant_id: VariantId
    product_id: ProductId
    slug: str
    sku: str
    title: str
    options_text: str
    picture_url: str | None
    price: Money
    compare_at_minor: int | None
    is_listed: bool
    weight_grams: int


class VariantAvailability(msgspec.Struct, frozen=True):
    """Whether a variant is in stock now, as inventory tells it."""

    variant_id: VariantId
    is_available: bool


class SoldQuantity(msgspec.Struct, frozen=True):
    """How many pieces of a variant were sold since it was last told; negative when sales were taken back."""

    variant_id: VariantId
    quantity: int


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


class StaffProduct(msgspec.Struct, frozen=True):
    """A product in the staff's list; `price_minor` and the rest are None where it has no price in the market."""

    id: ProductId
    slug: str
    title: str
    picture_url: str | None
    category_name: str
    variant_count: int
    lowest_minor: int | None
    highest_minor: int | None
    currency: str | None
    is_available: bool
    sold_count: int
    listed_at: datetime | None
    updated_at: datetime


class EditableValue(msgspec.Struct, frozen=True):
    """An option's value with its names in every language."""

    id: int
    position: int
    names: Words


class EditableOption(msgspec.Struct, frozen=True):
    """An option with its values in order."""

    id: int
    position: int
    names: Words
    values: tuple[EditableValue, ...]


class EditablePrice(msgspec.Struct, frozen=True):
    """A variant's present price in one market."""

    market_code: str
    price_minor: int
    price_currency: str
    compare_at_minor: int | None


class EditableVariant(msgspec.Struct, frozen=True):
    """A variant with its prices in every market; retired ones are among them."""

    id: VariantId
    position: int
    sku: str
    option_value_ids: tuple[int, ...]
    barcode: str
    weight_grams: int
    picture_id: PictureId | None
    is_available: bool
    is_retired: bool
    prices: tuple[EditablePrice, ...]


class EditablePicture(msgspec.Struct, frozen=True):
    """A picture as it is edited; `width` and `height` are those of its largest stored size."""

    id: PictureId
    position: int
    alts: Words
    file_key: str
    width: int
    height: int


class EditableProduct(msgspec.Struct, frozen=True):
    """A product with everything in it and all languages. A change names the `version` that it was made from."""

    id: ProductId
    slug: str
    titles: Words
    subtitles: Words
    bodies: Words
    brand: str
    category_id: CategoryId | None
    attributes: tuple[AttributeInput, ...]
    tags: tuple[str, ...]
    listed_at: datetime | None
    version: int
    options: tuple[EditableOption, ...]
    variants: tuple[EditableVariant, ...]
    pictures: tuple[EditablePicture, ...]


class PriceRecord(msgspec.Struct, frozen=True):
    """A price that a variant had from `changed_at` on, and who set it (JSON of the actor)."""

    id: int
    price: Money
    compare_at_minor: int | None
    changed_at: datetime
    actor: str


class CurrentPrice(msgspec.Struct, frozen=True):
    """What a variant costs in a market now, and whether it may be bought there; read once more while placing."""

    variant_id: VariantId
    price: Money
    is_listed: bool


class RowMessage(msgspec.Struct, frozen=True):
    """What an import says about a line of the file: the column's heading ("" for the whole row), a sentence, values.

    `sentence` is an English gettext id whose {placeholders} are filled from `values`.
    """

    line: int
    column: str
    sentence: str
    values: dict[str, object]


class ImportProgress(msgspec.Struct, frozen=True):
    """How far an import has come: the last line that was read, and how many products were dealt with."""

    line: int
    product_count: int


class OpeningStock(msgspec.Struct, frozen=True):
    """How many pieces of a new variant the imported file says to be in stock."""

    variant_id: VariantId
    sku: str
    quantity: int


class ImportReport(msgspec.Struct, frozen=True):
    """What an import did, or in a dry run what it would do. `errors` and `warnings` hold the first thousand each.

    A product with an error is not imported at all; one with a warning is. `stored_picture_count` is how many pictures
    were encoded anew, in a dry run how many would be.
    """

    is_dry_run: bool
    created_count: int
    changed_count: int
    unchanged_count: int
    refused_count: int
    new_variant_count: int
    new_category_count: int
    stored_picture_count: int
    error_count: int
    warning_count: int
    errors: tuple[RowMessage, ...]
    warnings: tuple[RowMessage, ...]
