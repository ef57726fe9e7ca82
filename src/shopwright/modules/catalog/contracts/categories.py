"""Categories, as shoppers see them and as staff edits them."""

import msgspec

from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog.contracts.words import Words


class Category(msgspec.Struct, frozen=True):
    """One category in the asked language. `subtree_ids` are its own id and those of everything below it.

    `depth` is 0 at the top; a list of categories is in the order of a printed tree, parents before children.
    """

    id: CategoryId
    parent_id: CategoryId | None
    slug: str
    name: str
    depth: int
    picture_url: str | None
    subtree_ids: tuple[CategoryId, ...]


class CategoryForStaff(msgspec.Struct, frozen=True):
    """One category as it is edited: its names in every language and its place among its siblings."""

    id: CategoryId
    parent_id: CategoryId | None
    slug: str
    names: Words
    position: int
    picture_key: str | None


class ProductCategory(msgspec.Struct, frozen=True):
    """The category that a product stands in."""

    id: CategoryId
    slug: str
    name: str
