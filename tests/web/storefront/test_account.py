from typing import Any

import pytest
from litestar import Litestar
from tests.kit.app import Browser, open_browser
from tests.web.storefront.conftest import PASSWORD, log_in, seen

from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Address, Customer
from shopwright.platform.http.sessions import end_sessions_of_customer
from shopwright.shop import Shop

BOOK = "/account/addresses"
WEST_LAKE: dict[str, Any] = {
    "name": "林晓",
    "phone": "138 0013 8000",
    "province": "浙江省",
    "city": "杭州市",
    "district": "西湖区",
    "street": "文三路 90 号",
}


async def book_of(shop: Shop, customer: Customer) -> list[Address]:
    async with shop.database.reading() as reading:
        return await customers.list_addresses(reading, customer_id=customer.id)


async def add(browser: Browser, **changes: str) -> str:
    answer = await browser.submit(f"{BOOK}/new", action=BOOK, **(WEST_LAKE | changes))
    assert answer.status_code == 303, seen(answer)
    return str(answer.headers["location"])


@pytest.mark.parametrize("path", ["/account", BOOK, f"{BOOK}/new", f"{BOOK}/1", f"{BOOK}/1/removal"])
async def test_strangers_are_led_to_the_login_and_back(client: Browser, path: str) -> None:
    answer = await client.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=" + path.replace("/", "%2F")


@pytest.mark.parametrize("path", ["/account/profile", "/account/password", "/account/sessions/end", BOOK, f"{BOOK}/1"])
async def test_strangers_change_nothing(client: Browser, path: str) -> None:
    assert (await client.post(path)).headers["location"] == "/login"


async def test_the_profile_changes_name_and_language(client: Browser, shop: Shop, customer: Customer) -> None:
    await log_in(client)
    answer = await client.submit("/account", action="/account/profile", name="Lin", language="en")
    assert answer.headers["location"] == "/account"
    page = seen(await client.get("/account"))
    assert "Hello, Lin" in page
    assert "Your profile was saved." in page
    async with shop.database.reading() as reading:
        kept = await customers.get_customer(reading, customer_id=customer.id)
    assert (kept.name, kept.language) == ("Lin", "en")


@pytest.mark.usefixtures("customer")
async def test_a_wrong_profile_comes_back_filled(client: Browser) -> None:
    await log_in(client)
    answer = await client.submit("/account", action="/account/profile", name="林" * 50)
    assert answer.status_code == 422
    assert 'id="field-name-error"' in seen(answer)
    assert "林" * 50 in seen(answer)


@pytest.mark.usefixtures("customer")
async def test_a_wrong_current_password_changes_nothing(client: Browser, app: Litestar) -> None:
    await log_in(client)
    answer = await client.submit(
        "/account", action="/account/password", current_password="nope-nope", new_password="yun-he-2027-xin"
    )
    assert answer.status_code == 422
    assert 'id="field-current_password-error"' in seen(answer)
    assert "yun-he" not in seen(answer)
    async with open_browser(app) as other:
        await log_in(other)


@pytest.mark.usefixtures("customer")
async def test_signing_out_everywhere(client: Browser, app: Litestar) -> None:
    await log_in(client)
    async with open_browser(app) as other:
        await log_in(other)
        answer = await client.submit("/account", action="/account/sessions/end")
        assert answer.headers["location"] == "/login"
        assert [(await browser.get("/account")).status_code for browser in (client, other)] == [303, 303]


async def test_an_address_typed_without_script_is_kept(client: Browser, shop: Shop, customer: Customer) -> None:
    await log_in(client)
    assert await add(client) == BOOK
    (kept,) = await book_of(shop, customer)
    assert (kept.recipient, kept.phone, kept.district_code) == ("林晓", "13800138000", "330106")
    assert kept.is_default
    page = seen(await client.get(BOOK))
    assert "浙江省 杭州市 西湖区 文三路 90 号" in page
    assert "地址已保存。" in page


@pytest.mark.usefixtures("customer")
async def test_without_script_the_steps_open_one_after_another(client: Browser) -> None:
    await log_in(client)
    first = await client.submit(
        f"{BOOK}/new", action=BOOK, **(WEST_LAKE | {"province": "330000", "city": "", "district": ""})
    )
    assert first.status_code == 422
    assert '<option value="330100">杭州市</option>' in seen(first)
    assert 'id="field-city-error"' in seen(first)
    second = await client.send_form(first, action=BOOK, city="330100")
    assert '<option value="330106">西湖区</option>' in seen(second)
    assert 'id="field-district-error"' in seen(second)
    third = await client.send_form(second, action=BOOK, district="330106")
    assert third.headers["location"] == BOOK


