from datetime import datetime

from shopwright.kernel.ids import PictureId, ProductId, VariantId
from shopwright.modules.catalog.store.rows import PriceRow, VariantOwner
from shopwright.platform.db import Reading, RowCount, Transaction, statement


@statement(
    """
    INSERT INTO catalog.option (id, product_id, position, names)
    SELECT r.id, r.product_id, r.position, r.names
    FROM jsonb_to_recordset(:rows::jsonb) AS r (id bigint, product_id bigint, position integer, names jsonb)
    """
)
async def insert_options(tx: Transaction, *, rows: object) -> None:
    """Insert options."""


@statement(
    """
    INSERT INTO catalog.option_value (id, option_id, position, names)
    SELECT r.id, r.option_id, r.position, r.names
    FROM jsonb_to_recordset(:rows::jsonb) AS r (id bigint, option_id bigint, position integer, names jsonb)
    """
)
async def insert_option_values(tx: Transaction, *, rows: object) -> None:
    """Insert values of options."""


@statement(
    """
    INSERT INTO catalog.variant (id, product_id, position, sku, option_value_ids, barcode, weight_grams, picture_id)
    SELECT r.id, r.product_id, r.position, r.sku, r.option_value_ids, r.barcode, r.weight_grams, r.picture_id
    FROM jsonb_to_recordset(:rows::jsonb) AS r (
        id bigint, product_id bigint, position integer, sku text, option_value_ids bigint[], barcode text,
        weight_grams integer, picture_id bigint)
    ON CONFLICT DO NOTHING
    RETURNING id
    """
)
async def insert_variants(tx: Transaction, *, rows: object) -> list[VariantId]:
    """Insert variants; those whose SKU or choice is taken are left out of the ids returned."""


@statement(
    """
    WITH given AS MATERIALIZED (
        SELECT r.* FROM jsonb_to_recordset(:rows::jsonb) AS r (
            variant_id bigint, market_code text, price_minor bigint, price_currency text, compare_at_minor bigint)
    ), recorded AS (
        INSERT INTO catalog.price_change (variant_id, market_code, price_minor, price_currency, compare_at_minor,
                                          changed_at, actor)
        SELECT variant_id, market_code, price_minor, price_currency, compare_at_minor, :at, :actor::jsonb FROM given
    )
    INSERT INTO catalog.price AS p (variant_id, market_code, price_minor, price_currency, compare_at_minor, changed_at)
    SELECT variant_id, market_code, price_minor, price_currency, compare_at_minor, :at FROM given
    ON CONFLICT (variant_id, market_code) DO UPDATE
        SET price_minor = excluded.price_minor, price_currency = excluded.price_currency,
            compare_at_minor = excluded.compare_at_minor, changed_at = excluded.changed_at
    """
)
async def write_prices(tx: Transaction, *, rows: object, actor: object, at: datetime) -> None:
    """Set prices and add each to the history."""


@statement(
    """
    WITH span AS MATERIALIZED (
        SELECT v.product_id, p.market_code, min(p.price_minor) AS lowest_minor, max(p.price_minor) AS highest_minor,
               min(p.price_currency) AS currency,
               (array_agg(p.compare_at_minor ORDER BY p.price_minor, v.position, v.id))[1] AS compare_at_minor,
               array_agg(DISTINCT p.price_minor ORDER BY p.price_minor) AS prices_minor
        FROM catalog.variant AS v JOIN catalog.price AS p ON p.variant_id = v.id
        WHERE v.product_id = ANY(:product_ids) AND v.retired_at IS NULL
        GROUP BY v.product_id, p.market_code
    ), gone AS (
        DELETE FROM catalog.price_range AS r
        WHERE r.product_id = ANY(:product_ids) AND NOT EXISTS (
            SELECT FROM span AS s WHERE s.product_id = r.product_id AND s.market_code = r.market_code)
    )
    INSERT INTO catalog.price_range (product_id, market_code, lowest_minor, highest_minor, currency, compare_at_minor,
                                     prices_minor)
    SELECT product_id, market_code, lowest_minor, highest_minor, currency, compare_at_minor, prices_minor FROM span
    ON CONFLICT (product_id, market_code) DO UPDATE
        SET lowest_minor = excluded.lowest_minor, highest_minor = excluded.highest_minor,
            currency = excluded.currency, compare_at_minor = excluded.compare_at_minor,
            prices_minor = excluded.prices_minor
    """
)
async def write_price_ranges(tx: Transaction, *, product_ids: list[ProductId]) -> None:
    """Derive the spans and the lists of prices anew from the variants."""


