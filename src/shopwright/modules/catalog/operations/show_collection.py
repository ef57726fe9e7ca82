from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CollectionId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.contracts import RemovedCollection
from shopwright.modules.catalog.errors import CollectionChanged
from shopwright.modules.catalog.operations.close_collection_change import close_change, lock_for_change
from shopwright.modules.catalog.queries.collections import COLLECTIONS, get_collection_for_staff
from shopwright.modules.catalog.rules.collections import CHOSEN_COUNT_MAX, COLLECTION_COUNT_MAX
from shopwright.modules.catalog.store import collections
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def list_collection(tx: Transaction, *, actor: Actor, collection_id: CollectionId, reason: str = "") -> bool:
    """Show a collection to shoppers; False where it was shown already. Raises CollectionNotFound."""
    await lock_for_change(tx, collection_id=collection_id)
    if not await collections.write_collection_listed(tx, collection_id=collection_id, at=tx.at):
        return False
    await close_change(
        tx, actor=actor, collection_id=collection_id, action=permissions.LIST, reason=reason, is_listed=True
    )
    return True


async def delist_collection(tx: Transaction, *, actor: Actor, collection_id: CollectionId, reason: str = "") -> bool:
    """Hide a collection from shoppers; its products stay for sale. False where it was hidden already.

    Raises CollectionNotFound.
    """
    await lock_for_change(tx, collection_id=collection_id)
    if not await collections.write_collection_delisted(tx, collection_id=collection_id):
        return False
    await close_change(
        tx, actor=actor, collection_id=collection_id, action=permissions.LIST, reason=reason, is_listed=False
    )
    return True


async def order_collections(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; the order of collections is not among what is audited.
    collection_ids: Sequence[CollectionId],
    seen: Sequence[CollectionId] | None = None,
) -> None:
    """Put all collections in the order given.

    Raises CollectionChanged where these are not exactly all there are, or do not stand in the order `seen` any more.
    """
    present = await collections.lock_collections(tx)
    # The rows were locked one after another: only what is read after the last lock is the order that stays.
    if seen is not None and await collections.list_in_order(tx, count_max=COLLECTION_COUNT_MAX) != list(seen):
        raise CollectionChanged
    if sorted(present) != sorted(collection_ids):
        raise CollectionChanged
    await collections.write_collection_order(tx, collection_ids=list(collection_ids))
    await invalidate(tx, COLLECTIONS)


async def remove_collection(
    tx: Transaction, *, actor: Actor, collection_id: CollectionId, reason: str = ""
) -> RemovedCollection:
    """Remove a collection; its products stay as they are. What it was is returned, for `restore_collection`.

    Raises CollectionNotFound.
    """
    await lock_for_change(tx, collection_id=collection_id)
    removed = RemovedCollection(
        collection=await get_collection_for_staff(tx, collection_id=collection_id),
        product_ids=tuple(
            await collections.list_chosen_ids(tx, collection_id=collection_id, count_max=CHOSEN_COUNT_MAX)
        ),
        place=(await collections.list_in_order(tx, count_max=COLLECTION_COUNT_MAX)).index(collection_id),
    )
    await collections.delete_chosen(tx, collection_id=collection_id, kept_ids=[])
    await collections.delete_collection(tx, collection_id=collection_id)
    await close_change(
        tx, actor=actor, collection_id=collection_id, action=permissions.EDIT, reason=reason, is_removed=True
    )
    return removed
