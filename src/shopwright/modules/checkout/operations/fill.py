"""What a shopper does to the cart."""

from collections.abc import Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotFound
from shopwright.kernel.ids import CustomerId, VariantId
from shopwright.kernel.quantity import QUANTITY_MAX
from shopwright.modules.catalog import public as catalog
from shopwright.modules.checkout import store
from shopwright.modules.checkout.contracts import CART_LINES_MAX
from shopwright.modules.checkout.errors import CartFull, NotForSale, SoldOut, TooMany
from shopwright.modules.inventory import public as inventory
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Transaction


async def add_to_cart(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - every act names its actor; a cart keeps no history to write it to.
    customer_id: CustomerId,
    variant_id: VariantId,
    quantity: int,
    market: Market,
    language: str,
) -> int:
    """Put pieces of a variant into the cart and return how many of it lie there now.

    Refuses what is not for sale, a full cart, and a sum above what is available: `TooMany` says how many there are,
    `SoldOut` that there are none.
    """
    sales = await catalog.list_sale_lines(tx, variant_ids=[variant_id], market=market.code, language=language)
    if not sales:
        raise NotFound
    if not sales[0].is_listed:
        raise NotForSale(title=sales[0].title)
    available = (await inventory.find_availability(tx, variant_ids=[variant_id]))[variant_id]
    other_line_count = await store.touch_cart(tx, customer_id=customer_id, variant_id=variant_id, at=tx.at)
    if other_line_count >= CART_LINES_MAX:
        raise CartFull(most=CART_LINES_MAX)
    in_cart = await store.add_line(
        tx, customer_id=customer_id, variant_id=variant_id, quantity=quantity, quantity_max=QUANTITY_MAX, at=tx.at
    )
    _refuse_beyond(available, wanted=in_cart)
    return in_cart


async def change_quantity(tx: Transaction, *, customer_id: CustomerId, variant_id: VariantId, quantity: int) -> None:
    """Set how many pieces of a line are wanted. More than there are is refused with what there is."""
    available = (await inventory.find_availability(tx, variant_ids=[variant_id]))[variant_id]
    _refuse_beyond(available, wanted=quantity)
    changed = await store.write_quantity(
        tx, customer_id=customer_id, variant_id=variant_id, quantity=quantity, at=tx.at
    )
    if changed == 0:
        raise NotFound


async def remove_lines(tx: Transaction, *, customer_id: CustomerId, variant_ids: Sequence[VariantId]) -> None:
    """Take lines out of the cart; those that are not there are no harm."""
    await store.delete_lines(tx, customer_id=customer_id, variant_ids=list(variant_ids), at=tx.at)


async def select_lines(tx: Transaction, *, customer_id: CustomerId, variant_ids: Sequence[VariantId]) -> None:
    """Select exactly these lines for the next order."""
    await store.select_lines(tx, customer_id=customer_id, variant_ids=list(variant_ids), at=tx.at)


async def merge_carts(tx: Transaction, *, from_customer_id: CustomerId, into_customer_id: CustomerId) -> None:
    """Move every line of a guest's cart into an account's, adding up what both have. Again it moves nothing."""
    if from_customer_id == into_customer_id:
        return
    await store.lock_carts(tx, customer_ids=sorted([from_customer_id, into_customer_id]))
    moved = await store.take_lines(tx, from_customer_id=from_customer_id, into_customer_id=into_customer_id, at=tx.at)
    if not moved:
        return
    await store.put_lines(
        tx,
        customer_id=into_customer_id,
        variant_ids=[line.variant_id for line in moved],
        quantities=[line.quantity for line in moved],
        are_selected=[line.is_selected for line in moved],
        added_ats=[line.added_at for line in moved],
        quantity_max=QUANTITY_MAX,
    )


def _refuse_beyond(available: int, *, wanted: int) -> None:
    if wanted > available:
        raise TooMany(available=available) if available > 0 else SoldOut
