"""What the shop counts in, its languages, what freight costs, how soon parcels come, how long an order waits."""

from typing import Annotated, Any

import msgspec
from babel import Locale
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.markets import public as markets
from shopwright.modules.markets.contracts import Market, Terms
from shopwright.modules.markets.errors import CurrencyFixed
from shopwright.modules.markets.permissions import SETUP
from shopwright.modules.orders import public as orders
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Reading, Transaction
from shopwright.platform.db.setting import put_setting
from shopwright.platform.http import Request, get, post, read_form, requires
from shopwright.platform.http.fields import Amount, Choice, Quantity
from shopwright.platform.http.forms import amount_text
from shopwright.platform.i18n import LANGUAGES
from shopwright.shop import PROFILE, ShopProfile, language_of, shop_of
from shopwright.web.arrival import DAYS_MAX
from shopwright.web.console.opening.steps import NOTHING, PATH, Back, came_back, finish_step, go_on, step_frame
from shopwright.web.console.pages import act, render
from shopwright.web.context import LANGUAGE_NAMES

STEP = f"{PATH}/terms"


class TermsForm(msgspec.Struct, frozen=True):
    """The market's terms; amounts are in the currency chosen."""

    currency: Annotated[str, Choice(markets.CURRENCIES)]
    languages: tuple[Annotated[str, Choice(LANGUAGES)], ...]
    default_language: Annotated[str, Choice(LANGUAGES)]
    freight_flat: Annotated[Money, Amount()]
    unpaid_minutes: Annotated[int, Quantity(least=1, most=markets.UNPAID_MINUTES_MAX)]
    freight_free_over: Annotated[Money | None, Amount(least_minor=1)] = None
    arrives_after: Annotated[int | None, Quantity(least=0, most=DAYS_MAX)] = None
    arrives_within: Annotated[int | None, Quantity(least=0, most=DAYS_MAX)] = None


@get(STEP, requires(SETUP))
async def show_terms(request: Request) -> Response[str]:
    """The form, filled with what is."""
    return await _page(request)


@post(STEP, requires(SETUP))
async def change_terms(request: Request) -> Response[Any]:
    """Keep the terms. Another currency is refused once prices or orders stand in this one."""
    form = await read_form(request)
    typed = form.text("currency")
    currency = typed if typed in markets.CURRENCIES else markets.CURRENCIES[0]

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = form.parse(TermsForm, currency=currency)
        arrival_days = _checked_arrival(wanted)
        market = await markets.get_default_market(tx)
        terms = Terms(
            currency=wanted.currency,
            languages=tuple(one for one in LANGUAGES if one in wanted.languages),
            default_language=wanted.default_language,
            freight_flat=wanted.freight_flat,
            freight_free_over=wanted.freight_free_over,
            unpaid_minutes=wanted.unpaid_minutes,
        )
        await markets.change_terms(
            tx, actor=actor, code=market.code, terms=terms, amounts_exist=amounts_exist, audit=staff.record_audit
        )
        await _keep_arrival(request, tx, actor, arrival_days)
        await finish_step(request, tx, "terms")

    try:
        await act(request, work)
    except CurrencyFixed as refused:
        return await _page(request, came_back(request, form.filled(TermsForm), refused, at="currency"))
    except Refusal as refused:
        return await _page(request, came_back(request, form.filled(TermsForm), refused))
    return await go_on(request, "terms")


async def amounts_exist(reading: Reading) -> bool:
    """Whether a price or an order stands anywhere."""
    return await catalog.has_prices(reading) or await orders.has_orders(reading)


def _checked_arrival(wanted: TermsForm) -> tuple[int, int] | None:
    """From and to how many days, None where neither was filled in; InvalidInput for one alone or the wrong order."""
    least, most = wanted.arrives_after, wanted.arrives_within
    if least is None and most is None:
        return None
    if least is None or most is None:
        missing = "arrives_after" if least is None else "arrives_within"
        raise InvalidInput({missing: FieldError("Fill in both days, or neither.")})
    if least > most:
        raise InvalidInput({"arrives_within": FieldError("The last day comes before the first.")})
    return least, most


async def _keep_arrival(request: Request, tx: Transaction, actor: Actor, days: tuple[int, int] | None) -> None:
    profile = await shop_of(request).profile(tx)
    if days == profile.arrival_days:
        return
    await put_setting(tx, name=PROFILE, value=msgspec.structs.replace(profile, arrival_days=days))
    detail = {"arrival_days": [profile.arrival_days, days]}
    await staff.record_audit(tx, actor=actor, action=SETUP, subject="shop:arrival", detail=detail)


async def _page(request: Request, back: Back = NOTHING) -> Response[str]:
    async with shop_of(request).database.reading() as reading:
        context = await step_frame(request, reading, "terms", back)
        is_fixed = await amounts_exist(reading)
        profile = await shop_of(request).profile(reading)
    context |= {
        "values": back.values or _values(context["market"], profile),
        "currencies": [(code, f"{code} {name}") for code, name in _name_currencies(language_of(request))],
        "language_options": [(code, LANGUAGE_NAMES[code]) for code in LANGUAGES],
        "is_currency_fixed": is_fixed,
    }
    return render(request, "console/opening/terms.html", context, status=back.status)


def _name_currencies(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language).currencies
    return [(code, names[code]) for code in markets.CURRENCIES]


def _values(market: Market, profile: ShopProfile) -> dict[str, Any]:
    over, days = market.freight_free_over, profile.arrival_days
    return {
        "currency": market.currency,
        "languages": list(market.languages),
        "default_language": market.default_language,
        "freight_flat": amount_text(market.freight_flat),
        "freight_free_over": "" if over is None else amount_text(over),
        "unpaid_minutes": str(market.unpaid_minutes),
        "arrives_after": "" if days is None else str(days[0]),
        "arrives_within": "" if days is None else str(days[1]),
    }
