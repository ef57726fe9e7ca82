"""A whole purchase by JSON, from a stranger's first piece to the receipt, and what stands before each step."""

from datetime import timedelta

from tests.api.caller import Caller, Json, World, told
from tests.api.conftest import NewCaller, NewClerk
from tests.kit.app import sweep

from shopwright.kernel.clock import VirtualClock
from shopwright.modules.inventory import public as inventory


async def test_a_guest_buys_and_staff_sends_it_in_two_parcels(
    world: World, caller: Caller, new_clerk: NewClerk
) -> None:
    cup, bowl = world.floor.variant_ids
    clerk = await new_clerk("clerk", "orders.view", "orders.ship")

    await caller.put_into_cart(cup, 2)
    cart = await caller.put_into_cart(bowl)
    assert cart["total"] == {"minor": 38_700, "currency": "CNY"}
    assert cart["freight"] == {"minor": 0, "currency": "CNY"}
    placed = await caller.place("first")
    number, order = placed["number"], placed["order"]
    assert (order["order_status"], order["payment_status"]) == ("pending_payment", "unpaid")
    assert order["total"] == {"minor": 38_700, "currency": "CNY"}
    assert order["address"]["city"] == "杭州市"
    assert (await caller.get("/api/v1/cart")).json()["lines"] == []

    answer = await caller.act("POST", f"/api/v1/orders/{number}/payment", {"channel": "simpay"})
    assert answer.status_code == 200
    await world.pay(answer.json()["pay_url"])
    paid = await caller.show(number)
    assert (paid["order"]["order_status"], paid["order"]["payment_status"]) == ("placed", "paid")
    assert (paid["can_pay"], paid["can_cancel"], paid["can_ship"]) == (False, True, True)

    lines = {line["variant_id"]: line["id"] for line in order["lines"]}
    first = await ship(clerk, number, {lines[cup]: 2}, "SF1000001")
    assert first["order"]["fulfilment_status"] == "partially_fulfilled"
    second = await ship(clerk, number, {lines[bowl]: 1}, "SF1000002")
    assert second["order"]["fulfilment_status"] == "fulfilled"
    for shipment in second["order"]["shipments"]:
        path = f"/console/api/v1/orders/{number}/shipments/{shipment['id']}/delivery"
        assert (await clerk.act("POST", path)).status_code == 200

    delivered = await caller.show(number)
    assert delivered["order"]["fulfilment_status"] == "delivered"
    received = (await caller.act("POST", f"/api/v1/orders/{number}/receipt")).json()
    assert received["order"]["order_status"] == "completed"
    assert [entry["kind"] for entry in received["order"]["timeline"]][::-1] == [
        "placed",
        "payment_captured",
        "shipped",
        "shipped",
        "delivered",
        "delivered",
        "received",
        "completed",
    ]
    async with world.database.reading() as reading:
        left = await inventory.find_availability(reading, variant_ids=[cup, bowl])
    assert left == {cup: 98, bowl: 99}


async def ship(clerk: Caller, number: str, pieces: dict[int, int], tracking_number: str) -> Json:
    """Send a parcel; returns the order's view."""
    lines = [{"order_line_id": line_id, "quantity": quantity} for line_id, quantity in pieces.items()]
    body = {"carrier": "shunfeng", "tracking_number": tracking_number, "lines": lines}
    answer = await clerk.act("POST", f"/console/api/v1/orders/{number}/shipments", body)
    assert answer.status_code == 200, answer.text
    view: Json = answer.json()
    return view


async def test_a_guest_who_registers_keeps_cart_addresses_and_orders(world: World, caller: Caller) -> None:
    cup, bowl = world.floor.variant_ids
    await caller.put_into_cart(cup)
    number = (await caller.place())["number"]
    await caller.put_into_cart(bowl)
    await caller.register("lin@shop.test")
    assert [card["number"] for card in (await caller.get("/api/v1/orders")).json()["items"]] == [number]
    assert [line["sale"]["variant_id"] for line in (await caller.get("/api/v1/cart")).json()["lines"]] == [bowl]
    assert len((await caller.get("/api/v1/addresses")).json()) == 1


