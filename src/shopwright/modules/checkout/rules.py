"""Pure decisions of checkout: totals of a cart, and who of a batch is placed. No I/O, no clock."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from shopwright.kernel.errors import FieldError, Refusal
from shopwright.kernel.ids import CustomerId, OrderId, VariantId
from shopwright.kernel.money import Money, total
from shopwright.modules.catalog.contracts import CurrentPrice, SaleLine
from shopwright.modules.checkout.contracts import Cart, CartLine, Placed
from shopwright.modules.checkout.errors import (
    CartChanged,
    KeyReused,
    NotForSale,
    OutOfStock,
    PriceChanged,
    SoldOut,
    TooMany,
)
from shopwright.modules.inventory.contracts import StockWant
from shopwright.modules.inventory.public import StockBoard
from shopwright.modules.markets.contracts import Market
from shopwright.modules.markets.public import freight_of
from shopwright.modules.orders.contracts import NewOrder
from shopwright.modules.orders.contracts import Placed as PlacedBefore
from shopwright.platform.credentials import parse_email
from shopwright.platform.i18n import _

NOT_FOR_SALE = _("This item is not for sale any more.")
SOLD_OUT = _("Sold out.")
TOO_FEW = _("Only {available} left.")
PlacementKey = tuple[CustomerId, str]


class Entry(msgspec.Struct, frozen=True):
    """A line as the cart keeps it: which variant, how many, whether it is to be ordered."""

    variant_id: VariantId
    quantity: int
    is_selected: bool


class Draft(msgspec.Struct, frozen=True):
    """A prepared order, validated and priced outside any transaction, waiting for its batch."""

    cart_version: int
    order: NewOrder
    wants: tuple[StockWant, ...]

    @property
    def key(self) -> PlacementKey:
        """What makes the placement one, however often it is asked for."""
        return self.order.customer_id, self.order.idempotency_key


def refuse_beyond(available: int, *, wanted: int) -> Refusal | None:
    """Why a line cannot have so many pieces, or None where it can."""
    if wanted <= available:
        return None
    return TooMany(available=available) if available > 0 else SoldOut()


def change_lines(
    entries: Sequence[Entry],
    quantities: Mapping[VariantId, int],
    *,
    selected: frozenset[VariantId],
    available: Mapping[VariantId, int],
) -> tuple[list[Entry], dict[VariantId, Refusal]]:
    """The lines that change, as they shall be, and why others keep their quantity.

    Only a quantity that changes is held against the stock: a line that has come to be too much is told of anyway.
    """
    changed: list[Entry] = []
    refused: dict[VariantId, Refusal] = {}
    for entry in entries:
        wanted = quantities.get(entry.variant_id, entry.quantity)
        refusal = None
        if wanted != entry.quantity:
            refusal = refuse_beyond(available.get(entry.variant_id, 0), wanted=wanted)
        if refusal is not None:
            refused[entry.variant_id] = refusal
        quantity = entry.quantity if refusal is not None else wanted
        following = Entry(entry.variant_id, quantity, entry.variant_id in selected)
        if following != entry:
            changed.append(following)
    return changed, refused


def read_email(typed: str) -> str | FieldError:
    """The one spelling of the e-mail that an order's news go to, "" where none was typed, or what is wrong with it."""
    return parse_email(typed) if typed.strip() else ""


def freight_for(goods: Money, *, market: Market) -> Money:
    """The market's freight for goods, and none for nothing."""
    if not goods:
        return Money(0, market.currency)
    return freight_of(goods, flat=market.freight_flat, free_over=market.freight_free_over)


def build_cart(
    *,
    version: int,
    entries: Sequence[Entry],
    sales: Mapping[VariantId, SaleLine],
    available: Mapping[VariantId, int],
    market: Market,
) -> Cart:
    """The cart as the shopper sees it. A variant that the catalogue no longer knows falls away."""
    lines = tuple(
        _cart_line(entry, sales[entry.variant_id], available.get(entry.variant_id, 0))
        for entry in entries
        if entry.variant_id in sales
    )
    ordered = [line for line in lines if line.is_selected and line.problem is None]
    goods = total([line.total for line in ordered], currency=market.currency)
    freight = freight_for(goods, market=market)
    return Cart(
        version=version,
        lines=lines,
        goods=goods,
        freight=freight,
        total=goods + freight,
        freight_missing=_missing_for_free(goods, market),
        piece_count=sum(line.quantity for line in lines),
    )


def _cart_line(entry: Entry, sale: SaleLine, available: int) -> CartLine:
    problem = None
    if not sale.is_listed:
        problem = NOT_FOR_SALE
    elif available == 0:
        problem = SOLD_OUT
    elif available < entry.quantity:
        problem = TOO_FEW
    return CartLine(sale, entry.quantity, entry.is_selected, available, problem)


def _missing_for_free(goods: Money, market: Market) -> Money | None:
    if market.freight_free_over is None or not goods or goods >= market.freight_free_over:
        return None
    return market.freight_free_over - goods


def decide(
    drafts: Sequence[Draft],
    *,
    placed: Mapping[PlacementKey, PlacedBefore],
    versions: Mapping[CustomerId, int],
    prices: Mapping[VariantId, CurrentPrice],
    board: StockBoard,
) -> list[Placed | Refusal]:
    """Decide every draft of a batch in the order of arrival, on locked carts and stock.

    An order is all or nothing, and refusing one may save the next: what it did not take is left on the board. Of two
    drafts of one cart the first consumes it. Returns one outcome a draft; what stock was promised is on the board.
    """
    left = dict(versions)
    outcomes: list[Placed | Refusal] = []
    for draft in drafts:
        outcome = _replay(draft, placed) or _refuse(draft, left, prices) or _take(draft, board)
        if outcome is None:
            order = draft.order
            left.pop(order.customer_id)
            outcome = Placed(order.customer_id, order.order_id, order.group_id)
        outcomes.append(outcome)
    return outcomes


def newly_placed(drafts: Iterable[Draft], outcomes: Iterable[Placed | Refusal]) -> dict[OrderId, Draft]:
    """The drafts that this batch places now: neither refused nor a replay."""
    return {
        draft.order.order_id: draft
        for draft, outcome in zip(drafts, outcomes, strict=True)
        if isinstance(outcome, Placed) and not outcome.is_replay
    }


def _replay(draft: Draft, placed: Mapping[PlacementKey, PlacedBefore]) -> Placed | Refusal | None:
    earlier = placed.get(draft.key)
    if earlier is None:
        return None
    if earlier.request_digest != draft.order.request_digest:
        return KeyReused()
    return Placed(draft.order.customer_id, earlier.order_id, earlier.group_id, is_replay=True)


def _refuse(
    draft: Draft, versions: Mapping[CustomerId, int], prices: Mapping[VariantId, CurrentPrice]
) -> Refusal | None:
    if versions.get(draft.order.customer_id) != draft.cart_version:
        return CartChanged()
    for line in draft.order.lines:
        price = prices.get(line.variant_id)
        if price is None or not price.is_listed:
            return NotForSale(title=line.title)
        if price.price != line.unit_price:
            return PriceChanged()
    return None


def _take(draft: Draft, board: StockBoard) -> Refusal | None:
    shortage = board.take(draft.wants)
    if shortage is None:
        return None
    short = next(line for line in draft.order.lines if line.id == shortage.want.order_line_id)
    return OutOfStock(title=short.title, available=shortage.available)
