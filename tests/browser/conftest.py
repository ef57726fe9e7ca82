import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest
from playwright.async_api import Browser, async_playwright
from scripts.install_browser import browser_path
from tests.browser.running import Demo, busy, discard, running_demo
from tests.browser.visitor import Visitor, visitor

STOP_SECONDS_MAX = 3.0
FIRST_PORT = 8500
PORTS_A_WORKER = 10
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Visit = Callable[..., AbstractAsyncContextManager[Visitor]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One real demo for each worker of the test run, closed by Ctrl-C, which must not take long."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    folder = tmp_path_factory.mktemp("demo")
    try:
        # Two demos that look for a free port at the same moment would find the same one.
        with running_demo(folder, port=FIRST_PORT + PORTS_A_WORKER * worker) as running:
            yield running
            assert running.press_ctrl_c() < busy(STOP_SECONDS_MAX)
    finally:
        discard(folder)


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for each worker; visitors have contexts of their own in it."""
    path = browser_path()
    assert path is not None, "no Chromium was found; scripts/install_browser.py installs one"
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture
def visit(demo: Demo, browser: Browser, request: pytest.FixtureRequest) -> Visit:
    """Opens browsers: `async with visit(device=PHONE, language="en", has_script=False) as somebody`.

    The pictures that a visitor keeps go to artefacts/browser, in a folder of the test's name.
    """
    return partial(visitor, browser, base_url=demo.url, album=request.node.name.removeprefix("test_"))
