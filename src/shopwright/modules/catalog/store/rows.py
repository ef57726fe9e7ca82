"""Rows as they are inserted, one JSON array a table, so that a batch of products costs as many statements as one."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import CategoryId, PictureId, ProductId, VariantId
from shopwright.modules.catalog.contracts import AttributeInput, Words


class ProductRow(msgspec.Struct, frozen=True):
    """A product as it is inserted; `search_vector` is the text form of one."""

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
    search_vector: str


class OptionRow(msgspec.Struct, frozen=True):
    """An option as it is inserted."""

    id: int
    product_id: ProductId
    position: int
    names: Words


class OptionValueRow(msgspec.Struct, frozen=True):
    """An option's value as it is inserted."""

    id: int
    option_id: int
    position: int
    names: Words


class VariantRow(msgspec.Struct, frozen=True):
    """A variant as it is inserted."""

    id: VariantId
    product_id: ProductId
    position: int
    sku: str
    option_value_ids: tuple[int, ...]
    barcode: str
    weight_grams: int
    picture_id: PictureId | None = None


class PriceRow(msgspec.Struct, frozen=True):
    """A price as it is set; the history gets the same row."""

    variant_id: VariantId
    market_code: str
    price_minor: int
    price_currency: str
    compare_at_minor: int | None


class PictureRow(msgspec.Struct, frozen=True):
    """A picture as it is inserted."""

    id: PictureId
    product_id: ProductId
    position: int
    alts: Words
    file_key: str
    width: int
    height: int


class VariantOwner(msgspec.Struct, frozen=True):
    """Whose a variant is, and whether it can still be sold."""

    id: VariantId
    product_id: ProductId
    sku: str
    is_retired: bool


class ValueNames(msgspec.Struct, frozen=True):
    """The names of an option's value."""

    names: Words


class TextsRow(msgspec.Struct, frozen=True):
    """What the search words of a product are made from besides the names of its categories."""

    product_id: ProductId
    category_id: CategoryId | None
    titles: Words
    subtitles: Words
    brand: str
    brand_names: Words
    attributes: tuple[AttributeInput, ...]
    tags: tuple[str, ...]
    values: tuple[ValueNames, ...]
    skus: tuple[str, ...]


class ShelfNames(msgspec.Struct, frozen=True):
    """A category's names and where it stands."""

    id: CategoryId
    parent_id: CategoryId | None
    names: Words


class IndexedRow(msgspec.Struct, frozen=True):
    """The search words of a product, the text form of a `tsvector`."""

    product_id: ProductId
    search_vector: str
