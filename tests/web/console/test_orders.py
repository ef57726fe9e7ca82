import httpx
import pytest
from tests.kit.app import Browser, statement_budget
from tests.web.console.conftest import Office, error_at, links_of, typed, words_of

from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders.subscribers import on_refund_failed
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.events import RefundFailed

LIST = "/console/orders"


async def test_an_order_is_sent_in_two_parcels_and_arrives(office: Office, clerk: Browser) -> None:
    number = await office.sell(2, 1)
    place = f"{LIST}/{number}"
    first, second = (await office.order(number)).lines
    answer = await clerk.submit(
        place,
        action=f"{place}/shipments",
        carrier="shunfeng",
        tracking_number="sf 100",
        **typed({f"quantity-{first.id}": "1", f"quantity-{second.id}": "0"}),
    )
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    page = await clerk.get(place)
    assert "待发货 2 件" in words_of(page)
    assert "顺丰速运 SF100" in words_of(page)
    assert '<option value="shunfeng" selected>' in page.text
    await clerk.submit(place, action=f"{place}/shipments", carrier="zhongtong", tracking_number="ZT200")
    assert "运送中 确认包裹送达后，请登记签收。 标记签收" in words_of(await clerk.get(place))
    order = await office.order(number)
    assert (order.order_status, order.fulfilment_status) == ("placed", "fulfilled")
    assert [line.shipped_quantity for line in order.lines] == [2, 1]
    for parcel in order.shipments:
        await clerk.submit(place, action=f"{place}/shipments/{parcel.id}/delivery")
    assert (await office.order(number)).fulfilment_status == "delivered"
    assert "商品已全部送达" in words_of(await clerk.get(place))
    await clerk.submit(place, action=f"{place}/receipt")
    assert (await office.order(number)).order_status == "completed"
    assert "没有需要处理的" in words_of(await clerk.get(place))
    assert await office.subjects() == [
        ("orders.ship", "Clerk"), ("orders.ship", "Clerk"),
        ("orders.record_delivery", "Clerk"), ("orders.record_delivery", "Clerk"), ("orders.confirm_receipt", "Clerk"),
    ]  # fmt: skip


async def test_whoever_ships_goes_on_to_the_next_that_waits(office: Office, clerk: Browser) -> None:
    first, last = await office.sell(1), await office.sell(1)
    goes_on = ("then", "next")
    place, other = f"{LIST}/{first}", f"{LIST}/{last}"
    assert f'href="{place}#field-carrier"' in (await clerk.get(LIST)).text
    answer = await clerk.submit(
        other, action=f"{other}/shipments", press=goes_on, carrier="shunfeng", tracking_number="SF1"
    )
    assert answer.headers["location"] == f"{place}#field-tracking_number"
    page = await clerk.get(place)
    assert f"订单 {last} 已发货，请处理这一单。" in words_of(page)
    assert page.text.index("发货并处理下一单") < page.text.index("确认发货")
    assert f'href="{place}#field-tracking_number"' in (await clerk.get(LIST)).text
    answer = await clerk.submit(place, action=f"{place}/shipments", press=goes_on, tracking_number="SF2")
    assert answer.headers["location"] == place
    assert f"订单 {first} 已发货，没有其他待发货的订单了。" in words_of(await clerk.get(place))


async def test_a_label_that_is_scanned_twice_sends_one_order(office: Office, clerk: Browser) -> None:
    first, last = await office.sell(1), await office.sell(1)
    place, other = f"{LIST}/{first}", f"{LIST}/{last}"

    async def scan(page: str) -> httpx.Response:
        goes_on, label = ("then", "next"), "sf 1"
        return await clerk.submit(
            page, action=f"{page}/shipments", press=goes_on, carrier="shunfeng", tracking_number=label
        )

    assert "shares_parcel" not in (await clerk.get(place)).text
    assert (await scan(place)).status_code == 303
    again = await scan(other)
    assert again.status_code == 409
    assert error_at(again, "field-tracking_number") == f"订单 {first} 刚用这个运单号发过货，是不是重复扫了同一张面单？"
    assert ('value="sf 1"' in again.text, "两单合并发货，装在同一个包裹里" in words_of(again)) == (True, True)
    assert (await office.order(last)).shipments == ()
    assert await office.subjects() == [("orders.ship", "Clerk")]
    answer = await clerk.send_form(again, action=f"{other}/shipments", press=("then", "next"), shares_parcel="1")
    assert (answer.status_code, answer.headers["location"]) == (303, other)
    assert [parcel.tracking_number for parcel in (await office.order(last)).shipments] == ["SF1"]


