"""News that could not be delivered, waiting for a person."""

from shopwright.web.console.dead_letters.routes import discard, list_letters, retry, show_letter

ROUTES = [list_letters, show_letter, retry, discard]
