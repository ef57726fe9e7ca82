"""Where the day begins."""

from shopwright.web.console.start.routes import show_start

ROUTES = [show_start]
