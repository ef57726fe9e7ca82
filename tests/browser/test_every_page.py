"""Every page that anybody may open, on every kind of screen, in both languages, by day and by night."""

import base64
from collections.abc import Sequence

import pytest
from playwright.async_api import expect
from tests.browser.clerking import log_in, open_product, open_stock
from tests.browser.conftest import Visit
from tests.browser.running import Demo
from tests.browser.shopping import add_to_cart, buy_now, fill_address, go_to_provider, pay, place_order
from tests.browser.visitor import DESK, PHONE, WORKPLACE, Device, Visitor

pytestmark = pytest.mark.browser

# A picture of one pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
EVERYBODY = (
    ("home", "/"),
    ("categories", "/categories"),
    ("category", "/categories/tea-ware"),
    ("category-by-price", "/categories/tableware?sort=price_up"),
    ("search", "/search?q=杯"),
    ("search-nothing", "/search?q=zeppelin"),
    ("all-products", "/search"),
    ("product", "/products/shore-teapot"),
    ("cart-empty", "/cart"),
    ("login", "/login"),
    ("registration", "/registration"),
    ("console-login", "/console/login"),
)
# Between them they see both widths and both schemes; the rest would find the same once more.
EXAMINED = {(PHONE, "zh_CN", "light"), (DESK, "zh_CN", "dark")}
MISSING = (
    ("missing-product", "/products/nothing-of-the-kind"),
    ("missing-category", "/categories/nothing-of-the-kind"),
    ("missing-page", "/nothing/of/the/kind"),
)
CONSOLE = (
    ("start", "/console"),
    ("orders", "/console/orders"),
    ("orders-to-ship", "/console/orders?tab=to_ship"),
    ("orders-none", "/console/orders?q=nobody"),
    ("products", "/console/products"),
    ("new-product", "/console/products/new"),
    ("categories", "/console/categories"),
    ("stock", "/console/stock"),
    ("stock-low", "/console/stock?tab=low"),
    ("counting", "/console/counting"),
    ("warehouses", "/console/warehouses"),
    ("staff", "/console/staff"),
    ("new-member", "/console/staff/new"),
    ("new-role", "/console/staff/roles/new"),
    ("messages", "/console/messages"),
    ("audit", "/console/audit"),
    ("dead-letters", "/console/dead-letters"),
    ("account", "/console/account"),
    ("brands", "/console/categories/brands"),
    ("home-editor", "/console/home"),
    ("opening", "/console/opening"),
    ("refunds-failed", "/console/orders?tab=refund_failed"),
)


@pytest.mark.parametrize(
    ("device", "language", "scheme"),
    # Any two of them meet: each width in each language and scheme, each language in each scheme.
    [(PHONE, "zh_CN", "light"), (PHONE, "en", "dark"), (DESK, "zh_CN", "dark"), (DESK, "en", "light")],
    ids=lambda value: value.name if isinstance(value, Device) else value,
)
async def test_every_page_of_the_shop_is_sound(visit: Visit, device: Device, language: str, scheme: str) -> None:
    is_thorough = (device, language, scheme) in EXAMINED
    async with visit(device=device, language=language, scheme=scheme, is_thorough=is_thorough) as somebody:
        await _open_all(somebody, EVERYBODY)
        for shot, path in MISSING:
            await somebody.go(path, shot=shot, status=404)
        await somebody.go("/products/wild-red-tea")
        await add_to_cart(somebody, count=1)
        await somebody.go("/cart", shot="cart")
        await buy_now(somebody, "rice-bowl")
        await somebody.keep("checkout")
        await fill_address(somebody, street="文三路 90 号")
        number = await place_order(somebody, shot="payment")
        await somebody.go(f"/orders/{number}", shot="order-unpaid")
        await somebody.go(f"/orders/{number}/cancellation", shot="cancellation")
        await somebody.go(f"/orders/{number}/payment")
        await go_to_provider(somebody, shot="provider")
        await somebody.go("/orders", shot="orders")


