"""Products as staff lists and edits them."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import CategoryId, PictureId, ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts.inputs import AttributeInput
from shopwright.modules.catalog.contracts.words import Words


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
    variant_ids: tuple[VariantId, ...]
    """Those that are still sold."""


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
