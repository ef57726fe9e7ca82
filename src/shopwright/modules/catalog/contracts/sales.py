"""What carts, orders and stock tell and ask of variants."""

import msgspec

from shopwright.kernel.ids import ProductId, VariantId
from shopwright.kernel.money import Money


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


class CurrentPrice(msgspec.Struct, frozen=True):
    """What a variant costs in a market now, and whether it may be bought there; read once more while placing."""

    variant_id: VariantId
    price: Money
    is_listed: bool


class VariantAvailability(msgspec.Struct, frozen=True):
    """Whether a variant is in stock now, as inventory tells it."""

    variant_id: VariantId
    is_available: bool


class SoldQuantity(msgspec.Struct, frozen=True):
    """How many pieces of a variant were sold since it was last told; negative when sales were taken back."""

    variant_id: VariantId
    quantity: int
