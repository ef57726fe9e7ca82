"""An order as programs read it, the shopper's and the staff's alike."""

import msgspec

from shopwright.modules.orders.contracts import Order


class OrderView(msgspec.Struct, frozen=True):
    """An order under its outside number, with what may be done with it now."""

    number: str
    order: Order
    can_pay: bool
    can_cancel: bool
    can_ship: bool
    can_confirm_receipt: bool
    can_refund: bool


def order_view(order: Order, *, number: str) -> OrderView:
    """The view of an order."""
    return OrderView(
        number=number,
        order=order,
        can_pay=order.can_pay,
        can_cancel=order.can_cancel,
        can_ship=order.can_ship,
        can_confirm_receipt=order.can_confirm_receipt,
        can_refund=order.can_refund,
    )
