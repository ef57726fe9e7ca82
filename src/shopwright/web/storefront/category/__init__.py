"""Goods by category."""

from shopwright.web.storefront.category.routes import show_categories, show_category

ROUTES = [show_categories, show_category]
