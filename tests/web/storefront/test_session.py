import pytest
from litestar import Litestar
from tests.kit.app import Browser, open_browser
from tests.web.storefront.conftest import LOGIN, PASSWORD, Goods, log_in, seen

from shopwright.kernel.ids import CustomerId
from shopwright.modules.checkout import public as checkout
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Customer, CustomerKind, Login, LoginKind
from shopwright.shop import Shop
from shopwright.web import limits


async def put_in_cart(browser: Browser, goods: Goods, quantity: int = 1) -> None:
    answer = await browser.submit(
        "/products/clay-teapot", action="/cart/lines", variant_id=str(goods.variant_ids[0]), quantity=str(quantity)
    )
    assert answer.status_code == 303


async def id_behind(shop: Shop, login: str) -> CustomerId | None:
    async with shop.database.reading() as reading:
        return await customers.find_customer_id(reading, login=Login(LoginKind.EMAIL, login))


@pytest.mark.usefixtures("customer")
async def test_logging_in_leads_to_the_account(client: Browser) -> None:
    await log_in(client)
    page = await client.get("/account")
    assert (page.status_code, page.headers["cache-control"]) == (200, "private, no-store")
    assert "林晓，您好" in seen(page)


@pytest.mark.usefixtures("customer")
async def test_who_is_in_needs_no_login(client: Browser) -> None:
    await log_in(client)
    for path in ("/login", "/registration"):
        assert (await client.get(path)).headers["location"] == "/account"


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/orders?tab=to_pay", "/orders?tab=to_pay"),
        ("https://evil.example/", "/account"),
        ("//evil.example/", "/account"),
        ("/\\evil.example", "/account"),
        ("javascript:alert(1)", "/account"),
    ],
)
@pytest.mark.usefixtures("customer")
async def test_login_leads_only_to_paths_of_ours(client: Browser, wanted: str, place: str) -> None:
    opened = await client.get("/login", params={"next": wanted})
    answer = await client.send_form(opened, action="/session", login=LOGIN, password=PASSWORD)
    assert answer.headers["location"] == place
    forged = await client.post("/session", data={"login": LOGIN, "password": PASSWORD, "next": wanted})
    assert forged.headers.get("location", "/account") in {place, "/account"}


@pytest.mark.usefixtures("customer")
async def test_a_wrong_password_says_nothing_about_the_account(client: Browser) -> None:
    known = await client.submit("/login", action="/session", login=LOGIN, password="wrong-password")
    unknown = await client.submit("/login", action="/session", login="13900139000", password="wrong-password")
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert seen(known).replace(LOGIN, "13900139000") == seen(unknown)
    assert "wrong-password" not in seen(known)
    assert "set-cookie" not in known.headers


@pytest.mark.parametrize(("language", "sentence"), [("zh_CN", "请填写此项。"), ("en", "Please fill this in.")])
async def test_every_wrong_field_is_explained(client: Browser, language: str, sentence: str) -> None:
    client.cookies.set("sw_language", language)
    answer = await client.submit("/login", action="/session", login="", password="")
    assert answer.status_code == 422
    assert seen(answer).count(sentence) == 2


async def test_logging_in_is_limited_per_address(client: Browser) -> None:
    for _ in range(limits.LOGIN.count_max):
        await client.post("/session", data={"login": LOGIN, "password": "x"})
    answer = await client.post("/session", data={"login": LOGIN, "password": "x"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "300")
    assert f'value="{LOGIN}"' in seen(answer)


async def test_login_brings_the_guests_cart_along(
    client: Browser, app: Litestar, shop: Shop, goods: Goods, customer: Customer
) -> None:
    async with open_browser(app) as other:
        await log_in(other)
        await put_in_cart(other, goods, 1)
    await put_in_cart(client, goods, 2)
    guests_token = client.cookies["sw_shop"]
    await log_in(client)
    assert client.cookies["sw_shop"] != guests_token
    async with shop.database.reading() as reading:
        assert await checkout.count_cart(reading, customer_id=customer.id) == 3
        assert (await customers.get_customer(reading, customer_id=customer.id)).kind is CustomerKind.REGISTERED


@pytest.mark.usefixtures("customer")
async def test_the_token_from_before_the_login_is_dead(client: Browser, app: Litestar, goods: Goods) -> None:
    await put_in_cart(client, goods)
    guests_token = client.cookies["sw_shop"]
    await log_in(client)
    async with open_browser(app) as thief:
        thief.cookies.set("sw_shop", guests_token)
        assert (await thief.get("/account")).headers["location"] == "/login?next=%2Faccount"


async def test_a_guest_who_registers_keeps_the_cart(client: Browser, shop: Shop, goods: Goods) -> None:
    await put_in_cart(client, goods, 2)
    answer = await client.submit("/registration", action="/registration", login="Lin@Example.com", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    customer_id = await id_behind(shop, "lin@example.com")
    assert customer_id is not None
    async with shop.database.reading() as reading:
        assert await checkout.count_cart(reading, customer_id=customer_id) == 2
    page = seen(await client.get("/account"))
    assert "注册成功，欢迎您！" in page
    assert "li****@example.com" in page
    assert "注册成功" not in seen(await client.get("/account"))


@pytest.mark.usefixtures("customer")
async def test_a_taken_login_is_said_at_its_field(client: Browser) -> None:
    answer = await client.submit("/registration", action="/registration", login="+86 138 0013 8000", password=PASSWORD)
    assert answer.status_code == 409
    assert 'id="field-login-error"' in seen(answer)
    assert 'value="+86 138 0013 8000"' in seen(answer)
    assert PASSWORD not in seen(answer)


async def test_a_weak_password_and_a_wrong_login_are_told_together(client: Browser) -> None:
    answer = await client.submit("/registration", action="/registration", login="not a login", password="short")
    assert answer.status_code == 422
    assert 'id="field-login-error"' in seen(answer)
    assert 'id="field-password-error"' in seen(answer)


@pytest.mark.usefixtures("customer")
async def test_logging_out_ends_the_session(client: Browser) -> None:
    await log_in(client)
    answer = await client.submit("/account", action="/session/end")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (await client.get("/account")).status_code == 303


@pytest.mark.usefixtures("customer")
async def test_logging_out_needs_our_own_form(client: Browser) -> None:
    await log_in(client)
    assert (await client.post("/session/end")).status_code == 403
    assert (await client.get("/account")).status_code == 200
