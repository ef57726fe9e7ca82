"""The assembled application, at the routes that are no page, and its routes as a whole."""

import msgspec
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from tests.kit.app import Browser, open_browser, statement_budget

from shopwright.bootstrap import build_shop, create_app
from shopwright.platform.http import PUBLIC, Permission
from shopwright.platform.http.permissions import guard
from shopwright.platform.settings import Settings
from shopwright.shop import Shop


def test_every_route_declares_who_may_use_it_and_is_guarded(app: Litestar) -> None:
    wrong: list[str] = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute):
            wrong.append(f"{route.path} is no HTTP route")
            continue
        for handler in route.route_handlers:
            if handler.http_methods == {"OPTIONS"}:
                continue
            permission = handler.opt.get("permission")
            guards = list(handler.guards or ())
            if not isinstance(permission, Permission) or guards != ([] if permission == PUBLIC else [guard]):
                wrong.append(f"{sorted(handler.http_methods)} {route.path}")
    assert wrong == []


async def test_health_and_readiness(client: Browser, shop: Shop) -> None:
    with statement_budget(shop, at_most=0):
        assert (await client.get("/healthz")).text == "ok"
    assert (await client.get("/readyz")).text == "ready"
    async with shop.database.reading() as reading:
        await reading.connection.execute("UPDATE platform.schema_revision SET version_num = '0001'")
    behind = await client.get("/readyz")
    assert behind.status_code == 503
    assert behind.text.startswith("the schema is at 0001, this program needs ")


async def test_metrics_are_for_this_machine_only(app: Litestar, client: Browser) -> None:
    assert (await client.get("/metrics")).status_code == 404
    near = open_browser(app, peer="127.0.0.1")
    async with near:
        await near.get("/healthz")
        text = (await near.get("/metrics")).text
        assert 'shopwright_http_requests_total{method="GET",route="/healthz",status="200"} 1.0' in text
        # A proxy that nobody told us to trust makes a stranger look near.
        assert (await near.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"})).status_code == 404


async def test_static_files_are_kept_for_ever(client: Browser, shop: Shop) -> None:
    url = shop.assets.url("shop.css")
    answer = await client.get(url)
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.text == shop.assets.text("shop.css")
    plain = await client.get(url, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == answer.text
    assert (await client.get("/static/000000000000/shop.css")).status_code == 404


async def test_stored_files_are_served_and_nothing_beside_them(client: Browser, shop: Shop) -> None:
    await shop.files.put("pictures/ab/pot.webp", b"RIFF", "image/webp")
    answer = await client.get("/files/pictures/ab/pot.webp")
    assert (answer.content, answer.headers["content-type"]) == (b"RIFF", "image/webp")
    for path in ("/files/pictures/ab/none.webp", "/files/../secret", "/files/%2e%2e/secret"):
        assert (await client.get(path)).status_code == 404
    assert (await client.get("/files/a%00b")).status_code == 400


async def test_divisions_step_by_step(client: Browser) -> None:
    provinces = (await client.get("/divisions")).json()
    assert len(provinces) == 34
    assert {"code": "330000", "name": "浙江省", "is_divided": True} in provinces
    districts = (await client.get("/divisions/330100")).json()
    assert {"code": "330106", "name": "西湖区", "is_divided": False} in districts
    assert (await client.get("/divisions/999999")).status_code == 404


async def test_a_language_is_chosen_and_remembered(client: Browser) -> None:
    answer = await client.get("/language?code=en&next=/search?q=tea")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=tea")
    assert client.cookies["sw_language"] == "en"
    elsewhere = await client.get("/language?code=xx&next=https://evil.test/")
    assert elsewhere.headers["location"] == "/"
    assert client.cookies["sw_language"] == "en"


async def test_start_and_shutdown_open_and_close_the_shop(settings: Settings) -> None:

    shop = build_shop(settings)
    started = create_app(shop)
    async with started.lifespan(), open_browser(started) as browser:
        assert (await browser.get("/readyz")).text == "ready"
    with pytest.raises(RuntimeError):
        _ = shop.database.pool


async def test_the_gallery_is_for_demos(client: Browser, settings: Settings) -> None:
    for query in ("", "?face=console", "?lang=en&scheme=dark", "?lang=xx&scheme=none"):
        assert (await client.get(f"/gallery{query}")).status_code == 200
    shop = build_shop(msgspec.structs.replace(settings, is_demo=False))
    serious = create_app(shop)
    async with serious.lifespan(), open_browser(serious) as browser:
        assert (await browser.get("/gallery")).status_code == 404


async def test_a_payment_notice_that_nobody_signed_is_refused(client: Browser) -> None:
    refused = await client.post("/payments/simpay/notices", content=b"{}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "notice_rejected")
    assert (await client.post("/payments/nobody/notices", content=b"{}")).status_code == 404
