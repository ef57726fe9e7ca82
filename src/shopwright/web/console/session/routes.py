"""Log in and out."""

from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.modules.staff import public as staff
from shopwright.platform.http import (
    PUBLIC,
    STAFF,
    Request,
    explain,
    get,
    local_path,
    post,
    read_form,
    shown,
    visit_of,
)
from shopwright.platform.http.fields import Text
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web import limits
from shopwright.web.authorise import LOGIN, enter_console
from shopwright.web.console.pages import render
from shopwright.web.context import console_context, see_other

START = "/console"


class LoginForm(msgspec.Struct, frozen=True):
    """Who somebody says to be, and where to go then."""

    email: Annotated[str, Text(least=1, most=300)]
    password: Annotated[str, Text(least=1, most=300, is_exact=True)]
    next: Annotated[str, Text(most=1000)] = ""


@get(LOGIN, PUBLIC)
async def show_login(request: Request) -> Response[Any]:
    """The way in; who is in already goes straight on."""
    place = _local(request.query_params.get("next"))
    session = await visit_of(request.scope).console_session()
    if session.facts.staff_id is not None:
        return see_other(place)
    return await _page(request, values=shown(LoginForm) | {"next": "" if place == START else place})


@post(LOGIN, PUBLIC)
async def open_session(request: Request) -> Response[Any]:
    """Log in. Each address may try so often; each account rests for it after ten wrong passwords."""
    shop, form = shop_of(request), await read_form(request)
    try:
        wanted = form.parse(LoginForm)
        household = visit_of(request.scope).household
        await limits.CONSOLE_LOGIN.hit(shop.database, who=household)
        member = await staff.log_in(shop.database, email=wanted.email, password=wanted.password, client=household)
        await limits.CONSOLE_LOGIN.give_back(shop.database, who=household)
    except Refusal as refused:
        return await _page(request, values=form.filled(LoginForm) | {"password": ""}, refused=refused)
    await enter_console(request, member)
    return see_other(_local(wanted.next))


@post("/console/logout", STAFF)
async def close_session(request: Request) -> Response[None]:
    """Log out here."""
    (await visit_of(request.scope).console_session()).end()
    return see_other(LOGIN)


def _local(place: str | None) -> str:
    """A page of the console, whatever the address says."""
    wanted = local_path(place, otherwise=START)
    return wanted if wanted == START or wanted.startswith(f"{START}/") else START


async def _page(request: Request, *, values: dict[str, Any], refused: Refusal | None = None) -> Response[str]:
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await console_context(request, reading)
    fields = explain(refused.fields, language) if isinstance(refused, InvalidInput) else {}
    told = "" if refused is None or fields else translate(refused.sentence, language, **refused.values)
    context |= {"staff": None, "path": LOGIN, "values": values, "errors": fields, "problem": told}
    answer = render(request, "console/session/login.html", context, status=200 if refused is None else refused.status)
    wait = getattr(refused, "retry_after_seconds", None)
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer
