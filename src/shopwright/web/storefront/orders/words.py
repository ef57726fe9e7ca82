"""Where an order stands, in the words of people. No I/O."""

from collections.abc import Mapping
from typing import Any

import msgspec

from shopwright.kernel.actor import ActorKind
from shopwright.modules.orders.contracts import (
    CARRIER_NAMES,
    REASON_SENTENCES,
    FulfilmentStatus,
    Order,
    OrderStatus,
    OrderTab,
    ParcelStatus,
    TimelineEntry,
)
from shopwright.platform.i18n import _, format_moment, format_money, translate
from shopwright.web.storefront.orders.paying import Paying

TONES: Mapping[OrderTab, str] = {
    OrderTab.TO_PAY: "caution",
    OrderTab.TO_SHIP: "accent",
    OrderTab.TO_RECEIVE: "accent",
    OrderTab.COMPLETED: "positive",
    OrderTab.CLOSED: "",
}
PARCEL_WORDS: Mapping[ParcelStatus, str] = {
    ParcelStatus.LABEL_CREATED: _("Packed"),
    ParcelStatus.IN_TRANSIT: _("On its way"),
    ParcelStatus.OUT_FOR_DELIVERY: _("Out for delivery"),
    ParcelStatus.READY_FOR_PICKUP: _("Ready to be picked up"),
    ParcelStatus.DELIVERED: _("Delivered"),
    ParcelStatus.RETURNING: _("On its way back"),
    ParcelStatus.FAILED: _("Could not be delivered"),
}
ACTOR_WORDS: Mapping[ActorKind, str] = {
    ActorKind.CUSTOMER: _("You"),
    ActorKind.STAFF: _("The shop"),
    ActorKind.SYSTEM: _("The shop"),
    ActorKind.PROVIDER: _("Payment provider"),
}


class Headline(msgspec.Struct, frozen=True):
    """The top of an order's page: gettext ids, an icon and a tone."""

    title: str
    text: str
    icon: str
    tone: str


_HEADLINES: Mapping[OrderTab, Headline] = {
    OrderTab.TO_PAY: Headline(
        _("Waiting for your payment"), _("The goods are kept for you until {until}."), "wallet", "caution"
    ),
    OrderTab.TO_SHIP: Headline(
        _("We are packing your order"), _("You can follow the parcel here as soon as it ships."), "parcel", "accent"
    ),
    OrderTab.TO_RECEIVE: Headline(
        _("Your order is on its way"), _("Please confirm once everything has arrived."), "truck", "accent"
    ),
    OrderTab.COMPLETED: Headline(_("Order completed"), _("Thank you, and enjoy it!"), "check-circle", "positive"),
    OrderTab.CLOSED: Headline(_("This order is closed"), "", "ban", ""),
}
_CONFIRMING = Headline(
    _("Your payment is being confirmed"),
    _("This page updates as soon as the payment provider confirms, usually within seconds."),
    "clock",
    "caution",
)
_PAYING: Mapping[Paying, Headline] = {
    Paying.CONFIRMING: _CONFIRMING,
    Paying.UNFINISHED: Headline(
        _("You have not paid yet"),
        _("The payment was not finished and nothing was charged. The goods are kept for you until {until}."),
        "wallet",
        "caution",
    ),
    Paying.FAILED: Headline(
        _("The payment failed"),
        _("Nothing was charged. Pay again or choose another way; the goods are kept for you until {until}."),
        "alert",
        "danger",
    ),
    Paying.ENDED: Headline(
        _("The payment was not finished"),
        _("Nothing was charged. Pay again or choose another way; the goods are kept for you until {until}."),
        "wallet",
        "caution",
    ),
}
_LATE = Headline(
    _("The time to pay has run out"),
    _("The order is being closed. Nothing was charged, and the goods are on sale again."),
    "clock",
    "caution",
)
_PARTLY = Headline(
    _("Part of your order is on its way"),
    _("The rest will follow. Each parcel has its own tracking number."),
    "truck",
    "accent",
)
_ARRIVED = Headline(
    _("Your order has arrived"), _("Please check that everything is there, then confirm."), "parcel", "accent"
)


def tab_of(order_status: OrderStatus, fulfilment_status: FulfilmentStatus) -> OrderTab:
    """The list in which people look for an order: 待付款, 待发货, 待收货, 已完成, 已关闭."""
    if order_status is OrderStatus.PENDING_PAYMENT:
        return OrderTab.TO_PAY
    if order_status is OrderStatus.COMPLETED:
        return OrderTab.COMPLETED
    if order_status is OrderStatus.CANCELLED:
        return OrderTab.CLOSED
    is_sent = fulfilment_status in {FulfilmentStatus.FULFILLED, FulfilmentStatus.DELIVERED}
    return OrderTab.TO_RECEIVE if is_sent else OrderTab.TO_SHIP


