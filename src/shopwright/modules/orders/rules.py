"""Pure decisions about orders: no I/O, no clock."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import OrderLineId
from shopwright.kernel.money import Money, allocate, share
from shopwright.kernel.quantity import QUANTITY_MAX
from shopwright.modules.orders.contracts import (
    TRACKING_NUMBER_LENGTH_MAX,
    CancelReason,
    FulfilmentStatus,
    OrderLine,
    OrderStatus,
    ParcelLine,
    PaymentStatus,
)
from shopwright.modules.orders.errors import NothingToShip
from shopwright.platform.credentials import narrow

COMPLETE_AFTER_DELIVERY = timedelta(days=7)
TRACKING_NUMBER_OURS_FOR = timedelta(days=30)
"""Carriers give a number again, but not so soon: until then two orders under one are one parcel, or a slip."""
# Signs that people put between the digits of a number, and how the mainland is called from abroad.
_PHONE_SEPARATORS = re.compile(r"[\s().·‐-―-]")
_FROM_ABROAD = re.compile(r"^(?:(?:\+|00(?=[0-9]{10}))(?:86)?|86(?=1[3-9][0-9]{9}$|0[1-9][0-9]{8,10}$))")
_PHONE_END = re.compile(r"[0-9]{4,20}")
_LANDLINE_LENGTHS = (7, 8)
SHOPPER_CANCEL_REASONS = (
    CancelReason.CHANGED_MIND,
    CancelReason.WRONG_GOODS,
    CancelReason.WRONG_ADDRESS,
    CancelReason.TOO_SLOW,
    CancelReason.OTHER,
)
STAFF_CANCEL_REASONS = (CancelReason.OUT_OF_STOCK, *SHOPPER_CANCEL_REASONS)


class OrderFacts(msgspec.Struct, frozen=True):
    """Everything about an order from which its statuses follow. Amounts are minor units of the order's currency."""

    currency: str
    total_minor: int
    item_quantity: int
    captured_minor: int = 0
    refund_requested_minor: int = 0
    refunded_minor: int = 0
    cancelled_quantity: int = 0
    shipped_quantity: int = 0
    delivered_quantity: int = 0
    paid_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: CancelReason | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    refund_failed_at: datetime | None = None
    """When money could not go back that nobody has asked for anew since."""


class Statuses(msgspec.Struct, frozen=True):
    """The three axes on which an order stands."""

    order: OrderStatus
    payment: PaymentStatus
    fulfilment: FulfilmentStatus


def derive_statuses(facts: OrderFacts) -> Statuses:
    """The only place where statuses come from. The same three sentences stand in the database as constraints."""
    return Statuses(_order_status(facts), _payment_status(facts), _fulfilment_status(facts))


def share_out_freight(totals_minor: Sequence[int], freight: Money) -> tuple[int, ...]:
    """Each line's part of the freight by the line's worth, to be stored: later refunds of parts are then exact."""
    if len(totals_minor) == 1 or not freight:
        return (freight.minor,) + (0,) * (len(totals_minor) - 1)
    return tuple(part.minor for part in allocate(freight, weights=totals_minor))


def refundable(lines: Sequence[OrderLine], quantities: Mapping[OrderLineId, int]) -> dict[OrderLineId, Money]:
    """What goes back for `quantities` more pieces of each line, freight included.

    The amount is the difference of two points on the line from nothing to the whole, so that parts refunded in any
    steps sum to the line's payable amount exactly. Asking for more pieces than are left is a mistake of the caller.
    """
    by_id = {line.id: line for line in lines}
    amounts: dict[OrderLineId, Money] = {}
    for line_id, quantity in quantities.items():
        line = by_id[line_id]
        reached = line.refunded_quantity + quantity
        if quantity < 0 or reached > line.quantity:
            raise ValueError(f"line {line_id}: {quantity} pieces cannot be refunded")
        amounts[line_id] = _worth(line, reached) - _worth(line, line.refunded_quantity)
    return amounts


def can_revive(facts: OrderFacts) -> bool:
    """Whether late money may bring the order back: it only ran out of time, all money came, and none is going back.

    What a person cancelled stays cancelled; its money goes back (ADR 9).
    """
    is_covered = facts.captured_minor >= facts.total_minor and facts.refund_requested_minor == 0
    return facts.cancel_reason is CancelReason.UNPAID_IN_TIME and is_covered


