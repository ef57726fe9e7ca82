"""Coming and going: log in, register, log out."""

from shopwright.web.storefront.session.routes import (
    end_session,
    open_session,
    register,
    show_login,
    show_registration,
)

ROUTES = [show_login, open_session, end_session, show_registration, register]
