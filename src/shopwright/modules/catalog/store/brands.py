"""The SQL of what brands are called."""

from shopwright.kernel.ids import ProductId
from shopwright.platform.db import RowCount, Transaction, statement


@statement(
    """
    WITH called AS MATERIALIZED (SELECT asked.name FROM unnest(:names::text[]) AS asked (name) ORDER BY asked.name)
    SELECT count(pg_advisory_xact_lock_shared(hashtextextended('catalog.brand:' || called.name, 0))::text)
    FROM called
    """
)
async def hold_names(tx: Transaction, *, names: list[str]) -> int:
    """See to it that until the end nobody calls these brands otherwise.

    It is no lock of rows, because a brand that was never named has none. Several are held in the order of their names.
    """


@statement(
    """
    WITH called AS MATERIALIZED (
        SELECT DISTINCT p.brand AS name FROM catalog.product AS p
        WHERE p.id = ANY(:product_ids) AND p.brand <> '' ORDER BY p.brand
    )
    SELECT count(pg_advisory_xact_lock_shared(hashtextextended('catalog.brand:' || called.name, 0))::text)
    FROM called
    """
)
async def hold_names_of(tx: Transaction, *, product_ids: list[ProductId]) -> int:
    """See to it that until the end nobody calls the brands of these locked products otherwise."""


@statement("SELECT count(pg_advisory_xact_lock(hashtextextended('catalog.brand:' || :name, 0))::text)")
async def lock_names(tx: Transaction, *, name: str) -> int:
    """Wait for everybody who writes a product under the names of this brand, and let others wait until the end."""


@statement(
    """
    INSERT INTO catalog.brand (name, names) VALUES (:name, :names::jsonb)
    ON CONFLICT (name) DO UPDATE SET names = excluded.names
    """
)
async def write_brand(tx: Transaction, *, name: str, names: object) -> RowCount:
    """Call a brand by these names."""


@statement("DELETE FROM catalog.brand WHERE name = :name")
async def delete_brand(tx: Transaction, *, name: str) -> RowCount:
    """Call a brand by its own name everywhere."""


@statement(
    """
    INSERT INTO catalog.search_due (product_id)
    SELECT p.id FROM catalog.product AS p WHERE p.brand = :name ORDER BY p.id
    ON CONFLICT (product_id) DO NOTHING
    """
)
async def mark_branded(tx: Transaction, *, name: str) -> RowCount:
    """Have the products of a brand indexed anew soon."""
