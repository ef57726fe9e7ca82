"""Whoever changes a password, or asks for it, logs every other device out."""

from collections import Counter

import pytest
from litestar import Litestar
from tests.kit.app import Browser, open_browser, statement_budget
from tests.web.storefront.conftest import LOGIN, PASSWORD, log_in, seen

from shopwright.shop import Shop

NEW_PASSWORD = "yun-he-2027-xin"
COOKIE = "sw_shop"

pytestmark = pytest.mark.usefixtures("customer")


async def change_password(browser: Browser, *, current: str = PASSWORD) -> int:
    answer = await browser.submit(
        "/account", action="/account/password", current_password=current, new_password=NEW_PASSWORD
    )
    return answer.status_code


async def is_in(browser: Browser) -> bool:
    return (await browser.get("/account")).status_code == 200


async def test_a_new_password_ends_every_other_session(client: Browser, app: Litestar) -> None:
    await log_in(client)
    async with open_browser(app) as other, open_browser(app) as third:
        await log_in(other)
        assert await change_password(client) == 303
        assert not await is_in(other)
        assert (await other.get("/orders")).headers["location"] == "/login?next=%2Forders"
        refused = await third.submit("/login", action="/session", login=LOGIN, password=PASSWORD)
        assert refused.status_code == 401
        entered = await third.submit("/login", action="/session", login=LOGIN, password=NEW_PASSWORD)
        assert entered.headers["location"] == "/account"
        assert "密码已修改" in seen(await client.get("/account"))
        assert await is_in(third)


async def test_the_device_that_changed_it_goes_on_under_a_new_token(client: Browser, app: Litestar) -> None:
    await log_in(client)
    old_token = client.cookies[COOKIE]
    await change_password(client)
    assert client.cookies[COOKIE] != old_token
    async with open_browser(app) as thief:
        thief.cookies.set(COOKIE, old_token, domain="localhost")
        assert not await is_in(thief)
    assert await is_in(client)


async def test_a_session_ended_elsewhere_is_a_stranger_on_public_pages_too(client: Browser, app: Litestar) -> None:
    await log_in(client)
    async with open_browser(app) as other:
        await log_in(other)
        assert 'href="/account"' in seen(await other.get("/"))
        await change_password(client)
        session = (await other.get("/api/v1/session")).json()
    assert (session["customer_id"], session["is_registered"], session["name"]) == (None, False, "")


async def test_a_wrong_current_password_ends_nothing(client: Browser, app: Litestar) -> None:
    await log_in(client)
    async with open_browser(app) as other:
        await log_in(other)
        assert await change_password(client, current="nope-nope-nope") == 422
        assert [await is_in(browser) for browser in (client, other)] == [True, True]


async def test_a_customer_logs_out_on_every_device(client: Browser, app: Litestar) -> None:
    await log_in(client)
    async with open_browser(app) as other:
        await log_in(other)
        answer = await client.submit("/account", action="/account/sessions/end")
        assert answer.headers["location"] == "/login"
        assert [await is_in(browser) for browser in (client, other)] == [False, False]


async def test_no_page_asks_whether_its_session_still_counts(client: Browser, shop: Shop) -> None:
    await log_in(client)
    await client.get("/")
    with statement_budget(shop, at_most=4) as used:
        await client.get("/")
    asked = Counter({name: count for name, count in used.items() if name.startswith("modules.customers.")})
    assert asked == Counter()
