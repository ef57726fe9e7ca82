"""Checkout: one page from the cart to the order."""

from shopwright.web.storefront.checkout.routes import place_order, show_checkout

ROUTES = [show_checkout, place_order]
