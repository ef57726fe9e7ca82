"""Who may use a route: every route says so, and a test walks them all."""

from typing import Any, Final

import msgspec
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from shopwright.kernel.errors import Refusal
from shopwright.platform.http.visit import visit_of


class Permission(msgspec.Struct, frozen=True):
    """What a route asks of its visitor: nothing, a customer, a registered customer, staff, or a right of staff."""

    audience: str
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.audience


PUBLIC: Final = Permission("public")
CUSTOMER: Final = Permission("customer")
"""A visitor for whom a customer exists, guest or registered."""
REGISTERED: Final = Permission("registered")
"""A customer who logged in."""
STAFF: Final = Permission("staff")
"""Anybody who logged in to the console."""


def requires(name: str) -> Permission:
    """A person of the staff whose roles hold the permission `name`, such as `orders.ship`."""
    return Permission("staff", name)


class LoginNeeded(Refusal):
    """The visitor must log in first; `place` is the login page's address."""

    code = "login_needed"
    status = 401
    sentence = "Please log in first."

    def __init__(self, *, place: str = "/login") -> None:
        super().__init__()
        self.place = place


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let the visitor in, or raise LoginNeeded or NotAllowed. Attached only to routes that are not public.

    What a person of the staff may do is known above this layer: `bootstrap` puts the function that knows it into the
    application's state as `authorise_staff`.
    """
    permission: Permission = handler.opt["permission"]
    if permission.audience == "staff":
        await connection.app.state["authorise_staff"](connection, permission)
        return
    session = await visit_of(connection.scope).shop_session()
    is_known = session.facts.customer_id is not None
    if not is_known or (permission == REGISTERED and not session.facts.is_registered):
        raise LoginNeeded


def local_path(text: str | None, *, otherwise: str = "/") -> str:
    """`text` where it is a path of this shop, else `otherwise`: nobody is sent elsewhere by a link to us."""
    if text is None or not text.startswith("/") or text.startswith(("//", "/\\")) or len(text) > _PATH_LENGTH_MAX:
        return otherwise
    return text if text.isprintable() and "\\" not in text else otherwise


_PATH_LENGTH_MAX = 1_000