async def test_an_order_whose_goods_are_not_found_is_passed_over(office: Office, clerk: Browser) -> None:
    first, last = await office.sell(1), await office.sell(1)
    place, other = f"{LIST}/{first}", f"{LIST}/{last}"
    assert f"{place}/next" in links_of(await clerk.get(place))
    for begun, following in ((place, other), (other, place)):
        answer = await clerk.get(f"{begun}/next")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{following}#field-carrier")
    await clerk.submit(other, action=f"{other}/shipments", carrier="jd", tracking_number="JD1")
    assert (await clerk.get(f"{place}/next")).headers["location"] == place
    assert "没有其他待发货的订单了。" in words_of(await clerk.get(place))
    assert f"{other}/next" not in links_of(await clerk.get(other))


async def test_a_wrong_parcel_comes_back_filled_with_every_fault(office: Office, clerk: Browser) -> None:
    number = await office.sell(2)
    (line,) = (await office.order(number)).lines
    place, field = f"{LIST}/{number}", f"quantity-{line.id}"
    answer = await clerk.submit(place, action=f"{place}/shipments", tracking_number="", **typed({field: "3"}))
    assert answer.status_code == 422
    assert error_at(answer, field) == "请输入 0 到 2 之间的数字。"
    assert error_at(answer, "field-carrier") == "请选择一项。"
    assert error_at(answer, "field-tracking_number") == "请填写此项。"
    assert f'name="{field}" value="3"' in answer.text
    assert (await office.order(number)).shipped_quantity == 0


@pytest.mark.parametrize("quantity", ["-1", "0.5", "1e3", "NaN", "9223372036854775808", "１"])
async def test_no_odd_quantity_leaves_the_shop(office: Office, clerk: Browser, quantity: str) -> None:
    number = await office.sell(2)
    (line,) = (await office.order(number)).lines
    place, field = f"{LIST}/{number}", f"quantity-{line.id}"
    answer = await clerk.submit(
        place, action=f"{place}/shipments", carrier="jd", tracking_number="JD1", **typed({field: quantity})
    )
    assert answer.status_code == 422
    assert (await office.order(number)).shipped_quantity == 0


async def test_an_empty_parcel_is_refused_in_place(office: Office, clerk: Browser) -> None:
    number = await office.sell(1)
    (line,) = (await office.order(number)).lines
    place = f"{LIST}/{number}"
    answer = await clerk.submit(
        place, action=f"{place}/shipments", carrier="jd", tracking_number="JD1", **typed({f"quantity-{line.id}": "0"})
    )
    assert answer.status_code == 422
    assert 'value="JD1"' in answer.text
    assert 'class="notice notice-danger"' in answer.text


async def test_a_parcel_recorded_twice_is_said_so(office: Office, clerk: Browser) -> None:
    number = await office.sell(2)
    (line,) = (await office.order(number)).lines
    place, one = f"{LIST}/{number}", {f"quantity-{line.id}": "1"}
    sent = {"carrier": "jd", "tracking_number": "JD1", **one}
    assert (await clerk.submit(place, action=f"{place}/shipments", **typed(sent))).status_code == 303
    assert (await clerk.submit(place, action=f"{place}/shipments", **typed(sent))).status_code == 409
    assert (await office.order(number)).shipped_quantity == 1


async def test_what_the_clerk_may_not_do_is_not_offered(office: Office, clerk: Browser, owner: Browser) -> None:
    place = f"{LIST}/{await office.sell(1)}"
    assert [link for link in links_of(await clerk.get(place)) if link.startswith(place)] == [f"{place}/next"]
    offered = [link for link in links_of(await owner.get(place)) if link.startswith(place)]
    assert offered == [f"{place}/next", f"{place}/refund", f"{place}/cancellation"]


async def test_an_order_is_cancelled_with_its_reason_and_its_stock_is_free(office: Office, owner: Browser) -> None:
    number = await office.sell(4)
    place = f"{LIST}/{number}/cancellation"
    unsaid = await owner.submit(place, action=place)
    assert unsaid.status_code == 422
    assert (await office.order(number)).order_status == "placed"
    assert (await owner.submit(place, action=place, reason="out_of_stock")).headers["location"] == f"{LIST}/{number}"
    assert "退款中 款项正在退还给顾客" in words_of(await owner.get(f"{LIST}/{number}"))
    await office.settle()
    order = await office.order(number)
    assert (order.order_status, order.payment_status, order.cancel_reason) == ("cancelled", "refunded", "out_of_stock")
    async with office.shop.database.reading() as reading:
        cup = office.diary.floor.variant_ids[0]
        assert await inventory.find_availability(reading, variant_ids=[cup]) == {cup: 10}
    assert await office.subjects() == [("payments.refund", "Owner"), ("orders.cancel", "Owner")]


