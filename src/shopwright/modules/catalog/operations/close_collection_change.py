"""Record what staff did to a collection: it decides what shoppers are shown first."""

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.ids import CollectionId
from shopwright.modules.catalog.errors import CollectionChanged, CollectionNotFound
from shopwright.modules.catalog.queries.collections import COLLECTIONS
from shopwright.modules.catalog.store import collections
from shopwright.modules.staff.public import record_audit
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def lock_for_change(tx: Transaction, *, collection_id: CollectionId, version: int | None = None) -> None:
    """Lock a collection before it is changed.

    Raises CollectionNotFound, and CollectionChanged where it is past `version`.
    """
    present = await collections.lock_collection(tx, collection_id=collection_id)
    if present is None:
        raise CollectionNotFound
    if version is not None and version != present:
        raise CollectionChanged


async def close_change(
    tx: Transaction, *, actor: Actor, collection_id: CollectionId, action: str, reason: str = "", **changed: object
) -> None:
    """End a change: processes drop what they keep, and where a member of staff did it, it is on record."""
    await invalidate(tx, COLLECTIONS)
    if actor.kind is ActorKind.STAFF:
        detail = {**changed, **({"reason": reason} if reason else {})}
        await record_audit(tx, actor=actor, action=action, subject=f"collection:{collection_id}", detail=detail)
