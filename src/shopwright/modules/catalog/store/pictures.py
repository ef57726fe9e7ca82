from shopwright.kernel.ids import PictureId, ProductId
from shopwright.platform.db import Reading, RowCount, Transaction, statement


@statement(
    """
    INSERT INTO catalog.picture (id, product_id, position, alts, file_key, width, height)
    SELECT r.id, r.product_id, r.position, r.alts, r.file_key, r.width, r.height
    FROM jsonb_to_recordset(:rows::jsonb) AS r (
        id bigint, product_id bigint, position integer, alts jsonb, file_key text, width integer, height integer)
    ON CONFLICT (product_id, file_key) DO NOTHING
    RETURNING id
    """
)
async def insert_pictures(tx: Transaction, *, rows: object) -> list[PictureId]:
    """Insert pictures; those that the product has already are left out of the ids returned."""


@statement(
    """
    UPDATE catalog.picture AS p SET position = wanted.position
    FROM unnest(:picture_ids::bigint[]) WITH ORDINALITY AS wanted (id, position)
    WHERE p.id = wanted.id AND p.product_id = :product_id
    """
)
async def write_picture_order(tx: Transaction, *, product_id: ProductId, picture_ids: list[PictureId]) -> RowCount:
    """Put pictures in the order of their ids as given, from 1."""


@statement("UPDATE catalog.picture SET alts = :alts::jsonb WHERE id = :picture_id AND product_id = :product_id")
async def write_picture_alts(
    tx: Transaction, *, product_id: ProductId, picture_id: PictureId, alts: object
) -> RowCount:
    """Write the alternative texts of a picture."""


@statement("UPDATE catalog.variant SET picture_id = NULL WHERE picture_id = :picture_id AND product_id = :product_id")
async def clear_variant_picture(tx: Transaction, *, product_id: ProductId, picture_id: PictureId) -> RowCount:
    """Take a picture away from the variants that show it."""


@statement("DELETE FROM catalog.picture WHERE id = :picture_id AND product_id = :product_id")
async def delete_picture(tx: Transaction, *, product_id: ProductId, picture_id: PictureId) -> RowCount:
    """Remove a picture from its product."""


@statement(
    """
    SELECT file_key FROM catalog.picture WHERE file_key > :after
    UNION SELECT picture_key FROM catalog.collection WHERE picture_key > :after
    UNION SELECT picture_key FROM catalog.category WHERE picture_key > :after
    ORDER BY 1 LIMIT :count
    """
)
async def list_file_keys(reading: Reading, *, after: str, count: int) -> list[str]:
    """The next stems of pictures' files that a product, collection or category shows, in their own order."""
