"""The gate, in front of a small application of its own."""

from collections.abc import AsyncIterator
from typing import Any, cast

import asyncpg
import httpx
import pytest
from litestar import Litestar
from litestar.params import FromPath

from shopwright.kernel.errors import FieldError, InvalidInput, NotFound
from shopwright.platform.db import Database
from shopwright.platform.http import CUSTOMER, PUBLIC, REGISTERED, Request, get, post, read_form, visit_of
from shopwright.platform.http.csrf import csrf_token
from shopwright.platform.http.headers import security_headers
from shopwright.platform.http.limits import TooManyAttempts
from shopwright.platform.http.middleware import surround
from shopwright.platform.http.routes import BODY_BYTES_MAX
from shopwright.platform.settings import Settings, read_settings
from shopwright.platform.telemetry import HttpMetrics
from shopwright.web.assets import Assets
from shopwright.web.errors import ErrorAnswers
from shopwright.web.templating import Templates

BASE = "http://shop.test"


@get("/things/{name:str}", PUBLIC)
async def show_thing(name: FromPath[str]) -> dict[str, str]:
    return {"name": name}


@post("/things", PUBLIC)
async def add_thing(request: Request) -> dict[str, str]:
    return {"name": (await read_form(request)).text("name")}


@post("/payments/{channel:str}/notices", PUBLIC, is_proven=False)
async def hear_notice(request: Request) -> dict[str, str]:
    return {"body": (await request.body()).decode()}


@post("/uploads", PUBLIC, body_bytes_max=2_000_000)
async def upload(request: Request) -> dict[str, int]:
    return {"size": len(await request.body())}


@post("/session", PUBLIC)
async def log_in(request: Request) -> dict[str, str]:
    session = await visit_of(request.scope).shop_session()
    session.rotate(customer_id=7, is_registered="as" not in request.query_params)
    return {}


@get("/mine", CUSTOMER)
async def show_mine() -> dict[str, str]:
    return {"whose": "mine"}


@get("/account", REGISTERED)
async def show_account() -> dict[str, str]:
    return {"whose": "account"}


@get(["/failures/{kind:str}", "/api/v1/failures/{kind:str}"], PUBLIC)
async def fail(kind: FromPath[str]) -> dict[str, str]:
    raise {
        "missing": NotFound(),
        "limit": TooManyAttempts(retry_after_seconds=30),
        "fields": InvalidInput({"phone": FieldError("Enter at most {most} characters.", most=20)}),
        "crash": RuntimeError("the secret of the house"),
        "database": ConnectionRefusedError("5432"),
        "ended": asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
    }[kind]


ROUTES = [show_thing, add_thing, hear_notice, upload, log_in, show_mine, show_account, fail]


@pytest.fixture
def settings() -> Settings:
    return read_settings({"SHOPWRIGHT_TRUSTED_PROXIES": "10.0.0.0/8"}, secret=b"x" * 32, base_url=BASE)


@pytest.fixture
def http_metrics() -> HttpMetrics:
    return HttpMetrics()


@pytest.fixture
def app(database: Database, settings: Settings, http_metrics: HttpMetrics) -> Litestar:
    answers = ErrorAnswers(Templates(assets=Assets()))
    made = Litestar(
        ROUTES,
        exception_handlers={Exception: answers.handle},
        request_max_body_size=BODY_BYTES_MAX,
        logging_config=None,
        openapi_config=None,
    )
    surround(
        made,
        settings=settings,
        database=database,
        metrics=http_metrics,
        headers=security_headers(payment_origins=["https://pay.test"], is_secure=False),
        explain=answers.explain,
    )
    return made


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with _client(app) as made:
        yield made


def _client(app: Litestar, peer: str = "203.0.113.9") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=cast("Any", app), client=(peer, 4000), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url=BASE)


