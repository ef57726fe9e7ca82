from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import PictureId, ProductId
from shopwright.modules.catalog.contracts import PictureInput, Words
from shopwright.modules.catalog.errors import PictureAlreadyThere, PictureNotFound, ProductChanged, TooManyPictures
from shopwright.modules.catalog.operations.close_change import close_change, lock_for_change
from shopwright.modules.catalog.queries.categories import CATEGORIES
from shopwright.modules.catalog.queries.editable import get_product_for_staff
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.store import pictures, products
from shopwright.modules.catalog.store.rows import PictureRow
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def add_picture(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; pictures are not among what is audited.
    product_id: ProductId,
    picture: PictureInput,
) -> PictureId:
    """Add a picture behind the others. Its files must be stored already, by `store_picture`, outside any transaction.

    Raises InvalidInput, ProductNotFound, PictureAlreadyThere, TooManyPictures.
    """
    texts.check_alts(picture.alts)
    await lock_for_change(tx, product_id=product_id)
    product = await get_product_for_staff(tx, product_id=product_id)
    if len(product.pictures) >= texts.PICTURE_COUNT_MAX:
        raise TooManyPictures(limit=texts.PICTURE_COUNT_MAX)
    (new_id,) = await products.take_ids(tx, kind="picture", count=1)
    row = PictureRow(
        id=PictureId(new_id),
        product_id=product_id,
        position=max((other.position for other in product.pictures), default=0) + 1,
        alts=texts.filled(picture.alts),
        file_key=picture.file_key,
        width=picture.width,
        height=picture.height,
    )
    if not await pictures.insert_pictures(tx, rows=[row]):
        raise PictureAlreadyThere
    await close_change(tx, product_id=product_id)
    # A category may be shown by it.
    await invalidate(tx, CATEGORIES)
    return row.id


async def order_pictures(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; pictures are not among what is audited.
    product_id: ProductId,
    picture_ids: Sequence[PictureId],
) -> None:
    """Put all pictures of a product in the order given; the first stands for it in lists.

    Raises ProductNotFound, and ProductChanged where the ids are not exactly those of its pictures.
    """
    await lock_for_change(tx, product_id=product_id)
    product = await get_product_for_staff(tx, product_id=product_id)
    if sorted(picture_ids) != sorted(picture.id for picture in product.pictures):
        raise ProductChanged
    await pictures.write_picture_order(tx, product_id=product_id, picture_ids=list(picture_ids))
    await close_change(tx, product_id=product_id)


async def describe_picture(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; pictures are not among what is audited.
    product_id: ProductId,
    picture_id: PictureId,
    alts: Words,
) -> None:
    """Write a picture's alternative texts anew. Raises InvalidInput, ProductNotFound, PictureNotFound."""
    texts.check_alts(alts)
    await lock_for_change(tx, product_id=product_id)
    if not await pictures.write_picture_alts(tx, product_id=product_id, picture_id=picture_id, alts=texts.filled(alts)):
        raise PictureNotFound
    await close_change(tx, product_id=product_id)


async def remove_picture(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; pictures are not among what is audited.
    product_id: ProductId,
    picture_id: PictureId,
) -> None:
    """Remove a picture from its product and from the variants that show it; its files stay, since orders show them.

    Raises ProductNotFound, PictureNotFound.
    """
    await lock_for_change(tx, product_id=product_id)
    await pictures.clear_variant_picture(tx, product_id=product_id, picture_id=picture_id)
    if not await pictures.delete_picture(tx, product_id=product_id, picture_id=picture_id):
        raise PictureNotFound
    await close_change(tx, product_id=product_id)
