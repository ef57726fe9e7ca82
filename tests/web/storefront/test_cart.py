import json
import re
from typing import Any

import pytest
from litestar import Litestar
from tests.kit.app import Browser, open_browser, statement_budget
from tests.kit.forms import find_form
from tests.kit.shop_floor import OWNER
from tests.web.storefront.till import Till, amounts_in, text_of

from shopwright.modules.catalog import public as catalog
from shopwright.platform.http.sessions import ShopFacts
from shopwright.shop import Shop
from shopwright.web import limits

PART = {"hx-request": "true"}


def typed(values: dict[str, str]) -> dict[str, Any]:
    """Fields whose names are made, for a form."""
    return dict(values)


def quantities(page: str) -> list[str]:
    return re.findall(r'name="quantity-\d+" value="(\d+)"', page)


async def test_an_empty_cart_shows_the_way_on_and_begins_no_session(client: Browser, shop: Shop) -> None:
    await Till.open(shop, client)
    answer = await client.get("/cart")
    assert answer.status_code == 200
    assert "购物车是空的" in text_of(answer)
    assert ShopFacts.cookie not in client.cookies
    assert answer.headers["cache-control"] == "private, no-store"


async def test_the_first_thing_makes_a_guest_of_a_visitor(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    answer = await till.add(quantity=2)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cart?added={till.cups[0]}")
    assert ShopFacts.cookie in client.cookies
    page = await client.get(answer.headers["location"])
    assert "已加入购物车。" in text_of(page)
    assert quantities(page.text) == ["2"]
    assert amounts_in(page) == ["¥258.00", "免费", "¥258.00"]


async def test_htmx_is_told_by_a_toast_and_by_how_many_the_count_grows(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    answer = await till.send("/cart/lines", {"variant_id": str(till.cups[0]), "quantity": "3"}, PART)
    assert (answer.status_code, answer.text) == (200, "")
    assert json.loads(answer.headers["hx-trigger"]) == {
        "toast": {"kind": "positive", "text": "已加入购物车。"},
        "cart-added": 3,
    }


async def test_who_buys_at_once_goes_to_checkout_with_this_alone(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(0)
    answer = await till.add(1, then="checkout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/checkout")
    page = text_of(await client.get("/checkout"))
    assert "青瓷茶杯 1" in page
    assert "青瓷茶杯 0" not in page
    assert quantities((await client.get("/cart")).text) == ["1", "1"]


@pytest.mark.parametrize("quantity", ["-1", "0", "0.5", "1e3", "NaN", "9223372036854775808", "３", ""])
async def test_a_wrong_quantity_adds_nothing_and_makes_no_guest(client: Browser, shop: Shop, quantity: str) -> None:
    till = await Till.open(shop, client)
    answer = await till.send("/cart/lines", {"variant_id": str(till.cups[0]), "quantity": quantity or "x"})
    assert answer.status_code == 422
    assert "购物车是空的" in text_of(answer)
    assert ShopFacts.cookie not in client.cookies


async def test_more_than_there_is_is_refused_with_what_there_is(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client, pieces=3)
    answer = await till.add(quantity=4)
    assert (answer.status_code, ShopFacts.cookie in client.cookies) == (409, False)
    assert "这件商品最多可买 3 件。" in text_of(answer)
    told = await till.send("/cart/lines", {"variant_id": str(till.cups[0]), "quantity": "4"}, PART)
    assert told.status_code == 409
    assert json.loads(told.headers["hx-trigger"]) == {"toast": {"kind": "danger", "text": "这件商品最多可买 3 件。"}}


async def test_what_is_unknown_is_not_added(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    answer = await till.send("/cart/lines", {"variant_id": "999999"})
    assert (answer.status_code, ShopFacts.cookie in client.cookies) == (404, False)


async def test_one_button_saves_all_quantities_and_ticks(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client, cups=3)
    for cup in range(3):
        await till.add(cup)
    first, second, third = (str(cup) for cup in till.cups)
    wanted: dict[str, Any] = {f"quantity-{first}": "2", f"quantity-{second}": "3", f"quantity-{third}": "4"}
    answer = await client.submit("/cart", action="/cart", variant_id=[first, third], **wanted)
    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")
    page = await client.get("/cart")
    assert sorted(quantities(page.text)) == ["2", "3", "4"]
    assert amounts_in(page)[-1] == "¥774.00"
    assert sorted(find_form(page.text, action="/cart").texts["variant_id"]) == sorted([first, third])
    assert page.text.count(">保存修改</span>") == 1


async def test_what_was_typed_is_kept_on_every_way_out_of_the_form(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(0)
    await till.add(1)
    first, second = (str(cup) for cup in till.cups)
    ticked: dict[str, Any] = {f"quantity-{first}": "5", f"quantity-{second}": "2"}
    await client.submit("/cart", action="/cart", press=("all", "none"), **ticked)
    page = await client.get("/cart")
    assert (sorted(quantities(page.text)), amounts_in(page)[-1]) == (["2", "5"], "¥0.00")
    answer = await client.submit("/cart", action="/cart", press=("then", "checkout"), variant_id=[first])
    assert answer.headers["location"] == "/checkout"
    await client.submit("/cart", action="/cart", press=("remove", first), **typed({f"quantity-{second}": "7"}))
    assert quantities((await client.get("/cart")).text) == ["7"]
    await client.submit("/cart", action="/cart", press=("all", "all"))
    assert amounts_in(await client.get("/cart"))[-1] == "¥903.00"


async def test_every_line_that_cannot_be_is_told_and_the_others_are_saved(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client, cups=3, pieces=6)
    for cup in range(3):
        await till.add(cup)
    first, second, third = (str(cup) for cup in till.cups)
    wanted: dict[str, Any] = {f"quantity-{first}": "9", f"quantity-{second}": "some", f"quantity-{third}": "4"}
    ticked = [first, second, third]
    answer = await client.submit("/cart", action="/cart", press=("then", "checkout"), variant_id=ticked, **wanted)
    assert answer.status_code == 422
    noted = re.findall(r'<div class="line has-note">.*?</li>', answer.text, re.DOTALL)
    assert len(noted) == 2
    assert "这件商品最多可买 6 件。" in text_of(answer)
    assert "请输入整数。" in text_of(answer)
    assert f'name="quantity-{first}" value="9"' in answer.text
    kept = find_form((await client.get("/cart")).text, action="/cart").texts
    assert [kept[f"quantity-{cup}"] for cup in ticked] == [["1"], ["1"], ["4"]]
    over = await client.submit("/cart", action="/cart", **typed({f"quantity-{first}": "7"}))
    assert over.status_code == 409


async def test_a_line_that_came_to_be_too_much_does_not_hinder_the_others(
    client: Browser, shop: Shop, app: Litestar
) -> None:
    till = await Till.open(shop, client, pieces=3)
    await till.add(0, quantity=3)
    await till.add(1)
    async with open_browser(app) as other:
        await Till(shop, till.floor, other).place(0, 2)
    first, second = (str(cup) for cup in till.cups)
    answer = await client.submit(
        "/cart", action="/cart", variant_id=[second], press=("then", "checkout"), **typed({f"quantity-{first}": "3"})
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/checkout")


async def test_saving_the_whole_cart_keeps_its_budget(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client, cups=12)
    for cup in range(12):
        await till.add(cup)
    page = await client.get("/cart")
    wanted: dict[str, Any] = {f"quantity-{cup}": "2" for cup in till.cups}
    with statement_budget(shop, at_most=3):
        answer = await client.send_form(page, action="/cart", **wanted)
    assert answer.status_code == 303
    assert quantities((await client.get("/cart")).text) == ["2"] * 12


async def test_a_quantity_is_changed_alone(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    answer = await till.send(f"/cart/lines/{till.cups[0]}", {"quantity": "5"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/cart")
    page = await client.get("/cart")
    assert (quantities(page.text), amounts_in(page)[-1]) == (["5"], "¥645.00")


async def test_a_quantity_that_cannot_be_is_told_at_its_line(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client, pieces=3)
    await till.add(0)
    await till.add(1)
    answer = await till.send(f"/cart/lines/{till.cups[1]}", {f"quantity-{till.cups[1]}": "9"})
    assert answer.status_code == 409
    noted = re.findall(r'<div class="line has-note">.*?</li>', answer.text, re.DOTALL)
    assert len(noted) == 1
    assert "青瓷茶杯 1" in noted[0]
    assert "这件商品最多可买 3 件。" in noted[0]
    assert quantities(answer.text) == ["1", "1"]
    wrong = await till.send(f"/cart/lines/{till.cups[1]}", {"quantity": "many"})
    assert (wrong.status_code, "请输入整数。" in text_of(wrong)) == (422, True)


async def test_the_part_for_htmx_is_the_cart_and_the_count(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    answer = await till.send(f"/cart/lines/{till.cups[0]}", {"quantity": "4"}, PART)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert (quantities(answer.text), amounts_in(answer)[-1]) == (["4"], "¥516.00")
    assert json.loads(answer.headers["hx-trigger"]) == {"cart-count": 4}


async def test_a_line_is_taken_out_and_taking_it_out_again_is_no_harm(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(0)
    await till.add(1)
    path = f"/cart/lines/{till.cups[0]}/removal"
    assert (await till.send(path, {})).status_code == 303
    assert (await till.send(path, {})).status_code == 303
    assert quantities((await client.get("/cart")).text) == ["1"]


async def test_only_what_is_ticked_is_added_up(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(0)
    await till.add(1, quantity=2)
    await client.submit("/cart", action="/cart", variant_id=[str(till.cups[0])])
    page = await client.get("/cart")
    assert amounts_in(page) == ["¥129.00", "免费", "¥129.00"]
    assert find_form(page.text, action="/cart").texts["variant_id"] == [str(till.cups[0])]
    await till.send("/cart/selection", {"all": "none"})
    assert amounts_in(await client.get("/cart")) == ["¥0.00", "¥0.00", "¥0.00"]
    await till.send("/cart/selection", {"all": "all"})
    assert amounts_in(await client.get("/cart"))[-1] == "¥387.00"


async def test_the_way_to_checkout_keeps_the_ticks_and_wants_at_least_one(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(0)
    to_checkout = ("then", "checkout")
    refused = await client.submit("/cart", action="/cart", press=to_checkout, variant_id=[])
    assert refused.status_code == 409
    assert "请先在购物车里勾选商品。" in text_of(refused)
    chosen = [str(till.cups[0])]
    answer = await client.submit("/cart", action="/cart", press=to_checkout, variant_id=chosen)
    assert (answer.status_code, answer.headers["location"]) == (303, "/checkout")


async def test_how_much_is_missing_for_free_freight_is_said(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client, price_minor=4_500)
    await till.add()
    page = await client.get("/cart")
    assert "再买 ¥54.00 免运费" in text_of(page)
    assert amounts_in(page) == ["¥45.00", "¥8.00", "¥53.00"]
    await till.add(quantity=2)
    page = await client.get("/cart")
    assert "已享免运费" in text_of(page)
    assert amounts_in(page) == ["¥135.00", "免费", "¥135.00"]


async def test_what_is_not_for_sale_any_more_stays_and_cannot_be_ticked(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add(0)
    await till.add(1)
    async with shop.database.reading() as reading:
        sale = await catalog.list_sale_lines(reading, variant_ids=[till.cups[0]], market="cn", language="en")
    await shop.database.transact(lambda tx: catalog.delist_product(tx, actor=OWNER, product_id=sale[0].product_id))
    page = await client.get("/cart")
    assert "商品已下架" in text_of(page)
    assert amounts_in(page)[-1] == "¥129.00"
    assert find_form(page.text, action="/cart").texts["variant_id"] == [str(till.cups[1])]


async def test_nobodys_cart_is_touched_by_nobody(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    for path in (f"/cart/lines/{till.cups[0]}", f"/cart/lines/{till.cups[0]}/removal", "/cart/selection", "/cart"):
        answer = await client.post(path, data={"quantity": "1"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/cart")


async def test_a_form_without_its_token_changes_nothing(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    assert (await client.post("/cart/lines", data={"variant_id": str(till.cups[1])})).status_code == 403
    assert quantities((await client.get("/cart")).text) == ["1"]


async def test_adding_and_the_cart_keep_their_budgets(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client, cups=12)
    with statement_budget(shop, at_most=6):
        await till.add(0)
    await client.get("/cart")
    with statement_budget(shop, at_most=3):
        await till.add(1)
    with statement_budget(shop, at_most=4):
        await till.send("/cart/lines", {"variant_id": str(till.cups[2])}, PART)
    with statement_budget(shop, at_most=4):
        await client.get("/cart")
    for cup in range(3, 12):
        await till.add(cup)
    with statement_budget(shop, at_most=4):
        page = await client.get("/cart")
    assert len(quantities(page.text)) == 12


async def test_the_cart_speaks_english(client: Browser, shop: Shop) -> None:
    till = await Till.open(shop, client)
    await till.add()
    client.cookies.set("sw_language", "en")
    page = text_of(await client.get("/cart"))
    assert "Celadon cup 0" in page
    assert "Free delivery for this order" in page
    assert "Check out" in page


async def test_new_guests_are_limited_per_address_in_both_faces(client: Browser, shop: Shop, app: Litestar) -> None:
    till = await Till.open(shop, client)
    line = {"variant_id": int(till.cups[0]), "quantity": 1}
    for number in range(limits.NEW_GUEST.count_max):
        client.cookies.clear()
        if number % 2:
            answer = await client.post("/cart/lines", data={name: str(value) for name, value in line.items()})
            assert answer.status_code == 303
        else:
            assert (await client.post("/api/v1/cart/lines", json=line)).status_code == 200
    guest = await client.post("/api/v1/cart/lines", json=line, headers={"Sec-Fetch-Site": "same-origin"})
    assert guest.status_code == 200
    client.cookies.clear()
    assert (await client.post("/api/v1/cart/lines", json=line)).status_code == 429
    assert (await client.post("/cart/lines", data={"variant_id": str(line["variant_id"])})).status_code == 429
    async with open_browser(app, peer="203.0.113.77") as elsewhere:
        assert (await elsewhere.post("/api/v1/cart/lines", json=line)).status_code == 200
