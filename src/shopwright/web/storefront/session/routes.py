from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import public as customers
from shopwright.platform.http import PUBLIC, Request, explain, get, local_path, post, read_form, shown, visit_of
from shopwright.platform.http.fields import Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of, shopper
from shopwright.web import limits
from shopwright.web.context import see_other
from shopwright.web.entering import enter
from shopwright.web.storefront.pages import address, frame_context, private_page

AFTER_LOGIN = "/account"
LOGIN = "storefront/session/login.html"
REGISTRATION = "storefront/session/registration.html"
PLACES = {LOGIN: "/login", REGISTRATION: "/registration"}


class LoginForm(msgspec.Struct, frozen=True):
    """Who somebody says to be, and where to go then."""

    login: Annotated[str, Text(least=1, most=200)]
    password: Annotated[str, Text(least=1, most=200, is_exact=True)]
    next: Annotated[str, Text(most=1000)] = ""


class RegistrationForm(msgspec.Struct, frozen=True):
    """What a new account needs; rules about it are the customers' module's."""

    login: Annotated[str, Text(least=1, most=200)]
    password: Annotated[str, Text(least=1, most=500, is_exact=True)]
    name: Annotated[str, Text(most=100)] = ""
    next: Annotated[str, Text(most=1000)] = ""


@get("/login", PUBLIC)
async def show_login(request: Request) -> Response[Any]:
    """The way in; who is in already goes straight on."""
    return await _show(request, LOGIN, LoginForm)


@post("/session", PUBLIC)
async def open_session(request: Request) -> Response[Any]:
    """Log in. Each address may try so often; each account rests for it after ten wrong passwords."""
    shop, form = shop_of(request), await read_form(request)
    try:
        wanted = form.parse(LoginForm)
        household = visit_of(request.scope).household
        await limits.LOGIN.hit(shop.database, who=household)
        customer = await customers.log_in(shop.database, login=wanted.login, password=wanted.password, client=household)
        await limits.LOGIN.give_back(shop.database, who=household)
    except Refusal as refused:
        return await _refuse(request, LOGIN, form.filled(LoginForm), refused)
    await enter(request, customer)
    return see_other(local_path(wanted.next, otherwise=AFTER_LOGIN))


@post("/session/end", PUBLIC)
async def end_session(request: Request) -> Response[None]:
    """Log out here. The cart of an account waits there for the next time."""
    session = await shopper(request)
    if session.token is not None:
        session.end()
    return see_other("/")


@get("/registration", PUBLIC)
async def show_registration(request: Request) -> Response[Any]:
    """An empty form for a new account."""
    return await _show(request, REGISTRATION, RegistrationForm)


@post("/registration", PUBLIC)
async def register(request: Request) -> Response[Any]:
    """Make an account. A guest becomes registered and keeps cart, addresses and orders."""
    shop, form, session = shop_of(request), await read_form(request), await shopper(request)
    guest_id = None if session.facts.is_registered else session.facts.customer_id
    try:
        wanted = form.parse(RegistrationForm)
        await limits.REGISTRATION.hit(shop.database, who=visit_of(request.scope).household)
        customer = await customers.register(
            shop.database,
            guest_id=None if guest_id is None else CustomerId(guest_id),
            login=wanted.login,
            password=wanted.password,
            name=wanted.name,
            language=language_of(request),
        )
    except Refusal as refused:
        return await _refuse(request, REGISTRATION, form.filled(RegistrationForm), refused)
    await enter(request, customer)
    session.flash("positive", _("Your account is ready. Welcome!"))
    return see_other(local_path(wanted.next, otherwise=AFTER_LOGIN))


async def _show(request: Request, name: str, shape: type[msgspec.Struct]) -> Response[Any]:
    place = local_path(request.query_params.get("next"), otherwise="")
    if (await shopper(request)).facts.is_registered:
        return see_other(place or AFTER_LOGIN)
    return await _page(request, name, values=shown(shape) | {"next": place})


async def _refuse(request: Request, name: str, values: dict[str, Any], refused: Refusal) -> Response[Any]:
    """The form again, filled but for the password, with every wrong field or the one reason explained."""
    language = language_of(request)
    values |= {"password": "", "next": local_path(values["next"], otherwise="")}
    if isinstance(refused, InvalidInput):
        return await _page(
            request, name, values=values, errors=explain(refused.fields, language), status=refused.status
        )
    wait = getattr(refused, "retry_after_seconds", None)
    return await _page(
        request,
        name,
        values=values,
        problem=translate(refused.sentence, language, **refused.values),
        status=refused.status,
        headers={} if wait is None else {"Retry-After": str(wait)},
    )


async def _page(
    request: Request,
    name: str,
    *,
    values: dict[str, Any],
    errors: dict[str, str] | None = None,
    problem: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading, at=PLACES[name])
    onward = [("next", values["next"])]
    context |= {
        "values": values,
        "errors": errors or {},
        "problem": problem,
        "login_url": address("/login", onward),
        "registration_url": address("/registration", onward),
    }
    return private_page(request, name, context, status=status, headers=headers)
