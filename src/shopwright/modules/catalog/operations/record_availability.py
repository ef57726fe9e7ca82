from collections.abc import Sequence

from shopwright.modules.catalog.contracts import VariantAvailability
from shopwright.modules.catalog.operations.close_change import SHELF
from shopwright.modules.catalog.store import products, variants
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def record_availability(tx: Transaction, *, facts: Sequence[VariantAvailability]) -> None:
    """Take from inventory which variants are in stock, so that lists can show and filter it. Safe to run twice.

    Of several facts about a variant the last one holds; unknown and retired variants are passed over.
    """
    latest = {fact.variant_id: fact.is_available for fact in facts}
    if not latest:
        return
    product_ids = await products.lock_products_of_variants(tx, variant_ids=list(latest))
    changed = await variants.write_availability(tx, variant_ids=list(latest), availabilities=list(latest.values()))
    if changed:
        await products.refresh_availability(tx, product_ids=product_ids)
        await invalidate(tx, SHELF)
