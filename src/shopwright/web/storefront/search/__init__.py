"""Goods by words."""

from shopwright.web.storefront.search.routes import show_search

ROUTES = [show_search]
