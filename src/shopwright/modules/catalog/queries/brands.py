"""What brands are called."""

import msgspec

from shopwright.modules.catalog.contracts import Words
from shopwright.platform.db import Reading, statement

BRAND_COUNT_MAX = 500


class Brand(msgspec.Struct, frozen=True):
    """A brand as products name it, and what it is called by language; without names it is called by that everywhere."""

    name: str
    names: Words
    product_count: int


async def list_brands_for_staff(reading: Reading) -> list[Brand]:
    """Every brand that products have, in the order of their names; at most BRAND_COUNT_MAX."""
    return await list_brand_rows(reading, count_max=BRAND_COUNT_MAX)


@statement(
    """
    SELECT had.brand AS name, COALESCE(b.names, '{}') AS names, had.product_count
    FROM (SELECT p.brand, count(*) AS product_count FROM catalog.product AS p
          WHERE p.brand <> '' GROUP BY p.brand ORDER BY p.brand LIMIT :count_max) AS had
    LEFT JOIN catalog.brand AS b ON b.name = had.brand ORDER BY had.brand
    """
)
async def list_brand_rows(reading: Reading, *, count_max: int) -> list[Brand]:
    """The rows of `list_brands_for_staff`."""


@statement("SELECT b.name, b.names, 0::bigint AS product_count FROM catalog.brand AS b WHERE b.name = ANY(:names)")
async def list_named_brands(reading: Reading, *, names: list[str]) -> list[Brand]:
    """Those of the brands that are called by other names; their products are not counted."""
