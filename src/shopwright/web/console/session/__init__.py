"""Coming to the console, leaving it, and one's own password."""

from shopwright.web.console.session.account import change_password, show_account
from shopwright.web.console.session.routes import close_session, open_session, show_login

ROUTES = [show_login, open_session, close_session, show_account, change_password]
