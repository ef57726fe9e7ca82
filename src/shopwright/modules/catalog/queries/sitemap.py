"""The addresses of everything on sale, for search engines: in chunks by id, so that no answer grows with the shop."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import ProductId
from shopwright.platform.db import Reading, statement

CHUNK_SIZE = 1_000
CHUNK_COUNT_MAX = 10_000


class ListedAddress(msgspec.Struct, frozen=True):
    """A listed product's address and when it was last changed."""

    slug: str
    updated_at: datetime


async def list_sitemap_chunks(reading: Reading) -> list[int]:
    """The numbers of the chunks that hold a listed product: those of ids from n times CHUNK_SIZE on."""
    return await list_chunks(reading, chunk_size=CHUNK_SIZE, count_max=CHUNK_COUNT_MAX)


async def list_sitemap_products(reading: Reading, *, chunk: int) -> list[ListedAddress]:
    """The listed products of a chunk, at most CHUNK_SIZE; none for a chunk that there is not."""
    return await list_chunk(
        reading,
        first_id=ProductId(chunk * CHUNK_SIZE),
        behind_id=ProductId((chunk + 1) * CHUNK_SIZE),
        count_max=CHUNK_SIZE,
    )


# Walks the primary key in leaps of a chunk instead of reading every product.
@statement(
    """
    WITH RECURSIVE found AS (
        (SELECT p.id / :chunk_size::bigint AS chunk FROM catalog.product AS p
         WHERE p.listed_at IS NOT NULL ORDER BY p.id LIMIT 1)
        UNION ALL
        SELECT (SELECT p.id / :chunk_size::bigint FROM catalog.product AS p
                WHERE p.listed_at IS NOT NULL AND p.id >= (f.chunk + 1) * :chunk_size::bigint
                ORDER BY p.id LIMIT 1)
        FROM found AS f WHERE f.chunk IS NOT NULL
    )
    SELECT f.chunk AS "chunk!" FROM found AS f WHERE f.chunk IS NOT NULL ORDER BY f.chunk LIMIT :count_max
    """
)
async def list_chunks(reading: Reading, *, chunk_size: int, count_max: int) -> list[int]:
    """The numbers of `list_sitemap_chunks`."""


@statement(
    """
    SELECT p.slug, p.updated_at FROM catalog.product AS p
    WHERE p.id >= :first_id AND p.id < :behind_id AND p.listed_at IS NOT NULL ORDER BY p.id LIMIT :count_max
    """
)
async def list_chunk(
    reading: Reading, *, first_id: ProductId, behind_id: ProductId, count_max: int
) -> list[ListedAddress]:
    """The addresses of `list_sitemap_products`."""
