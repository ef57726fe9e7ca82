"""What an order waits for, by its three axes: the order, its payment, its fulfilment. No I/O."""

from enum import StrEnum

import msgspec

from shopwright.modules.orders.contracts import Order, OrderStatus
from shopwright.platform.i18n import _


class Press(StrEnum):
    """What whoever is at the console can do about it."""

    NOTHING = ""
    SHIP = "ship"
    DELIVER = "deliver"
    COMPLETE = "complete"
    REFUND = "refund"
    GIVE_BACK = "give_back"


class NextAct(msgspec.Struct, frozen=True):
    """What comes next: `title` and `text` are gettext ids, `icon` and `kind` as in `next_act` of the record."""

    press: Press
    title: str
    text: str = ""
    icon: str = "arrow-right"
    kind: str = "accent"


_PAY = NextAct(
    Press.NOTHING,
    _("Waiting for the customer's payment"),
    _("Unpaid orders close by themselves and free their stock:"),
    "clock",
    "caution",
)
_RUNNING = NextAct(
    Press.NOTHING,
    _("Refund under way"),
    _("Money is on its way back to the customer, so nothing more is sent."),
    "refund",
    "caution",
)
_GIVE_BACK = NextAct(
    Press.GIVE_BACK, _("More was paid than the order needs"), _("{amount} could not be given back."), "alert", "danger"
)
_REFUND_FAILED = NextAct(
    Press.REFUND,
    _("Refund failed: ask again"),
    _("{amount} of the payment is still here. Ask the channel for the refund once more."),
    "alert",
    "danger",
)
_REFUND = NextAct(
    Press.REFUND,
    _("Give the money back"),
    _("The order is closed, and {amount} of its payment is still here."),
    "alert",
    "danger",
)
_CLOSED = NextAct(Press.NOTHING, _("This order is closed"), "", "note", "note")
_SHIP = NextAct(Press.SHIP, _("Pieces to ship: {count}"), "", "truck")
_DELIVER = NextAct(
    Press.DELIVER, _("On its way"), _("Mark the parcel as delivered as soon as you know that it arrived."), "truck"
)
_COMPLETE = NextAct(
    Press.COMPLETE,
    _("Everything was delivered"),
    _("The order completes by itself; complete it now if the customer says that all is well."),
    "check-circle",
)
_DONE = NextAct(Press.NOTHING, _("Completed"), _("Nothing is left to do."), "check-circle", "positive")


def next_act(order: Order, *, has_surplus: bool) -> NextAct:
    """The one thing to do now: money that could not go back first, then what waits longest to be done."""
    status, is_closed = order.order_status, order.order_status is OrderStatus.CANCELLED
    cases = (
        (status is OrderStatus.PENDING_PAYMENT, _PAY),
        (has_surplus, _GIVE_BACK),
        (order.refund_failed_at is not None, _REFUND_FAILED),
        (is_closed and order.refundable.minor > 0, _REFUND),
        (order.is_refund_running, _RUNNING),
        (is_closed, _CLOSED),
        (status is OrderStatus.COMPLETED, _DONE),
        (order.can_ship, _SHIP),
        (any(parcel.delivered_at is None for parcel in order.shipments), _DELIVER),
        (order.can_confirm_receipt, _COMPLETE),
        (True, _CLOSED),
    )
    return next(found for holds, found in cases if holds)
