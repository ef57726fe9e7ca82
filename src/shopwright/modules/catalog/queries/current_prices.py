from shopwright.kernel.ids import VariantId
from shopwright.modules.catalog.contracts import CurrentPrice
from shopwright.platform.db import Reading, statement


@statement(
    """
    SELECT v.id AS variant_id, s.price_minor, s.price_currency,
           p.listed_at IS NOT NULL AND v.retired_at IS NULL AS is_listed
    FROM catalog.variant AS v
    JOIN catalog.product AS p ON p.id = v.product_id
    JOIN catalog.price AS s ON s.variant_id = v.id AND s.market_code = :market
    WHERE v.id = ANY(:variant_ids)
    """
)
async def list_current_prices(reading: Reading, *, variant_ids: list[VariantId], market: str) -> list[CurrentPrice]:
    """What the variants cost now, without words and pictures: the last look of a batch before it places.

    A variant that is unknown or has no price in the market is missing from the answer.
    """


@statement('SELECT EXISTS (SELECT FROM catalog.price) OR EXISTS (SELECT FROM catalog.price_change) AS "found!"')
async def has_prices(reading: Reading) -> bool:
    """Whether anything has, or ever had, a price."""
