"""The category tree, made from flat rows."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from shopwright.kernel.ids import CategoryId

CATEGORY_COUNT_MAX = 2_000
DEPTH_MAX = 6


class CategoryRow(msgspec.Struct, frozen=True):
    """A category as it is stored, with its name in one language. Rows come ordered by position and id."""

    id: CategoryId
    parent_id: CategoryId | None
    slug: str
    name: str
    picture_key: str | None
    product_picture_stem: str | None = None
    """The first picture of a product that is listed in it; None where it has a picture of its own."""
    product_picture_width: int | None = None


class Placed(msgspec.Struct, frozen=True):
    """A category with its depth (0 at the top) and the ids of its subtree, its own first."""

    row: CategoryRow
    depth: int
    subtree_ids: tuple[CategoryId, ...]


def place_categories(rows: Sequence[CategoryRow]) -> list[Placed]:
    """The rows in the order of a printed tree: parents before children, siblings in the order given."""
    children: dict[CategoryId | None, list[CategoryRow]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    subtrees: dict[CategoryId, tuple[CategoryId, ...]] = {}

    def walk(parent_id: CategoryId | None, depth: int) -> Iterator[tuple[CategoryRow, int]]:
        for row in children.get(parent_id, ()):
            yield row, depth
            yield from walk(row.id, depth + 1)

    printed = list(walk(None, 0))
    for row, _depth in reversed(printed):
        below = [subtrees[child.id] for child in children.get(row.id, ())]
        subtrees[row.id] = (row.id, *(one for subtree in below for one in subtree))
    return [Placed(row, depth, subtrees[row.id]) for row, depth in printed]


def is_below(
    category_id: CategoryId, *, ancestor_id: CategoryId, parent_of: Callable[[CategoryId], CategoryId | None]
) -> bool:
    """Whether a category is `ancestor_id` itself or stands anywhere below it."""
    at: CategoryId | None = category_id
    while at is not None:
        if at == ancestor_id:
            return True
        at = parent_of(at)
    return False
