"""The SQL of what brands are called."""

from shopwright.platform.db import RowCount, Transaction, statement


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
