"""The way through the opening: which steps there are, which are done, and what each page shows around its form."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.modules.catalog import public as catalog
from shopwright.modules.markets.permissions import SETUP
from shopwright.opening import SETTING, STEPS, Opening, can_clear, strike_off
from shopwright.platform.db import Reading, Transaction
from shopwright.platform.db.setting import get_setting, put_setting
from shopwright.platform.http import Request, explain, get, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import act, done, frame, may, render
from shopwright.web.context import Context, see_other

PATH = "/console/opening"
NAMES = {
    "face": _("Name and colour"),
    "clearing": _("Clear the demo"),
    "positioning": _("What the shop is"),
    "terms": _("Money and languages"),
    "product": _("First product"),
}
NOTES = {
    "face": _("What the shop is called, its logo and its accent"),
    "clearing": _("Throw away the products, customers and orders that came with it"),
    "positioning": _("Vertical, general, local or cross-border: a good beginning for each"),
    "terms": _("Currency, languages, freight, delivery time, how long an order waits"),
    "product": _("Title, price, stock, a picture: and it is on the shelf"),
}


class Back(msgspec.Struct, frozen=True):
    """A form that came back: what was typed, what is wrong."""

    values: Mapping[str, Any] = MappingProxyType({})
    errors: Mapping[str, FieldError] = MappingProxyType({})
    problem: str = ""
    status: int = 200


NOTHING = Back()


@get(PATH, requires(SETUP))
async def show_opening(request: Request) -> Response[str]:
    """Every step with what is done."""
    async with shop_of(request).database.reading() as reading:
        context = await step_frame(request, reading, "")
    return render(request, "console/opening/opening.html", context)


@post(PATH + "/dismissal", requires(SETUP))
async def dismiss_opening(request: Request) -> Response[None]:
    """Show no more of it on the start page, or show it again."""
    form = await read_form(request)
    is_dismissed = form.text("act") != "resume"

    async def work(tx: Transaction, _actor: Actor) -> None:
        present = await load_opening(request, tx)
        await put_setting(tx, name=SETTING, value=msgspec.structs.replace(present, is_dismissed=is_dismissed))

    await act(request, work)
    return see_other("/console") if is_dismissed else see_other(PATH)


async def load_opening(request: Request, reading: Reading) -> Opening:
    """How far it has come."""
    return await get_setting(reading, cache=shop_of(request).cache, name=SETTING, shape=Opening)


async def list_steps(request: Request, reading: Reading, *, now: str = "") -> list[dict[str, Any]]:
    """The steps that this shop has, in order; clearing only where there is a demo, or was one."""
    opening, language = await load_opening(request, reading), language_of(request)
    has_demo = "clearing" in opening.done or await can_clear(reading, shop_of(request))
    return [
        {
            "key": step,
            "label": translate(NAMES[step], language),
            "text": translate(NOTES[step], language),
            "url": f"{PATH}/{step}",
            "is_done": step in opening.done,
            "state": "now" if step == now else "done" if step in opening.done else "next",
        }
        for step in STEPS
        if step != "clearing" or has_demo
    ]


async def list_open_steps(request: Request, reading: Reading) -> list[dict[str, Any]]:
    """What the start page reminds of: all steps while one is open, nothing once somebody has waved it away."""
    if not may(request, SETUP):
        return []
    opening = await load_opening(request, reading)
    return [] if opening.is_dismissed or opening.is_finished else await list_steps(request, reading)


async def is_unopened(request: Request, reading: Reading) -> bool:
    """Whether nothing was done here yet: no goods, no step, and somebody is here who may open the shop."""
    if not may(request, SETUP):
        return False
    opening = await load_opening(request, reading)
    return not opening.is_dismissed and not opening.done and not await catalog.has_prices(reading)


async def step_frame(request: Request, reading: Reading, step: str, back: Back = NOTHING) -> Context:
    """What the page of a step needs beside its form."""
    language = language_of(request)
    crumbs = [(translate(NAMES[step], language), f"{PATH}/{step}")] if step else []
    at = f"{PATH}/{step}" if step else PATH
    context = await frame(request, reading, module="opening", crumbs=crumbs, at=at)
    steps = await list_steps(request, reading, now=step)
    keys = [one["key"] for one in steps]
    place = keys.index(step) if step in keys else -1
    return context | {
        "steps_shown": steps,
        "is_dismissed": (await load_opening(request, reading)).is_dismissed,
        "earlier_url": steps[place - 1]["url"] if place > 0 else PATH,
        "later_url": steps[place + 1]["url"] if 0 <= place < len(steps) - 1 else PATH,
        "errors": explain(back.errors, language),
        "problem": back.problem,
    }


async def go_on(request: Request, step: str, sentence: str = _("Saved.")) -> Response[None]:
    """To the step after this one, or to the overview after the last."""
    async with shop_of(request).database.reading() as reading:
        shown = {one["key"] for one in await list_steps(request, reading)}
    later = next((one for one in STEPS[STEPS.index(step) + 1 :] if one in shown), "")
    return await done(request, f"{PATH}/{later}" if later else PATH, sentence)


async def finish_step(request: Request, tx: Transaction, step: str) -> None:
    """Strike a step off in the transaction of its act."""
    await strike_off(tx, present=await load_opening(request, tx), step=step)


def came_back(request: Request, values: Mapping[str, Any], refused: Refusal, *, at: str = "") -> Back:
    """The form again, with what is wrong beside each field, or at one field, or above all."""
    if isinstance(refused, InvalidInput):
        return Back(values, refused.fields, status=refused.status)
    if at:
        return Back(values, {at: FieldError(refused.sentence, **refused.values)}, status=refused.status)
    problem = translate(refused.sentence, language_of(request), **refused.values)
    return Back(values, problem=problem, status=refused.status)
