"""What a shopper sees of products, in lists and alone."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import PictureId, ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts.categories import ProductCategory


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
    """What filters and rules know the brand by."""
    brand_name: str
    """What it is called in the reader's language."""
    category: ProductCategory | None
    attributes: tuple[Attribute, ...]
    options: tuple[Option, ...]
    variants: tuple[VariantOffer, ...]
    pictures: tuple[Picture, ...]
    is_available: bool
    sold_count: int
    listed_at: datetime
