"""Paying an order: choose how, go to the provider, come back."""

from shopwright.web.storefront.payment.routes import show_payment, start_payment

ROUTES = [show_payment, start_payment]
