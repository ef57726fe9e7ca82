from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import PriceInput
from shopwright.modules.catalog.errors import VariantNotFound
from shopwright.modules.catalog.operations.audit_prices import audit_prices
from shopwright.modules.catalog.operations.close_change import SHELF
from shopwright.modules.catalog.operations.create_product import check_currencies, price_row
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.store import products, variants
from shopwright.modules.catalog.store.rows import PriceRow
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def set_price(
    tx: Transaction,
    *,
    actor: Actor,
    variant_id: VariantId,
    market_code: str,
    price: Money,
    compare_at_minor: int | None = None,
) -> None:
    """Set a variant's price in a market from now on; the old one stays in the history. The same price is no change.

    `compare_at_minor` is a former price in the same currency, higher than the price. Raises InvalidInput,
    VariantNotFound, WrongCurrency, MarketNotFound.
    """
    wanted = PriceInput(market_code, price, compare_at_minor)
    texts.check_price(wanted)
    await check_currencies(tx, prices=[wanted])
    if not await products.lock_products_of_variants(tx, variant_ids=[variant_id]):
        raise VariantNotFound
    variant = await variants.find_variant(tx, variant_id=variant_id)
    if variant is None or variant.is_retired:
        raise VariantNotFound
    await write_changed_prices(tx, actor=actor, product_id=variant.product_id, rows=[price_row(variant_id, wanted)])


async def write_changed_prices(
    tx: Transaction, *, actor: Actor, product_id: ProductId, rows: Sequence[PriceRow]
) -> bool:
    """Write those of the prices that differ from the present ones, with history and audit; whether any did.

    The product must be locked.
    """
    present = set(await variants.list_prices(tx, variant_ids=[row.variant_id for row in rows]))
    changed = [row for row in rows if row not in present]
    if not changed:
        return False
    await variants.write_prices(tx, rows=changed, actor=actor, at=tx.at)
    await variants.write_price_ranges(tx, product_ids=[product_id])
    await invalidate(tx, SHELF)
    await audit_prices(tx, actor=actor, rows=changed, before=present)
    return True
