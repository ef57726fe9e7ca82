"""Routes that are no page: health, metrics, files, divisions, payment notices, the choice of language."""

import ipaddress
import mimetypes
import os
from hmac import compare_digest
from pathlib import Path

import asyncpg
from litestar import Response
from litestar.enums import MediaType
from litestar.params import FromPath

from shopwright import migrations
from shopwright.kernel.errors import NotFound
from shopwright.modules.payments import public as payments
from shopwright.platform import divisions
from shopwright.platform.db import Reading, statement
from shopwright.platform.files import FileNotStored, finer
from shopwright.platform.http import PUBLIC, Request, get, local_path, post, read_form, visit_of
from shopwright.platform.i18n import LANGUAGES
from shopwright.platform.telemetry import MULTIPROCESS_VARIABLE
from shopwright.shop import LANGUAGE_COOKIE, LANGUAGE_SECONDS, language_of, shop_of
from shopwright.web import appearance
from shopwright.web.components.gallery import gallery_context
from shopwright.web.context import page, see_other

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_MINUTE = "public, max-age=60"
FOR_A_DAY = "public, max-age=86400"
_PROXY_HEADERS = (b"forwarded", b"x-forwarded-for", b"x-real-ip")
# The newest revision by the files' own numbers, so that a serving process need not load the migration library.
_HEAD = max(path.name[:4] for path in (Path(migrations.__file__).parent / "versions").glob("[0-9]*_*.py"))


@statement("SELECT version_num::text FROM platform.schema_revision")
async def _find_revision(reading: Reading) -> str | None: ...


@get("/healthz", PUBLIC)
async def show_health() -> Response[str]:
    """The process answers."""
    return Response("ok", media_type=MediaType.TEXT, headers={"Cache-Control": "no-store"})


@get("/readyz", PUBLIC)
async def show_readiness(request: Request) -> Response[str]:
    """The database answers and stands at our schema; 503 with the reason otherwise."""
    try:
        async with shop_of(request).database.reading() as reading:
            revision = await _find_revision(reading)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        return _readiness("the database does not answer")
    return _readiness("" if revision == _HEAD else f"the schema is at {revision}, this program needs {_HEAD}")


@get("/metrics", PUBLIC)
async def show_metrics(request: Request) -> Response[bytes]:
    """Counters in Prometheus's format, for this machine or for who knows the token."""
    token = shop_of(request).settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    is_known = bool(token) and compare_digest(given.encode(), token.encode())
    visit = visit_of(request.scope)
    # A proxy beside us makes everybody look like this machine, and only its headers tell that it is there.
    is_near = _is_loopback(visit.client) and not any(visit.header(name) is not None for name in _PROXY_HEADERS)
    if not is_known and not is_near:
        raise NotFound
    text = shop_of(request).metrics.text(folder=os.environ.get(MULTIPROCESS_VARIABLE))
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


