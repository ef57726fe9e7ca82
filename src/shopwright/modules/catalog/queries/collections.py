"""Collections as shoppers find them and as staff edits them."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import CategoryId, CollectionId, ProductId
from shopwright.modules.catalog.contracts import (
    ChosenProduct,
    Collection,
    CollectionForStaff,
    CollectionPicture,
    CollectionRule,
    ProductSort,
    StaffCollection,
    Words,
)
from shopwright.modules.catalog.errors import CollectionNotFound
from shopwright.modules.catalog.queries.categories import CATEGORIES, list_category_rows
from shopwright.modules.catalog.rules.collections import CHOSEN_COUNT_MAX, COLLECTION_COUNT_MAX, spread_rule
from shopwright.modules.catalog.rules.tree import CATEGORY_COUNT_MAX, place_categories
from shopwright.platform.db import Reading, statement
from shopwright.platform.files import picture_url

# Collections are kept beside the tree, since their rules name parts of it: whoever changes either drops both.
COLLECTIONS = CATEGORIES
WORD_COUNT_MAX = 200


class CollectionRow(msgspec.Struct, frozen=True):
    """A collection as it is read; `rule` is empty JSON for one by hand."""

    id: CollectionId
    slug: str
    name: str
    description: str
    sort: ProductSort
    rule: CollectionRule
    is_by_rule: bool
    picture_key: str | None
    picture_width: int
    picture_height: int


class EditableRow(msgspec.Struct, frozen=True):
    """A collection as it is read for its editor."""

    id: CollectionId
    slug: str
    names: Words
    descriptions: Words
    sort: ProductSort
    rule: CollectionRule
    is_by_rule: bool
    picture_key: str | None
    picture_width: int
    picture_height: int
    listed_at: datetime | None
    version: int


class ChosenRow(msgspec.Struct, frozen=True):
    """A product of a collection as it is read, its picture by stem and width."""

    id: ProductId
    title: str
    picture_key: str | None
    picture_width: int | None
    is_listed: bool
    is_available: bool


async def list_collections(reading: Reading, *, language: str) -> list[Collection]:
    """Every listed collection in the shop's order. Two statements; keep it under `COLLECTIONS`."""
    rows = await list_collection_rows(reading, language=language, count_max=COLLECTION_COUNT_MAX)
    subtrees = await _subtrees(reading) if any(row.rule.category_ids for row in rows) else {}
    return [
        Collection(
            id=row.id,
            slug=row.slug,
            name=row.name,
            description=row.description,
            sort=row.sort,
            rule=spread_rule(row.rule, subtrees) if row.is_by_rule else None,
            picture=_picture(row.picture_key, row.picture_width, row.picture_height),
        )
        for row in rows
    ]


async def get_collection(reading: Reading, *, slug: str, language: str) -> Collection:
    """The listed collection at an address. Raises CollectionNotFound."""
    for collection in await list_collections(reading, language=language):
        if collection.slug == slug:
            return collection
    raise CollectionNotFound


async def list_collections_for_staff(reading: Reading, *, language: str) -> list[StaffCollection]:
    """Every collection, listed or not, in the shop's order. One statement."""
    return await list_staff_collections(reading, language=language, count_max=COLLECTION_COUNT_MAX)


async def get_collection_for_staff(reading: Reading, *, collection_id: CollectionId) -> CollectionForStaff:
    """A collection as it is edited. Raises CollectionNotFound."""
    row = await find_collection_for_staff(reading, collection_id=collection_id)
    if row is None:
        raise CollectionNotFound
    return CollectionForStaff(
        id=row.id,
        slug=row.slug,
        names=row.names,
        descriptions=row.descriptions,
        sort=row.sort,
        rule=row.rule if row.is_by_rule else None,
        picture=_picture(row.picture_key, row.picture_width, row.picture_height),
        listed_at=row.listed_at,
        version=row.version,
    )


async def preview_rule(reading: Reading, *, rule: CollectionRule) -> Collection:
    """A rule as if it were a collection, so that what it finds can be listed and counted before it is kept."""
    subtrees = await _subtrees(reading) if rule.category_ids else {}
    return Collection(
        CollectionId(0), "", "", "", ProductSort.BEST_SELLING, rule=spread_rule(rule, subtrees), picture=None
    )


