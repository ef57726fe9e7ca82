"""Collections: list, add, edit, choose products, order, show, remove."""

from shopwright.web.console.collections.acts import change_listings, move_collection, order_collections
from shopwright.web.console.collections.choosing import choose_product, drop_product, order_chosen
from shopwright.web.console.collections.editing import (
    add_collection,
    change_collection,
    change_listing,
    remove_collection,
    restore_collection,
    show_collection,
    show_new_collection,
)
from shopwright.web.console.collections.export import export_collections
from shopwright.web.console.collections.list import list_collections

ROUTES = [
    list_collections,
    export_collections,
    change_listings,
    order_collections,
    show_new_collection,
    add_collection,
    show_collection,
    change_collection,
    change_listing,
    move_collection,
    remove_collection,
    restore_collection,
    choose_product,
    drop_product,
    order_chosen,
]
