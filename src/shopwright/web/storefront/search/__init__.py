"""Goods by words."""

from shopwright.web.storefront.search.routes import show_search
from shopwright.web.storefront.search.suggestions import show_suggestions

ROUTES = [show_search, show_suggestions]
