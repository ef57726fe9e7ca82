import asyncio

import pytest
from tests.kit.app import Browser, drain, statement_budget
from tests.kit.invariants import check_invariants
from tests.web.console.conftest import Office, error_at, links_of, typed, words_of

from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import StockLevel

LIST = "/console/stock"


async def level_of(office: Office, place: int = 0) -> StockLevel:
    async with office.shop.database.reading() as reading:
        (level,) = await inventory.list_levels(reading, variant_ids=[office.diary.floor.variant_ids[place]])
    return level


def page_of(office: Office, place: int = 0) -> str:
    return f"{LIST}/{office.diary.floor.variant_ids[place]}"


async def send(owner: Browser, page: str, act: str, **fields: str) -> tuple[int, str]:
    answer = await owner.submit(page, action=f"{page}/{act}", **typed(fields))
    return answer.status_code, answer.text


async def test_stock_is_received_corrected_counted_and_kept_back(office: Office, owner: Browser) -> None:
    page = page_of(office)
    assert (await send(owner, page, "receipts", quantity="5", note="龙泉窑"))[0] == 303
    assert (await send(owner, page, "adjustments", quantity="-2", note="磕碰"))[0] == 303
    assert (await send(owner, page, "counts", quantity="12"))[0] == 303
    assert (await send(owner, page, "safety", quantity="3"))[0] == 303
    level = await level_of(office)
    assert (level.on_hand, level.safety, level.available) == (12, 3, 9)
    shown = words_of(await owner.get(page))
    assert "可售 9 实物库存 12 未付占用 0 待发占用 0 预留 3" in shown
    for line in ("盘点 Owner -1", "调整 Owner · 磕碰 -2", "入库 Owner · 龙泉窑 +5"):
        assert line in shown
    assert [action for action, _ in await office.subjects()] == [
        "inventory.received",
        "inventory.adjusted",
        "inventory.counted",
        "inventory.keep_back",
    ]
    await drain(office.shop)
    await check_invariants(office.shop.database)


async def test_what_is_sent_twice_is_written_once(office: Office, owner: Browser) -> None:
    page = page_of(office)
    opened = await owner.get(page)
    for act, fields in (("receipts", {"quantity": "5"}), ("adjustments", {"quantity": "-2", "note": "磕碰"})):
        answers = await asyncio.gather(
            *(owner.send_form(opened, action=f"{page}/{act}", **typed(fields)) for _ in range(5))
        )
        assert [answer.status_code for answer in answers] == [303] * 5
    assert (await level_of(office)).on_hand == 13
    assert "提交了多次，只记了一次" in (await owner.get(page)).text
    # What a second look at the same page adds is another delivery, and so is the same from a fresh page.
    await owner.send_form(opened, action=f"{page}/receipts", quantity="7")
    await send(owner, page, "receipts", quantity="7")
    assert (await level_of(office)).on_hand == 27
    assert len([action for action, _ in await office.subjects()]) == 4


@pytest.mark.parametrize(
    ("act", "fields", "field", "status", "sentence"),
    [
        ("receipts", {"quantity": "0"}, "receive-quantity", 422, "请输入 1 到 1000000 之间的数字。"),
        ("receipts", {"quantity": "1.5"}, "receive-quantity", 422, "请输入整数。"),
        ("adjustments", {"quantity": "two", "note": "x y"}, "adjust-quantity", 422, "请输入带符号的整数，如 -2 或 5。"),
        ("adjustments", {"quantity": "-2"}, "adjust-note", 422, "请填写此项。"),
        ("adjustments", {"quantity": "0", "note": "nothing"}, "adjust-quantity", 409, "库存已经是这个数量。"),
        ("counts", {"quantity": "10"}, "count-quantity", 409, "库存已经是这个数量。"),
        ("safety", {"quantity": "-1"}, "keep-quantity", 422, "请输入整数。"),
    ],
)
async def test_a_refusal_stands_beside_its_field(
    *, office: Office, owner: Browser, act: str, fields: dict[str, str], field: str, status: int, sentence: str
) -> None:
    page = page_of(office)
    answer = await owner.submit(page, action=f"{page}/{act}", **typed(fields))
    assert answer.status_code == status
    assert error_at(answer, field) == sentence
    assert f'value="{fields["quantity"]}"' in answer.text
    assert await level_of(office) == StockLevel(
        office.diary.floor.variant_ids[0], office.diary.floor.warehouse_id, on_hand=10, held=0, committed=0, safety=0
    )
    assert await office.subjects() == []


