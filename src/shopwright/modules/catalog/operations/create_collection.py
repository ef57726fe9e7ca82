from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CollectionId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.contracts import CollectionInput
from shopwright.modules.catalog.errors import SlugTaken, TooManyCollections
from shopwright.modules.catalog.operations.change_collection import stored
from shopwright.modules.catalog.operations.close_collection_change import close_change
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.rules.collections import COLLECTION_COUNT_MAX, check_collection
from shopwright.modules.catalog.store import collections
from shopwright.platform.db import Transaction


async def create_collection(tx: Transaction, *, actor: Actor, collection: CollectionInput) -> CollectionId:
    """Create a collection behind the others, delisted. Without a slug one is made from a Latin name or the id.

    Raises InvalidInput, SlugTaken, TooManyCollections.
    """
    check_collection(collection)
    if await collections.count_collections(tx) >= COLLECTION_COUNT_MAX:
        raise TooManyCollections(limit=COLLECTION_COUNT_MAX)
    collection_id = await collections.take_collection_id(tx)
    wished = collection.slug or texts.slug_from(collection.names) or f"s-{collection_id}"
    for candidate in (wished,) if collection.slug else (wished, f"{wished}-{collection_id}"):
        columns = stored(collection)
        if await collections.insert_collection(
            tx, collection_id=collection_id, slug=candidate, version=1, at=tx.at, **columns
        ):
            await close_change(
                tx, actor=actor, collection_id=collection_id, action=permissions.EDIT, created=columns["names"]
            )
            return collection_id
    raise SlugTaken(slug=wished)
