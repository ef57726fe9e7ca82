"""The category tree: list, add, edit, remove."""

from shopwright.web.console.categories.routes import (
    add_category,
    change_category,
    list_categories,
    remove_category,
    show_category,
)

ROUTES = [list_categories, add_category, show_category, change_category, remove_category]
