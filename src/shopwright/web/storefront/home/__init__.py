"""The first page of the shop."""

from shopwright.web.storefront.home.routes import preview_home, show_home

ROUTES = [show_home, preview_home]
