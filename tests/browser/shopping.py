"""What every shopper does, page by page: choose, pay, look after the order."""

from typing import NamedTuple

from playwright.async_api import expect
from tests.browser.visitor import Visitor

PHONE_NUMBER = "13800138000"


class Division(NamedTuple):
    """A place as the three selects name it."""

    province: str
    city: str
    district: str


XIHU = Division("浙江省", "杭州市", "西湖区")


async def choose_option(somebody: Visitor, label: str) -> None:
    """Press one of the pills; its price, picture and item number follow."""
    await somebody.main.locator("label.option", has_text=label).click()
    await expect(somebody.main.get_by_role("radio", name=label)).to_be_checked()


async def add_to_cart(shopper: Visitor, *, count: int) -> None:
    """With script: stay on the page, be told so, and see the count grow to `count`."""
    await shopper.button("Add to cart").click()
    counts = shopper.page.locator("[data-cart-count]:visible").first
    await expect(counts).to_have_text(str(count))


async def buy_now(shopper: Visitor, slug: str) -> None:
    """From a product straight to the checkout page."""
    await shopper.go(f"/products/{slug}")
    await shopper.follow(shopper.button("Buy now"))
    assert shopper.path == "/checkout"


async def fill_address(shopper: Visitor, *, recipient: str = "林晓", place: Division = XIHU, street: str) -> None:
    """The address form, with the selects that fill each other, or plain inputs where there is no script."""
    await shopper.label("Recipient").fill(recipient)
    await shopper.label("Mobile number").fill(PHONE_NUMBER)
    await shopper.label("Province").select_option(label=place.province)
    for level, name in (("City", place.city), ("District", place.district)):
        field = shopper.label(level)
        await expect(field).to_be_enabled()
        if await field.evaluate("field => field.tagName") == "SELECT":
            await field.select_option(label=name)
        else:
            await field.fill(name)
    await shopper.label("Street and number").fill(street)


async def place_order(shopper: Visitor, *, shot: str = "") -> str:
    """Confirm the checkout page; the number of the order whose pay page comes next."""
    await shopper.follow(shopper.button("Place the order"), shot=shot)
    kind, number, page = shopper.path.strip("/").split("/")
    assert (kind, page) == ("orders", "payment")
    return number


async def go_to_provider(shopper: Visitor, *, shot: str = "") -> None:
    """From the pay page of the shop to that of the provider."""
    await shopper.follow(shopper.main.locator("form .buy-bar button"), shot=shot)
    assert shopper.path.startswith("/pay/")


async def act_at_provider(shopper: Visitor, action: str, *, shot: str = "") -> None:
    """Press `pay`, `fail` or `leave`, and be back at the order."""
    await shopper.follow(shopper.page.locator(f"button[name=action][value={action}]"), shot=shot)
    assert shopper.path.startswith("/orders/")


async def pay(shopper: Visitor) -> None:
    """Pay at the provider, and see the order turn to paid."""
    await go_to_provider(shopper)
    await act_at_provider(shopper, "pay")
    await shopper.reads("We are packing your order")
