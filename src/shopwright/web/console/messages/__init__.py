"""What customers were told, and what was not delivered."""

from shopwright.web.console.messages.routes import list_log, resend

ROUTES = [list_log, resend]
