"""The acts on the cookie of `console/listing.py`."""

import re

from litestar import Response
from litestar.params import FromPath

from shopwright.platform.http import STAFF, Request, local_path, post, read_form
from shopwright.shop import shop_of
from shopwright.web.console.listing import COOKIE, Habits, habits_of
from shopwright.web.context import see_other

PATH = "/console/lists"
HOME = "/console"
KEPT_SECONDS = 365 * 24 * 3600
_NAME = re.compile(r"[a-z_]{1,30}")
_COLUMN_COUNT_MAX = 20


@post(f"{PATH}/density", STAFF)
async def turn_density(request: Request) -> Response[None]:
    """Make the rows of all lists dense, or roomy again, and go back."""
    form, habits = await read_form(request), habits_of(request)
    return _keep(request, form.text("back"), Habits(not habits.is_dense, habits.away))


@post(PATH + "/{name:str}/view", STAFF)
async def keep_view(request: Request, name: FromPath[str]) -> Response[None]:
    """Show the ticked columns of a list and put the others away; rows dense or roomy; and go back."""
    form, habits = await read_form(request), habits_of(request)
    shown = set(form.texts.get("shown", ()))
    offered = [key for key in form.texts.get("column", ())[:_COLUMN_COUNT_MAX] if _NAME.fullmatch(key)]
    if _NAME.fullmatch(name):
        habits = habits.without(name, [key for key in offered if key not in shown])
    return _keep(request, form.text("back"), Habits(form.text("density") == "dense", habits.away))


def _keep(request: Request, back: str, habits: Habits) -> Response[None]:
    place = local_path(back, otherwise=HOME)
    answer = see_other(place if place == HOME or place.startswith((f"{HOME}/", f"{HOME}?")) else HOME)
    answer.set_cookie(
        COOKIE,
        habits.text(),
        path=HOME,
        max_age=KEPT_SECONDS,
        secure=shop_of(request).settings.is_secure,
        httponly=True,
        samesite="lax",
    )
    return answer