async def test_a_refund_asks_for_words_and_gives_everything_back(office: Office, owner: Browser) -> None:
    number = await office.sell(1)
    place = f"{LIST}/{number}/refund"
    answer = await owner.submit(place, action=place, reason=" ")
    assert (answer.status_code, error_at(answer, "field-reason")) == (422, "请填写此项。")
    opened = await owner.get(place)
    await owner.send_form(opened, action=place, reason="壶嘴有磕碰")
    await office.settle()
    assert (await office.order(number)).payment_status == "refunded"
    page = words_of(await owner.get(f"{LIST}/{number}"))
    assert "壶嘴有磕碰" in page
    assert "这笔订单目前没有可退的款项。 返回订单" in words_of(await owner.get(place))
    assert (await owner.send_form(opened, action=place, reason="壶嘴有磕碰")).status_code == 409


async def test_a_refund_that_failed_comes_before_a_completed_order(office: Office, owner: Browser) -> None:
    placed = await office.place(1)
    await office.diary.pay(placed)
    await office.diary.ship(placed, pieces=1, tracking_number="SF9")
    await office.diary.receive(placed)
    place = f"{LIST}/{office.number(placed)}"
    assert "没有需要处理的" in words_of(await owner.get(place))
    await owner.submit(f"{place}/refund", action=f"{place}/refund", reason="壶嘴有磕碰")
    async with office.shop.database.reading() as reading:
        (asked,) = await payments.list_refunds(reading, customer_id=placed.customer_id, order_id=placed.order_id)
    failed = RefundFailed(
        placed.customer_id, placed.order_id, asked.refund_id, asked.amount.minor, asked.amount.currency
    )
    await office.shop.database.transact(lambda tx: on_refund_failed(tx, failed))
    page = await owner.get(place)
    assert "退款失败，请重新发起 仍有 ¥129.00 未退给顾客" in words_of(page)
    assert "没有需要处理的" not in words_of(page)
    assert links_of(page).count(f"{place}/refund") == 2


async def test_a_cancellation_is_not_offered_once_something_was_sent(office: Office, owner: Browser) -> None:
    place = f"{LIST}/{await office.sell(1)}"
    await owner.submit(place, action=f"{place}/shipments", carrier="jd", tracking_number="JD1")
    page = await owner.get(f"{place}/cancellation")
    assert "这笔订单已不能取消。 返回订单" in words_of(page)
    assert f'action="{place}/cancellation"' not in page.text


async def test_tabs_count_and_filter_and_keep_the_search(office: Office, owner: Browser) -> None:
    paid, unpaid = await office.sell(1), office.number(await office.place(0, 2, key="b"))
    to_ship = await owner.get(LIST, params={"tab": "to_ship"})
    assert [link for link in links_of(to_ship) if link.startswith(f"{LIST}/")] == [f"{LIST}/{paid}"]
    assert "全部订单 待付款 1 待发货 1 待收货 0 已完成 0 已关闭 0" in words_of(to_ship)
    to_pay = await owner.get(LIST, params={"tab": "to_pay", "q": unpaid})
    assert [link for link in links_of(to_pay) if link.startswith(f"{LIST}/")] == [f"{LIST}/{unpaid}"]
    assert f"{LIST}?tab=to_ship&q={unpaid}" in links_of(to_pay)
    assert '<input type="hidden" name="tab" value="to_pay">' in to_pay.text


@pytest.mark.parametrize("terms", ["13800138000", "8000", "林", "SF9"])
async def test_orders_are_found_by_phone_name_and_parcel(office: Office, owner: Browser, terms: str) -> None:
    number = await office.sell(1)
    place = f"{LIST}/{number}"
    await owner.submit(place, action=f"{place}/shipments", carrier="shunfeng", tracking_number="SF9")
    assert place in links_of(await owner.get(LIST, params={"q": terms}))
    assert place not in links_of(await owner.get(LIST, params={"q": terms, "tab": "closed"}))


async def test_a_search_that_finds_nothing_shows_the_way_back(office: Office, owner: Browser) -> None:
    await office.sell(1)
    page = await owner.get(LIST, params={"q": "%' OR 1=1 --", "tab": "to_ship", "after": "x"})
    assert page.status_code == 200
    assert "没有符合的订单" in words_of(page)
    assert f"{LIST}?tab=to_ship" in links_of(page)


@pytest.mark.parametrize("number", ["1000000000000", "x", "9999999999999"])
async def test_a_number_that_is_no_order_is_not_found(owner: Browser, number: str) -> None:
    assert (await owner.get(f"{LIST}/{number}")).status_code == 404


async def test_pages_keep_their_budgets(office: Office, owner: Browser) -> None:
    number = await office.sell(1, 1, 1)
    member = 1
    with statement_budget(office.shop, at_most=3 + member):
        await owner.get(LIST)
    with statement_budget(office.shop, at_most=3 + member):
        await owner.get(LIST, params={"q": "林", "tab": "to_ship"})
    with statement_budget(office.shop, at_most=4 + member):
        await owner.get(f"{LIST}/{number}")
    # Each tile and list a statement, two for the figures, two for what is left of opening the shop, one setting.
    with statement_budget(office.shop, at_most=12 + member):
        await owner.get("/console")