@get("/static/{content_hash:str}/{name:path}", PUBLIC)
async def show_static(request: Request, content_hash: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """A stylesheet, a script or a single file, under an address that changes with its content."""
    asset = shop_of(request).assets.get(content_hash, name.removeprefix("/"))
    if asset is None:
        raise NotFound
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
    body = asset.body
    if asset.body_gzip is not None and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = asset.body_gzip, "gzip"
    return Response(body, media_type=asset.content_type.partition(";")[0], headers=headers)


@get("/files/{key:path}", PUBLIC)
async def show_file(request: Request, key: FromPath[str]) -> Response[bytes]:
    """A stored picture. Its key changes with its content."""
    shop, key = shop_of(request), key.removeprefix("/")
    try:
        if finer.is_finer(key):
            found = await finer.get_finer(shop.files, shop.database, key=key)
            seconds = FOR_EVER if found.is_final else FOR_A_MINUTE
            return Response(found.content, media_type=found.media_type, headers={"Cache-Control": seconds})
        content = await shop.files.get(key)
    except (FileNotStored, ValueError) as error:
        raise NotFound from error
    kind = mimetypes.guess_type(key)[0] or "application/octet-stream"
    return Response(content, media_type=kind, headers={"Cache-Control": FOR_EVER})


@get(["/divisions", "/divisions/{code:str}"], PUBLIC)
async def list_divisions(request: Request) -> Response[list[dict[str, object]]]:
    """The provinces, or what a province or city is divided into, for choosing an address step by step."""
    code = request.path_params.get("code", "")
    try:
        places = divisions.children(code) if code else divisions.provinces()
    except divisions.UnknownDivision as error:
        raise NotFound from error
    body: list[dict[str, object]] = [
        {"code": place.code, "name": place.name, "is_divided": bool(divisions.children(place.code))} for place in places
    ]
    return Response(body, headers={"Cache-Control": FOR_A_DAY})


@post("/divisions/reading", PUBLIC)
async def read_address(request: Request) -> Response[divisions.Pasted]:
    """What an address pasted as one text says, for filling the form; it is posted because no log shall keep it."""
    return Response(divisions.read_pasted((await read_form(request)).text("pasted")))


@post("/payments/{channel:str}/notices", PUBLIC, is_proven=False)
async def receive_payment_notice(request: Request) -> Response[str]:
    """A payment provider's news. It proves itself by its signature, which is checked before anything is read."""
    shop = shop_of(request)
    await payments.receive_notice(
        shop.database,
        shop.channels,
        channel=request.path_params["channel"],
        headers=dict(request.headers.items()),
        body=await request.body(),
    )
    return Response("ok", media_type=MediaType.TEXT)


@get("/language", PUBLIC)
async def choose_language(request: Request) -> Response[None]:
    """Remember the visitor's language in a plain cookie, and go back to where they were."""
    code = request.query_params.get("code", "")
    answer = see_other(local_path(request.query_params.get("next")))
    if code in LANGUAGES:
        answer.set_cookie(
            LANGUAGE_COOKIE,
            code,
            max_age=LANGUAGE_SECONDS,
            secure=shop_of(request).settings.is_secure,
            samesite="lax",
        )
    return answer


@get("/scheme", PUBLIC)
async def choose_scheme(request: Request) -> Response[None]:
    """Remember light or dark in a plain cookie, or forget the choice, and go back to where the visitor was."""
    code = request.query_params.get("code", "")
    answer = see_other(local_path(request.query_params.get("next")))
    if code in appearance.SCHEMES:
        secure = shop_of(request).settings.is_secure
        answer.set_cookie(appearance.SCHEME_COOKIE, code, max_age=LANGUAGE_SECONDS, secure=secure, samesite="lax")
    elif not code:
        answer.delete_cookie(appearance.SCHEME_COOKIE)
    return answer


@get("/theme.css", PUBLIC)
async def show_theme(request: Request) -> Response[str]:
    """The shop's own accent as a stylesheet; empty while it wears the house's."""
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        css = appearance.theme_css((await shop.profile(reading)).accent)
    return _versioned(request, css, "text/css")


@get("/seal.svg", PUBLIC)
async def show_seal(request: Request) -> Response[str]:
    """The shop's seal, for the tabs of browsers."""
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        svg = appearance.seal_svg(await shop.profile(reading))
    return _versioned(request, svg, "image/svg+xml")


@get("/gallery", PUBLIC)
async def show_gallery(request: Request) -> Response[str]:
    """All components in their states, for those who make pages. Only a demo shows it."""
    shop = shop_of(request)
    if not shop.settings.is_demo:
        raise NotFound
    face = "console" if request.query_params.get("face") == "console" else "shop"
    asked = request.query_params.get("lang", "")
    language = asked if asked in LANGUAGES else language_of(request)
    scheme = request.query_params.get("scheme", "")
    context = gallery_context(
        language=language,
        face=face,
        scheme=scheme if scheme in {"light", "dark"} else "",
        assets=shop.assets,
    )
    return page("components/gallery.html", context, language=language, request=request)


def _versioned(request: Request, text: str, media_type: str) -> Response[str]:
    """Kept for ever under its own version; under another nobody may keep it, as the two do not belong together."""
    is_current = request.query_params.get("v") == appearance.version_of(text)
    return Response(text, media_type=media_type, headers={"Cache-Control": FOR_EVER if is_current else "no-store"})


def _readiness(reason: str) -> Response[str]:
    return Response(
        reason or "ready",
        status_code=503 if reason else 200,
        media_type=MediaType.TEXT,
        headers={"Cache-Control": "no-store"},
    )


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


ROUTES = [
    show_health,
    show_readiness,
    show_metrics,
    show_static,
    show_file,
    list_divisions,
    read_address,
    receive_payment_notice,
    show_gallery,
    choose_language,
    choose_scheme,
    show_theme,
    show_seal,
]
