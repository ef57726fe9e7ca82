"""The shapes of orders as they are placed, read and listed."""

from datetime import date, datetime

import msgspec

from shopwright.kernel.actor import ActorKind
from shopwright.kernel.ids import (
    CustomerId,
    IntentId,
    OrderGroupId,
    OrderId,
    OrderLineId,
    ProductId,
    RefundId,
    ShipmentId,
    VariantId,
)
from shopwright.kernel.money import Money
from shopwright.modules.orders.contracts.words import (
    REFUND_WITHOUT_RETURN_SENTENCE,
    TIMELINE_SENTENCES,
    CancelReason,
    Carrier,
    FulfilmentStatus,
    OrderStatus,
    ParcelStatus,
    PaymentStatus,
    TimelineKind,
)

REASON_LENGTH_MAX = 200
COUNT_MAX = 1_000
TRACKING_NUMBER_LENGTH_MAX = 40


class DayFigures(msgspec.Struct, frozen=True):
    """What one day of a market brought, by the day on which orders were placed.

    An order counts when it is paid and its money has not wholly gone back; `paid` is less what went back. The last two
    count only what was placed by the asked time of day, so that a day that is under way can be compared.
    """

    day: date
    order_count: int
    paid: Money
    order_count_by_now: int
    paid_by_now: Money


class SoldProduct(msgspec.Struct, frozen=True):
    """How much of a product was sold: pieces, and what was paid for them less what went back."""

    product_id: ProductId
    title: str
    picture_url: str
    quantity: int
    paid: Money


class TabCounts(msgspec.Struct, frozen=True):
    """How many orders lie in each list, each figure at most `COUNT_MAX`."""

    to_pay: int
    to_ship: int
    to_receive: int
    completed: int
    closed: int


class WorkCounts(msgspec.Struct, frozen=True):
    """How many orders wait for somebody, each figure at most `COUNT_MAX`; `expiring` are those of `to_pay` soon due."""

    to_pay: int
    expiring: int
    to_ship: int
    refund_running: int
    refund_failed: int


class OrderAddress(msgspec.Struct, frozen=True):
    """Where an order goes: a copy made when it was placed, untouched by later changes of the address book."""

    recipient: str
    phone: str
    province: str
    city: str
    district: str
    district_code: str
    street: str


class NewLine(msgspec.Struct, frozen=True):
    """One line of an order about to be placed."""

    id: OrderLineId
    variant_id: VariantId
    product_id: ProductId
    sku: str
    title: str
    options_text: str
    picture_url: str
    quantity: int
    unit_price: Money


class NewOrder(msgspec.Struct, frozen=True):
    """An order about to be placed, decided in every respect. `total` is the goods and the freight together."""

    order_id: OrderId
    group_id: OrderGroupId
    customer_id: CustomerId
    idempotency_key: str
    request_digest: bytes
    market_code: str
    language: str
    lines: tuple[NewLine, ...]
    freight: Money
    total: Money
    address: OrderAddress
    note: str
    expires_at: datetime
    email: str = ""
    """Where the shopper wants the order's news; empty for the e-mail of the account, if any."""


class Placed(msgspec.Struct, frozen=True):
    """What was placed under an idempotency key, with the digest of what was asked then."""

    order_id: OrderId
    group_id: OrderGroupId
    request_digest: bytes


class OrderLine(msgspec.Struct, frozen=True):
    """One line as it was sold. `payable` is the total with its share of the order's discounts and freight."""

    id: OrderLineId
    variant_id: VariantId
    product_id: ProductId
    sku: str
    title: str
    options_text: str
    picture_url: str
    quantity: int
    unit_price: Money
    discount: Money
    total: Money
    payable: Money
    cancelled_quantity: int
    shipped_quantity: int
    refunded_quantity: int
    refunded: Money

    @property
    def unshipped_quantity(self) -> int:
        """How many pieces still have to be sent."""
        return self.quantity - self.cancelled_quantity - self.shipped_quantity


class ParcelLine(msgspec.Struct, frozen=True):
    """How many pieces of a line lie in a parcel, or shall."""

    order_line_id: OrderLineId
    quantity: int


class Shipment(msgspec.Struct, frozen=True):
    """One parcel of an order."""

    id: ShipmentId
    carrier: Carrier
    tracking_number: str
    status: ParcelStatus
    shipped_at: datetime
    delivered_at: datetime | None
    lines: tuple[ParcelLine, ...]


