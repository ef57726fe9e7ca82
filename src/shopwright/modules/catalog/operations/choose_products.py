from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CollectionId, ProductId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.errors import CollectionChanged, CollectionFull
from shopwright.modules.catalog.operations.close_collection_change import close_change, lock_for_change
from shopwright.modules.catalog.rules.collections import CHOSEN_COUNT_MAX, appended
from shopwright.modules.catalog.store import collections
from shopwright.platform.db import Transaction


async def choose_products(
    tx: Transaction, *, actor: Actor, collection_id: CollectionId, product_ids: Sequence[ProductId]
) -> None:
    """Put products behind those that a collection holds by hand; what is in it stays in its place.

    Ids of no product are passed over. Raises CollectionNotFound, CollectionFull.
    """
    await lock_for_change(tx, collection_id=collection_id)
    present = await _present(tx, collection_id)
    wanted = appended(present, product_ids)
    if len(wanted) > CHOSEN_COUNT_MAX:
        raise CollectionFull(limit=CHOSEN_COUNT_MAX)
    if wanted != present:
        await _write(tx, actor, collection_id, wanted)


async def drop_product(tx: Transaction, *, actor: Actor, collection_id: CollectionId, product_id: ProductId) -> None:
    """Take a product out of a collection; nothing happens where it is not in it. Raises CollectionNotFound."""
    await lock_for_change(tx, collection_id=collection_id)
    present = await _present(tx, collection_id)
    if product_id in present:
        await _write(tx, actor, collection_id, [one for one in present if one != product_id])


async def order_chosen(
    tx: Transaction, *, actor: Actor, collection_id: CollectionId, product_ids: Sequence[ProductId]
) -> None:
    """Put the products of a collection in the order given.

    Raises CollectionNotFound, and CollectionChanged where the ids are not exactly those that it holds.
    """
    await lock_for_change(tx, collection_id=collection_id)
    present = await _present(tx, collection_id)
    if sorted(present) != sorted(product_ids):
        raise CollectionChanged
    if present != list(product_ids):
        await _write(tx, actor, collection_id, list(product_ids))


async def _present(tx: Transaction, collection_id: CollectionId) -> list[ProductId]:
    return await collections.list_chosen_ids(tx, collection_id=collection_id, count_max=CHOSEN_COUNT_MAX)


async def _write(tx: Transaction, actor: Actor, collection_id: CollectionId, product_ids: list[ProductId]) -> None:
    await collections.delete_chosen(tx, collection_id=collection_id, kept_ids=product_ids)
    await collections.write_chosen(tx, collection_id=collection_id, product_ids=product_ids)
    await collections.write_collection_version(tx, collection_id=collection_id, at=tx.at)
    await close_change(tx, actor=actor, collection_id=collection_id, action=permissions.EDIT, product_ids=product_ids)
