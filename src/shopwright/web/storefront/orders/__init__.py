"""My orders: where each one is, and what can be done now."""

from shopwright.web.storefront.orders.acts import (
    ask_cancellation,
    ask_receipt,
    cancel_order,
    confirm_receipt,
)
from shopwright.web.storefront.orders.live import follow_orders
from shopwright.web.storefront.orders.routes import list_orders, show_order, show_progress

ROUTES = [
    list_orders,
    show_order,
    show_progress,
    follow_orders,
    ask_cancellation,
    cancel_order,
    ask_receipt,
    confirm_receipt,
]
