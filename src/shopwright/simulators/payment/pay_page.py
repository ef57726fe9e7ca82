"""The page on which a person pays, lets it fail, or walks away."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import minijinja
from babel.numbers import format_currency, get_currency_precision
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from shopwright.simulators.payment.contracts import (
    ActOnPayment,
    NoticeMode,
    PayAction,
    Payment,
    PaymentStatus,
    ProviderRefusal,
    RefundMode,
    to_milliseconds,
)
from shopwright.simulators.payment.merchant_api import ProviderRequest
from shopwright.simulators.payment.provider import return_address
from shopwright.simulators.payment.simulator import Simulator
from shopwright.simulators.payment.words import LANGUAGE_TAGS, WORDS, pick_words_language

_TEMPLATES = Path(__file__).parent / "templates"
_DELAY_DIGITS_MAX = 6
_HEADERS = {
    # A form may lead on to the merchant's return_url, which the browser checks against form-action as well.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self' http: https:; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@get("/pay/{payment_id:str}")
async def show_payment(
    request: ProviderRequest, payment_id: FromPath[str], lang: FromQuery[str | None] = None
) -> Response[str]:
    """The pay page in the language of `lang`, else of the browser."""
    simulator: Simulator = request.app.state.simulator
    language = pick_words_language(lang, request.headers.get("accept-language", ""))
    try:
        payment = simulator.provider.get_payment(payment_id, at=simulator.now())
    except ProviderRefusal as refusal:
        return _page("missing.html", language, status=refusal.status)
    return _payment_page(simulator, payment, language)


@post("/pay/{payment_id:str}", status_code=200)
async def act_on_page(
    request: ProviderRequest, payment_id: FromPath[str], lang: FromQuery[str | None] = None
) -> Response[str]:
    """Do what the person chose and go back to the shop. A second press of the button changes nothing."""
    simulator: Simulator = request.app.state.simulator
    language = pick_words_language(lang, request.headers.get("accept-language", ""))
    form = await request.form()
    act = _read_act({name: str(value) for name, value in form.items()})
    try:
        payment = await simulator.act(payment_id, act)
    except ProviderRefusal as refusal:
        if refusal.code != "payment_not_pending":
            return _page("missing.html", language, status=refusal.status)
        payment = simulator.provider.get_payment(payment_id, at=simulator.now())
        if payment.status is not PaymentStatus.SUCCEEDED:
            return _payment_page(simulator, payment, language, status=refusal.status)
    return Response("", status_code=303, headers={**_HEADERS, "Location": return_address(payment)})


@get("/pay.css", media_type="text/css")
async def style() -> Response[str]:
    """The page's style, which stands apart because the policy allows none inside."""
    return Response((_TEMPLATES / "pay.css").read_text("utf-8"), media_type="text/css; charset=utf-8")


PAY_PAGE = [show_payment, act_on_page, style]


def _read_act(form: dict[str, str]) -> ActOnPayment:
    delay = form.get("delay_seconds", "10").strip()
    if not (delay.isascii() and delay.isdigit() and len(delay) <= _DELAY_DIGITS_MAX):
        raise ProviderRefusal(422, "invalid_request", "delay_seconds must be a whole number.")
    try:
        return ActOnPayment(
            action=PayAction(form.get("action", "")),
            notice=NoticeMode(form.get("notice", "normal")),
            delay_seconds=int(delay),
            refund=RefundMode(form.get("refund", "succeed")),
        )
    except ValueError as error:
        raise ProviderRefusal(422, "invalid_request", str(error)) from error


def _payment_page(simulator: Simulator, payment: Payment, language: str, *, status: int = 200) -> Response[str]:
    left_ms = max(0, payment.expires_at - to_milliseconds(simulator.now()))
    exponent = get_currency_precision(payment.currency)
    amount = format_currency(
        Decimal(payment.minor).scaleb(-exponent), payment.currency, locale="zh_CN" if language == "zh" else "en"
    )
    # What a shop in China shows, also to who reads English.
    amount = amount.replace("CN¥", "¥")
    whole, _, fraction = amount.rpartition(".") if exponent else (amount, "", "")
    return _page(
        "pay.html",
        language,
        status=status,
        payment=payment,
        status_word=WORDS[language].get(payment.status.value, ""),
        whole=whole,
        fraction=fraction,
        minutes=-(-left_ms // 60_000),
        notice_modes=[mode.value for mode in NoticeMode],
        back_url=return_address(payment),
    )


def _page(template: str, language: str, *, status: int = 200, **values: object) -> Response[str]:
    text = _environment().render_template(
        template,
        words=WORDS[language],
        language=language,
        language_tag=LANGUAGE_TAGS[language],
        other_language="en" if language == "zh" else "zh",
        **values,
    )
    headers = {**_HEADERS, "Vary": "Accept-Language"}
    return Response(text, status_code=status, media_type="text/html; charset=utf-8", headers=headers)


@cache
def _environment() -> minijinja.Environment:
    return minijinja.Environment(loader=lambda name: (_TEMPLATES / name).read_text("utf-8"))
