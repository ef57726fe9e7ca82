"""Coming and going: the session, registration, the token that acts need."""

import msgspec
from litestar.params import JSONBody

from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import public as customers
from shopwright.platform.http import PUBLIC, Request, delete, get, post, visit_of
from shopwright.shop import language_of, shop_of, shopper
from shopwright.web import limits
from shopwright.web.context import csrf_of
from shopwright.web.entering import enter


class SessionView(msgspec.Struct, frozen=True):
    """Who the visitor is. `csrf` goes into the header `X-CSRF-Token` of every act; empty while there is no session."""

    customer_id: CustomerId | None
    is_registered: bool
    name: str
    csrf: str


class LoginBody(msgspec.Struct, frozen=True):
    """An e-mail address or mobile number, and the password."""

    login: str
    password: str


class RegistrationBody(msgspec.Struct, frozen=True):
    """A new account. A guest who registers keeps cart, addresses and orders."""

    login: str
    password: str
    name: str = ""


@get("/api/v1/session", PUBLIC)
async def show_session(request: Request) -> SessionView:
    """The visitor as the shop knows them."""
    return await _session_view(request)


@post("/api/v1/session", PUBLIC)
async def open_session(request: Request, data: JSONBody[LoginBody]) -> SessionView:
    """Log in; the guest's cart comes along. The answer carries a fresh token."""
    shop = shop_of(request)
    household = visit_of(request.scope).household
    await limits.LOGIN.hit(shop.database, who=household)
    customer = await customers.log_in(shop.database, login=data.login, password=data.password, client=household)
    await limits.LOGIN.give_back(shop.database, who=household)
    await enter(request, customer)
    return await _session_view(request)


@delete("/api/v1/session", PUBLIC, status_code=204)
async def end_session(request: Request) -> None:
    """Log out here."""
    session = await shopper(request)
    if session.token is not None:
        session.end()


@post("/api/v1/customers", PUBLIC, status_code=201)
async def register(request: Request, data: JSONBody[RegistrationBody]) -> SessionView:
    """Make an account and log in to it."""
    shop, session = shop_of(request), await shopper(request)
    await limits.REGISTRATION.hit(shop.database, who=visit_of(request.scope).household)
    guest_id = None if session.facts.is_registered else session.facts.customer_id
    customer = await customers.register(
        shop.database,
        guest_id=None if guest_id is None else CustomerId(guest_id),
        login=data.login,
        password=data.password,
        name=data.name,
        language=language_of(request),
    )
    await enter(request, customer)
    return await _session_view(request)


async def _session_view(request: Request) -> SessionView:
    facts = (await shopper(request)).facts
    known_id = None if facts.customer_id is None else CustomerId(facts.customer_id)
    return SessionView(known_id, facts.is_registered, facts.name, csrf_of(request))


ROUTES = [show_session, open_session, end_session, register]