async def test_a_city_without_districts_needs_none(client: Browser, shop: Shop, customer: Customer) -> None:
    await log_in(client)
    await add(client, province="广东省", city="东莞市", district="")
    (kept,) = await book_of(shop, customer)
    assert (kept.city, kept.district) == ("东莞市", "东莞市")
    assert "广东省 东莞市 文三路" in seen(await client.get(BOOK))


@pytest.mark.parametrize(("language", "sentence"), [("zh_CN", "请选择一项。"), ("en", "Please choose one.")])
async def test_every_wrong_field_of_an_address_is_told(
    client: Browser, shop: Shop, customer: Customer, language: str, sentence: str
) -> None:
    client.cookies.set("sw_language", language)
    await log_in(client)
    answer = await client.submit(f"{BOOK}/new", action=BOOK, name="", phone="123", province="", street="x")
    assert answer.status_code == 422
    for field in ("name", "phone", "province", "street"):
        assert f'id="field-{field}-error"' in seen(answer)
    assert sentence in seen(answer)
    assert 'value="123"' in seen(answer)
    assert await book_of(shop, customer) == []


async def test_an_address_is_corrected(client: Browser, shop: Shop, customer: Customer) -> None:
    await log_in(client)
    await add(client)
    (kept,) = await book_of(shop, customer)
    answer = await client.submit(f"{BOOK}/{kept.id}", action=f"{BOOK}/{kept.id}", street="文一西路 1 号")
    assert answer.headers["location"] == BOOK
    (changed,) = await book_of(shop, customer)
    assert (changed.street, changed.district_code) == ("文一西路 1 号", "330106")


async def test_another_address_becomes_the_default_and_the_first_goes(
    client: Browser, shop: Shop, customer: Customer
) -> None:
    await log_in(client)
    await add(client)
    await add(client, street="南山路 2 号")
    first, second = await book_of(shop, customer)
    await client.submit(BOOK, action=f"{BOOK}/{second.id}/default")
    assert [address.id for address in await book_of(shop, customer)] == [second.id, first.id]
    asked = await client.get(f"{BOOK}/{first.id}/removal")
    assert "文三路 90 号" in seen(asked)
    await client.send_form(asked, action=f"{BOOK}/{first.id}/removal")
    assert [address.id for address in await book_of(shop, customer)] == [second.id]


@pytest.mark.usefixtures("customer")
async def test_an_address_for_checkout_leads_back_there(client: Browser) -> None:
    await log_in(client)
    for wanted, place in (("/checkout", "/checkout"), ("//evil.example", BOOK)):
        opened = await client.get(f"{BOOK}/new", params={"next": wanted})
        answer = await client.send_form(opened, action=BOOK, **WEST_LAKE)
        assert answer.headers["location"] == place


async def test_nobody_reaches_the_address_of_another(
    client: Browser, app: Litestar, shop: Shop, customer: Customer
) -> None:
    await log_in(client)
    await add(client)
    (kept,) = await book_of(shop, customer)
    async with open_browser(app) as other:
        await other.submit("/registration", action="/registration", login="eve@example.com", password=PASSWORD)
        path = f"{BOOK}/{kept.id}"
        assert [(await other.get(place)).status_code for place in (path, f"{path}/removal")] == [404, 404]
        opened = await other.get(f"{BOOK}/new")
        token = opened.text.split('name="csrf" value="')[1].split('"')[0]
        for place in (path, f"{path}/default", f"{path}/removal"):
            answer = await other.post(place, data={"csrf": token, **WEST_LAKE, "street": "别处 1 号"})
            assert answer.status_code == 404
    assert await book_of(shop, customer) == [kept]


async def test_a_session_that_was_ended_elsewhere_opens_nothing(
    client: Browser, shop: Shop, customer: Customer
) -> None:
    await log_in(client)
    async with shop.database.reading() as reading:
        await end_sessions_of_customer(reading, customer_id=customer.id)
    assert (await client.get("/account")).status_code == 303