async def test_promised_pieces_cannot_be_taken_away(office: Office, owner: Browser) -> None:
    await office.sell(4)
    page = page_of(office)
    answer = await owner.submit(page, action=f"{page}/adjustments", quantity="-7", note="磕碰")
    assert answer.status_code == 409
    assert "4" in error_at(answer, "adjust-quantity")
    assert (await level_of(office)).on_hand == 10


async def test_the_list_finds_filters_and_keeps_its_filters(office: Office, owner: Browser) -> None:
    first, second = page_of(office, 0), page_of(office, 1)
    await owner.submit(first, action=f"{first}/counts", quantity="5")
    low = await owner.get(LIST, params={"tab": "low"})
    assert [link for link in links_of(low) if link.startswith(f"{LIST}/")] == [first]
    assert "库存紧张 1" in words_of(low)
    found = await owner.get(LIST, params={"q": "CUP-1", "tab": ""})
    assert next(link for link in links_of(found) if link.startswith(f"{LIST}/")) == second
    both = await owner.get(LIST, params={"q": "茶杯", "tab": "low"})
    assert [link for link in links_of(both) if link.startswith(f"{LIST}/")] == [first]
    assert f"{LIST}?q=%E8%8C%B6%E6%9D%AF" in links_of(both)
    assert '<input type="hidden" name="tab" value="low">' in both.text


async def test_a_ledger_line_leads_to_its_order_for_who_may_see_it(office: Office, owner: Browser) -> None:
    number = await office.sell(1)
    place = f"/console/orders/{number}"
    await owner.submit(place, action=f"{place}/shipments", carrier="jd", tracking_number="JD1")
    assert place in links_of(await owner.get(page_of(office)))


async def test_unknown_variants_and_warehouses_are_told(office: Office, owner: Browser) -> None:
    assert (await owner.get(f"{LIST}/999")).status_code == 404
    token = {"X-CSRF-Token": office.token(owner)}
    sent = {"warehouse_id": "999", "quantity": "1"}
    assert (await owner.post(f"{LIST}/999/receipts", data=sent, headers=token)).status_code == 404
    answer = await owner.post(f"{page_of(office)}/receipts", data=sent, headers=token)
    assert answer.status_code == 404
    assert (await level_of(office)).on_hand == 10


async def test_a_second_warehouse_is_opened(office: Office, owner: Browser) -> None:
    place = "/console/warehouses"
    wrong = await owner.submit(place, action=place, name_zh="杭州仓", code="HZ 1")
    assert (wrong.status_code, error_at(wrong, "field-code")) == (422, "只能使用小写字母、数字和连字符。")
    assert (await owner.submit(place, action=place, name_zh="杭州仓", code="hz-1")).status_code == 303
    taken = await owner.submit(place, action=place, name_zh="杭州仓", code="hz-1")
    assert taken.status_code == 422
    assert "杭州仓" in words_of(await owner.get(page_of(office)))


async def test_pages_keep_their_budgets(office: Office, owner: Browser) -> None:
    member = 1
    with statement_budget(office.shop, at_most=4 + member):
        await owner.get(LIST)
    with statement_budget(office.shop, at_most=4 + member):
        await owner.get(LIST, params={"q": "cup", "tab": "low"})
    with statement_budget(office.shop, at_most=4 + member):
        await owner.get(page_of(office))


async def test_a_shelf_is_counted_on_one_sheet_all_or_none(office: Office, owner: Browser) -> None:
    sheet, counts, places = "/console/counting", "/console/counts", range(2)
    first, second = (f"counted-{office.diary.floor.variant_ids[place]}" for place in places)
    known = [(await level_of(office, place)).on_hand for place in places]
    with statement_budget(office.shop, at_most=5):
        assert first in (await owner.get(sheet)).text
    wrong = await owner.submit(sheet, action=counts, **typed({first: "7", second: "-1"}))
    assert (wrong.status_code, error_at(wrong, second)) == (422, "请输入整数。")
    assert f'name="{first}" value="7"' in wrong.text
    assert [(await level_of(office, place)).on_hand for place in places] == known
    right = await owner.submit(sheet, action=counts, **typed({first: "7", second: str(known[1]), "note": "月底"}))
    assert (right.status_code, right.headers["location"].partition("?")[0]) == (303, sheet)
    assert "盘点已保存，1 项库存有变化。" in words_of(await owner.get(sheet))
    assert [(await level_of(office, place)).on_hand for place in places] == [7, known[1]]
    assert f"盘点 Owner · 月底 {7 - known[0]}" in words_of(await owner.get(page_of(office)))