async def test_every_answer_carries_the_strict_headers(client: httpx.AsyncClient) -> None:
    for path in ("/things/pot", "/nowhere", "/failures/crash"):
        headers = (await client.get(path)).headers
        assert headers["content-security-policy"] == (
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
            "form-action 'self' https://pay.test"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert headers["cache-control"] == "private, no-cache"
        assert len(headers["x-request-id"]) == 32


async def test_a_request_id_is_believed_from_a_proxy_of_ours_only(app: Litestar) -> None:
    wanted = {"x-request-id": "abc-123-def"}
    async with _client(app, "10.1.2.3") as near, _client(app) as far:
        assert (await near.get("/things/pot", headers=wanted)).headers["x-request-id"] == "abc-123-def"
        assert (await far.get("/things/pot", headers=wanted)).headers["x-request-id"] != "abc-123-def"
        bad = await near.get("/things/pot", headers={"x-request-id": "a b\tc<script>"})
        assert len(bad.headers["x-request-id"]) == 32


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": BASE}, 403),
        ({"origin": BASE}, 200),
        ({"origin": "http://evil.test"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://shop.test.evil.test"}, 403),
    ],
)
async def test_another_site_cannot_post(client: httpx.AsyncClient, headers: dict[str, str], status: int) -> None:
    answer = await client.post("/things", data={"name": "pot"}, headers=headers)
    assert answer.status_code == status


async def _with_session(client: httpx.AsyncClient) -> str:
    await client.post("/session")
    return client.cookies["sw_shop"]


async def test_a_session_without_proof_is_refused(client: httpx.AsyncClient) -> None:
    await _with_session(client)
    assert (await client.post("/things", data={"name": "pot"})).status_code == 403
    assert (await client.post("/things", data={"name": "pot", "csrf": "0" * 64})).status_code == 403
    assert (await client.post("/things", data={"name": "pot"}, headers={"x-csrf-token": ""})).status_code == 403


async def test_the_token_of_the_session_proves_it(client: httpx.AsyncClient, settings: Settings) -> None:
    token = csrf_token(settings.key("csrf"), await _with_session(client))
    by_field = await client.post("/things", data={"name": "pot", "csrf": token})
    by_part = await client.post("/things", data={"name": "pot", "csrf": token}, files={"file": b"x"})
    by_header = await client.post("/things", data={"name": "pot"}, headers={"x-csrf-token": token})
    assert [answer.json() for answer in (by_field, by_part, by_header)] == [{"name": "pot"}] * 3


async def test_the_token_of_another_session_does_not(client: httpx.AsyncClient, settings: Settings) -> None:
    await _with_session(client)
    other = csrf_token(settings.key("csrf"), "y" * 32)
    assert (await client.post("/things", data={"name": "pot", "csrf": other})).status_code == 403


async def test_the_browsers_own_word_needs_no_token(client: httpx.AsyncClient) -> None:
    await _with_session(client)
    answer = await client.post("/things", data={"name": "pot"}, headers={"sec-fetch-site": "same-origin"})
    assert answer.json() == {"name": "pot"}


async def test_a_providers_notice_needs_no_proof(client: httpx.AsyncClient) -> None:
    answer = await client.post("/payments/sim/notices", content=b"{}", headers={"origin": "http://evil.test"})
    assert answer.json() == {"body": "{}"}
    longer = await client.post("/payments/sim/notices/x", content=b"{}", headers={"origin": "http://evil.test"})
    assert longer.status_code == 403


async def test_bodies_are_bounded(client: httpx.AsyncClient) -> None:
    large = b"x" * (BODY_BYTES_MAX + 1)
    assert (await client.post("/payments/sim/notices", content=large)).status_code == 413

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 100_000

    assert (await client.post("/payments/sim/notices", content=pieces())).status_code == 413
    assert (await client.post("/uploads", content=large)).json() == {"size": BODY_BYTES_MAX + 1}


async def test_a_large_upload_is_proven_by_its_own_token(client: httpx.AsyncClient, settings: Settings) -> None:
    """However far behind the file its proof stands, up to what the route lets in."""
    token = csrf_token(settings.key("csrf"), await _with_session(client))

    async def send(path: str, size: int) -> int:
        parts = {"file": ("a.png", b"x" * size), "csrf": (None, token.encode())}
        return (await client.post(path, files=parts)).status_code

    assert await send("/uploads", 1_900_000) == 200
    assert await send("/uploads", 2_000_001) == 403
    assert await send("/things", BODY_BYTES_MAX + 1) == 403


async def test_a_large_upload_is_not_kept_for_a_session_that_nobody_opened(
    client: httpx.AsyncClient, settings: Settings
) -> None:
    client.cookies["sw_shop"] = "y" * 32
    token = csrf_token(settings.key("csrf"), "y" * 32)
    taken = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal taken
        yield b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n' + token.encode() + b"\r\n"
        for _ in range(19):
            taken += 1
            yield b"x" * 100_000

    content_type = {"content-type": "multipart/form-data; boundary=b"}
    assert (await client.post("/uploads", content=pieces(), headers=content_type)).status_code == 403
    assert taken == 10


async def test_a_method_of_the_visitors_own_is_counted_as_other(
    client: httpx.AsyncClient, http_metrics: HttpMetrics
) -> None:
    for number in range(3):
        assert (await client.request(f"BREW{number}", "/things/pot", headers={"origin": BASE})).status_code == 405
    await client.get("/things/pot")
    counted = [line for line in http_metrics.text().decode().splitlines() if "requests_total{" in line]
    assert sorted(counted) == [
        'shopwright_http_requests_total{method="GET",route="/things/{name}",status="200"} 1.0',
        'shopwright_http_requests_total{method="OTHER",route="(none)",status="405"} 3.0',
    ]


async def test_head_answers_without_a_body(client: httpx.AsyncClient) -> None:
    answer = await client.head("/things/pot")
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "14")