def say_headline(order: Order, *, language: str, zone: str, is_late: bool, paying: Paying) -> dict[str, str]:
    """Where the order is now. `is_late`: the time to pay is over. `paying`: how paying an unpaid one stands."""
    told = _pick_headline(order, is_late=is_late, paying=paying)
    until = format_moment(order.expires_at, language, zone, "short")
    text = translate(told.text, language, until=until) if told.text else _say_why_closed(order, language)
    return {"title": translate(told.title, language), "text": text, "icon": told.icon, "tone": told.tone}


def list_steps(order: Order, *, language: str, zone: str) -> list[dict[str, str]]:
    """How far the order has come; nothing for a closed one, since it goes nowhere."""
    if order.order_status is OrderStatus.CANCELLED:
        return []
    shipped_at = max((parcel.shipped_at for parcel in order.shipments), default=None)
    is_sent = order.fulfilment_status in {FulfilmentStatus.FULFILLED, FulfilmentStatus.DELIVERED}
    marks = [
        (_("Placed"), "", order.placed_at, True),
        (_("Paid"), _("To pay"), order.paid_at, not order.can_pay),
        (_("Shipped"), _("To ship"), shipped_at, is_sent),
        (_("Received"), _("To receive"), order.completed_at, order.order_status is OrderStatus.COMPLETED),
    ]
    done_count = next((place for place, mark in enumerate(marks) if not mark[3]), len(marks))
    return [
        {
            "label": translate(waiting if place == done_count else label, language),
            "note": format_moment(at, language, zone, "short") if at is not None and place < done_count else "",
            "state": "done" if place < done_count else "now" if place == done_count else "next",
        }
        for place, (label, waiting, at, _is_done) in enumerate(marks)
    ]


def list_parcels(order: Order, language: str) -> list[dict[str, Any]]:
    """Every parcel with its carrier and number, and what happened to it, newest first."""
    return [
        {
            "title": translate("Parcel {number}", language, number=place),
            "carrier": translate(CARRIER_NAMES[parcel.carrier], language),
            "number": parcel.tracking_number,
            "status": translate(PARCEL_WORDS[parcel.status], language),
            "piece_count": sum(line.quantity for line in parcel.lines),
            "events": [
                {"text": translate(text, language), "moment": at, "place": ""}
                for text, at in ((_("Delivered"), parcel.delivered_at), (_("Handed to the carrier"), parcel.shipped_at))
                if at is not None
            ],
        }
        for place, parcel in enumerate(order.shipments, 1)
    ]


def list_timeline(order: Order, language: str) -> list[dict[str, Any]]:
    """What happened, newest first, each a sentence with who did it."""
    return [
        {
            "text": say_entry(entry, language),
            "actor": translate(ACTOR_WORDS[entry.actor_kind], language),
            "reason": "",
            "moment": entry.at,
        }
        for entry in order.timeline
    ]


def say_entry(entry: TimelineEntry, language: str) -> str:
    """One entry of the timeline as a sentence."""
    detail = entry.detail
    return translate(
        entry.sentence,
        language,
        amount="" if detail.amount is None else format_money(detail.amount, language),
        carrier="" if detail.carrier is None else translate(CARRIER_NAMES[detail.carrier], language),
        reason=say_reason(detail.reason or "", language),
        quantity=detail.quantity,
        tracking_number=detail.tracking_number,
    )


def say_reason(reason: str, language: str) -> str:
    """A reason in words: one of the known ones, else as the shop wrote it."""
    known = {str(code): sentence for code, sentence in REASON_SENTENCES.items()}
    return translate(known[reason], language) if reason in known else reason


def _pick_headline(order: Order, *, is_late: bool, paying: Paying) -> Headline:
    tab = tab_of(order.order_status, order.fulfilment_status)
    if tab is OrderTab.TO_PAY and is_late and paying is not Paying.CONFIRMING:
        return _LATE
    if tab is OrderTab.TO_PAY and paying in _PAYING:
        return _PAYING[paying]
    if tab is OrderTab.TO_SHIP and order.shipped_quantity:
        return _PARTLY
    if tab is OrderTab.TO_RECEIVE and order.fulfilment_status is FulfilmentStatus.DELIVERED:
        return _ARRIVED
    return _HEADLINES[tab]


def _say_why_closed(order: Order, language: str) -> str:
    """Why it was closed, and what becomes of money that was paid."""
    told = []
    if order.cancel_reason is not None:
        reason = say_reason(str(order.cancel_reason), language)
        told.append(translate("Reason: {reason}", language, reason=reason))
    if order.is_refund_running:
        amount = format_money(order.refund_requested - order.refunded, language)
        told.append(translate("{amount} goes back the way you paid.", language, amount=amount))
    elif order.refunded:
        amount = format_money(order.refunded, language)
        told.append(translate("{amount} went back the way you paid.", language, amount=amount))
    return " · ".join(told)
