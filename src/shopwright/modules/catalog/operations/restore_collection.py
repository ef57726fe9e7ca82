from shopwright.kernel.actor import Actor
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.contracts import CollectionInput, RemovedCollection
from shopwright.modules.catalog.errors import SlugTaken, TooManyCollections
from shopwright.modules.catalog.operations.change_collection import stored
from shopwright.modules.catalog.operations.close_collection_change import close_change
from shopwright.modules.catalog.rules.collections import COLLECTION_COUNT_MAX, check_collection
from shopwright.modules.catalog.store import collections
from shopwright.platform.db import Transaction


async def restore_collection(
    tx: Transaction, *, actor: Actor, removed: RemovedCollection, may_list: bool = True
) -> bool:
    """Put a removed collection back as it was, at its place and under its id, with the products that there still are.

    It counts as changed, so that no form from before overwrites it; an actor who may not list collections gets it
    back hidden.

    False where it is there already. Raises InvalidInput, TooManyCollections, and SlugTaken where another collection
    has its address by now.
    """
    present = removed.collection
    if await collections.lock_collection(tx, collection_id=present.id) is not None:
        return False
    wanted = CollectionInput(
        names=present.names,
        descriptions=present.descriptions,
        slug=present.slug,
        sort=present.sort,
        rule=present.rule,
        picture=present.picture,
    )
    check_collection(wanted)
    ids = await collections.list_in_order(tx, count_max=COLLECTION_COUNT_MAX)
    if len(ids) >= COLLECTION_COUNT_MAX:
        raise TooManyCollections(limit=COLLECTION_COUNT_MAX)
    columns = stored(wanted)
    if not await collections.insert_collection(
        tx, collection_id=present.id, slug=present.slug, version=present.version + 1, at=tx.at, **columns
    ):
        raise SlugTaken(slug=present.slug)
    if present.listed_at is not None and may_list:
        await collections.write_collection_listed(tx, collection_id=present.id, at=present.listed_at)
    await collections.write_chosen(tx, collection_id=present.id, product_ids=list(removed.product_ids))
    ids.insert(min(removed.place, len(ids)), present.id)
    await collections.write_collection_order(tx, collection_ids=ids)
    await close_change(tx, actor=actor, collection_id=present.id, action=permissions.EDIT, created=columns["names"])
    return True