@pytest.mark.parametrize(
    ("device", "language", "scheme"),
    [(WORKPLACE, "zh_CN", "light"), (WORKPLACE, "en", "dark"), (PHONE, "zh_CN", "dark"), (PHONE, "en", "light")],
    ids=lambda value: value.name if isinstance(value, Device) else value,
)
async def test_every_page_of_the_console_is_sound(
    visit: Visit, demo: Demo, device: Device, language: str, scheme: str
) -> None:
    async with visit(device=PHONE, language=language) as shopper:
        await buy_now(shopper, "rice-bowl")
        await fill_address(shopper, street="文三路 90 号")
        number = await place_order(shopper)
        await shopper.go(f"/orders/{number}/payment")
        await pay(shopper)
    is_thorough = (device, scheme) in {(PHONE, "dark"), (WORKPLACE, "light")}
    async with visit(device=device, language=language, scheme=scheme, is_thorough=is_thorough) as owner:
        await log_in(owner, demo, role="Owner")
        await _open_all(owner, CONSOLE)
        await owner.go(f"/console/orders/{number}", shot="order")
        await owner.go(f"/console/orders/{number}/cancellation", shot="order-cancellation")
        await owner.go(f"/console/orders/{number}/refund", shot="order-refund")
        await owner.go("/console/orders/1", status=404, shot="order-missing")
        await open_product(owner, "月升盖碗" if language == "zh_CN" else "Moonrise Gaiwan")
        await owner.keep("product")
        await _drag_a_picture(owner, device)
        await owner.follow(owner.main.locator("#variants tbody a.cell-main").first, shot="variant")
        await open_stock(owner, "TH-GW-WHT")
        await owner.keep("stock-of-a-variant")
        await owner.go("/console/categories")
        await owner.follow(owner.main.locator("a[href^='/console/categories/']").first, shot="category")
        await owner.go("/console/staff")
        await owner.follow(owner.main.locator("tbody a").first, shot="member")
        if device is WORKPLACE:
            await _go_by_palette(owner, number)
        await _meet_a_closed_door(owner)


async def _go_by_palette(owner: Visitor, number: str) -> None:
    """An order and a page are found and opened by keys alone, however soon Enter follows the last letter."""
    palette, keyboard = owner.page.locator("#palette"), owner.page.keyboard
    await keyboard.press("Control+k")
    await expect(palette).to_be_visible()
    await keyboard.type(number)
    async with owner.page.expect_event("load"):
        await keyboard.press("Enter")
    assert owner.path == f"/console/orders/{number}"
    await keyboard.press("Control+k")
    await keyboard.type(owner.t("Audit log"))
    await expect(palette.get_by_role("option", selected=True)).to_contain_text(owner.t("Audit log"))
    if owner.is_thorough:
        await owner.examine()
    async with owner.page.expect_event("load"):
        await keyboard.press("Enter")
    assert owner.path == "/console/audit"


async def _drag_a_picture(owner: Visitor, device: Device) -> None:
    """The last picture goes in front; a new one is shown before it is sent. Nothing is saved: others come here, too."""
    cards = owner.main.locator(".picture-card")
    keys = [await card.get_attribute("data-item") for card in await cards.all()]
    assert len(keys) > 1
    if device is WORKPLACE:
        await cards.last.locator("img").drag_to(cards.first.locator("img"))
        await expect(cards.first).to_have_attribute("data-item", str(keys[-1]))
        assert await cards.first.locator("input[name^='place-']").input_value() == "1"
        await owner.reads("The new order is not saved yet.")
    await owner.main.locator("input[type=file]").set_input_files(
        {"name": "cup.png", "mimeType": "image/png", "buffer": PIXEL}
    )
    await expect(owner.main.locator("[data-upload-shown] canvas")).to_have_count(1)


async def _open_all(somebody: Visitor, pages: Sequence[tuple[str, str]]) -> None:
    for shot, path in pages:
        await somebody.go(path, shot=shot)


async def _meet_a_closed_door(owner: Visitor) -> None:
    await owner.go("/console/nothing/of/the/kind", status=404, shot="missing")
    await expect(owner.page.get_by_role("heading", level=1)).to_be_visible()
