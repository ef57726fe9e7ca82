"""How the shop is doing, on the start page: exact figures, their file, and what they cost."""

import re
from datetime import date, timedelta

import pytest
from litestar import Litestar
from tests.kit.app import open_browser, statement_budget
from tests.web.console.conftest import Office

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.money import Money
from shopwright.modules.orders.contracts import DayFigures
from shopwright.web.console.figures.reading import compare


def _day(number: int, minor: int, *, by_now: int = 0) -> DayFigures:
    return DayFigures(
        date(2027, 3, number), 1 if minor else 0, Money(minor, "CNY"), 1 if by_now else 0, Money(by_now, "CNY")
    )


def test_a_period_is_compared_with_as_many_days_up_to_the_same_time() -> None:
    days = [_day(1, 100), _day(2, 900, by_now=300), _day(3, 50), _day(4, 25)]
    today = compare(days, day_count=1)
    assert (today.paid.minor, today.paid_before.minor, today.order_count) == (25, 0, 1)
    two = compare(days, day_count=2)
    assert (two.paid.minor, two.paid_before.minor) == (75, 400)
    assert (two.order_count, two.order_count_before) == (2, 2)
    assert (two.average, two.average_before) == (Money(38, "CNY"), Money(200, "CNY"))


async def test_what_was_sold_stands_on_the_start_page_and_in_the_file(
    app: Litestar, office: Office, clock: VirtualClock
) -> None:
    await office.sell(1)
    clock.advance(timedelta(days=1))
    await office.sell(2, 1)
    await office.place(3, key="unpaid")
    async with open_browser(app) as browser:
        await office.enter(browser)
        page = await browser.get("/console")
        found = re.findall(r'<td class="cell-numeric" data-value="([^"]+)">', page.text)
        assert len(found) == 60
        cup = 12_900
        assert found[-4:] == [f"{cup / 100:.2f}", "1", f"{3 * cup / 100:.2f}", "1"]
        file = await browser.get("/console/figures")
        lines = file.text.removeprefix("\ufeff").splitlines()
        assert lines[0] == "日期,付款订单,实收,币种"
        assert [line.split(",", 1)[1] for line in lines[-2:]] == ["1,129.00,CNY", "1,387.00,CNY"]
        assert len(lines) == 31
        # Seven of the page, and who it is, and two about whether the shop is open; the figures are kept.
        with statement_budget(office.shop, at_most=10):
            await browser.get("/console")


@pytest.mark.parametrize(("role", "is_shown"), [("clerk", True), ("merchandiser", False), ("guest", False)])
async def test_figures_are_for_who_sees_orders(app: Litestar, office: Office, role: str, *, is_shown: bool) -> None:
    await office.sell(1)
    async with open_browser(app) as browser:
        await office.enter(browser, role)
        page = await browser.get("/console")
        assert ('data-chart="figure-days"' in page.text) is is_shown
        assert ("charts.js" in page.text) is is_shown
        assert ((await browser.get("/console/figures")).status_code == 200) is is_shown


async def test_a_day_begins_where_the_shop_is(app: Litestar, office: Office, clock: VirtualClock) -> None:
    evening = clock.now().replace(hour=17, minute=0)  # One in the night of the next day in Shanghai.
    clock.advance(evening - clock.now() + timedelta(days=1))
    await office.sell(1)
    async with open_browser(app) as browser:
        await office.enter(browser)
        page = await browser.get("/console")
    last = re.findall(r'<time datetime="(\d{4}-\d\d-\d\d)">', page.text)[-1]
    assert last == (evening + timedelta(days=2)).date().isoformat()
    assert '今天到现在</h3><dl><div><dt>实收</dt><dd><span class="figure-value">¥129.00</span>' in page.text
