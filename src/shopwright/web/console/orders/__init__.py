"""Orders: find them, send them, and where it must be, take them back."""

from shopwright.web.console.orders.acts import (
    ask_cancellation,
    ask_refund,
    cancel,
    complete,
    pass_over,
    record_delivery,
    refund,
    refund_surplus,
    ship,
)
from shopwright.web.console.orders.export import export_orders
from shopwright.web.console.orders.list import list_orders
from shopwright.web.console.orders.record import show_order

ROUTES = [
    list_orders,
    export_orders,
    show_order,
    ship,
    pass_over,
    record_delivery,
    complete,
    ask_cancellation,
    cancel,
    ask_refund,
    refund,
    refund_surplus,
]
