from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.errors import NothingToSell, ProductNotFound
from shopwright.modules.catalog.events import ProductDelisted, ProductListed
from shopwright.modules.catalog.queries.categories import CATEGORIES
from shopwright.modules.catalog.store import products, variants
from shopwright.modules.staff.public import record_audit
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate
from shopwright.platform.events import publish


async def list_product(tx: Transaction, *, actor: Actor, product_id: ProductId) -> bool:
    """Show a product to shoppers; False where it was listed already. Raises ProductNotFound, NothingToSell."""
    if await products.lock_product(tx, product_id=product_id) is None:
        raise ProductNotFound
    if await variants.count_priced_variants(tx, product_id=product_id) == 0:
        raise NothingToSell
    if not await products.write_listed(tx, product_id=product_id, at=tx.at):
        return False
    await _record(tx, actor, product_id, is_listed=True)
    # A category may be shown by a picture of its products.
    await invalidate(tx, CATEGORIES)
    await publish(tx, actor=actor, events=[ProductListed(product_id=product_id)])
    return True


async def delist_product(tx: Transaction, *, actor: Actor, product_id: ProductId) -> bool:
    """Hide a product from shoppers; False where it was hidden already. Raises ProductNotFound."""
    if await products.lock_product(tx, product_id=product_id) is None:
        raise ProductNotFound
    if not await products.write_delisted(tx, product_id=product_id, at=tx.at):
        return False
    await _record(tx, actor, product_id, is_listed=False)
    await invalidate(tx, CATEGORIES)
    await publish(tx, actor=actor, events=[ProductDelisted(product_id=product_id)])
    return True


async def _record(tx: Transaction, actor: Actor, product_id: ProductId, *, is_listed: bool) -> None:
    if actor.kind is ActorKind.STAFF:
        await record_audit(
            tx,
            actor=actor,
            action=permissions.LIST,
            subject=f"product:{product_id}",
            detail={"is_listed": is_listed},
        )
