"""A purchase on a slow phone: how big the first page is, when its largest thing is painted, and whether anything jumps.

A demo of its own is visited by Chromium with the line and the processor of a phone on a middling mobile network: 1.6
Mbit/s down, 150 ms a round trip, a processor four times slower, nothing cached at the first page. The budgets are
those of `look.md`: HTML below 100 KB, the largest paint within 1.8 s, no shift. The ratio is the budget of the
largest paint over the slowest page's.
"""

import tempfile
from pathlib import Path
from typing import Any

import msgspec
from playwright.async_api import Page, async_playwright, expect
from scripts.install_browser import browser_path
from tests.browser.conftest import FLAGS
from tests.browser.running import discard, running_demo

from benchmarks.kit import report, run

PORT = 8620
WIDTH, HEIGHT = 390, 844
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
    "connectionType": "cellular4g",
}
SLOWER_TIMES = 4
HTML_BYTES_MAX = 100_000
LARGEST_PAINT_MS_MAX = 1_800
SETTLED_MS = 1_500
WATCH = """
window.seen = { paint: 0, shift: 0 };
const watch = (type, note) =>
  new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
watch("largest-contentful-paint", (one) => { window.seen.paint = one.startTime; });
watch("layout-shift", (one) => { if (!one.hadRecentInput) window.seen.shift += one.value; });
"""


class Look(msgspec.Struct, frozen=True):
    """One page as the phone saw it; `shift` is the cumulative layout shift."""

    html_bytes: int
    largest_paint_ms: int
    shift: float


async def main() -> None:
    """Start a demo, buy something on the phone, and judge every page on the way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with running_demo(folder, port=PORT) as demo:
            looks = await buy(demo.url)
        discard(folder)
    slowest = max(look.largest_paint_ms for look in looks.values())
    report(
        "phone",
        ratio=LARGEST_PAINT_MS_MAX / slowest,
        is_ok=slowest <= LARGEST_PAINT_MS_MAX
        and all(look.html_bytes < HTML_BYTES_MAX and look.shift == 0 for look in looks.values()),
        largest_paint_ms_max=LARGEST_PAINT_MS_MAX,
        html_bytes_max=HTML_BYTES_MAX,
        pages={name: msgspec.to_builtins(look) for name, look in looks.items()},
    )


async def buy(url: str) -> dict[str, Look]:
    """From the home page to the page that asks for the money."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=FLAGS)
        context = await browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True)
        await context.add_init_script(WATCH)
        page = await context.new_page()
        await slow_down(page)
        looks = {"home": await look(page, await page.goto(f"{url}/"))}
        looks["category"] = await look(page, await page.goto(f"{url}/categories/tea-ware"))
        looks["product"] = await look(page, await page.goto(f"{url}/products/moonrise-gaiwan"))
        async with page.expect_navigation(url="**/checkout") as way:
            await page.get_by_role("button", name="立即购买").first.click()
        looks["checkout"] = await look(page, await way.value)
        await page.locator(".address-paste summary").click()
        await page.locator(".address-paste textarea").fill("林晓 13800138000 浙江省杭州市西湖区文三路 90 号")
        async with page.expect_response("**/divisions/reading"):
            await page.locator("[data-address-read]").click()
        await expect(page.locator("select[data-division=district]")).to_have_value("330106")
        async with page.expect_navigation(url="**/payment") as way:
            await page.get_by_role("button", name="提交订单").first.click()
        looks["payment"] = await look(page, await way.value)
        await browser.close()
    return looks


async def slow_down(page: Page) -> None:
    """Give the page a phone's line and processor."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", LINE)
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_TIMES})


async def look(page: Page, answer: Any) -> Look:
    """What was seen once the page has settled."""
    await page.wait_for_load_state("load")
    await page.wait_for_timeout(SETTLED_MS)
    seen = await page.evaluate("window.seen")
    return Look(len(await answer.body()), round(seen["paint"]), round(seen["shift"], 4))


if __name__ == "__main__":
    run(main)
