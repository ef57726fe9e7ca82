from collections.abc import Sequence

from shopwright.modules.catalog.contracts import SoldQuantity
from shopwright.modules.catalog.store import products
from shopwright.platform.db import Transaction


async def record_sales(tx: Transaction, *, facts: Sequence[SoldQuantity]) -> None:
    """Add sold pieces to the counts that lists sort by. It adds: the caller sees to it that a sale is told once."""
    if not facts:
        return
    variant_ids = [fact.variant_id for fact in facts]
    await products.lock_products_of_variants(tx, variant_ids=variant_ids)
    await products.write_sales(tx, variant_ids=variant_ids, quantities=[fact.quantity for fact in facts])
