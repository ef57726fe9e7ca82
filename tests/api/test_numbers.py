"""Figures that no shop should take: in the cart, in the address of a thing, in the price a client would like to pay."""

import json

import pytest
from tests.api.caller import Caller, Json, World, told
from tests.api.conftest import NewClerk
from tests.kit.shop_floor import Shop as Floor

WRONG_QUANTITIES = [
    "-1",
    "0",
    "0.5",
    "1e9",
    '"1e3"',
    "NaN",
    "9223372036854775808",
    '"３"',
    "10000001",
    "null",
    "[]",
    "true",
]
TOO_LARGE = [2**31, 2**63 - 1, 2**63, 10**30]


async def send(caller: Caller, method: str, path: str, text: str) -> tuple[int, str]:
    """Send a body as it stands, such as no honest encoder would write."""
    headers = {"Content-Type": "application/json", "X-CSRF-Token": caller.token}
    return told(await caller.browser.request(method, path, content=text.encode(), headers=headers))


async def test_a_wrong_quantity_is_refused_in_every_way_to_say_it(
    world: World, caller: Caller, new_clerk: NewClerk
) -> None:
    cup = world.floor.variant_ids[0]
    clerk = await new_clerk("clerk", "inventory.*", "orders.*")
    await caller.put_into_cart(cup, 2)
    number, line_id = await paid_order(world, caller)
    await caller.put_into_cart(cup, 2)
    parcel = (
        f'"carrier": "shunfeng", "tracking_number": "SF1", "lines": [{{"order_line_id": {line_id}, "quantity": Q}}]'
    )
    receipt = f'"warehouse_id": {world.floor.warehouse_id}, "quantity": Q'
    acts = [
        (caller, "POST", "/api/v1/cart/lines", f'"variant_id": {cup}, "quantity": Q'),
        (caller, "PATCH", f"/api/v1/cart/lines/{cup}", '"quantity": Q'),
        (clerk, "POST", f"/console/api/v1/orders/{number}/shipments", parcel),
        (clerk, "POST", f"/console/api/v1/variants/{cup}/receipts", receipt),
    ]
    before = await world.print()
    for quantity in WRONG_QUANTITIES:
        for who, method, path, body in acts:
            status, code = await send(who, method, path, "{" + body.replace("Q", quantity) + "}")
            assert status in {400, 409, 422}, f"{path} {quantity} {code}"
            is_figure = quantity.isdigit() and path.endswith("/shipments")
            assert (code == "more_than_unshipped") == (status == 409), f"{path} {quantity} {code}"
            assert is_figure or status != 409, f"{path} {quantity}"
    assert await world.print() == before


async def paid_order(world: World, caller: Caller) -> tuple[str, int]:
    """The cart, ordered and paid; number and the id of the first line."""
    view = await caller.place()
    path = f"/api/v1/orders/{view['number']}/payment"
    await world.pay((await caller.act("POST", path, {"channel": "simpay"})).json()["pay_url"])
    return view["number"], view["order"]["lines"][0]["id"]


async def test_more_than_there_is_is_refused_with_what_there_is(world: World, caller: Caller) -> None:
    cup = world.floor.variant_ids[0]
    await caller.put_into_cart(cup, 60)
    before = await world.print()
    for quantity in (101, 9_999):
        answer = await caller.act("PATCH", f"/api/v1/cart/lines/{cup}", {"quantity": quantity})
        assert told(answer) == (409, "too_many")
        assert "100" in answer.json()["error"]["message"]
    again = await caller.act("POST", "/api/v1/cart/lines", {"variant_id": cup, "quantity": 41})
    assert told(again) == (409, "too_many")
    assert await world.print() == before


async def test_an_id_that_no_table_can_hold_is_not_found(world: World, caller: Caller, new_clerk: NewClerk) -> None:
    clerk = await new_clerk("clerk", "*")
    await caller.put_into_cart(world.floor.variant_ids[0])
    number = (await caller.place())["number"]
    await caller.put_into_cart(world.floor.variant_ids[0])
    order = await caller.order_body()
    before = await world.print()
    wrong = {}
    for key in TOO_LARGE:
        for method, path, body in naming(key, number=number, order=order, floor=world.floor):
            who = clerk if path.startswith("/console") else caller
            status, _ = told(await who.act(method, path, body))
            if status not in {404, 409, 422}:
                wrong[f"{method} {path}"] = status
    assert wrong == {}
    assert await world.print() == before


def naming(key: int, *, number: str, order: Json, floor: Floor) -> list[tuple[str, str, Json | None]]:
    """Every act that names a thing by its id, with `key` for the id."""
    console = "/console/api/v1"
    return [
        ("POST", "/api/v1/cart/lines", {"variant_id": key}),
        ("PATCH", f"/api/v1/cart/lines/{key}", {"quantity": 1}),
        ("DELETE", f"/api/v1/addresses/{key}", None),
        ("POST", "/api/v1/orders", {**order, "address_id": key}),
        ("POST", "/api/v1/orders", {**order, "cart_version": key}),
        ("GET", f"{console}/products/{key}", None),
        ("PUT", f"{console}/products/{key}/listing", None),
        ("DELETE", f"{console}/products/{key}/listing", None),
        ("PUT", f"{console}/variants/{key}/price", {"price": {"minor": 1, "currency": "CNY"}}),
        ("GET", f"{console}/variants/{key}/stock", None),
        ("POST", f"{console}/variants/{key}/receipts", {"warehouse_id": floor.warehouse_id, "quantity": 1}),
        (
            "POST",
            f"{console}/variants/{floor.variant_ids[0]}/movements",
            {"kind": "counted", "warehouse_id": key, "quantity": 1},
        ),
        (
            "POST",
            f"{console}/orders/{number}/shipments",
            {"carrier": "shunfeng", "tracking_number": "S1", "lines": [{"order_line_id": key, "quantity": 1}]},
        ),
        ("POST", f"{console}/orders/{number}/shipments/{key}/delivery", None),
    ]


