"""Checkout's writing SQL."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import CustomerId, VariantId
from shopwright.modules.checkout.rules import Entry
from shopwright.platform.db import RowCount, Transaction, statement


class CartVersion(msgspec.Struct, frozen=True):
    """The version of a customer's locked cart."""

    customer_id: CustomerId
    version: int


class MovedLine(msgspec.Struct, frozen=True):
    """A line taken out of one cart to be put into another."""

    variant_id: VariantId
    quantity: int
    is_selected: bool
    added_at: datetime


@statement(
    """
    WITH opened AS (
        INSERT INTO checkout.cart AS c (customer_id, version, updated_at) VALUES (:customer_id, 1, :at)
        ON CONFLICT (customer_id) DO UPDATE SET version = c.version + 1, updated_at = :at
        RETURNING customer_id
    )
    INSERT INTO checkout.cart_line AS l (customer_id, variant_id, quantity, added_at)
    SELECT customer_id, :variant_id::bigint, :quantity::int, :at FROM opened
    WHERE (
        SELECT count(*) FROM checkout.cart_line WHERE customer_id = :customer_id AND variant_id <> :variant_id
    ) < :line_count_max::int
    ON CONFLICT (customer_id, variant_id) DO UPDATE
        SET quantity = LEAST(l.quantity + :quantity, :quantity_max), is_selected = true
    RETURNING quantity
    """
)
async def add_line(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    variant_id: VariantId,
    quantity: int,
    quantity_max: int,
    line_count_max: int,
    at: datetime,
) -> int | None:
    """Open the cart, which locks it before its line, and add to the line; None where the cart is full."""


@statement(
    """
    WITH changed AS (
        UPDATE checkout.cart_line SET quantity = :quantity
        WHERE customer_id = :customer_id AND variant_id = :variant_id RETURNING customer_id
    )
    UPDATE checkout.cart SET version = version + 1, updated_at = :at
    WHERE customer_id IN (SELECT customer_id FROM changed)
    """
)
async def write_quantity(
    tx: Transaction, *, customer_id: CustomerId, variant_id: VariantId, quantity: int, at: datetime
) -> RowCount: ...


@statement(
    """
    SELECT variant_id, quantity, is_selected FROM checkout.cart_line
    WHERE customer_id = :customer_id ORDER BY variant_id LIMIT 1000
    """
)
async def list_lines(tx: Transaction, *, customer_id: CustomerId) -> list[Entry]: ...


@statement(
    """
    WITH changed AS (
        UPDATE checkout.cart_line AS l SET quantity = w.quantity, is_selected = w.is_selected
        FROM unnest(:variant_ids::bigint[], :quantities::int[], :are_selected::bool[])
            AS w (variant_id, quantity, is_selected)
        WHERE l.customer_id = :customer_id AND l.variant_id = w.variant_id AND w.variant_id <> ALL(:removed_ids)
        RETURNING l.customer_id
    ), removed AS (
        DELETE FROM checkout.cart_line WHERE customer_id = :customer_id AND variant_id = ANY(:removed_ids)
        RETURNING customer_id
    )
    UPDATE checkout.cart SET version = version + 1, updated_at = :at
    WHERE customer_id IN (SELECT customer_id FROM changed UNION ALL SELECT customer_id FROM removed)
    """
)
async def write_lines(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    variant_ids: list[VariantId],
    quantities: list[int],
    are_selected: list[bool],
    removed_ids: list[VariantId],
    at: datetime,
) -> RowCount: ...


@statement(
    """
    WITH removed AS (
        DELETE FROM checkout.cart_line
        WHERE customer_id = :customer_id AND variant_id = ANY(:variant_ids) RETURNING customer_id
    )
    UPDATE checkout.cart SET version = version + 1, updated_at = :at
    WHERE customer_id IN (SELECT customer_id FROM removed)
    """
)
async def delete_lines(
    tx: Transaction, *, customer_id: CustomerId, variant_ids: list[VariantId], at: datetime
) -> RowCount: ...


