"""Checkout's face."""

from shopwright.modules.checkout.operations.clear import clear_carts
from shopwright.modules.checkout.operations.fill import (
    add_to_cart,
    change_cart,
    change_quantity,
    merge_carts,
    remove_lines,
    select_lines,
)
from shopwright.modules.checkout.operations.keep_guests import keep_guests, let_go_guests
from shopwright.modules.checkout.operations.place import place
from shopwright.modules.checkout.operations.prepare import prepare
from shopwright.modules.checkout.operations.serve import Placing
from shopwright.modules.checkout.queries import count_cart, get_cart
from shopwright.modules.checkout.rules import read_email

__all__ = [
    "Placing",
    "add_to_cart",
    "change_cart",
    "change_quantity",
    "clear_carts",
    "count_cart",
    "get_cart",
    "keep_guests",
    "let_go_guests",
    "merge_carts",
    "place",
    "prepare",
    "read_email",
    "remove_lines",
    "select_lines",
]
