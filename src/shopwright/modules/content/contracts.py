from datetime import datetime
from enum import StrEnum

import msgspec

from shopwright.kernel.ids import CategoryId, CollectionId

Words = dict[str, str]
"""Human words by language."""

HOME = "home"
"""The code of the first page of the shop."""


class BlockKind(StrEnum):
    """What a block can be."""

    SCENE = "scene"
    COLLECTION = "collection"
    NEW_ARRIVALS = "new_arrivals"
    BEST_SELLERS = "best_sellers"
    CATEGORIES = "categories"
    STORY = "story"


class BlockPicture(msgspec.Struct, frozen=True):
    """A picture whose files are stored already: the stem of their keys, the largest size in pixels, what it shows."""

    file_key: str
    width: int
    height: int
    alts: Words = {}


class Scene(msgspec.Struct, frozen=True, tag_field="kind", tag=BlockKind.SCENE.value):
    """A wide picture with few words that leads somewhere. The first one of a page is its first sight."""

    picture: BlockPicture
    headings: Words
    url: str
    kickers: Words = {}
    texts: Words = {}
    links: Words = {}


class CollectionShelf(msgspec.Struct, frozen=True, tag_field="kind", tag=BlockKind.COLLECTION.value):
    """The first products of a collection of the catalogue, under its own name unless there is a heading."""

    collection_id: CollectionId
    headings: Words = {}
    texts: Words = {}


class NewArrivals(msgspec.Struct, frozen=True, tag_field="kind", tag=BlockKind.NEW_ARRIVALS.value):
    """What was listed last."""

    headings: Words = {}
    texts: Words = {}


class BestSellers(msgspec.Struct, frozen=True, tag_field="kind", tag=BlockKind.BEST_SELLERS.value):
    """What sells best."""

    headings: Words = {}
    texts: Words = {}


class CategoryTiles(msgspec.Struct, frozen=True, tag_field="kind", tag=BlockKind.CATEGORIES.value):
    """Ways in by category: those chosen, in their order, or without any all at the top of the tree."""

    headings: Words = {}
    category_ids: tuple[CategoryId, ...] = ()


class Story(msgspec.Struct, frozen=True, tag_field="kind", tag=BlockKind.STORY.value):
    """Words about the shop, in paragraphs, beside a picture or alone."""

    headings: Words
    texts: Words
    picture: BlockPicture | None = None
    links: Words = {}
    url: str = ""


Body = Scene | CollectionShelf | NewArrivals | BestSellers | CategoryTiles | Story


class Block(msgspec.Struct, frozen=True):
    """One part of a page. A change names the `version` that it was made from."""

    id: int
    body: Body
    is_hidden: bool = False
    version: int = 1


class RemovedBlock(msgspec.Struct, frozen=True):
    """A block that was taken out of a draft, and its place there from 0."""

    block: Block
    place: int


class Draft(msgspec.Struct, frozen=True):
    """A page as staff works on it; `version` counts every change, `published_number` is 0 before the first edition."""

    code: str
    blocks: tuple[Block, ...]
    version: int
    published_number: int
    changed_at: datetime


class Edition(msgspec.Struct, frozen=True):
    """A page as it was published: only blocks that are shown, in order."""

    number: int
    blocks: tuple[Block, ...]


class EditionRecord(msgspec.Struct, frozen=True):
    """One line of a page's history; `actor` is the name of whoever published it."""

    number: int
    block_count: int
    actor: str
    note: str
    published_at: datetime
