from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog.contracts import ProductTexts
from shopwright.modules.catalog.errors import CategoryNotFound, SlugTaken
from shopwright.modules.catalog.operations.close_change import close_change, lock_for_change
from shopwright.modules.catalog.operations.shelf_names import lock_shelf_names
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.store import products
from shopwright.platform.db import Transaction


async def change_product(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; texts are not among what is audited.
    product_id: ProductId,
    version: int,
    written: ProductTexts,
) -> int:
    """Write a product's texts, category, attributes and tags anew, and return its new version.

    `version` is the one that the editor started from. An empty slug keeps the address that is made of the title.
    Raises InvalidInput, ProductNotFound, ProductChanged, CategoryNotFound, SlugTaken.
    """
    texts.check_texts(written)
    await lock_for_change(tx, product_id=product_id, version=version)
    await write_product_texts(tx, product_id=product_id, written=written)
    return await close_change(tx, product_id=product_id)


async def write_product_texts(tx: Transaction, *, product_id: ProductId, written: ProductTexts) -> None:
    """Write checked texts of a locked product. Raises CategoryNotFound, SlugTaken."""
    category_id = written.category_id
    # Locked before it is pointed at, so that whoever moves it waits here and not halfway.
    if category_id is not None and category_id not in await lock_shelf_names(tx, category_ids=[category_id]):
        raise CategoryNotFound
    titles = texts.filled(written.titles)
    slug = written.slug or texts.slug_from(titles) or f"p-{product_id}"
    for candidate in (slug,) if written.slug else (slug, f"{slug}-{product_id}"):
        is_written = await products.write_texts(
            tx,
            product_id=product_id,
            slug=candidate,
            titles=titles,
            subtitles=texts.filled(written.subtitles),
            bodies=texts.clean_bodies(written.bodies),
            brand=written.brand.strip(),
            category_id=category_id,
            attributes=written.attributes,
            tags=list(written.tags),
        )
        if is_written:
            return
    raise SlugTaken(slug=slug)
