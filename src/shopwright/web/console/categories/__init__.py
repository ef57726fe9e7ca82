"""The category tree: list, add, edit, remove; and what brands are called."""

from shopwright.web.console.categories.brands import list_brands, name_brand
from shopwright.web.console.categories.routes import (
    add_category,
    change_category,
    list_categories,
    remove_category,
    show_category,
)
from shopwright.web.console.categories.undoing import restore_category

ROUTES = [
    list_categories,
    add_category,
    show_category,
    change_category,
    restore_category,
    remove_category,
    list_brands,
    name_brand,
]
