"""The gallery in a browser: every component in every state, at both widths, in both languages, by day and by night."""

import pytest
from playwright.async_api import expect
from tests.browser.conftest import Visit
from tests.browser.visitor import DESK, PHONE, Device

pytestmark = pytest.mark.browser

OPPOSITE = {"light": "dark", "dark": "light"}
GROUNDS = {"light": "oklch(0.995 0.002 80)", "dark": "oklch(0.185 0.006 80)"}


@pytest.mark.parametrize(
    ("device", "language", "scheme"),
    # Any two of them meet: each width in each language and scheme, each language in each scheme.
    [(PHONE, "zh_CN", "light"), (PHONE, "en", "dark"), (DESK, "zh_CN", "dark"), (DESK, "en", "light")],
    ids=lambda value: value.name if isinstance(value, Device) else value,
)
async def test_every_component_is_sound(visit: Visit, device: Device, language: str, scheme: str) -> None:
    async with visit(device=device, language=language, scheme=scheme, is_thorough=True) as somebody:
        await somebody.go("/gallery", shot="shop")
        await somebody.go("/gallery?face=console", shot="console")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_what_opens_is_sound_too(visit: Visit, scheme: str) -> None:
    async with visit(device=PHONE, scheme=scheme) as somebody:
        await somebody.go("/gallery")
        for opener in await somebody.main.locator("[data-dialog-open]").all():
            await opener.click()
            await expect(somebody.page.locator("dialog[open]")).to_be_visible()
            await somebody.examine()
            await somebody.page.keyboard.press("Escape")
        for summary in await somebody.main.locator("#component-menu summary").all():
            await summary.click()
            await somebody.examine()
            await summary.click()


@pytest.mark.parametrize("chosen", ["light", "dark"])
async def test_the_scheme_of_the_address_wins_over_the_device(visit: Visit, chosen: str) -> None:
    async with visit(scheme=OPPOSITE[chosen]) as somebody:
        await somebody.go(f"/gallery?scheme={chosen}")
        await expect(somebody.page.locator("body")).to_have_css("background-color", GROUNDS[chosen])
        await somebody.go("/gallery")
        await expect(somebody.page.locator("body")).to_have_css("background-color", GROUNDS[OPPOSITE[chosen]])


async def test_a_visitor_chooses_dark_once_for_every_page(visit: Visit) -> None:
    async with visit(scheme="light", language="en") as somebody:
        await somebody.go("/cart")
        await somebody.page.locator("footer summary").click()
        await somebody.follow(somebody.page.locator("footer").get_by_role("link", name="Dark"))
        assert somebody.path == "/cart"
        await expect(somebody.page.locator("body")).to_have_css("background-color", GROUNDS["dark"])
        await somebody.go("/nothing/of/the/kind", status=404)
        await expect(somebody.page.locator("body")).to_have_css("background-color", GROUNDS["dark"])
        await somebody.go("/scheme?code=&next=/cart")
        await expect(somebody.page.locator("body")).to_have_css("background-color", GROUNDS["light"])
