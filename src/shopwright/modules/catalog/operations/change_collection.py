from typing import Any

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CollectionId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.contracts import CollectionInput, CollectionKind
from shopwright.modules.catalog.errors import SlugTaken
from shopwright.modules.catalog.operations.close_collection_change import close_change, lock_for_change
from shopwright.modules.catalog.queries.collections import get_collection_for_staff
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.rules.collections import check_collection, cleaned_rule
from shopwright.modules.catalog.store import collections
from shopwright.platform.db import Transaction


async def change_collection(
    tx: Transaction, *, actor: Actor, collection_id: CollectionId, version: int, collection: CollectionInput
) -> None:
    """Write a collection anew. What was chosen by hand stays, also while a rule chooses instead.

    An empty slug keeps the address. Raises InvalidInput, CollectionNotFound, CollectionChanged, SlugTaken.
    """
    check_collection(collection)
    await lock_for_change(tx, collection_id=collection_id, version=version)
    before = await get_collection_for_staff(tx, collection_id=collection_id)
    slug = collection.slug or before.slug
    columns = stored(collection)
    if not await collections.write_collection(tx, collection_id=collection_id, slug=slug, **columns):
        raise SlugTaken(slug=slug)
    await collections.write_collection_version(tx, collection_id=collection_id, at=tx.at)
    await close_change(
        tx, actor=actor, collection_id=collection_id, action=permissions.EDIT, before=before.rule, after=collection.rule
    )


def stored(collection: CollectionInput) -> dict[str, Any]:
    """The columns of a collection as they are written, but for its address."""
    rule, picture = collection.rule, collection.picture
    return {
        "names": texts.filled(collection.names),
        "descriptions": texts.filled(collection.descriptions),
        "kind": CollectionKind.HAND if rule is None else CollectionKind.RULE,
        "sort": collection.sort,
        "rule": {} if rule is None else cleaned_rule(rule),
        "picture_key": None if picture is None else picture.file_key,
        "picture_width": 0 if picture is None else picture.width,
        "picture_height": 0 if picture is None else picture.height,
    }