def unrefunded_minor(facts: OrderFacts) -> int:
    """What was captured and neither went back nor was asked to."""
    return facts.captured_minor - facts.refund_requested_minor


def surplus_minor(facts: OrderFacts) -> int:
    """What was captured beyond what the order needs and is not going back yet: everything, once it is cancelled."""
    needed = 0 if facts.cancelled_at is not None else facts.total_minor
    return max(0, unrefunded_minor(facts) - needed)


def is_wholly_refunded(facts: OrderFacts) -> bool:
    """Whether all that came in went back, and it was enough for every line."""
    return facts.refunded_minor == facts.captured_minor and 0 < facts.total_minor <= facts.captured_minor


def is_being_refunded(facts: OrderFacts) -> bool:
    """Whether money that pays for the lines went back, or was asked to."""
    return unrefunded_minor(facts) < facts.total_minor


def merge_parcel(lines: Sequence[ParcelLine]) -> dict[OrderLineId, int]:
    """The pieces of a parcel by line, a line named twice counted together; `NothingToShip` for a count below one."""
    merged: dict[OrderLineId, int] = {}
    for line in lines:
        if not 1 <= line.quantity <= QUANTITY_MAX:
            raise NothingToShip
        merged[line.order_line_id] = merged.get(line.order_line_id, 0) + line.quantity
    if not merged:
        raise NothingToShip
    return merged


def clean_tracking_number(text: str) -> str:
    """A tracking number as carriers print it: capital letters, digits and hyphens; else `InvalidInput`."""
    cleaned = "".join(text.split()).upper()
    is_plain = cleaned.isascii() and cleaned.replace("-", "").isalnum()
    if not is_plain or len(cleaned) > TRACKING_NUMBER_LENGTH_MAX:
        wrong = FieldError(
            "Enter the tracking number: letters, digits and hyphens, at most {most}.", most=TRACKING_NUMBER_LENGTH_MAX
        )
        raise InvalidInput({"tracking_number": wrong})
    return cleaned


def reversed_phone_ends(terms: str) -> list[str]:
    """The last digits of a phone, or all of it, in every spelling that its index may have, from the end.

    None where fewer than four are told. Phones are kept as `parse_phone` spells them: 13800138000, 0571-88888888,
    +85291234567; so whatever stands between the typed digits is dropped, and an area code may be among them.
    """
    digits = _FROM_ABROAD.sub("", _PHONE_SEPARATORS.sub("", narrow(terms)))
    if not _PHONE_END.fullmatch(digits):
        return []
    cuts = [length for length in _LANDLINE_LENGTHS if length < len(digits)]
    return [end[::-1] for end in (digits, *(f"{digits[:-length]}-{digits[-length:]}" for length in cuts))]


def _order_status(facts: OrderFacts) -> OrderStatus:
    if facts.cancelled_at is not None:
        return OrderStatus.CANCELLED
    if facts.completed_at is not None:
        return OrderStatus.COMPLETED
    return OrderStatus.PLACED if facts.captured_minor >= facts.total_minor else OrderStatus.PENDING_PAYMENT


def _payment_status(facts: OrderFacts) -> PaymentStatus:
    if facts.captured_minor - facts.refunded_minor >= facts.total_minor:
        return PaymentStatus.PAID
    if facts.captured_minor == 0:
        return PaymentStatus.UNPAID
    if facts.refunded_minor == facts.captured_minor:
        return PaymentStatus.REFUNDED
    return PaymentStatus.PARTIALLY_REFUNDED if facts.refunded_minor else PaymentStatus.PARTIALLY_PAID


def _fulfilment_status(facts: OrderFacts) -> FulfilmentStatus:
    if facts.shipped_quantity == 0:
        return FulfilmentStatus.UNFULFILLED
    if facts.shipped_quantity + facts.cancelled_quantity < facts.item_quantity:
        return FulfilmentStatus.PARTIALLY_FULFILLED
    is_delivered = facts.delivered_quantity >= facts.shipped_quantity
    return FulfilmentStatus.DELIVERED if is_delivered else FulfilmentStatus.FULFILLED


def _worth(line: OrderLine, quantity: int) -> Money:
    return share(line.payable, ratio_numerator=quantity, ratio_denominator=line.quantity)
