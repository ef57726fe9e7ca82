from datetime import datetime

from shopwright.kernel.ids import CollectionId, ProductId
from shopwright.modules.catalog.contracts import CollectionKind, ProductSort
from shopwright.platform.db import Reading, RowCount, Transaction, statement


@statement("SELECT nextval('catalog.collection_id_seq')")
async def take_collection_id(tx: Transaction) -> CollectionId:
    """A fresh id."""


@statement("SELECT count(*) FROM catalog.collection")
async def count_collections(reading: Reading) -> int:
    """How many collections there are."""


@statement("SELECT version FROM catalog.collection WHERE id = :collection_id FOR UPDATE")
async def lock_collection(tx: Transaction, *, collection_id: CollectionId) -> int | None:
    """Lock one collection; its version, or None where there is no such one."""


@statement(
    """
    INSERT INTO catalog.collection (id, slug, names, descriptions, position, kind, sort, rule, picture_key,
                                    picture_width, picture_height, version, created_at, updated_at)
    SELECT :collection_id, :slug, :names::jsonb, :descriptions::jsonb,
           COALESCE((SELECT max(c.position) FROM catalog.collection AS c), 0) + 1,
           :kind, :sort, :rule::jsonb, :picture_key, :picture_width, :picture_height, :version, :at, :at
    ON CONFLICT (slug) DO NOTHING
    """
)
async def insert_collection(
    tx: Transaction,
    *,
    collection_id: CollectionId,
    slug: str,
    names: object,
    descriptions: object,
    kind: CollectionKind,
    sort: ProductSort,
    rule: object,
    picture_key: str | None,
    picture_width: int,
    picture_height: int,
    version: int,
    at: datetime,
) -> RowCount:
    """Insert a collection behind the others; no row where its address is taken."""


@statement(
    """
    UPDATE catalog.collection
    SET slug = :slug, names = :names::jsonb, descriptions = :descriptions::jsonb, kind = :kind, sort = :sort,
        rule = :rule::jsonb, picture_key = :picture_key, picture_width = :picture_width,
        picture_height = :picture_height
    WHERE id = :collection_id
        AND NOT EXISTS (SELECT FROM catalog.collection AS other WHERE other.slug = :slug AND other.id <> :collection_id)
    """
)
async def write_collection(
    tx: Transaction,
    *,
    collection_id: CollectionId,
    slug: str,
    names: object,
    descriptions: object,
    kind: CollectionKind,
    sort: ProductSort,
    rule: object,
    picture_key: str | None,
    picture_width: int,
    picture_height: int,
) -> RowCount:
    """Write a collection; no row where its address is taken."""


@statement(
    "UPDATE catalog.collection SET version = version + 1, updated_at = :at WHERE id = :collection_id RETURNING version"
)
async def write_collection_version(tx: Transaction, *, collection_id: CollectionId, at: datetime) -> int:
    """Count a change of a locked collection; its new version."""


@statement("UPDATE catalog.collection SET listed_at = :at WHERE id = :collection_id AND listed_at IS NULL")
async def write_collection_listed(tx: Transaction, *, collection_id: CollectionId, at: datetime) -> RowCount:
    """Show a collection; no row where it is shown already."""


@statement("UPDATE catalog.collection SET listed_at = NULL WHERE id = :collection_id AND listed_at IS NOT NULL")
async def write_collection_delisted(tx: Transaction, *, collection_id: CollectionId) -> RowCount:
    """Hide a collection; no row where it is hidden already."""


@statement(
    """
    UPDATE catalog.collection AS c SET position = wanted.position
    FROM unnest(:collection_ids::bigint[]) WITH ORDINALITY AS wanted (id, position)
    WHERE c.id = wanted.id
    """
)
async def write_collection_order(tx: Transaction, *, collection_ids: list[CollectionId]) -> RowCount:
    """Put collections in the order of their ids as given, from 1."""


@statement("SELECT id FROM catalog.collection ORDER BY position, id LIMIT :count_max")
async def list_in_order(reading: Reading, *, count_max: int) -> list[CollectionId]:
    """The collections in the shop's order."""


@statement("SELECT id FROM catalog.collection ORDER BY id FOR UPDATE")
async def lock_collections(tx: Transaction) -> list[CollectionId]:
    """Lock every collection, so that two orders of them do not mix."""


@statement(
    """
    SELECT m.product_id FROM catalog.collection_product AS m
    WHERE m.collection_id = :collection_id ORDER BY m.position, m.product_id LIMIT :count_max
    """
)
async def list_chosen_ids(reading: Reading, *, collection_id: CollectionId, count_max: int) -> list[ProductId]:
    """The products of a collection by hand, in their order."""


@statement(
    """
    INSERT INTO catalog.collection_product (collection_id, product_id, position)
    SELECT :collection_id, p.id, wanted.position
    FROM unnest(:product_ids::bigint[]) WITH ORDINALITY AS wanted (id, position)
    JOIN catalog.product AS p ON p.id = wanted.id
    ON CONFLICT (collection_id, product_id) DO UPDATE SET position = excluded.position
    """
)
async def write_chosen(tx: Transaction, *, collection_id: CollectionId, product_ids: list[ProductId]) -> RowCount:
    """Put products into a collection in the order given, from 1; what is no product is left out."""


@statement(
    """
    DELETE FROM catalog.collection_product
    WHERE collection_id = :collection_id AND NOT product_id = ANY(:kept_ids::bigint[])
    """
)
async def delete_chosen(tx: Transaction, *, collection_id: CollectionId, kept_ids: list[ProductId]) -> RowCount:
    """Take everything out of a collection but these."""


@statement("DELETE FROM catalog.collection WHERE id = :collection_id")
async def delete_collection(tx: Transaction, *, collection_id: CollectionId) -> RowCount:
    """Remove a collection that holds nothing any more."""
