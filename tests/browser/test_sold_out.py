"""What is gone is said clearly, early, and without losing what was typed."""

import time

import pytest
from playwright.async_api import expect
from tests.browser.clerking import count_stock, log_in
from tests.browser.conftest import Visit
from tests.browser.running import Demo
from tests.browser.shopping import buy_now, fill_address, place_order
from tests.browser.visitor import PHONE, WORKPLACE, Visitor

pytestmark = pytest.mark.browser

NEWS_SECONDS_MAX = 30.0


async def test_a_product_that_is_sold_out_cannot_be_bought_and_says_so(visit: Visit, demo: Demo) -> None:
    async with visit(device=WORKPLACE) as clerk, visit(device=PHONE) as shopper, visit(device=PHONE) as late:
        await late.go("/products/three-leg-stool")
        await log_in(clerk, demo, role="Merchandiser")
        for sku in ("TH-ST-OAK", "TH-ST-WAL"):
            await count_stock(clerk, sku, 0)
        await _reload_until(shopper, "/products/three-leg-stool", "Sold out for now.")
        await shopper.keep("sold-out")
        await expect(shopper.button("Sold out")).to_be_disabled()
        for act in ("Add to cart", "Buy now"):
            await expect(shopper.button(act)).to_be_hidden()
        await shopper.go("/search?q=三足圆凳", shot="sold-out-in-a-list")
        await shopper.reads("Sold out")
        # A page that was opened before knows nothing of it, and is told.
        late.expect_refusal(409)
        await late.button("Add to cart").click()
        await expect(late.page.get_by_text(late.t("This item is sold out."))).to_be_visible()
        await late.keep("told-late")


async def test_the_last_piece_goes_to_another_while_one_fills_the_form(visit: Visit, demo: Demo) -> None:
    async with visit(device=WORKPLACE) as clerk, visit(device=PHONE) as slow, visit(device=PHONE) as quick:
        await log_in(clerk, demo, role="Merchandiser")
        await count_stock(clerk, "TH-MJ-WHT", 1)
        for shopper in (slow, quick):
            await buy_now(shopper, "full-moon-jar")
            await fill_address(shopper, street="文三路 90 号")
        await place_order(quick)
        await slow.follow(slow.button("Place the order"), status=409, shot="refused")
        told = slow.main.locator("[data-told]")
        await expect(told).to_contain_text("满月罐")
        await expect(told.get_by_role("link", name=slow.t("Back to the cart"))).to_be_visible()
        await slow.sees("文三路 90 号")
        await slow.sees("林晓")


async def _reload_until(shopper: Visitor, path: str, sentence: str) -> None:
    """The news travels from the stock to the shelf in a moment."""
    deadline = time.monotonic() + NEWS_SECONDS_MAX
    while time.monotonic() < deadline:
        await shopper.go(path)
        if await shopper.main.get_by_text(shopper.t(sentence)).count():
            break
    await shopper.reads(sentence)
