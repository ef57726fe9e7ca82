"""What crosses checkout's wall."""

import msgspec

from shopwright.kernel.ids import CustomerId, OrderGroupId, OrderId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import SaleLine
from shopwright.modules.orders.contracts import OrderAddress

CART_LINES_MAX = 1_000


class CartLine(msgspec.Struct, frozen=True):
    """One variant in the cart as it stands now: its offer, how many, and what stands in the way of buying it.

    `problem` is an English sentence id with `{available}`, or None when the line can be ordered.
    """

    sale: SaleLine
    quantity: int
    is_selected: bool
    available: int
    problem: str | None

    @property
    def total(self) -> Money:
        """Unit price times quantity."""
        return self.sale.price * self.quantity


class Cart(msgspec.Struct, frozen=True):
    """A cart with its totals over the selected lines that can be ordered.

    `freight_missing` is how much more to buy for free freight, or None where there is no such offer or it is reached;
    `piece_count` counts the pieces of all lines, selected or not.
    """

    version: int
    lines: tuple[CartLine, ...]
    goods: Money
    freight: Money
    total: Money
    freight_missing: Money | None
    piece_count: int

    @property
    def ordered(self) -> tuple[CartLine, ...]:
        """The lines that an order would take: selected, and nothing in their way."""
        return tuple(line for line in self.lines if line.is_selected and line.problem is None)

    @property
    def has_problems(self) -> bool:
        """Whether a selected line cannot be ordered as it stands."""
        return any(line.is_selected and line.problem is not None for line in self.lines)


class PlaceRequest(msgspec.Struct, frozen=True):
    """What a shopper confirms: this cart, to this address, for this total.

    `cart_version` and `expected_total` are what the shopper was shown; placing refuses when the truth has moved.
    `request_digest` is 32 bytes over what the client sent, whatever that means by now: an address that was changed
    since does not make the same request another one.
    """

    customer_id: CustomerId
    cart_version: int
    address: OrderAddress
    expected_total: Money
    idempotency_key: str
    request_digest: bytes
    language: str
    note: str = ""
    email: str = ""
    """Where the order's news go, as it was typed; empty for the e-mail of the account, if any."""


class Placed(msgspec.Struct, frozen=True):
    """The order that a request made, now or (`is_replay`) when it first came."""

    customer_id: CustomerId
    order_id: OrderId
    group_id: OrderGroupId
    is_replay: bool = False