async def test_steps_that_are_skipped_are_refused(world: World, caller: Caller, new_clerk: NewClerk) -> None:
    clerk = await new_clerk("clerk", "orders.*")
    cup = world.floor.variant_ids[0]
    await caller.put_into_cart(cup)
    view = await caller.place()
    number, line_id = view["number"], view["order"]["lines"][0]["id"]
    shop_path, console_path = f"/api/v1/orders/{number}", f"/console/api/v1/orders/{number}"
    parcel = {"carrier": "shunfeng", "tracking_number": "SF1", "lines": [{"order_line_id": line_id, "quantity": 1}]}

    before = await world.print()
    unpaid = [
        await clerk.act("POST", f"{console_path}/shipments", parcel),
        await clerk.act("POST", f"{console_path}/shipments/1/delivery"),
        await caller.act("POST", f"{shop_path}/receipt"),
        await clerk.act("POST", f"{console_path}/refund", {"reason": "none was paid"}),
    ]
    assert [told(answer) for answer in unpaid] == [
        (409, "order_not_paid"),
        (404, "parcel_not_found"),
        (409, "order_not_paid"),
        (409, "order_not_paid"),
    ]
    assert await world.print() == before

    answer = await caller.act("POST", f"{shop_path}/payment", {"channel": "simpay"})
    await world.pay(answer.json()["pay_url"])
    before = await world.print()
    paid = [
        await caller.act("POST", f"{shop_path}/payment", {"channel": "simpay"}),
        await caller.act("POST", f"{shop_path}/receipt"),
    ]
    assert [told(answer) for answer in paid] == [(409, "already_paid"), (409, "order_not_shipped")]
    assert await world.print() == before

    await ship(clerk, number, {line_id: 1}, "SF1")
    before = await world.print()
    shipped = [
        await caller.act("POST", f"{shop_path}/cancellation", {"reason": "changed_mind"}),
        await clerk.act("POST", f"{console_path}/cancellation", {"reason": "other"}),
        await clerk.act("POST", f"{console_path}/shipments", {**parcel, "tracking_number": "SF2"}),
        await clerk.act("POST", f"{console_path}/shipments", {**parcel, "lines": []}),
    ]
    assert [told(answer) for answer in shipped] == [
        (409, "order_already_shipped"),
        (409, "order_already_shipped"),
        (409, "more_than_unshipped"),
        (422, "nothing_to_ship"),
    ]
    assert await world.print() == before


async def test_a_cancelled_order_is_neither_paid_nor_sent(world: World, caller: Caller, new_clerk: NewClerk) -> None:
    clerk = await new_clerk("clerk", "orders.*")
    await caller.put_into_cart(world.floor.variant_ids[0], 3)
    view = await caller.place()
    number, line_id = view["number"], view["order"]["lines"][0]["id"]
    for _ in range(2):
        answer = await caller.act("POST", f"/api/v1/orders/{number}/cancellation", {"reason": "wrong_goods"})
        assert answer.json()["order"]["order_status"] == "cancelled"
    parcel = {"carrier": "shunfeng", "tracking_number": "SF1", "lines": [{"order_line_id": line_id, "quantity": 1}]}
    refused = [
        await caller.act("POST", f"/api/v1/orders/{number}/payment", {"channel": "simpay"}),
        await clerk.act("POST", f"/console/api/v1/orders/{number}/shipments", parcel),
    ]
    assert [told(answer) for answer in refused] == [(409, "order_already_closed"), (409, "order_already_closed")]
    async with world.database.reading() as reading:
        left = await inventory.find_availability(reading, variant_ids=[world.floor.variant_ids[0]])
    assert set(left.values()) == {100}


async def test_an_order_that_expired_is_not_paid(world: World, caller: Caller, clock: VirtualClock) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    number = (await caller.place())["number"]
    clock.advance(timedelta(hours=1))
    await sweep(world.shop, "orders.expire")
    answer = await caller.act("POST", f"/api/v1/orders/{number}/payment", {"channel": "simpay"})
    assert told(answer) == (409, "order_already_closed")
    assert (await caller.show(number))["order"]["cancel_reason"] == "unpaid_in_time"


async def test_what_moved_since_it_was_shown_is_not_ordered(world: World, caller: Caller, new_clerk: NewClerk) -> None:
    cup, bowl = world.floor.variant_ids
    clerk = await new_clerk("clerk", "catalog.*", "inventory.*")
    await caller.put_into_cart(cup)
    shown = await caller.order_body()
    await caller.put_into_cart(bowl)
    assert told(await caller.act("POST", "/api/v1/orders", shown)) == (409, "cart_changed")

    shown = await caller.order_body()
    price = {"price": {"minor": 13_000, "currency": "CNY"}}
    assert (await clerk.act("PUT", f"/console/api/v1/variants/{cup}/price", price)).status_code == 204
    assert told(await caller.act("POST", "/api/v1/orders", shown)) == (409, "price_changed")

    shown = await caller.order_body()
    counted = {"kind": "counted", "warehouse_id": world.floor.warehouse_id, "quantity": 0}
    moved = await clerk.act("POST", f"/console/api/v1/variants/{bowl}/movements", {**counted, "expected_on_hand": 7})
    assert told(moved) == (409, "stock_moved")
    assert (await clerk.act("POST", f"/console/api/v1/variants/{bowl}/movements", counted)).status_code == 200
    assert told(await caller.act("POST", "/api/v1/orders", shown)) == (409, "out_of_stock")

    product = (await clerk.get("/console/api/v1/products")).json()["items"]
    for one in product:
        await clerk.act("DELETE", f"/console/api/v1/products/{one['id']}/listing")
    assert told(await caller.act("POST", "/api/v1/orders", await caller.order_body())) == (409, "not_for_sale")
    assert (await caller.get("/api/v1/orders")).json()["items"] == []


async def test_an_empty_cart_is_not_ordered(caller: Caller, world: World, new_caller: NewCaller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    await caller.place()
    assert told(await caller.act("POST", "/api/v1/orders", await caller.order_body())) == (409, "empty_cart")
    stranger = await new_caller()
    body = {"cart_version": 0, "expected_total": {"minor": 0, "currency": "CNY"}, "address_id": 1}
    assert told(await stranger.act("POST", "/api/v1/orders", body)) == (401, "login_needed")
