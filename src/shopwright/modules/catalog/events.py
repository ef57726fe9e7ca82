from typing import ClassVar

from shopwright.kernel.events import Event
from shopwright.kernel.ids import ProductId


class ProductListed(Event, frozen=True):
    """Shoppers see the product from now on."""

    name: ClassVar[str] = "catalog.product_listed"
    product_id: ProductId


class ProductDelisted(Event, frozen=True):
    """Shoppers do not see the product any more."""

    name: ClassVar[str] = "catalog.product_delisted"
    product_id: ProductId
