"""One search over everything, and the palette that asks it."""

from shopwright.web.console.search.routes import search_console

ROUTES = [search_console]