async def list_chosen_products(reading: Reading, *, collection_id: CollectionId, language: str) -> list[ChosenProduct]:
    """The products that somebody put into a collection, in their order. One statement."""
    rows = await list_chosen_rows(reading, collection_id=collection_id, language=language, count_max=CHOSEN_COUNT_MAX)
    return [
        ChosenProduct(
            id=row.id,
            title=row.title,
            picture_url=row.picture_key and picture_url(row.picture_key, row.picture_width or 0, wanted_width=320),
            is_listed=row.is_listed,
            is_available=row.is_available,
        )
        for row in rows
    ]


async def list_brands(reading: Reading) -> list[str]:
    """The brands that products have, for choosing among them; at most WORD_COUNT_MAX."""
    return await list_brand_words(reading, count_max=WORD_COUNT_MAX)


async def list_tags(reading: Reading) -> list[str]:
    """The tags that products have, for choosing among them; at most WORD_COUNT_MAX."""
    return await list_tag_words(reading, count_max=WORD_COUNT_MAX)


async def _subtrees(reading: Reading) -> dict[CategoryId, tuple[CategoryId, ...]]:
    rows = await list_category_rows(reading, language="", count_max=CATEGORY_COUNT_MAX)
    return {placed.row.id: placed.subtree_ids for placed in place_categories(rows)}


def _picture(key: str | None, width: int, height: int) -> CollectionPicture | None:
    return None if key is None else CollectionPicture(key, width, height)


@statement(
    """
    SELECT id, slug, platform.words(names, :language) AS name,
           CASE WHEN descriptions = '{}' THEN '' ELSE platform.words(descriptions, :language) END AS description,
           sort, rule, kind = 'rule' AS is_by_rule, picture_key, picture_width, picture_height
    FROM catalog.collection WHERE listed_at IS NOT NULL ORDER BY position, id LIMIT :count_max
    """
)
async def list_collection_rows(reading: Reading, *, language: str, count_max: int) -> list[CollectionRow]:
    """The rows of `list_collections`."""


@statement(
    """
    SELECT id, slug, names, descriptions, sort, rule, kind = 'rule' AS is_by_rule, picture_key, picture_width,
           picture_height, listed_at, version
    FROM catalog.collection WHERE id = :collection_id
    """
)
async def find_collection_for_staff(reading: Reading, *, collection_id: CollectionId) -> EditableRow | None:
    """The collection, or None where there is no such one."""


@statement(
    """
    SELECT c.id, c.slug, platform.words(c.names, :language) AS name, c.kind,
           (SELECT count(*) FROM catalog.collection_product AS m WHERE m.collection_id = c.id) AS chosen_count,
           c.picture_key, c.picture_width, c.listed_at, c.updated_at
    FROM catalog.collection AS c ORDER BY c.position, c.id LIMIT :count_max
    """
)
async def list_staff_collections(reading: Reading, *, language: str, count_max: int) -> list[StaffCollection]:
    """All collections in their order."""


@statement(
    """
    SELECT p.id, platform.words(p.titles, :language) AS title, shown.file_key AS picture_key,
           shown.width AS picture_width, p.listed_at IS NOT NULL AS is_listed, p.is_available
    FROM catalog.collection_product AS m
    JOIN catalog.product AS p ON p.id = m.product_id
    LEFT JOIN LATERAL (
        SELECT i.file_key, i.width FROM catalog.picture AS i WHERE i.product_id = p.id ORDER BY i.position, i.id LIMIT 1
    ) AS shown ON true
    WHERE m.collection_id = :collection_id
    ORDER BY m.position, m.product_id LIMIT :count_max
    """
)
async def list_chosen_rows(
    reading: Reading, *, collection_id: CollectionId, language: str, count_max: int
) -> list[ChosenRow]:
    """The rows of `list_chosen_products`."""


@statement("SELECT DISTINCT brand FROM catalog.product WHERE brand <> '' ORDER BY brand LIMIT :count_max")
async def list_brand_words(reading: Reading, *, count_max: int) -> list[str]:
    """Every brand once."""


@statement(
    """
    SELECT DISTINCT tag FROM catalog.product AS p, unnest(p.tags) AS tag WHERE tag <> '' ORDER BY tag LIMIT :count_max
    """
)
async def list_tag_words(reading: Reading, *, count_max: int) -> list[str]:
    """Every tag once."""
