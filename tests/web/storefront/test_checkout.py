import asyncio
import re
from typing import Any

import pytest
from tests.kit.app import Browser, statement_budget
from tests.kit.forms import find_form
from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import OWNER
from tests.modules.catalog.shelf import CLERK
from tests.web.storefront.till import TYPED, Till, amounts_in, links_of, number_in, order_count, text_of

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.customers import public as customers
from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders import public as orders
from shopwright.shop import Shop


async def take_away(till: Till, cup: int, *, left: int) -> None:
    """Somebody else takes pieces: so many are left."""
    variant_id = till.cups[cup]
    await till.shop.database.transact(
        lambda tx: inventory.count_stock(
            tx, actor=OWNER, variant_id=variant_id, warehouse_id=till.floor.warehouse_id, counted=left, note="test"
        )
    )


async def change_price(till: Till, variant_id: VariantId, minor: int) -> None:
    await till.shop.database.transact(
        lambda tx: catalog.set_price(
            tx, actor=CLERK, variant_id=variant_id, market_code="cn", price=Money(minor, "CNY"), compare_at_minor=None
        )
    )


async def customer_of(till: Till, number: str) -> Any:
    return (await till.placed(number)).customer_id


async def test_who_has_nothing_to_order_is_sent_to_the_cart(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    assert (await client.get("/checkout")).headers["location"] == "/cart"
    assert (await client.post("/orders", data={})).headers["location"] == "/cart"
    await till.add()
    await till.send("/cart/selection", {"all": "none"})
    assert (await client.get("/checkout")).headers["location"] == "/cart"


async def test_a_guest_gets_the_form_for_an_address_at_once(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(quantity=2)
    page = await client.get("/checkout")
    assert (page.status_code, page.headers["cache-control"]) == (200, "private, no-store")
    form = find_form(page.text, action="/orders")
    assert form.texts["address"] == ["new"]
    assert form.texts["expected_total"] == ["25800"]
    assert amounts_in(page) == ["¥258.00", "免费", "¥258.00"]


async def test_an_order_is_placed_and_leads_to_paying_it(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(quantity=2)
    answer = await client.submit("/checkout", action="/orders", note="请周末送", **TYPED)
    number = number_in(answer)
    assert answer.headers["location"] == f"/orders/{number}/payment"
    placed = await till.placed(number)
    async with shop.database.reading() as reading:
        order = await orders.get_order(reading, customer_id=placed.customer_id, order_id=placed.order_id)
    assert (order.total, order.note) == (Money(25_800, "CNY"), "请周末送")
    to = order.address
    assert (to.recipient, to.phone, to.district_code, to.street) == ("林晓", "13800138000", "330106", "文三路 90 号")
    assert (to.province, to.city, to.district) == ("浙江省", "杭州市", "西湖区")
    assert await till.available() == 8
    assert "购物车是空的" in text_of(await client.get("/cart"))
    await check_invariants(shop.database)


async def test_the_email_for_order_news_is_kept_in_its_one_spelling(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    wrong = await client.submit("/checkout", action="/orders", **TYPED | {"email": "lin@", "phone": "1"})
    assert wrong.status_code == 422
    assert "请输入邮箱。" in text_of(wrong)
    form = find_form(wrong.text, action="/orders")
    assert form.texts["email"] == ["lin@"]
    answer = await client.submit("/checkout", action="/orders", **TYPED | {"email": " Lin@Example.COM "})
    placed = await till.placed(number_in(answer))
    async with shop.database.reading() as reading:
        order = await orders.get_order(reading, customer_id=placed.customer_id, order_id=placed.order_id)
    assert order.email == "lin@example.com"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (("330000", "330100", "330106"), "330106"),
        (("浙江省", "杭州市", "西湖区"), "330106"),
        (("广东省", "东莞市", ""), "441900"),
        (("110000", "", "东城区"), "110101"),
        (("710000", "", ""), "710000"),
    ],
)
async def test_a_place_is_understood_by_codes_and_by_names(
    client: Browser, shop: Shop, place: tuple[str, str, str], code: str
) -> None:
    till = await Till.open(shop, client)
    province, city, district = place
    number = await till.place(province=province, city=city, district=district)
    placed = await till.placed(number)
    async with shop.database.reading() as reading:
        order = await orders.get_order(reading, customer_id=placed.customer_id, order_id=placed.order_id)
    assert order.address.district_code == code


async def test_every_wrong_field_is_explained_at_once_and_nothing_typed_is_lost(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    answer = await client.submit(
        "/checkout",
        action="/orders",
        name="",
        phone="123",
        province="330000",
        city="杭州市",
        district="",
        street="路",
        note="长" * 201,
    )
    assert answer.status_code == 422
    wrong = re.findall(r'<p class="field-error" id="field-(\w+)-error">', answer.text)
    assert wrong == ["name", "phone", "district", "street", "note"]
    kept = find_form(answer.text, action="/orders").texts
    assert [kept[name] for name in ("phone", "province", "city", "street")] == [["123"], ["330000"], ["330100"], ["路"]]
    assert kept["note"] == ["长" * 201]
    assert "请更正标出的内容。" in text_of(answer)
    assert await till.available() == 10
    form = await client.send_form(answer, action="/orders", **(TYPED | {"district": "330106", "note": ""}))
    assert form.status_code == 303


async def test_a_known_address_is_offered_and_the_last_one_chosen_again(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.place()
    await till.add(1)
    page = await client.get("/checkout")
    form = find_form(page.text, action="/orders")
    assert len(form.texts["address"]) == 1
    assert form.texts["address"] != ["new"]
    number = number_in(await client.send_form(page, action="/orders"))
    customer_id = await customer_of(till, number)
    async with shop.database.reading() as reading:
        book = await customers.list_addresses(reading, customer_id=customer_id)
    assert len(book) == 1
    assert form.texts["address"] == [str(book[0].id)]


async def test_an_address_of_another_or_of_nobody_is_refused(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.place()
    await till.add(1)
    for address in ("999999", "-1", "x"):
        answer = await client.submit("/checkout", action="/orders", address=address)
        assert answer.status_code == 422
        assert "这个地址已不存在，请重新选择。" in text_of(answer)


async def test_the_same_form_sent_twice_is_one_order(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    page = await client.get("/checkout")
    first, second = [await client.send_form(page, action="/orders", **TYPED) for _ in range(2)]
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    customer_id = await customer_of(till, number_in(first))
    assert await order_count(shop.database, customer_id) == 1
    async with shop.database.reading() as reading:
        assert len(await customers.list_addresses(reading, customer_id=customer_id)) == 1
    assert await till.available() == 9


async def test_the_same_form_after_its_address_went_still_finds_its_order(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    customer_id = await customer_of(till, await till.place())
    await till.add(1)
    page = await client.get("/checkout")
    first = await client.send_form(page, action="/orders")
    async with shop.database.reading() as reading:
        (kept,) = await customers.list_addresses(reading, customer_id=customer_id)
    await shop.database.transact(
        lambda tx: customers.remove_address(
            tx, actor=Actor.customer(customer_id), customer_id=customer_id, address_id=kept.id
        )
    )
    again = await client.send_form(page, action="/orders")
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    assert await order_count(shop.database, customer_id) == 2


async def test_two_clicks_at_once_are_one_order(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.place()
    await till.add(1)
    page = await client.get("/checkout")
    answers = await asyncio.gather(*(client.send_form(page, action="/orders") for _ in range(2)))
    done = [answer for answer in answers if answer.status_code == 303]
    assert {answer.status_code for answer in answers} <= {303, 409}
    assert len({answer.headers["location"] for answer in done}) == 1
    assert await till.available(1) == 9
    again = await client.send_form(page, action="/orders")
    assert again.headers["location"] == done[0].headers["location"]
    assert await order_count(shop.database, await customer_of(till, number_in(again))) == 2


async def test_what_is_sold_out_in_between_is_told_with_the_ways_out(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(0, quantity=2)
    await till.add(1)
    page = await client.get("/checkout")
    await take_away(till, 0, left=1)
    answer = await client.send_form(page, action="/orders", **TYPED)
    assert answer.status_code == 409
    told = text_of(answer)
    assert "“青瓷茶杯 0”只剩 1 件，请修改数量。" in told
    assert "仅剩 1 件" in told
    assert "/cart" in links_of(answer)
    kept = find_form(answer.text, action="/orders").texts
    assert kept["name"] == ["林晓"]
    assert kept["address"] != ["new"]
    without = await client.send_form(answer, action="/cart/selection", press=("then", "checkout"))
    assert (without.status_code, without.headers["location"]) == (303, "/checkout")
    assert amounts_in(await client.get("/checkout"))[-1] == "¥129.00"
    assert (await client.submit("/checkout", action="/orders")).status_code == 303
    assert (await till.available(0), await till.available(1)) == (1, 9)


async def test_another_price_is_shown_before_it_is_asked_for(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    page = await client.get("/checkout")
    await change_price(till, till.cups[0], 13_900)
    answer = await client.send_form(page, action="/orders", **TYPED)
    assert answer.status_code == 409
    assert "金额刚刚有变动，请核对后再确认。" in text_of(answer)
    assert amounts_in(answer)[-1] == "¥139.00"
    assert await till.available() == 10
    again = await client.send_form(answer, action="/orders")
    assert again.status_code == 303


async def test_a_total_of_the_browsers_own_is_never_charged(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    for total in ("1", "0"):
        answer = await client.submit("/checkout", action="/orders", expected_total=total, **TYPED)
        assert (answer.status_code, await till.available()) == (409, 10)
    for total in ("-1", "129.00", "", "9" * 30):
        answer = await client.submit("/checkout", action="/orders", expected_total=total, **TYPED)
        assert (answer.status_code, await till.available()) == (422, 10)
        assert "购物车刚刚有变动，请核对后再确认。" in text_of(answer)


async def test_a_cart_that_changed_in_another_window_is_shown_again(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    page = await client.get("/checkout")
    await till.add(1)
    answer = await client.send_form(page, action="/orders", **TYPED)
    assert answer.status_code == 409
    assert "购物车刚刚有变动，请核对后再确认。" in text_of(answer)
    assert amounts_in(answer)[-1] == "¥258.00"
    assert (await client.send_form(answer, action="/orders")).status_code == 303


async def test_an_emptied_cart_is_told_with_the_ways_out(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    page = await client.get("/checkout")
    await till.send(f"/cart/lines/{till.cups[0]}/removal", {})
    version = int(find_form(page.text, action="/orders").texts["cart_version"][0]) + 1
    answer = await client.send_form(page, action="/orders", cart_version=str(version), **TYPED)
    assert answer.status_code == 409
    assert "请先在购物车里勾选商品。" in text_of(answer)
    assert "/cart" in links_of(answer)
    assert re.search(r"<button[^>]*disabled[^>]*>.{0,40}提交订单", answer.text)


async def test_a_key_of_another_order_is_not_used_again(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    page = await client.get("/checkout")
    await client.send_form(page, action="/orders", **TYPED)
    answer = await client.send_form(page, action="/orders", **TYPED, note="more")
    assert answer.status_code == 422
    assert "/orders" in links_of(answer)
    old, new = (find_form(text, action="/orders").texts["idempotency_key"] for text in (page.text, answer.text))
    assert old != new


async def test_a_busy_shop_says_so_and_keeps_the_key(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    page = await client.get("/checkout")
    await shop.placing.close()
    answer = await client.send_form(page, action="/orders", **TYPED)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "请稍后再试" in text_of(answer)
    old, new = (find_form(text, action="/orders").texts["idempotency_key"] for text in (page.text, answer.text))
    assert old == new
    assert await till.available() == 10


@pytest.mark.usefixtures("may_hold_two")
async def test_what_is_being_placed_already_is_told_and_then_found(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.place()
    await till.add(1)
    page = await client.get("/checkout")
    async with shop.database.transaction() as tx:
        await tx.connection.execute("SELECT FROM checkout.cart FOR UPDATE")
        first = asyncio.create_task(client.send_form(page, action="/orders"))
        while not await tx.connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        ):
            await asyncio.wait([first], timeout=0.01)
        second = await client.send_form(page, action="/orders")
    done = await first
    assert (done.status_code, second.status_code) == (303, 409)
    assert "/orders" in links_of(second)
    again = await client.send_form(second, action="/orders")
    assert again.headers["location"] == done.headers["location"]


async def test_a_note_is_shown_as_it_was_typed_and_runs_nothing(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    answer = await client.submit("/checkout", action="/orders", **(TYPED | {"name": ""}), note="<script>x()</script>")
    assert "<script>x()" not in answer.text
    assert find_form(answer.text, action="/orders").texts["note"] == ["<script>x()</script>"]


async def test_checkout_keeps_its_budget_however_many_lines(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client, cups=8)
    await till.add(0)
    await client.get("/checkout")
    with statement_budget(shop, at_most=5):
        await client.get("/checkout")
    for cup in range(1, 8):
        await till.add(cup)
    with statement_budget(shop, at_most=5):
        page = await client.get("/checkout")
    with statement_budget(shop, at_most=24) as used:
        await client.send_form(page, action="/orders", **TYPED)
    first = used.total()
    await till.add(0)
    page = await client.get("/checkout")
    with statement_budget(shop, at_most=first):
        await client.send_form(page, action="/orders")


async def test_a_pasted_address_fills_the_form_and_loses_nothing_typed(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    pasted = "林晓 13800138000 浙江省杭州市西湖区文三路 90 号"
    filled = await client.submit(
        "/checkout", action="/orders", press=("act", "read"), pasted=pasted, note="请放门口", email="lin@example.com"
    )
    assert filled.status_code == 200
    texts = find_form(filled.text, action="/orders").texts
    assert [texts[name] for name in ("name", "phone", "district", "street")] == [
        ["林晓"], ["13800138000"], ["330106"], ["文三路 90 号"],
    ]  # fmt: skip
    assert (texts["note"], texts["email"]) == (["请放门口"], ["lin@example.com"])
    assert (await client.send_form(filled, action="/orders")).status_code == 303


async def test_a_script_reads_a_pasted_address_without_leaving_the_page(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    told = await till.send("/divisions/reading", {"pasted": "北京市朝阳区建国路 88 号 13800138000"})
    assert told.json() == {
        "recipient": "",
        "phone": "13800138000",
        "province": "110000",
        "city": "110100",
        "district": "110105",
        "street": "建国路 88 号",
    }
