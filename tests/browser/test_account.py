"""Somebody becomes a customer, and looks after what we know of them."""

import asyncio

import pytest
from playwright.async_api import Route, expect
from tests.browser.conftest import Visit
from tests.browser.shopping import Division, add_to_cart, buy_now, fill_address
from tests.browser.visitor import OVERTAKEN, PHONE, Visitor

pytestmark = pytest.mark.browser

PASSWORD = "a kettle of spring water"
NEW_PASSWORD = "a kettle of autumn water"
PUDONG = Division("上海市", "上海市", "浦东新区")


async def test_a_guest_registers_and_the_cart_follows_through_every_login(visit: Visit) -> None:
    async with visit(device=PHONE) as first, visit(device=PHONE) as second:
        await first.go("/products/rice-bowl")
        await add_to_cart(first, count=1)
        await _register(first, "13900139000")
        await first.go("/cart")
        await first.sees("晨粥碗")
        # Another device, where something lies in a guest's cart already.
        await second.go("/products/oak-tray")
        await add_to_cart(second, count=1)
        await _log_in(second, "139 0013 9000", PASSWORD)
        await second.go("/cart", shot="merged-cart")
        await second.sees("晨粥碗")
        await second.sees("一舟木盘")


async def test_a_customer_keeps_addresses_and_changes_the_password(visit: Visit) -> None:
    async with visit(language="en") as customer, visit(language="en") as elsewhere:
        await _register(customer, "lin@example.com")
        await _log_in(elsewhere, "Lin@Example.com", PASSWORD)
        await _keep_two_addresses(customer)
        await customer.go("/account", shot="account")
        await customer.label("Current password").fill("not the password")
        await customer.label("New password").fill(NEW_PASSWORD)
        await customer.follow(customer.button("Change the password"), status=422, shot="password-refused")
        await customer.label("Current password").fill(PASSWORD)
        await customer.label("New password").fill(NEW_PASSWORD)
        await customer.follow(customer.button("Change the password"))
        # Every other device is out, this one is not.
        await elsewhere.go("/account")
        assert elsewhere.path == "/login"
        await customer.go("/account")
        await customer.follow(customer.button("Sign out"))
        await customer.go("/account")
        assert customer.path == "/login"
        await customer.label("Mobile number or e-mail").fill("lin@example.com")
        await customer.label("Password").fill(PASSWORD)
        await customer.follow(customer.button("Sign in"), status=401, shot="login-refused")
        await _log_in(customer, "lin@example.com", NEW_PASSWORD)


async def test_the_cities_are_those_of_the_province_chosen_last(visit: Visit) -> None:
    is_overtaken = asyncio.Event()

    async def answer_late(route: Route) -> None:
        await is_overtaken.wait()
        await route.continue_()

    async with visit(language="en") as shopper:
        await buy_now(shopper, "rice-bowl")
        province, city, district = (shopper.label(level) for level in ("Province", "City", "District"))
        await shopper.page.route("**/divisions/320000", answer_late)
        async with shopper.page.expect_request("**/divisions/320000") as asked:
            await province.select_option("江苏省")
        await province.select_option("浙江省")
        await expect(city).to_be_enabled()
        assert (await asked.value).failure == OVERTAKEN
        is_overtaken.set()
        await shopper.page.unroute_all(behavior="wait")
        await expect(city.locator("option").nth(1)).to_have_text("杭州市")
        # Who gets no answer writes the rest by hand, and chooses again as soon as there is one.
        await shopper.page.route("**/divisions/440000", lambda route: route.fulfill(status=503))
        shopper.expect_refusal(503)
        await province.select_option("广东省")
        await city.fill("深圳市")
        await shopper.keep("city-by-hand")
        await province.select_option("浙江省")
        await city.select_option("杭州市")
        await district.select_option("西湖区")


async def _register(visitor: Visitor, login: str) -> None:
    await visitor.go("/account")
    assert visitor.path == "/login"
    await visitor.follow(visitor.link("Create an account"), shot="registration")
    await visitor.label("Mobile number or e-mail").fill(login)
    await visitor.label("Password").fill("short")
    await visitor.follow(visitor.button("Create the account"), status=422, shot="registration-refused")
    await expect(visitor.label("Mobile number or e-mail")).to_have_value(login)
    await visitor.label("Password").fill(PASSWORD)
    await visitor.follow(visitor.button("Create the account"))
    assert visitor.path == "/account"


async def _log_in(visitor: Visitor, login: str, password: str) -> None:
    await visitor.go("/login")
    await visitor.label("Mobile number or e-mail").fill(login)
    await visitor.label("Password").fill(password)
    await visitor.follow(visitor.button("Sign in"))
    assert visitor.path == "/account"


async def _keep_two_addresses(customer: Visitor) -> None:
    await customer.go("/account/addresses", shot="no-address")
    await customer.follow(customer.link("New address"), shot="new-address")
    await fill_address(customer, recipient="Lin Xiao", street="90 Wensan Road")
    await customer.follow(customer.button("Save"))
    await customer.follow(customer.link("New address"))
    await fill_address(customer, recipient="Lin Yue", place=PUDONG, street="1 Century Avenue")
    await customer.follow(customer.button("Save"), shot="addresses")
    cards = customer.main.locator(".account-addresses > li")
    await expect(cards).to_have_count(2)
    second = cards.filter(has_text="Lin Yue")
    await customer.follow(second.get_by_role("button", name="Make it the default"))
    await expect(cards.filter(has_text="Lin Yue").get_by_text("Default", exact=True)).to_be_visible()
    await cards.filter(has_text="Lin Xiao").get_by_role("link", name="Remove").click()
    await customer.follow(customer.page.get_by_role("dialog").get_by_role("button", name="Remove"))
    await expect(cards).to_have_count(1)
