"""What the merchandiser changes, the storefront shows."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import expect
from tests.browser.clerking import count_stock, log_in, open_product, open_stock
from tests.browser.conftest import Visit
from tests.browser.running import Demo
from tests.browser.visitor import WORKPLACE, Visitor

pytestmark = pytest.mark.browser


async def test_a_merchandiser_changes_a_product_and_the_shop_shows_it(visit: Visit, demo: Demo, tmp_path: Path) -> None:
    async with visit(device=WORKPLACE) as clerk, visit() as shopper:
        await log_in(clerk, demo, role="Merchandiser")
        await open_product(clerk, "水纹花瓶")
        await clerk.keep("product")
        await clerk.label("Title in Chinese").fill("水纹花瓶（新）")
        await _write_description(clerk)
        await _stay_with_what_is_not_saved(clerk)
        await _save_behind_somebody_else(clerk)
        await _stay_with_what_is_not_saved(clerk)
        await clerk.follow(clerk.button("Save the texts"))
        await clerk.main.get_by_label(clerk.t("Price"), exact=True).first.fill("99.50")
        await clerk.follow(clerk.button("Save the variants"))
        picture_count = await clerk.main.locator(".picture-card").count()
        await _add_picture(clerk, tmp_path)
        await clerk.keep("product-changed")
        await shopper.go("/products/ripple-vase", shot="changed")
        await expect(shopper.main.get_by_role("heading", level=1)).to_have_text("水纹花瓶（新）")
        await expect(shopper.main.locator("[data-price]")).to_contain_text("99.50")
        await expect(shopper.main.locator(".gallery-slide")).to_have_count(picture_count + 1)
        await expect(shopper.main.locator(".prose strong")).to_have_text("手工拉坯")
        assert await shopper.main.locator(".prose li").all_text_contents() == ["高 22 厘米", "口径 5 厘米"]
        assert await shopper.main.locator(".prose").inner_html() == (
            "<p><strong>手工拉坯</strong>，每只不同</p>\n<ul><li>高 22 厘米</li><li>口径 5 厘米</li></ul>"
        )


async def test_a_delisted_product_is_gone_until_it_is_listed_again(visit: Visit, demo: Demo) -> None:
    async with visit(device=WORKPLACE) as clerk, visit() as shopper:
        await log_in(clerk, demo, role="Merchandiser")
        await open_product(clerk, "留白桌旗")
        await clerk.follow(clerk.button("Delist the product"), shot="delisted")
        await shopper.go("/products/table-runner", status=410, shot="gone")
        await shopper.go("/search?q=留白桌旗")
        assert await shopper.main.locator('a[href="/products/table-runner"]').count() == 0
        await clerk.follow(clerk.button("List the product"))
        await shopper.go("/products/table-runner")
        await shopper.reads("Add to cart")


async def test_stock_that_is_corrected_is_on_record(visit: Visit, demo: Demo) -> None:
    async with visit(device=WORKPLACE) as clerk:
        await log_in(clerk, demo, role="Merchandiser")
        await count_stock(clerk, "TH-CN-CED", 44)
        await open_stock(clerk, "TH-CN-CED")
        await clerk.main.locator("summary", has_text=clerk.t("Correct")).click()
        await clerk.label("More or fewer pieces").fill("-2")
        await clerk.follow(clerk.button("Correct the stock"), status=422, shot="reason-wanted")
        await clerk.label("Reason").fill("运输中破损")
        await clerk.follow(clerk.button("Correct the stock"), shot="corrected")
        await expect(clerk.main.locator("tbody tr").first).to_contain_text("运输中破损")
        await expect(clerk.main.locator(".facts-strip dd").nth(1)).to_have_text("42")


async def _write_description(clerk: Visitor) -> None:
    """Bold words and a list by keys and tools; no HTML is typed."""
    page, keyboard = clerk.main.get_by_role("textbox", name=clerk.t("Description in Chinese")), clerk.page.keyboard
    tools = clerk.main.get_by_role("toolbar").first
    await page.click()
    await keyboard.press("Control+a")
    await keyboard.press("Delete")
    await keyboard.press("Control+b")
    await keyboard.type("手工拉坯")
    await expect(tools.get_by_role("button", name=clerk.t("Bold"))).to_have_attribute("aria-pressed", "true")
    await keyboard.press("Control+b")
    await keyboard.type("，每只不同")
    await keyboard.press("Enter")
    await tools.get_by_role("button", name=clerk.t("Bulleted list")).click()
    await keyboard.type("高 22 厘米")
    await keyboard.press("Enter")
    await keyboard.type("口径 5 厘米")
    await _ask_for_a_link_to_nowhere(clerk)
    await clerk.keep("description")


async def _ask_for_a_link_to_nowhere(clerk: Visitor) -> None:
    """What is no address is refused in words that belong to the field; closing the dialog changes nothing."""
    await clerk.page.keyboard.press("Control+k")
    address = clerk.main.get_by_label(clerk.t("The link leads to")).first
    for nowhere in ("teapot", "https://a b"):
        await address.fill(nowhere)
        await address.press("Enter")
        await expect(address).to_have_accessible_description(
            re.compile(
                re.escape(clerk.t("Enter a whole address, such as example.com, name@example.com or /products/teapot."))
            )
        )
    await address.press("Escape")


async def _stay_with_what_is_not_saved(clerk: Visitor) -> None:
    """Another part of the page is saved, and the browser asks whether the words may be lost: they may not."""
    async with clerk.page.expect_event("dialog") as asked:
        clerk.page.once("dialog", lambda dialog: dialog.dismiss())
        await clerk.button("Save the variants").click(no_wait_after=True)
    assert (await asked.value).type == "beforeunload"
    await expect(clerk.label("Title in Chinese")).to_have_value("水纹花瓶（新）")


async def _save_behind_somebody_else(clerk: Visitor) -> None:
    """The form says that it began with another version than the one that is there, so it comes back as it was typed."""
    await clerk.main.locator("[name=version]").evaluate("field => { field.value = '999999'; }")
    await clerk.follow(clerk.button("Save the texts"), status=409)


async def _add_picture(clerk: Visitor, folder: Path) -> None:
    before = await clerk.main.locator(".picture-card").count()
    picture = folder / "a vase.png"
    Image.new("RGB", (900, 900), "#7aa08c").save(picture)
    await clerk.main.locator("input[type=file]").set_input_files(picture)
    await clerk.follow(clerk.button("Add the pictures"))
    await expect(clerk.main.locator(".picture-card")).to_have_count(before + 1)
