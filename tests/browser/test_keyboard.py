"""A purchase without a mouse, without a finger: Tab, Space and Enter, and the focus can be seen all the way."""

import pytest
from playwright.async_api import expect
from tests.browser.conftest import Visit
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

STEPS_MAX = 120
IS_SEEN = """() => {
  const isMarked = (style) =>
    (style.outlineStyle !== "none" && style.outlineWidth !== "0px") || style.boxShadow !== "none";
  const shown = (element) => isMarked(getComputedStyle(element)) || isMarked(getComputedStyle(element, "::after"));
  const focused = document.activeElement;
  // Some draw the ring around what they stand for: a pill, a card, the frame of a field.
  return [focused, focused.nextElementSibling, focused.closest(".control, .search, .quantity, .upload, .facet-price")]
    .filter(Boolean)
    .some(shown);
}"""


async def test_a_keyboard_is_enough_to_buy(visit: Visit) -> None:
    async with visit(language="en") as shopper:
        await shopper.go("/categories/tableware")
        await _tab_to(shopper, "link", "Daybreak Mug")
        await _press_to_go(shopper, "Enter")
        # Arrows choose among the glazes, as among any radio buttons.
        await _tab_to(shopper, "radio", "")
        await shopper.page.keyboard.press("ArrowRight")
        await expect(shopper.main.get_by_role("radio").nth(1)).to_be_checked()
        await _tab_to(shopper, "button", "Buy now")
        await _press_to_go(shopper, "Space")
        assert shopper.path == "/checkout"
        await _type_address(shopper)
        await _tab_to(shopper, "button", "Place the order")
        await _press_to_go(shopper, "Enter")
        assert shopper.path.endswith("/payment")
        await _tab_to(shopper, "button", "Pay ¥")
        await _press_to_go(shopper, "Enter")
        await _tab_to(shopper, "button", "Pay")
        await _press_to_go(shopper, "Enter")
        await shopper.reads("We are packing your order")


async def test_the_first_stop_skips_to_the_content(visit: Visit) -> None:
    async with visit(language="en") as shopper:
        await shopper.go("/")
        await shopper.page.keyboard.press("Tab")
        await expect(shopper.page.get_by_role("link", name="Skip to the content")).to_be_focused()
        await shopper.page.keyboard.press("Enter")
        await expect(shopper.main).to_be_focused()


async def _tab_to(shopper: Visitor, role: str, name: str) -> None:
    """Press Tab until the focus is on something of this role whose name begins so; nothing on the way hides it."""
    wanted = shopper.page.locator("*:focus")
    for _ in range(STEPS_MAX):
        await shopper.page.keyboard.press("Tab")
        if not await wanted.count():
            continue
        assert await shopper.page.evaluate(IS_SEEN), (
            f"the focus cannot be seen: {await wanted.evaluate('e => e.outerHTML')}"
        )
        if f"- {role}" in (told := await wanted.aria_snapshot()) and f'"{name}' in told + ' "':
            return
    raise AssertionError(f"no {role} {name!r} within {STEPS_MAX} steps on {shopper.page.url}")


async def _press_to_go(shopper: Visitor, key: str) -> None:
    async with shopper.page.expect_event("load"):
        await shopper.page.keyboard.press(key)
    await shopper.look()


async def _type_address(shopper: Visitor) -> None:
    keyboard = shopper.page.keyboard
    await _tab_to(shopper, "textbox", "Recipient")
    await keyboard.type("Lin Xiao")
    await _tab_to(shopper, "textbox", "Mobile number")
    await keyboard.type("13800138000")
    for level, name in (("Province", "浙江省"), ("City", "杭州市"), ("District", "西湖区")):
        select = shopper.label(level)
        await expect(select).to_be_enabled()
        await _tab_to(shopper, "combobox", level)
        names = await select.locator("option").all_text_contents()
        for _ in range(names.index(name)):
            await keyboard.press("ArrowDown")
        await expect(select.locator("option:checked")).to_have_text(name)
    await _tab_to(shopper, "textbox", "Street and number")
    await keyboard.type("90 Wensan Road")
