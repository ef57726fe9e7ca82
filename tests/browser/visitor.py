"""Somebody with a browser, who notices everything that is wrong with a page."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from shopwright.platform.i18n import translate
from shopwright.shop import LANGUAGE_COOKIE

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts" / "browser"
PATIENCE_MS = 15_000
OK = 200
FIRST_ERROR = 400
# What is wrong with the page that is open, one sentence each.
INSPECTION = (Path(__file__).parent / "inspection.js").read_text(encoding="utf-8")
# Loads what waits until somebody scrolls to it; gives the height of the page.
UNFOLDING = (Path(__file__).parent / "unfolding.js").read_text(encoding="utf-8")
# What moved while the page loaded, one sentence each.
SHIFTING = (Path(__file__).parent / "shifting.js").read_text(encoding="utf-8")
# What axe-core finds, one sentence each; it takes tenths of a second a page.
AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
EXAMINATION = (Path(__file__).parent / "examination.js").read_text(encoding="utf-8")
# How Chromium and htmx tell of it when an answer has a status of 400 or more.
STATUS_WORDS = ("the server responded with a status of", "Response Status Error Code")
# A picture or a stream that the next page has overtaken is nobody's loss.
OVERTAKEN = "net::ERR_ABORTED"


class Device(msgspec.Struct, frozen=True):
    """What somebody holds in the hand or has on the table."""

    name: str
    width: int
    height: int
    has_touch: bool = False


PHONE = Device("phone", 390, 844, has_touch=True)
DESK = Device("desk", 1440, 900)
WORKPLACE = Device("workplace", 1280, 800)


class Visitor:
    """Goes from page to page of a shop. Every page that opens is inspected; `problems` must stay empty.

    Who is `thorough` has every page examined by axe-core, too.
    """

    def __init__(
        self,
        page: Page,
        *,
        base_url: str,
        device: Device,
        language: str,
        album: Path,
        has_script: bool = True,
        is_thorough: bool = False,
    ) -> None:
        self.page = page
        self.has_script = has_script
        self.is_thorough = is_thorough
        self.base_url = base_url
        self.device = device
        self.language = language
        self.problems: list[str] = []
        self._album = album
        self._refusals: frozenset[int] = frozenset()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._note(f"script failed: {error}"))
        page.on("requestfailed", self._on_failed_request)
        page.on("response", self._on_response)
        page.on("request", self._on_request)

    def t(self, sentence: str, **values: object) -> str:
        """What the visitor reads for an English sentence of ours."""
        return translate(sentence, self.language, **values)

    async def go(self, path: str, *, shot: str = "", status: int = OK) -> None:
        """Type an address."""
        self._refusals = frozenset({status} - {OK})
        answer = await self.page.goto(path if "://" in path else f"{self.base_url}{path}", wait_until="load")
        assert answer is not None
        assert answer.status in {status, 304}, f"{path} answered {answer.status}"
        await self.look(shot)

    async def follow(self, what: Locator, *, shot: str = "", status: int = OK) -> None:
        """Click on something that leads to another page, and look at that page."""
        self._refusals = frozenset({status} - {OK})
        async with self.page.expect_event("load", timeout=PATIENCE_MS):
            await what.click()
        await self.look(shot)

    async def look(self, shot: str = "") -> None:
        """Inspect the page that is open, and keep a picture of it under the name `shot`."""
        found = await self._evaluate(INSPECTION, self.device.width)
        for problem in found:
            self._note(problem)
        if shot:
            await self.keep(shot)
        # Without script the browser calls nobody back when a frame is drawn.
        if self.has_script:
            for moved in await self._evaluate(SHIFTING):
                self._note(moved)
        if self.is_thorough:
            await self.examine()

    async def examine(self) -> None:
        """Have axe-core look at the page as it stands, with what is open on it."""
        await self._evaluate(AXE)
        for problem in await self._evaluate(EXAMINATION):
            self._note(problem)

    async def keep(self, shot: str) -> None:
        """Keep a picture of the page from top to bottom, with bars that stick to the bottom at its very bottom."""
        self._album.mkdir(parents=True, exist_ok=True)
        height = await self._evaluate(UNFOLDING)
        await self.page.set_viewport_size({"width": self.device.width, "height": max(height, self.device.height)})
        # Playwright hides the caret by style attributes on fields, and htmx would copy those against the page's policy.
        await self.page.screenshot(path=self._album / f"{shot}.png", animations="disabled", caret="initial")
        await self.page.set_viewport_size({"width": self.device.width, "height": self.device.height})

    async def _evaluate(self, script: str, argument: object = None) -> Any:
        """What a script finds; Playwright itself would wait for ever for one that hangs."""
        async with asyncio.timeout(2 * PATIENCE_MS / 1_000):
            return await self.page.evaluate(script, argument)

    def expect_refusal(self, status: int) -> None:
        """What is done next, without leaving the page, may be refused with this status."""
        self._refusals = frozenset({status})

    def assert_content(self) -> None:
        """Nothing wrong so far, on any page."""
        assert self.problems == [], "\n".join(self.problems)

    def link(self, sentence: str, **values: object) -> Locator:
        """The first link in the main part with exactly these words."""
        return self.main.get_by_role("link", name=self.t(sentence, **values), exact=True).first

    def button(self, sentence: str, **values: object) -> Locator:
        """The first button in the main part with exactly these words."""
        return self.main.get_by_role("button", name=self.t(sentence, **values), exact=True).first

    def label(self, sentence: str, **values: object) -> Locator:
        """The field with this label."""
        return self.main.get_by_label(self.t(sentence, **values), exact=True)

    @property
    def main(self) -> Locator:
        """The page without header and footer."""
        return self.page.locator("main")

    async def sees(self, text: str) -> None:
        """The main part shows this text, now or soon."""
        await expect(self.main).to_contain_text(text, timeout=PATIENCE_MS)

    async def reads(self, sentence: str, **values: object) -> None:
        """The main part shows this sentence in the visitor's language."""
        await self.sees(self.t(sentence, **values))

    @property
    def path(self) -> str:
        """Where the visitor is, without host and query."""
        return urlsplit(self.page.url).path

    def _note(self, problem: str) -> None:
        told = f"{self.page.url} ({self.device.name}, {self.language}): {problem}"
        if told not in self.problems:
            self.problems.append(told)

    def _on_console(self, message: ConsoleMessage) -> None:
        # What came with a status of 400 or more is judged by `_on_response`, which knows the status.
        is_judged = any(words in message.text for words in STATUS_WORDS)
        if message.type in {"error", "warning"} and not is_judged:
            self._note(f"console: {message.text}")

    def _on_failed_request(self, request: Request) -> None:
        if request.failure != OVERTAKEN:
            self._note(f"request failed: {request.url} ({request.failure})")

    def _on_response(self, response: Response) -> None:
        if response.status >= FIRST_ERROR and response.status not in self._refusals:
            self._note(f"{response.request.method} {response.url} answered {response.status}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname != "127.0.0.1":
            self._note(f"something was fetched from a stranger: {request.url}")


@asynccontextmanager
async def visitor(
    browser: Browser,
    *,
    base_url: str,
    album: str,
    device: Device = DESK,
    language: str = "zh_CN",
    scheme: Any = "light",
    has_script: bool = True,
    is_thorough: bool = False,
) -> AsyncIterator[Visitor]:
    """A stranger who opens a browser, with cookies of its own; leaving must be in peace."""
    context = await browser.new_context(
        viewport={"width": device.width, "height": device.height},
        device_scale_factor=1,
        is_mobile=device.has_touch,
        has_touch=device.has_touch,
        locale=language.replace("_", "-"),
        timezone_id="Asia/Shanghai",
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=has_script,
    )
    try:
        await _choose_language(context, base_url, language)
        page = await context.new_page()
        somebody = Visitor(
            page,
            base_url=base_url,
            device=device,
            language=language,
            album=ARTEFACTS / album,
            has_script=has_script,
            is_thorough=is_thorough,
        )
        try:
            yield somebody
        except BaseException as error:
            await somebody.keep("failed")
            for problem in somebody.problems:
                error.add_note(problem)
            raise
        somebody.assert_content()
    finally:
        await context.close()


async def _choose_language(context: BrowserContext, base_url: str, language: str) -> None:
    await context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": base_url}])
