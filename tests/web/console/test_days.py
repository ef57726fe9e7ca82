"""Lists of some days: of the market's calendar, both ends included, on the page as in the file."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.kit.app import Browser
from tests.web.console.conftest import Office, links_of, words_of
from tests.web.console.test_lists import export, records_of, table_of

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.errors import InvalidInput
from shopwright.web.console.days import read_days

AUDIT, ORDERS = "/console/audit", "/console/orders"
ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2026-02-29", "", {"from"}),
        ("2026-11-31", "2026-13-01", {"from", "until"}),
        ("0001-01-01", "9999-12-31", {"from", "until"}),
        ("20261123", "2026-W47-1", {"from", "until"}),
        ("２０２６-11-23", "yesterday", {"from", "until"}),
        ("2026-11-23", "2026-11-22", {"until"}),
        ("2028-02-29", "2028-02-29", set()),
        ("", " 2026-11-23 ", set()),
    ],
)
def test_a_day_that_cannot_be_is_named(first: str, last: str, wrong: set[str]) -> None:
    days = read_days({"from": first, "until": last})
    assert set(days.wrong) == wrong
    assert days.query() == {"from": first.strip(), "until": last.strip()}
    if wrong:
        with pytest.raises(InvalidInput):
            days.span(ZONE)


def test_a_span_runs_from_midnight_to_midnight_of_the_market() -> None:
    one_day = read_days({"from": "2026-11-23", "until": "2026-11-23"}).span(ZONE)
    assert one_day == (datetime(2026, 11, 22, 16, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC))
    assert read_days({}).span(ZONE) == (None, None)
    # The clocks of New York go back that night, so its day has 25 hours.
    first, last = read_days({"from": "2026-11-01", "until": "2026-11-01"}).span("America/New_York")
    assert first is not None
    assert last is not None
    assert last.astimezone(UTC) - first.astimezone(UTC) == timedelta(hours=25)


async def test_orders_of_some_days_are_shown_and_taken_along(
    office: Office, owner: Browser, clock: VirtualClock
) -> None:
    placed = []
    for key, moment in (("a", (20, 15, 59)), ("b", (20, 16, 0)), ("c", (21, 15, 59)), ("d", (21, 16, 0))):
        day, hour, minute = moment
        clock.advance(datetime(2027, 3, day, hour, minute, tzinfo=UTC) - clock.now())
        placed.append(office.number(await office.place(1, key=key)))
    await office.enter(owner)
    days = {"from": "2027-03-21", "until": "2027-03-21"}
    page = await owner.get(ORDERS, params=days | {"tab": "to_pay"})
    assert records_of(links_of(page), ORDERS) == [f"{ORDERS}/{number}" for number in reversed(placed[1:3])]
    assert 'type="date" name="from" value="2027-03-21"' in page.text
    assert f"{ORDERS}?tab=to_pay" in links_of(page)
    assert f"{ORDERS}?tab=to_ship&from=2027-03-21&until=2027-03-21" in links_of(page)
    assert [row[0] for row in table_of(await export(office, owner, ORDERS, **days))[1:]] == placed[2:0:-1]
    since = await owner.get(ORDERS, params={"from": "2027-03-22"})
    assert records_of(links_of(since), ORDERS) == [f"{ORDERS}/{placed[3]}"]
    found = await owner.get(ORDERS, params={"q": placed[0], "from": "2027-03-21"})
    assert records_of(links_of(found), ORDERS) == []
    assert "这些日期没有订单" in words_of(await owner.get(ORDERS, params={"until": "2027-03-01"}))


async def test_the_log_of_some_days_is_shown_and_taken_along(
    office: Office, owner: Browser, clock: VirtualClock
) -> None:
    stock = f"/console/stock/{office.diary.floor.variant_ids[0]}"
    clock.advance(datetime(2027, 3, 20, 12, tzinfo=UTC) - clock.now())
    await office.enter(owner)
    for quantity in ("1", "2", "3"):
        await owner.submit(stock, action=f"{stock}/receipts", quantity=quantity)
        clock.advance(timedelta(hours=4))
    days = {"from": "2027-03-21", "until": "2027-03-21", "topic": "inventory"}
    shown = words_of(await owner.get(AUDIT, params=days))
    assert [f"规格 1: {quantity}" in shown for quantity in (1, 2, 3)] == [False, True, True]
    rows = table_of(await export(office, owner, AUDIT, **days))[1:]
    assert [row[4] for row in rows] == ["件数: 规格 1: 3", "件数: 规格 1: 2"]


@pytest.mark.parametrize("place", [AUDIT, ORDERS])
async def test_days_that_cannot_be_list_nothing_and_say_why(office: Office, owner: Browser, place: str) -> None:
    await office.place(1)
    page = await owner.get(place, params={"from": "2026-02-30", "until": "2026-<b>"})
    assert page.status_code == 422
    told = words_of(page)
    assert "“2026-02-30”不是有效的日期，请按 2026-11-23 的格式填写。" in told
    assert "日期有误，暂不显示" in told
    assert "2026-&lt;b&gt;" in page.text
    assert 'aria-describedby="day-from-error"' in page.text
    turned = await owner.get(place, params={"from": "2026-11-23", "until": "2026-11-22"})
    assert "结束日期早于开始日期。" in words_of(turned)
    refused = await export(office, owner, place, **{"from": "2026-02-30"})
    assert refused.status_code == 422
