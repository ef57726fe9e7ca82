"""What customers were told, and what was not delivered."""

from shopwright.web.console.messages.export import export_messages
from shopwright.web.console.messages.list import list_log
from shopwright.web.console.messages.record import resend, show_one

ROUTES = [list_log, export_messages, show_one, resend]
