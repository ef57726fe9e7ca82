from collections.abc import Sequence

from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog.errors import ProductChanged, ProductNotFound
from shopwright.modules.catalog.operations.shelf_names import lock_shelf_names
from shopwright.modules.catalog.rules.words import product_vector
from shopwright.modules.catalog.store import brands, facets, products, searching
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
    vector_of = await vectors_of(tx, product_ids=[product_id])
    await invalidate(tx, SHELF)
    return await searching.write_version(tx, product_id=product_id, search_vector=vector_of[product_id], at=tx.at)


async def vectors_of(tx: Transaction, *, product_ids: Sequence[ProductId]) -> dict[ProductId, str]:
    """What locked products are found by, made of everything that is said about them and of where they stand."""
    names_of = await lock_shelf_names(
        tx, category_ids=await products.list_category_ids(tx, product_ids=list(product_ids))
    )
    await brands.hold_names_of(tx, product_ids=list(product_ids))
    rows = await searching.list_searchable_texts(tx, product_ids=list(product_ids))
    return {
        row.product_id: product_vector(
            titles=row.titles,
            subtitles=row.subtitles,
            brand=row.brand,
            brand_names=row.brand_names,
            skus=row.skus,
            value_names=[value.names for value in row.values],
            tags=row.tags,
            attributes=row.attributes,
            shelf_names=() if row.category_id is None else names_of[row.category_id],
        )
        for row in rows
    }
