"""Collections: shelves of products chosen by hand or by rule, as shoppers see them and as staff edits them."""

from datetime import datetime
from enum import StrEnum

import msgspec

from shopwright.kernel.ids import CategoryId, CollectionId, ProductId
from shopwright.modules.catalog.contracts.products import ProductCard
from shopwright.modules.catalog.contracts.words import ProductSort, Words


class Matching(StrEnum):
    """Whether a product must meet all conditions of a rule or any of them."""

    ALL = "all"
    ANY = "any"


class CollectionKind(StrEnum):
    """Who chooses the products of a collection: a person, or its rule."""

    HAND = "hand"
    RULE = "rule"


class CollectionRule(msgspec.Struct, frozen=True):
    """The conditions of a collection; those left at their default are none.

    A category stands for everything below it. The price is the lowest of a product in a market of `price_currency`, in
    minor units, both ends included. `new_days` counts from when a product was listed.
    """

    matching: Matching = Matching.ALL
    category_ids: tuple[CategoryId, ...] = ()
    brands: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    price_currency: str = ""
    price_from_minor: int | None = None
    price_to_minor: int | None = None
    is_on_sale: bool = False
    new_days: int | None = None


class CollectionPicture(msgspec.Struct, frozen=True):
    """A picture whose files are stored already: the stem of their keys and the largest size in pixels."""

    file_key: str
    width: int
    height: int


class CollectionInput(msgspec.Struct, frozen=True):
    """What is written about a collection. With a `rule` it chooses by rule, without one by hand.

    `sort` is the order in which shoppers first see it: POSITION (only by hand), NEWEST or BEST_SELLING. An empty `slug`
    asks for one made from the name.
    """

    names: Words
    descriptions: Words = {}
    slug: str = ""
    sort: ProductSort = ProductSort.POSITION
    rule: CollectionRule | None = None
    picture: CollectionPicture | None = None


class Collection(msgspec.Struct, frozen=True):
    """One listed collection in the asked language; `rule` names every category below those that were chosen."""

    id: CollectionId
    slug: str
    name: str
    description: str
    sort: ProductSort
    rule: CollectionRule | None
    picture: CollectionPicture | None


class CollectionForStaff(msgspec.Struct, frozen=True):
    """A collection as it is edited. A change names the `version` that it was made from."""

    id: CollectionId
    slug: str
    names: Words
    descriptions: Words
    sort: ProductSort
    rule: CollectionRule | None
    picture: CollectionPicture | None
    listed_at: datetime | None
    version: int


class RemovedCollection(msgspec.Struct, frozen=True):
    """A collection that was removed, with all that puts it back: its products by hand, and its place from 0."""

    collection: CollectionForStaff
    product_ids: tuple[ProductId, ...]
    place: int


class StaffCollection(msgspec.Struct, frozen=True):
    """A collection in the staff's list; `chosen_count` are its products by hand, whether listed or not."""

    id: CollectionId
    slug: str
    name: str
    kind: CollectionKind
    chosen_count: int
    picture_key: str | None
    picture_width: int
    listed_at: datetime | None
    updated_at: datetime


class ChosenProduct(msgspec.Struct, frozen=True):
    """A product that somebody put into a collection, in its place there."""

    id: ProductId
    title: str
    picture_url: str | None
    is_listed: bool
    is_available: bool


class ShelfInput(msgspec.Struct, frozen=True):
    """A short row of products that a page shows: those of a collection, or without one of the whole shop."""

    sort: ProductSort
    collection: Collection | None = None


class Shelf(msgspec.Struct, frozen=True):
    """The products of a shelf, at most as many as were asked for."""

    cards: tuple[ProductCard, ...]
