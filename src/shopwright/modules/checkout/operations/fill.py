"""What a shopper does to the cart."""

from collections.abc import Mapping, Sequence

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotFound, Refusal
from shopwright.kernel.ids import CustomerId, VariantId
from shopwright.kernel.quantity import QUANTITY_MAX
from shopwright.modules.catalog import public as catalog
from shopwright.modules.checkout import rules, store
from shopwright.modules.checkout.contracts import CART_LINES_MAX
from shopwright.modules.checkout.errors import CartFull, NotForSale
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
    in_cart = await store.add_line(
        tx,
        customer_id=customer_id,
        variant_id=variant_id,
        quantity=quantity,
        quantity_max=QUANTITY_MAX,
        line_count_max=CART_LINES_MAX,
        at=tx.at,
    )
    if in_cart is None:
        raise CartFull(most=CART_LINES_MAX)
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


async def change_cart(
    tx: Transaction,
    *,
    customer_id: CustomerId,
    quantities: Mapping[VariantId, int],
    selected: Sequence[VariantId],
    removed: Sequence[VariantId] = (),
) -> Mapping[VariantId, Refusal]:
    """Make the whole cart as it is wanted at once: these quantities, exactly these lines selected, those taken out.

    Returns why each line that cannot be so keeps its quantity; all others are changed. Lines that are not there are
    no harm. Three statements, however many lines.
    """
    entries = await store.list_lines(tx, customer_id=customer_id)
    others = [entry for entry in entries if entry.variant_id in set(quantities).difference(removed)]
    available = await inventory.find_availability(tx, variant_ids=[entry.variant_id for entry in others])
    wanted, refused = rules.change_lines(entries, quantities, selected=frozenset(selected), available=available)
    await store.write_lines(
        tx,
        customer_id=customer_id,
        variant_ids=[entry.variant_id for entry in wanted],
        quantities=[entry.quantity for entry in wanted],
        are_selected=[entry.is_selected for entry in wanted],
        removed_ids=list(removed),
        at=tx.at,
    )
    return {variant_id: refusal for variant_id, refusal in refused.items() if variant_id not in set(removed)}


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
    refusal = rules.refuse_beyond(available, wanted=wanted)
    if refusal is not None:
        raise refusal
