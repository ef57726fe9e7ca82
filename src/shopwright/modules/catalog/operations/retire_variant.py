from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.ids import ProductId, VariantId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.errors import LastVariant, VariantNotFound
from shopwright.modules.catalog.operations.close_change import close_change, lock_for_change
from shopwright.modules.catalog.queries.editable import get_product_for_staff
from shopwright.modules.catalog.store import products, variants
from shopwright.modules.staff.public import record_audit
from shopwright.platform.db import Transaction


async def retire_variant(tx: Transaction, *, actor: Actor, product_id: ProductId, variant_id: VariantId) -> None:
    """Take a variant out of sale for good; orders keep it. A retired one stays as it is.

    Raises ProductNotFound, VariantNotFound, LastVariant for the last priced variant of a listed product.
    """
    await lock_for_change(tx, product_id=product_id)
    product = await get_product_for_staff(tx, product_id=product_id)
    if variant_id not in {variant.id for variant in product.variants}:
        raise VariantNotFound
    if not await variants.write_retired(tx, variant_id=variant_id, at=tx.at):
        return
    if product.listed_at is not None and await variants.count_priced_variants(tx, product_id=product_id) == 0:
        raise LastVariant
    await variants.write_price_ranges(tx, product_ids=[product_id])
    await products.refresh_availability(tx, product_ids=[product_id])
    await close_change(tx, product_id=product_id)
    if actor.kind is ActorKind.STAFF:
        await record_audit(
            tx, actor=actor, action=permissions.EDIT, subject=f"variant:{variant_id}", detail={"is_retired": True}
        )
