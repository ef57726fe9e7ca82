"""Throw the demo away, after the shop's name was typed."""

from typing import Any

from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, Refusal
from shopwright.modules.markets.permissions import SETUP
from shopwright.opening import can_clear, clear_demo
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, get, post, read_form, requires
from shopwright.platform.i18n import _, localised
from shopwright.shop import language_of, shop_of
from shopwright.web.console.opening.steps import NOTHING, PATH, Back, came_back, finish_step, go_on, step_frame
from shopwright.web.console.pages import act, render

STEP = f"{PATH}/clearing"


@get(STEP, requires(SETUP))
async def show_clearing(request: Request) -> Response[str]:
    """What would go and what would stay; nothing to press where there is no demo."""
    return await _page(request)


@post(STEP, requires(SETUP))
async def clear_shop(request: Request) -> Response[Any]:
    """Clear the demo, once and for good."""
    form, shop = await read_form(request), shop_of(request)
    typed = " ".join(form.text("name").split())
    async with shop.database.reading() as reading:
        profile = await shop.profile(reading)
    if typed not in profile.names.values():
        wrong = {"name": FieldError("Type the name of the shop as it is written above.")}
        return await _page(request, Back({"name": typed}, wrong, status=422))

    async def work(tx: Transaction, actor: Actor) -> None:
        await clear_demo(tx, actor=actor, shop=shop)
        await finish_step(request, tx, "clearing")

    try:
        await act(request, work)
    except Refusal as refused:
        return await _page(request, came_back(request, {"name": typed}, refused))
    return await go_on(request, "clearing", _("The demo is gone. The shelves are yours."))


async def _page(request: Request, back: Back = NOTHING) -> Response[str]:
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        context = await step_frame(request, reading, "clearing", back)
        profile = await shop.profile(reading)
        is_demo = await can_clear(reading, shop)
    context |= {
        "typed": back.values.get("name", ""),
        "name": localised(profile.names, language_of(request)),
        "is_demo": is_demo,
    }
    return render(request, "console/opening/clearing.html", context, status=back.status)
