from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Customer
from shopwright.platform.http import REGISTERED, Limit, Request, explain, get, post, read_form, shown
from shopwright.platform.http.fields import Choice, Text
from shopwright.platform.http.sessions import end_sessions_of_customer
from shopwright.platform.i18n import LANGUAGES, _
from shopwright.shop import LANGUAGE_COOKIE, LANGUAGE_SECONDS, language_of, shop_of, shopper
from shopwright.web.context import see_other
from shopwright.web.entering import called, mask
from shopwright.web.storefront.pages import frame_context, private_page

PATH = "/account"
PASSWORD_LIMIT = Limit("password", 30, timedelta(minutes=5))
_NO_FIELDS: Mapping[str, FieldError] = MappingProxyType({})


class ProfileForm(msgspec.Struct, frozen=True):
    """How the customer is called and in which language."""

    name: Annotated[str, Text(most=100)] = ""
    language: Annotated[str, Choice(LANGUAGES)] = LANGUAGES[0]


class PasswordForm(msgspec.Struct, frozen=True):
    """The old password and the new one."""

    current_password: Annotated[str, Text(least=1, most=200, is_exact=True)]
    new_password: Annotated[str, Text(least=1, most=500, is_exact=True)]


async def customer_of(request: Request) -> CustomerId:
    """The id of the visitor, whom the route's permission has let in as a customer."""
    return CustomerId((await shopper(request)).facts.customer_id or 0)


@get(PATH, REGISTERED)
async def show_account(request: Request) -> Response[str]:
    """The customer's own page."""
    return await _account_page(request)


@post("/account/profile", REGISTERED)
async def change_profile(request: Request) -> Response[Any]:
    """Keep the name and the language; pages speak the new language at once."""
    form, customer_id = await read_form(request), await customer_of(request)
    database, session = shop_of(request).database, await shopper(request)
    try:
        wanted = form.parse(ProfileForm)
        await database.transact(
            lambda tx: customers.change_profile(
                tx,
                actor=Actor.customer(customer_id),
                customer_id=customer_id,
                name=wanted.name,
                language=wanted.language,
            )
        )
    except InvalidInput as refused:
        return await _account_page(request, profile=form.filled(ProfileForm), fields=refused.fields)
    async with database.reading() as reading:
        session.change(name=called(await customers.get_customer(reading, customer_id=customer_id)))
    session.flash("positive", _("Your profile was saved."))
    answer = see_other(PATH)
    secure = shop_of(request).settings.is_secure
    answer.set_cookie(LANGUAGE_COOKIE, wanted.language, max_age=LANGUAGE_SECONDS, secure=secure, samesite="lax")
    return answer


@post("/account/password", REGISTERED)
async def change_password(request: Request) -> Response[Any]:
    """Replace the password; every other device has to log in again, this one goes on under a new token."""
    form, customer_id = await read_form(request), await customer_of(request)
    database, session = shop_of(request).database, await shopper(request)
    await PASSWORD_LIMIT.hit(database, who=str(customer_id))
    try:
        wanted = form.parse(PasswordForm)
        changed_at = await customers.change_password(
            database,
            actor=Actor.customer(customer_id),
            customer_id=customer_id,
            current_password=wanted.current_password,
            new_password=wanted.new_password,
            end_sessions=partial(end_sessions_of_customer, customer_id=customer_id),
        )
    except InvalidInput as refused:
        return await _account_page(request, fields=refused.fields)
    session.rotate(
        may_open=partial(customers.may_open_session, customer_id=customer_id, sessions_valid_after=changed_at)
    )
    session.flash("positive", _("The password was changed. Other devices have to sign in again."))
    return see_other(PATH)


@post("/account/sessions/end", REGISTERED)
async def end_sessions(request: Request) -> Response[None]:
    """Log out on every device, this one too."""
    session, customer_id = await shopper(request), await customer_of(request)
    async with shop_of(request).database.reading() as reading:
        await end_sessions_of_customer(reading, customer_id=customer_id)
    session.end()
    return see_other("/login")


async def _account_page(
    request: Request, *, profile: Mapping[str, Any] | None = None, fields: Mapping[str, FieldError] = _NO_FIELDS
) -> Response[str]:
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading, at=PATH)
        customer = await customers.get_customer(reading, customer_id=await customer_of(request))
    context |= {
        "called": called(customer),
        "logins": _logins(customer),
        "profile": profile or shown(ProfileForm, customer),
        "errors": explain(fields, language_of(request)),
        "language_names": [(choice["code"], choice["name"]) for choice in context["languages"]],
    }
    return private_page(request, "storefront/account/account.html", context, status=422 if fields else 200)


def _logins(customer: Customer) -> list[dict[str, str]]:
    return [{"kind": login.kind.value, "text": mask(login)} for login in customer.logins]
