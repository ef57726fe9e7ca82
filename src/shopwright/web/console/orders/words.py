"""The words of orders as the console shows them, and the colour that goes with each."""

from collections.abc import Mapping
from typing import Any

from shopwright.kernel.actor import ActorKind
from shopwright.modules.orders.contracts import (
    CARRIER_NAMES,
    REASON_SENTENCES,
    FulfilmentStatus,
    OrderStatus,
    PaymentStatus,
    TimelineEntry,
    TimelineKind,
)
from shopwright.modules.payments.contracts import IntentStatus, RefundStatus
from shopwright.platform.i18n import _, format_money, translate

Told = tuple[str, str]
"""A sentence's id and the kind of the badge that shows it."""

_CLOSED: Told = (_("Closed"), "")
_FULFILMENT: Mapping[FulfilmentStatus, Told] = {
    FulfilmentStatus.UNFULFILLED: (_("To ship"), "accent"),
    FulfilmentStatus.PARTIALLY_FULFILLED: (_("Partly shipped"), "accent"),
    FulfilmentStatus.FULFILLED: (_("Shipped"), "note"),
    FulfilmentStatus.DELIVERED: (_("Delivered"), "positive"),
}
PAYMENT: Mapping[PaymentStatus, Told] = {
    PaymentStatus.UNPAID: (_("Unpaid"), "caution"),
    PaymentStatus.AUTHORISED: (_("Authorised"), "caution"),
    PaymentStatus.PARTIALLY_PAID: (_("Partly paid"), "caution"),
    PaymentStatus.PAID: (_("Paid"), "positive"),
    PaymentStatus.PARTIALLY_REFUNDED: (_("Partly refunded"), "caution"),
    PaymentStatus.REFUNDED: (_("Refunded"), ""),
}
INTENT: Mapping[IntentStatus, Told] = {
    IntentStatus.OPEN: (_("Begun"), ""),
    IntentStatus.PENDING: (_("Waiting for the customer"), "caution"),
    IntentStatus.CAPTURED: (_("Paid"), "positive"),
    IntentStatus.FAILED: (_("Failed"), "danger"),
    IntentStatus.CLOSED: (_("Closed"), ""),
}
REFUND: Mapping[RefundStatus, Told] = {
    RefundStatus.REQUESTED: (_("Under way"), "caution"),
    RefundStatus.UNKNOWN: (_("Being asked about"), "caution"),
    RefundStatus.SUCCEEDED: (_("Refunded"), "positive"),
    RefundStatus.FAILED: (_("Failed"), "danger"),
}
CHANNEL_NAMES = {"simpay": _("Simulated payment")}
_ACTORS = {
    ActorKind.CUSTOMER: _("Customer"),
    ActorKind.STAFF: _("Staff"),
    ActorKind.SYSTEM: _("System"),
    ActorKind.PROVIDER: _("Payment provider"),
}
_KINDS = {
    TimelineKind.REFUND_FAILED: "danger",
    TimelineKind.CANCELLED: "caution",
    TimelineKind.EXPIRED: "caution",
    TimelineKind.COMPLETED: "positive",
    TimelineKind.DELIVERED: "positive",
}


def order_status(status: OrderStatus, fulfilment: FulfilmentStatus) -> Told:
    """Where an order is, in one word."""
    if status is OrderStatus.PENDING_PAYMENT:
        return _("To pay"), "caution"
    if status is OrderStatus.COMPLETED:
        return _("Completed"), "positive"
    return _CLOSED if status is OrderStatus.CANCELLED else _FULFILMENT[fulfilment]


def carrier_options(language: str) -> list[tuple[str, str]]:
    """The carriers for a select."""
    return [(carrier.value, translate(name, language)) for carrier, name in CARRIER_NAMES.items()]


def actor_name(kind: ActorKind, label: str, language: str) -> str:
    """Who did it: a member of staff by name, others by what they are."""
    return label if kind is ActorKind.STAFF and label else translate(_ACTORS[kind], language)


def show_entry(entry: TimelineEntry, language: str) -> dict[str, Any]:
    """An entry for the timeline component."""
    detail = entry.detail
    reason = REASON_SENTENCES.get(detail.reason or "", detail.reason or "")  # type: ignore[call-overload]  # A reason is a StrEnum's text or staff's words.
    text = translate(
        entry.sentence,
        language,
        amount=format_money(detail.amount, language) if detail.amount else "",
        reason=translate(reason, language) or "—",
        carrier=translate(CARRIER_NAMES[detail.carrier], language) if detail.carrier else "",
        tracking_number=detail.tracking_number or "",
        quantity=detail.quantity or 0,
    )
    return {
        "text": text,
        "actor": actor_name(entry.actor_kind, entry.actor_label, language),
        "reason": "",
        "moment": entry.at,
        "kind": _KINDS.get(entry.kind, ""),
    }