async def test_a_sheet_refuses_the_count_of_what_moved_meanwhile(office: Office, owner: Browser) -> None:
    sheet, counts, page = "/console/counting", "/console/counts", page_of(office)
    first, second = (f"counted-{office.diary.floor.variant_ids[place]}" for place in range(2))
    known = f"known-{office.diary.floor.variant_ids[0]}"
    opened = await owner.get(sheet)
    await send(owner, page, "adjustments", quantity="-2", note="发货")
    told = "开始盘点时库存是 10 件，现在是 8 件，请重新清点。"
    wrong = await owner.send_form(opened, action=counts, **typed({first: "9", second: "7", "note": "月底"}))
    assert (wrong.status_code, error_at(wrong, first)) == (422, told)
    for kept in (f'name="{first}" value="9"', f'name="{second}" value="7"', 'value="月底"', "data-came-back"):
        assert kept in wrong.text
    assert f'name="{known}" value="8"' in wrong.text
    assert [(await level_of(office, place)).on_hand for place in range(2)] == [8, 10]
    # Fixing another field does not make the figure new beside which this one was counted.
    typo = await owner.send_form(opened, action=counts, **typed({first: "9", second: "x"}))
    assert f'name="{known}" value="10"' in typo.text
    assert error_at(await owner.send_form(typo, action=counts, **typed({second: "7"})), first) == told
    assert (await owner.send_form(wrong, action=counts, **typed({first: "7"}))).status_code == 303
    assert [(await level_of(office, place)).on_hand for place in range(2)] == [7, 7]


async def test_a_single_count_of_what_moved_meanwhile_is_refused(office: Office, owner: Browser) -> None:
    page = page_of(office)
    opened = await owner.get(page)
    await send(owner, page, "adjustments", quantity="-2", note="发货")
    wrong = await owner.send_form(opened, action=f"{page}/counts", **typed({"quantity": "9"}))
    assert (wrong.status_code, (await level_of(office)).on_hand) == (409, 8)
    assert error_at(wrong, "count-quantity") == "开始盘点时库存是 10 件，现在是 8 件，请重新清点。"
    assert (await owner.send_form(wrong, action=f"{page}/counts", **typed({"quantity": "7"}))).status_code == 303
    assert (await level_of(office)).on_hand == 7


async def test_what_was_counted_stands_on_the_sheet_though_it_left_the_list(office: Office, owner: Browser) -> None:
    page, low = page_of(office), "/console/counting?tab=low"
    counted = f"counted-{office.diary.floor.variant_ids[0]}"
    await send(owner, page, "counts", quantity="5")
    opened = await owner.get(low)
    await send(owner, page, "receipts", quantity="20")
    assert counted not in (await owner.get(low)).text
    wrong = await owner.send_form(opened, action="/console/counts", **typed({counted: "4"}))
    assert (wrong.status_code, error_at(wrong, counted)) == (422, "开始盘点时库存是 5 件，现在是 25 件，请重新清点。")
    assert f'name="{counted}" value="4"' in wrong.text


async def test_counts_of_a_warehouse_that_is_gone_are_kept_on_the_sheet(office: Office, owner: Browser) -> None:
    counted = f"counted-{office.diary.floor.variant_ids[0]}"
    opened = await owner.get("/console/counting")
    for _ in range(2):
        opened = await owner.send_form(opened, action="/console/counts", **typed({counted: "4", "warehouse": "999"}))
        assert (opened.status_code, "没有这个仓库。" in words_of(opened)) == (404, True)
        assert f'name="{counted}" value="4"' in opened.text
        assert 'name="warehouse" value="999"' in opened.text
    assert (await level_of(office)).on_hand == 10