async def test_ids_that_no_table_can_hold_select_and_remove_nothing(world: World, caller: Caller) -> None:
    cup = world.floor.variant_ids[0]
    await caller.put_into_cart(cup)
    for key in TOO_LARGE:
        answer = await caller.act("DELETE", f"/api/v1/cart/lines/{key}")
        assert answer.status_code in {200, 404}
        chosen = await caller.act("PUT", "/api/v1/cart/selection", {"variant_ids": [cup, key]})
        assert chosen.status_code in {200, 404}
    cart = (await caller.get("/api/v1/cart")).json()
    assert [(line["sale"]["variant_id"], line["is_selected"]) for line in cart["lines"]] == [(cup, True)]


async def test_prices_that_a_client_sends_are_not_believed(world: World, caller: Caller) -> None:
    cup = world.floor.variant_ids[0]
    cheap = {"price": {"minor": 1, "currency": "CNY"}, "total": 1, "currency": "JPY", "discount": 12_899}
    await caller.put_into_cart(cup)
    answer = await caller.act("POST", "/api/v1/cart/lines", {"variant_id": cup, "quantity": 1, **cheap})
    assert answer.json()["goods"] == {"minor": 25_800, "currency": "CNY"}

    body = await caller.order_body()
    before = await world.print()
    true_minor = body["expected_total"]["minor"]
    for wish in (
        {"minor": 1, "currency": "CNY"},
        {"minor": 0, "currency": "CNY"},
        {"minor": -true_minor, "currency": "CNY"},
        {"minor": true_minor, "currency": "JPY"},
        {"minor": true_minor, "currency": "cny"},
        {"minor": 10**30, "currency": "CNY"},
    ):
        told_of = told(await caller.act("POST", "/api/v1/orders", {**body, "expected_total": wish}))
        assert told_of in {(409, "price_changed"), (422, "invalid_input")}, wish
    for total in (f"{true_minor}", f"{true_minor}.0", '{"minor": "1e3", "currency": "CNY"}', '{"minor": NaN}', "null"):
        text = json.dumps(body).replace(json.dumps(body["expected_total"]), total)
        status, _ = await send(caller, "POST", "/api/v1/orders", text)
        assert status in {400, 422}
    assert await world.print() == before

    view = await caller.place(total={"minor": 1, "currency": "CNY"}, price=1, freight=0, discount=99, currency="JPY")
    assert view["order"]["total"] == {"minor": true_minor, "currency": "CNY"}


async def test_staff_set_no_price_that_is_none(world: World, new_clerk: NewClerk) -> None:
    clerk = await new_clerk("clerk", "catalog.*")
    path = f"/console/api/v1/variants/{world.floor.variant_ids[0]}/price"
    before = await world.print()
    for price in (
        {"minor": -1, "currency": "CNY"},
        {"minor": 2**63, "currency": "CNY"},
        {"minor": 100, "currency": "JPY"},
        {"minor": 1.5, "currency": "CNY"},
        {"minor": "100", "currency": "CNY"},
        100,
    ):
        assert told(await clerk.act("PUT", path, {"price": price}))[0] == 422, price
    for compare_at in (1, -1, 2**63, "many"):
        body = {"price": {"minor": 100, "currency": "CNY"}, "compare_at_minor": compare_at}
        assert told(await clerk.act("PUT", path, body))[0] == 422, compare_at
    assert await world.print() == before


@pytest.mark.usefixtures("world")
async def test_a_page_is_never_larger_than_we_say(caller: Caller) -> None:
    for limit, count in (("1", 1), ("0", 1), ("-5", 1), ("1000000", 2), (f"{2**63}", 2)):
        answer = await caller.get("/api/v1/products", limit=limit)
        assert len(answer.json()["items"]) == count, limit
    for limit in ("NaN", "ten", "1.5", "１０", "[]"):
        answer = await caller.get("/api/v1/products", limit=limit)
        assert told(answer) == (422, "invalid_input"), limit
        assert list(answer.json()["error"]["fields"]) == ["limit"]


async def test_a_page_key_that_we_never_gave_is_refused_or_begins_anew(
    world: World, caller: Caller, new_clerk: NewClerk
) -> None:
    clerk = await new_clerk("clerk", "*")
    await caller.put_into_cart(world.floor.variant_ids[0])
    await caller.place()
    lists: list[tuple[Caller, str, dict[str, str]]] = [
        (caller, "/api/v1/products", {"sort": "newest"}),
        (caller, "/api/v1/products", {"sort": "price_up"}),
        (caller, "/api/v1/products", {"sort": "best_selling"}),
        (caller, "/api/v1/products", {"sort": "relevance", "q": "茶杯"}),
        (caller, "/api/v1/orders", {}),
        (clerk, "/console/api/v1/products", {}),
        (clerk, "/console/api/v1/orders", {}),
    ]
    for after in ("x", "0", "a" * 5_000, "\x00", "'; DROP TABLE orders.order; --", "bnVsbA==", "W10=", f"{2**63}"):
        for who, path, asked in lists:
            answer = await who.get(path, after=after, **asked)
            assert answer.status_code in {200, 400, 404, 422}, f"{path} {asked} {after[:20]} {answer.text}"
