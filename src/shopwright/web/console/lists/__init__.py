"""How somebody likes lists, kept for them."""

from shopwright.web.console.lists.habits import keep_view, turn_density

ROUTES = [turn_density, keep_view]
