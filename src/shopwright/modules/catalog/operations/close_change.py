from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog.errors import ProductChanged, ProductNotFound
from shopwright.modules.catalog.rules.words import product_vector
from shopwright.modules.catalog.store import facets, products
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate

SHELF = "catalog.shelf"
"""What the caches are told when shelves and product pages show something else; nothing is kept under it but pages."""


async def lock_for_change(tx: Transaction, *, product_id: ProductId, version: int | None = None) -> None:
    """Lock a product before it is changed. Raises ProductNotFound, and ProductChanged where it is past `version`."""
    present = await products.lock_product(tx, product_id=product_id)
    if present is None:
        raise ProductNotFound
    if version is not None and version != present:
        raise ProductChanged


async def close_change(tx: Transaction, *, product_id: ProductId) -> int:
    """End a change of a locked product: what finds it is made anew, its version counts on. Returns the version."""
    await facets.write_facets(tx, product_ids=[product_id])
    found = await products.get_searchable_texts(tx, product_id=product_id)
    vector = product_vector(
        titles=found.titles,
        subtitles=found.subtitles,
        brand=found.brand,
        skus=found.skus,
        value_names=[value.names for value in found.values],
        tags=found.tags,
        attributes=found.attributes,
    )
    await invalidate(tx, SHELF)
    return await products.write_version(tx, product_id=product_id, search_vector=vector, at=tx.at)