async def test_who_may_come_in(client: httpx.AsyncClient) -> None:
    anonymous = await client.get("/mine?tab=2")
    assert (anonymous.status_code, anonymous.headers["location"]) == (303, "/login?next=%2Fmine%3Ftab%3D2")
    program = await client.get("/account", headers={"accept": "application/json"})
    assert program.status_code == 401
    assert program.json() == {"error": {"code": "login_needed", "message": "请先登录。"}}
    part = await client.get("/mine", headers={"hx-request": "true"})
    assert part.headers["hx-redirect"] == "/login"
    await client.post("/session?as=guest")
    assert (await client.get("/mine")).json() == {"whose": "mine"}
    assert (await client.get("/account")).status_code == 303
    await client.post("/session", headers={"origin": BASE})
    assert (await client.get("/account")).json() == {"whose": "account"}


@pytest.mark.parametrize(
    ("kind", "status", "error"),
    [
        ("missing", 404, {"code": "not_found", "message": "We cannot find what you are looking for."}),
        (
            "limit",
            429,
            {
                "code": "too_many_attempts",
                "message": "Too many attempts. Please wait 30 seconds and try again.",
            },
        ),
        (
            "fields",
            422,
            {
                "code": "invalid_input",
                "message": "Please correct the marked fields.",
                "fields": {"phone": "Enter at most 20 characters."},
            },
        ),
        (
            "crash",
            500,
            {
                "code": "unexpected",
                "message": "Something went wrong on our side. It has been noted and will be looked at.",
            },
        ),
        (
            "database",
            503,
            {
                "code": "unavailable",
                "message": "The shop is catching its breath. Please try again in a few seconds.",
            },
        ),
        (
            "ended",
            503,
            {
                "code": "unavailable",
                "message": "The shop is catching its breath. Please try again in a few seconds.",
            },
        ),
    ],
)
async def test_a_program_is_told_in_json(
    client: httpx.AsyncClient, kind: str, status: int, error: dict[str, Any]
) -> None:
    answer = await client.get(f"/api/v1/failures/{kind}", headers={"accept-language": "en"})
    assert (answer.status_code, answer.json()) == (status, {"error": error})


async def test_a_person_is_told_on_a_page(client: httpx.AsyncClient) -> None:
    missing = await client.get("/failures/missing", headers={"accept": "text/html"})
    assert missing.status_code == 404
    assert "没有找到您要的内容。" in missing.text
    client.cookies.set("sw_language", "en")
    assert "We cannot find what you are looking for." in (await client.get("/failures/missing")).text


async def test_nothing_leaks_of_a_crash_but_its_number(client: httpx.AsyncClient) -> None:
    answer = await client.get("/failures/crash")
    assert answer.status_code == 500
    assert "secret of the house" not in answer.text
    assert answer.headers["x-request-id"] in answer.text


async def test_waiting_is_told_in_a_header(client: httpx.AsyncClient) -> None:
    assert (await client.get("/failures/limit")).headers["retry-after"] == "30"
    assert (await client.get("/failures/database")).headers["retry-after"] == "5"


async def test_a_part_of_a_page_gets_a_toast(client: httpx.AsyncClient) -> None:
    answer = await client.get("/failures/missing", headers={"hx-request": "true"})
    assert (answer.status_code, answer.content) == (404, b"")
    assert answer.headers["hx-trigger"] == (
        '{"toast": {"kind": "danger", "text": '
        '"\\u6ca1\\u6709\\u627e\\u5230\\u60a8\\u8981\\u7684\\u5185\\u5bb9\\u3002"}}'
    )


async def test_a_wrong_method_and_an_unknown_path(client: httpx.AsyncClient) -> None:
    assert (await client.post("/mine", headers={"accept": "application/json"})).status_code == 405
    assert (await client.get("/api/v1/nothing")).json()["error"]["code"] == "not_found"


async def test_a_session_is_written_before_the_answer_or_the_answer_is_an_error(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.reading() as reading:
        await reading.connection.execute("ALTER TABLE platform.session RENAME TO gone")
    answer = await client.post("/session")
    assert answer.status_code == 500
    assert "sw_shop" not in answer.cookies
