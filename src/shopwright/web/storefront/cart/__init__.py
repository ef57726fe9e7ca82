"""The cart: what lies in it, what it comes to, what can be changed."""

from shopwright.web.storefront.cart.routes import (
    add_line,
    change_cart,
    change_line,
    remove_line,
    select_lines,
    show_cart,
)

ROUTES = [show_cart, change_cart, add_line, change_line, remove_line, select_lines]
