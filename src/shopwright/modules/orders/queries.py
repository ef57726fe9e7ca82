"""What orders tells to those who ask."""

from collections.abc import Sequence

import msgspec

from shopwright.kernel.ids import CustomerId, OrderGroupId, OrderId
from shopwright.modules.orders.contracts import Placed
from shopwright.platform.db import Reading, statement


class PlacedRow(msgspec.Struct, frozen=True):
    """An order group found by its idempotency key."""

    customer_id: CustomerId
    idempotency_key: str
    order_id: OrderId
    group_id: OrderGroupId
    request_digest: bytes


async def find_placed(
    reading: Reading, *, keys: Sequence[tuple[CustomerId, str]]
) -> dict[tuple[CustomerId, str], Placed]:
    """What was already placed under these keys of these customers; keys unknown to us are missing from the answer."""
    rows = await list_placed(
        reading, customer_ids=[customer_id for customer_id, _ in keys], idempotency_keys=[key for _, key in keys]
    )
    return {
        (row.customer_id, row.idempotency_key): Placed(row.order_id, row.group_id, row.request_digest) for row in rows
    }


@statement(
    """
    SELECT g.customer_id, g.idempotency_key, o.id, g.id, g.request_digest
    FROM unnest(:customer_ids::bigint[], :idempotency_keys::text[]) AS asked (customer_id, idempotency_key)
    JOIN orders.order_group AS g USING (customer_id, idempotency_key)
    JOIN orders.order AS o ON o.customer_id = g.customer_id AND o.group_id = g.id
    """
)
async def list_placed(
    reading: Reading, *, customer_ids: list[CustomerId], idempotency_keys: list[str]
) -> list[PlacedRow]:
    """The rows of `find_placed`."""
