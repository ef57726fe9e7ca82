"""The mailbox as an ASGI app: its pages, and its SMTP server for as long as the app runs."""

import contextlib
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import minijinja
import msgspec
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery

from shopwright.kernel.clock import Clock, SystemClock
from shopwright.simulators.mailbox.contracts import KeptMail, PlanFault
from shopwright.simulators.mailbox.mailbox import Mailbox
from shopwright.simulators.mailbox.store import Store
from shopwright.simulators.mailbox.words import LANGUAGE_TAGS, WORDS, pick_words

_TEMPLATES = Path(__file__).parent / "templates"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# What a mail brings along is shown as a mail program would: styles, but no script, no form, nothing from elsewhere.
_MAIL_HEADERS = {
    **_HEADERS,
    "Content-Security-Policy": "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; base-uri 'none'",
}
_NOT_FOUND = 404
MailboxRequest = Request[Any, Any, State]


def create_app(*, folder: Path | None, smtp_port: int, clock: Clock | None = None) -> Litestar:
    """The pages over a folder's mails (None: in memory); the SMTP server runs while the app does.

    Its parts are at `app.state.mailbox`.
    """
    mailbox = Mailbox(Store(folder), clock=clock or SystemClock())

    @contextlib.asynccontextmanager
    async def serve_smtp(_app: Litestar) -> AsyncIterator[None]:
        await mailbox.open(port=smtp_port)
        try:
            yield
        finally:
            await mailbox.close()
            mailbox.store.close()

    return Litestar(
        route_handlers=[list_mails, show_mail, show_html, style, health, plan_fault],
        state=State({"mailbox": mailbox}),
        lifespan=[serve_smtp],
        openapi_config=None,
        logging_config=None,
    )


@get("/")
async def list_mails(request: MailboxRequest, lang: FromQuery[str | None] = None) -> Response[str]:
    """The newest mails."""
    mails = [_show(mail) for mail in _mailbox(request).store.list_newest()]
    return _page("list.html", _language(request, lang), mails=mails)


@get("/mails/{mail_id:int}")
async def show_mail(
    request: MailboxRequest, mail_id: FromPath[int], lang: FromQuery[str | None] = None
) -> Response[str]:
    """One mail, both parts."""
    mail, language = _mailbox(request).store.find(mail_id), _language(request, lang)
    if mail is None:
        return _page("missing.html", language, status=_NOT_FOUND)
    return _page("mail.html", language, mail=_show(mail))


@get("/mails/{mail_id:int}/html")
async def show_html(request: MailboxRequest, mail_id: FromPath[int]) -> Response[str]:
    """The HTML part alone, for a frame that lets it do nothing."""
    mail = _mailbox(request).store.find(mail_id)
    if mail is None:
        return Response("", status_code=_NOT_FOUND, headers=_MAIL_HEADERS, media_type="text/html")
    return Response(mail.html, headers=_MAIL_HEADERS, media_type="text/html; charset=utf-8")


@get("/mailbox.css", media_type="text/css")
async def style() -> Response[str]:
    """The pages' style, which stands apart because the policy allows none inside."""
    return Response((_TEMPLATES / "mailbox.css").read_text("utf-8"), media_type="text/css; charset=utf-8")


@get("/health")
async def health() -> dict[str, str]:
    """Whether the mailbox runs."""
    return {"status": "ok"}


@post("/test/faults", status_code=200)
async def plan_fault(request: MailboxRequest) -> Response[dict[str, str]]:
    """Let the next mails go wrong. JSON only, which no foreign web page can send without asking first."""
    if request.content_type[0] != "application/json":
        return Response({"code": "json_needed"}, status_code=415)
    try:
        plan = msgspec.json.decode(await request.body(), type=PlanFault)
    except msgspec.DecodeError as error:
        return Response({"code": "invalid_request", "message": str(error)}, status_code=422)
    _mailbox(request).plan_fault(plan.kind, count=plan.count)
    return Response({"status": "planned"})


def _mailbox(request: MailboxRequest) -> Mailbox:
    found: Mailbox = request.app.state.mailbox
    return found


def _language(request: MailboxRequest, asked: str | None) -> str:
    return pick_words(asked, request.headers.get("accept-language", ""))


def _show(mail: KeptMail) -> dict[str, Any]:
    when = mail.received_at.astimezone()
    return {**msgspec.structs.asdict(mail), "when": f"{when:%Y-%m-%d %H:%M:%S}"}


def _page(name: str, language: str, *, status: int = 200, **context: Any) -> Response[str]:
    html = _environment().render_template(
        name,
        words=WORDS[language],
        language=language,
        language_tag=LANGUAGE_TAGS[language],
        other_language="en" if language == "zh" else "zh",
        **context,
    )
    return Response(html, status_code=status, headers=_HEADERS, media_type="text/html; charset=utf-8")


@cache
def _environment() -> minijinja.Environment:
    return minijinja.Environment(loader=minijinja.load_from_path(_TEMPLATES), undefined_behavior="strict")
