"""Goods by collection."""

from shopwright.web.storefront.collections.routes import show_collection, show_collections

ROUTES = [show_collections, show_collection]
