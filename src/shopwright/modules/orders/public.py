"""The face of orders."""

from shopwright.modules.orders.operations.cancel import cancel_order
from shopwright.modules.orders.operations.clear import clear_orders
from shopwright.modules.orders.operations.expire import expire_due
from shopwright.modules.orders.operations.insert_orders import insert_orders
from shopwright.modules.orders.operations.receive import complete_due, confirm_receipt, record_delivery
from shopwright.modules.orders.operations.refund import refund_fully, refund_surplus
from shopwright.modules.orders.operations.ship import ship
from shopwright.modules.orders.queries.figures import list_best_sellers, list_day_figures
from shopwright.modules.orders.queries.orders import (
    count_orders,
    count_orders_for_staff,
    count_work,
    find_placed,
    find_unpaid_placing,
    get_order,
    get_order_for_staff,
    has_orders,
    keep_guests,
    list_orders,
    list_orders_for_staff,
)
from shopwright.modules.orders.rules import SHOPPER_CANCEL_REASONS, STAFF_CANCEL_REASONS

__all__ = [
    "SHOPPER_CANCEL_REASONS",
    "STAFF_CANCEL_REASONS",
    "cancel_order",
    "clear_orders",
    "complete_due",
    "confirm_receipt",
    "count_orders",
    "count_orders_for_staff",
    "count_work",
    "expire_due",
    "find_placed",
    "find_unpaid_placing",
    "get_order",
    "get_order_for_staff",
    "has_orders",
    "insert_orders",
    "keep_guests",
    "list_best_sellers",
    "list_day_figures",
    "list_orders",
    "list_orders_for_staff",
    "record_delivery",
    "refund_fully",
    "refund_surplus",
    "ship",
]