class TimelineDetail(msgspec.Struct, frozen=True, omit_defaults=True):
    """The particulars of a timeline entry; each kind fills those that it has."""

    amount: Money | None = None
    reason: str | None = None
    carrier: Carrier | None = None
    tracking_number: str | None = None
    quantity: int | None = None
    shipment_id: ShipmentId | None = None
    intent_id: IntentId | None = None
    refund_id: RefundId | None = None
    is_shipped: bool | None = None


class TimelineEntry(msgspec.Struct, frozen=True):
    """Something that happened to an order, and who did it.

    `sentence` is the gettext id to show; its {placeholders} are fields of `detail`, to be formatted by the face:
    `amount` as money, `carrier` by `CARRIER_NAMES`, `reason` by `REASON_SENTENCES` or else as staff wrote it.
    """

    at: datetime
    kind: TimelineKind
    actor_kind: ActorKind
    actor_id: int | None
    actor_label: str
    detail: TimelineDetail

    @property
    def sentence(self) -> str:
        """What happened, as a gettext id."""
        if self.kind is TimelineKind.REFUND_REQUESTED and self.detail.is_shipped:
            return REFUND_WITHOUT_RETURN_SENTENCE
        return TIMELINE_SENTENCES[self.kind]


class Order(msgspec.Struct, frozen=True):
    """One order with all that hangs on it. The timeline is newest first, at most a hundred entries.

    `refund_failed_at` is when money could not go back that nobody has asked for anew since.
    """

    id: OrderId
    group_id: OrderGroupId
    customer_id: CustomerId
    market_code: str
    language: str
    goods: Money
    discount: Money
    freight: Money
    tax: Money
    total: Money
    captured: Money
    refund_requested: Money
    refunded: Money
    item_quantity: int
    cancelled_quantity: int
    shipped_quantity: int
    delivered_quantity: int
    order_status: OrderStatus
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    placed_at: datetime
    expires_at: datetime
    paid_at: datetime | None
    cancelled_at: datetime | None
    cancel_reason: CancelReason | None
    delivered_at: datetime | None
    completed_at: datetime | None
    refund_failed_at: datetime | None
    address: OrderAddress
    note: str
    email: str
    version: int
    lines: tuple[OrderLine, ...]
    shipments: tuple[Shipment, ...]
    timeline: tuple[TimelineEntry, ...]

    @property
    def is_refund_running(self) -> bool:
        """Whether a refund was asked for and has not ended."""
        return self.refund_requested > self.refunded

    @property
    def refundable(self) -> Money:
        """What was captured and neither refunded nor asked to be."""
        return self.captured - self.refund_requested

    @property
    def can_pay(self) -> bool:
        """Whether the order still waits for money."""
        return self.order_status is OrderStatus.PENDING_PAYMENT

    @property
    def can_cancel(self) -> bool:
        """Whether nothing was shipped yet and the order is open."""
        return self.order_status in {OrderStatus.PENDING_PAYMENT, OrderStatus.PLACED} and not self.shipped_quantity

    @property
    def can_ship(self) -> bool:
        """Whether pieces wait to be sent whose money is here to stay."""
        waiting = self.item_quantity - self.cancelled_quantity - self.shipped_quantity
        return self.order_status is OrderStatus.PLACED and bool(waiting) and self.refundable >= self.total

    @property
    def can_confirm_receipt(self) -> bool:
        """Whether everything was sent and the shopper may say that it came."""
        return self.order_status is OrderStatus.PLACED and self.fulfilment_status in {
            FulfilmentStatus.FULFILLED,
            FulfilmentStatus.DELIVERED,
        }

    @property
    def can_refund(self) -> bool:
        """Whether the order was paid, or is closed, and money is left to give back."""
        return self.refundable.minor > 0 and self.order_status is not OrderStatus.PENDING_PAYMENT


class CardLine(msgspec.Struct, frozen=True):
    """A line as a list shows it."""

    product_id: ProductId
    title: str
    options_text: str
    picture_url: str
    quantity: int
    unit_price: Money


class OrderCard(msgspec.Struct, frozen=True):
    """An order as a list shows it, with its first few lines."""

    id: OrderId
    customer_id: CustomerId
    order_status: OrderStatus
    payment_status: PaymentStatus
    fulfilment_status: FulfilmentStatus
    placed_at: datetime
    expires_at: datetime
    total: Money
    item_quantity: int
    shipped_quantity: int
    recipient: str
    phone: str
    note: str
    lines: tuple[CardLine, ...]