@statement(
    """
    SELECT count(DISTINCT v.id) FROM catalog.variant AS v JOIN catalog.price AS p ON p.variant_id = v.id
    WHERE v.product_id = :product_id AND v.retired_at IS NULL
    """
)
async def count_priced_variants(reading: Reading, *, product_id: ProductId) -> int:
    """How many variants could be sold in some market."""


@statement(
    "SELECT id, product_id, sku, retired_at IS NOT NULL AS is_retired FROM catalog.variant WHERE id = :variant_id"
)
async def find_variant(reading: Reading, *, variant_id: VariantId) -> VariantOwner | None:
    """Whose the variant is."""


@statement(
    "SELECT id, product_id, sku, retired_at IS NOT NULL AS is_retired FROM catalog.variant WHERE sku = ANY(:skus)"
)
async def list_owners_of_skus(reading: Reading, *, skus: list[str]) -> list[VariantOwner]:
    """Whose the SKUs are; those that nobody has are missing."""


@statement(
    """
    UPDATE catalog.variant SET sku = :sku, barcode = :barcode, weight_grams = :weight_grams, picture_id = :picture_id
    WHERE id = :variant_id
        AND NOT EXISTS (SELECT FROM catalog.variant AS other WHERE other.sku = :sku AND other.id <> :variant_id)
    """
)
async def write_variant(
    tx: Transaction,
    *,
    variant_id: VariantId,
    sku: str,
    barcode: str,
    weight_grams: int,
    picture_id: PictureId | None,
) -> RowCount:
    """Write the facts of a variant; no row where its SKU is taken."""


@statement(
    """
    UPDATE catalog.variant SET retired_at = :at, is_available = false WHERE id = :variant_id AND retired_at IS NULL
    """
)
async def write_retired(tx: Transaction, *, variant_id: VariantId, at: datetime) -> RowCount:
    """Take a variant out of sale for good."""


@statement(
    """
    UPDATE catalog.variant AS v SET is_available = told.is_available
    FROM unnest(:variant_ids::bigint[], :availabilities::boolean[]) AS told (variant_id, is_available)
    WHERE v.id = told.variant_id AND v.retired_at IS NULL AND v.is_available <> told.is_available
    """
)
async def write_availability(tx: Transaction, *, variant_ids: list[VariantId], availabilities: list[bool]) -> RowCount:
    """Write which variants are in stock; how many changed."""


@statement(
    "UPDATE catalog.option SET names = names || :names::jsonb WHERE id = :option_id AND product_id = :product_id"
)
async def write_option_names(tx: Transaction, *, product_id: ProductId, option_id: int, names: object) -> RowCount:
    """Add names of an option in some languages."""


@statement(
    """
    UPDATE catalog.option_value AS w SET names = w.names || :names::jsonb
    FROM catalog.option AS o WHERE w.id = :value_id AND o.id = w.option_id AND o.product_id = :product_id
    """
)
async def write_value_names(tx: Transaction, *, product_id: ProductId, value_id: int, names: object) -> RowCount:
    """Add names of an option's value in some languages."""


@statement(
    """
    SELECT variant_id, market_code, price_minor, price_currency, compare_at_minor
    FROM catalog.price WHERE variant_id = ANY(:variant_ids)
    """
)
async def list_prices(reading: Reading, *, variant_ids: list[VariantId]) -> list[PriceRow]:
    """The present prices of the variants in every market."""