@statement(
    """
    WITH selected AS (
        UPDATE checkout.cart_line SET is_selected = (variant_id = ANY(:variant_ids))
        WHERE customer_id = :customer_id AND is_selected <> (variant_id = ANY(:variant_ids)) RETURNING customer_id
    )
    UPDATE checkout.cart SET version = version + 1, updated_at = :at
    WHERE customer_id IN (SELECT customer_id FROM selected)
    """
)
async def select_lines(
    tx: Transaction, *, customer_id: CustomerId, variant_ids: list[VariantId], at: datetime
) -> RowCount: ...


@statement(
    """
    SELECT customer_id, version FROM checkout.cart
    WHERE customer_id = ANY(:customer_ids) ORDER BY customer_id FOR UPDATE
    """
)
async def lock_carts(tx: Transaction, *, customer_ids: list[CustomerId]) -> list[CartVersion]: ...


@statement(
    """
    WITH consumed AS (
        UPDATE checkout.cart SET version = version + 1, updated_at = :at WHERE customer_id = ANY(:customer_ids)
    )
    DELETE FROM checkout.cart_line WHERE customer_id = ANY(:customer_ids) AND is_selected
    """
)
async def consume_carts(tx: Transaction, *, customer_ids: list[CustomerId], at: datetime) -> RowCount: ...


@statement(
    """
    WITH moved AS (
        DELETE FROM checkout.cart_line WHERE customer_id = :from_customer_id
        RETURNING variant_id, quantity, is_selected, added_at
    ), opened AS (
        INSERT INTO checkout.cart AS c (customer_id, version, updated_at)
        SELECT :into_customer_id, 1, :at WHERE EXISTS (SELECT FROM moved)
        ON CONFLICT (customer_id) DO UPDATE SET version = c.version + 1, updated_at = :at
    ), emptied AS (
        UPDATE checkout.cart SET version = version + 1, updated_at = :at WHERE customer_id = :from_customer_id
    )
    SELECT variant_id, quantity, is_selected, added_at FROM moved ORDER BY added_at, variant_id
    """
)
async def take_lines(
    tx: Transaction, *, from_customer_id: CustomerId, into_customer_id: CustomerId, at: datetime
) -> list[MovedLine]: ...


@statement(
    """
    INSERT INTO checkout.cart_line AS l (customer_id, variant_id, quantity, is_selected, added_at)
    SELECT :customer_id, m.variant_id, m.quantity, m.is_selected, m.added_at
    FROM unnest(:variant_ids::bigint[], :quantities::int[], :are_selected::bool[], :added_ats::timestamptz[])
        AS m (variant_id, quantity, is_selected, added_at)
    ON CONFLICT (customer_id, variant_id) DO UPDATE
        SET quantity = LEAST(l.quantity + EXCLUDED.quantity, :quantity_max),
            is_selected = l.is_selected OR EXCLUDED.is_selected
    """
)
async def put_lines(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    variant_ids: list[VariantId],
    quantities: list[int],
    are_selected: list[bool],
    added_ats: list[datetime],
    quantity_max: int,
) -> None: ...


@statement("DELETE FROM checkout.cart")
async def delete_all(tx: Transaction) -> None:
    """Every cart; their lines go with them."""


@statement(
    """
    SELECT c.customer_id FROM checkout.cart AS c
    WHERE c.customer_id = ANY(:customer_ids) AND c.updated_at <= :before
        AND NOT EXISTS (SELECT FROM checkout.cart_line AS l WHERE l.customer_id = c.customer_id)
    ORDER BY c.customer_id FOR UPDATE OF c SKIP LOCKED
    """
)
async def lock_quiet_carts(tx: Transaction, *, customer_ids: list[CustomerId], before: datetime) -> list[CustomerId]:
    """Empty carts that nobody touched lately nor has in hand."""


@statement(
    """
    SELECT customer_id FROM checkout.cart
    WHERE customer_id = ANY(:customer_ids) AND customer_id <> ALL(:quiet_ids) ORDER BY customer_id
    """
)
async def list_other_carts(
    tx: Transaction, *, customer_ids: list[CustomerId], quiet_ids: list[CustomerId]
) -> list[CustomerId]:
    """Whose cart is not among the quiet ones."""


@statement("DELETE FROM checkout.cart WHERE customer_id = ANY(:customer_ids)")
async def delete_carts(tx: Transaction, *, customer_ids: list[CustomerId]) -> RowCount:
    """Delete locked carts."""
