"""Reading carts."""

import msgspec

from shopwright.kernel.ids import CustomerId, VariantId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.checkout import rules
from shopwright.modules.checkout.contracts import Cart
from shopwright.modules.checkout.rules import Entry
from shopwright.modules.inventory import public as inventory
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Reading, statement


class _StoredLine(msgspec.Struct, frozen=True):
    version: int
    variant_id: VariantId | None
    quantity: int | None
    is_selected: bool | None


async def get_cart(reading: Reading, *, customer_id: CustomerId | None, market: Market, language: str) -> Cart:
    """The cart with live offers, stock and totals, in three statements; nobody's cart is an empty one."""
    stored = [] if customer_id is None else await _list_stored(reading, customer_id=customer_id)
    entries = [
        Entry(line.variant_id, line.quantity or 0, line.is_selected is True)
        for line in stored
        if line.variant_id is not None
    ]
    version = stored[0].version if stored else 0
    variant_ids = [entry.variant_id for entry in entries]
    if not variant_ids:
        return rules.build_cart(version=version, entries=(), sales={}, available={}, market=market)
    sales = await catalog.list_sale_lines(reading, variant_ids=variant_ids, market=market.code, language=language)
    available = await inventory.find_availability(reading, variant_ids=variant_ids)
    return rules.build_cart(
        version=version,
        entries=entries,
        sales={sale.variant_id: sale for sale in sales},
        available=available,
        market=market,
    )


@statement(
    """
    SELECT c.version, l.variant_id, l.quantity, l.is_selected
    FROM checkout.cart AS c LEFT JOIN checkout.cart_line AS l ON l.customer_id = c.customer_id
    WHERE c.customer_id = :customer_id ORDER BY l.added_at DESC, l.variant_id LIMIT 1000
    """
)
async def _list_stored(reading: Reading, *, customer_id: CustomerId) -> list[_StoredLine]:
    """The cart's version on every line, and once without a line where the cart is empty."""


@statement("SELECT COALESCE(sum(quantity), 0)::int FROM checkout.cart_line WHERE customer_id = :customer_id")
async def count_cart(reading: Reading, *, customer_id: CustomerId) -> int:
    """How many pieces lie in the cart."""
