"""The first page of the shop."""

from shopwright.web.storefront.home.routes import show_home

ROUTES = [show_home]
