"""The face of orders."""

from shopwright.modules.orders.operations.insert_orders import insert_orders
from shopwright.modules.orders.queries import find_placed

__all__ = ["find_placed", "insert_orders"]
