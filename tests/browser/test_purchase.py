"""From the first page of the shop to the parcel in the hand."""

import time

import pytest
from playwright.async_api import expect
from tests.browser.clerking import log_in, ship_one_parcel
from tests.browser.conftest import Visit
from tests.browser.running import Demo
from tests.browser.shopping import (
    act_at_provider,
    add_to_cart,
    buy_now,
    choose_option,
    fill_address,
    go_to_provider,
    pay,
    place_order,
)
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

NEWS_SECONDS_MAX = 30.0


async def test_a_phone_buys_and_two_parcels_come(visit: Visit, demo: Demo) -> None:
    async with visit(device=PHONE) as shopper, visit() as clerk:
        number = await _buy_two_cups(shopper)
        await _ship_twice(clerk, demo, number)
        await _see_two_parcels(shopper)
        while await clerk.button("Mark as delivered").count():
            await clerk.follow(clerk.button("Mark as delivered"))
        await clerk.keep("24-console-delivered")
        await _confirm_receipt(shopper)


async def test_a_desk_without_script_buys_by_links_and_forms(visit: Visit) -> None:
    async with visit(language="en", has_script=False) as shopper:
        await shopper.go("/", shot="01-home")
        await shopper.follow(
            shopper.page.locator("header").get_by_role("link", name="Tea ware").first, shot="02-category"
        )
        await shopper.follow(shopper.main.get_by_role("link", name="Palm Tasting Cup").first, shot="03-product")
        await shopper.label("Choose").select_option(index=1)
        await shopper.label("Quantity").fill("2")
        await shopper.follow(shopper.button("Add to cart"), shot="04-cart")
        await shopper.main.get_by_role("spinbutton").fill("3")
        await shopper.follow(shopper.button("Save the changes"), shot="05-cart-updated")
        await expect(shopper.main.get_by_role("spinbutton")).to_have_value("3")
        await shopper.follow(shopper.button("Check out"), shot="06-checkout")
        await shopper.follow(shopper.button("Place the order"), status=422, shot="07-checkout-refused")
        await fill_address(shopper, recipient="Lin Xiao", street="90 Wensan Road")
        await place_order(shopper, shot="08-payment")
        await go_to_provider(shopper, shot="09-provider")
        await act_at_provider(shopper, "pay", shot="10-back")
        await _refresh_until(shopper, "We are packing your order")
        await shopper.keep("11-paid")


async def test_an_order_is_cancelled_without_script_before_it_is_paid(visit: Visit) -> None:
    async with visit(language="en", has_script=False) as shopper:
        await buy_now(shopper, "waffle-towel")
        await fill_address(shopper, recipient="Lin Xiao", street="90 Wensan Road")
        await place_order(shopper)
        await shopper.follow(shopper.link("Pay later"))
        await shopper.follow(shopper.link("Cancel the order"), shot="cancellation")
        await shopper.follow(shopper.button("Cancel the order"), shot="cancelled")
        await shopper.reads("This order is closed")
        assert await shopper.main.get_by_role("link", name="Pay").count() == 0


async def test_a_failed_payment_is_tried_again(visit: Visit) -> None:
    async with visit(language="en", has_script=False) as shopper:
        await buy_now(shopper, "waffle-towel")
        await fill_address(shopper, recipient="Lin Xiao", street="90 Wensan Road")
        number = await place_order(shopper)
        await go_to_provider(shopper)
        await act_at_provider(shopper, "fail", shot="payment-failed")
        await shopper.go(f"/orders/{number}", shot="order-after-failure")
        await shopper.follow(shopper.main.locator(f'a[href="/orders/{number}/payment"]').first)
        await go_to_provider(shopper)
        await act_at_provider(shopper, "pay")
        await _refresh_until(shopper, "We are packing your order")


async def test_who_walks_away_from_the_provider_is_told_what_to_do(visit: Visit) -> None:
    async with visit(device=PHONE) as shopper:
        await buy_now(shopper, "linen-cushion")
        await fill_address(shopper, street="文三路 90 号")
        number = await place_order(shopper)
        await go_to_provider(shopper)
        await act_at_provider(shopper, "leave", shot="left")
        await shopper.go(f"/orders/{number}", shot="order-later")
        await shopper.reads("Waiting for your payment")
        await shopper.go("/orders", shot="orders")
        await shopper.follow(shopper.link("Pay now"))
        await pay(shopper)


async def _buy_two_cups(shopper: Visitor) -> str:
    bottom = shopper.page.locator("nav.bottom-nav")
    await shopper.go("/", shot="01-home")
    await shopper.follow(bottom.get_by_role("link", name=shopper.t("Categories")), shot="02-categories")
    await shopper.follow(shopper.main.get_by_role("link", name="茶器"), shot="03-category")
    await shopper.follow(shopper.main.get_by_role("link", name="一掌杯").first, shot="04-product")
    await choose_option(shopper, "青岚")
    await add_to_cart(shopper, count=1)
    await shopper.keep("05-added")
    await add_to_cart(shopper, count=2)
    await shopper.follow(shopper.link("Cart"), shot="06-cart")
    await expect(shopper.main.get_by_role("spinbutton")).to_have_value("2")
    await shopper.follow(shopper.button("Check out"), shot="07-checkout")
    await fill_address(shopper, street="文三路 90 号")
    await shopper.keep("08-checkout-filled")
    number = await place_order(shopper, shot="09-payment")
    await go_to_provider(shopper, shot="10-provider")
    await act_at_provider(shopper, "pay", shot="11-back")
    await shopper.reads("We are packing your order")
    await shopper.keep("12-paid")
    return number


async def _ship_twice(clerk: Visitor, demo: Demo, number: str) -> None:
    await log_in(clerk, demo, shot="20-console-login")
    await clerk.go("/console/orders", shot="21-console-orders")
    await clerk.follow(clerk.main.get_by_role("link", name=number), shot="22-console-order")
    await ship_one_parcel(clerk, pieces=1, carrier="SF Express", tracking_number="SF1000000000001")
    await ship_one_parcel(
        clerk, pieces=1, carrier="ZTO Express", tracking_number="ZT2000000000002", shot="23-console-shipped"
    )


async def _see_two_parcels(shopper: Visitor) -> None:
    await shopper.go(shopper.path, shot="13-two-parcels")
    for tracking_number in ("SF1000000000001", "ZT2000000000002"):
        await expect(shopper.main.get_by_text(tracking_number, exact=True).first).to_be_visible()


async def _confirm_receipt(shopper: Visitor) -> None:
    await shopper.go(shopper.path, shot="14-arrived")
    await shopper.link("Confirm receipt").click()
    dialog = shopper.page.get_by_role("dialog")
    await shopper.keep("15-confirming")
    await shopper.follow(dialog.get_by_role("button", name=shopper.t("Confirm receipt")), shot="16-completed")
    await shopper.reads("Order completed")


async def _refresh_until(shopper: Visitor, sentence: str) -> None:
    """Without script people press the link of the page; the payment needs a second or two to be heard of."""
    deadline = time.monotonic() + NEWS_SECONDS_MAX
    while time.monotonic() < deadline:
        if await shopper.main.get_by_role("heading", name=shopper.t(sentence)).count():
            return
        await shopper.follow(shopper.link("Refresh"))
    await shopper.reads(sentence)
