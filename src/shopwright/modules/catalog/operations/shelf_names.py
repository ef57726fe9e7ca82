from collections.abc import Iterable

from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog.contracts import Words
from shopwright.modules.catalog.store import searching
from shopwright.modules.catalog.store.rows import ShelfNames
from shopwright.platform.db import Transaction


async def lock_shelf_names(
    tx: Transaction, *, category_ids: Iterable[CategoryId | None]
) -> dict[CategoryId, tuple[Words, ...]]:
    """The names of each category and of all above it, the nearest first; those that are not there are left out.

    Until the end of the transaction nobody renames or moves them. A category that was moved while its lock was waited
    for is followed to where it stands now.
    """
    found: dict[CategoryId, ShelfNames] = {}
    asked: set[CategoryId] = set()
    wanted = {category_id for category_id in category_ids if category_id is not None}
    while missing := wanted - asked:
        rows = await searching.lock_paths(tx, category_ids=sorted(missing))
        asked |= missing | {row.id for row in rows}
        found |= {row.id: row for row in rows}
        wanted |= {row.parent_id for row in rows if row.parent_id is not None}
    return {category_id: tuple(_walk(found, category_id)) for category_id in found}


def _walk(found: dict[CategoryId, ShelfNames], category_id: CategoryId) -> Iterable[Words]:
    at: CategoryId | None = category_id
    while at is not None and at in found:
        yield found[at].names
        at = found[at].parent_id
