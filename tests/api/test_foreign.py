"""Ids of other people's things, put into paths and bodies: they are not found, and nothing moves."""

from typing import Any

from tests.api.caller import ADDRESS, Caller, World, told
from tests.api.conftest import NewCaller, NewClerk


async def bought(world: World, caller: Caller, *, variant: int = 0) -> dict[str, Any]:
    """One paid order; its view."""
    await caller.put_into_cart(world.floor.variant_ids[variant])
    view = await caller.place()
    answer = await caller.act("POST", f"/api/v1/orders/{view['number']}/payment", {"channel": "simpay"})
    await world.pay(answer.json()["pay_url"])
    return view


async def test_another_ones_address_receives_nothing(world: World, caller: Caller, new_caller: NewCaller) -> None:
    other = await new_caller()
    await other.put_into_cart(world.floor.variant_ids[0])
    foreign_id = await other.add_address()
    await caller.put_into_cart(world.floor.variant_ids[0])
    body = await caller.order_body(address_id=foreign_id)
    before = await world.print()
    assert told(await caller.act("POST", "/api/v1/orders", body)) == (404, "address_not_found")
    removed = await caller.add_address()
    await caller.act("DELETE", f"/api/v1/addresses/{removed}")
    before = await world.print()
    gone = await caller.act("POST", "/api/v1/orders", {**body, "address_id": removed})
    assert told(gone) == (404, "address_not_found")
    for path, method, sent in (
        (f"/api/v1/addresses/{foreign_id}", "PUT", {**ADDRESS, "recipient": "别人"}),
        (f"/api/v1/addresses/{foreign_id}", "DELETE", None),
    ):
        assert told(await caller.act(method, path, sent)) == (404, "address_not_found")
    assert await world.print() == before


async def test_who_one_is_cannot_be_said_in_a_body(world: World, caller: Caller, new_caller: NewCaller) -> None:
    other = await new_caller()
    await other.put_into_cart(world.floor.variant_ids[0])
    other_id = (await other.get("/api/v1/session")).json()["customer_id"]
    await caller.put_into_cart(world.floor.variant_ids[1])
    added = await caller.act("POST", "/api/v1/addresses", {**ADDRESS, "customer_id": other_id, "id": 1})
    assert added.status_code == 201
    view = await caller.place(customer_id=other_id, id=1, group_id=1, order_status="completed", captured_minor=99)
    assert view["order"]["customer_id"] != other_id
    assert (view["order"]["order_status"], view["order"]["captured"]["minor"]) == ("pending_payment", 0)
    assert (await other.get("/api/v1/orders")).json()["items"] == []
    assert (await other.get("/api/v1/addresses")).json() == []


async def test_lines_and_parcels_of_another_order_do_not_fit_into_this_one(
    world: World, caller: Caller, new_caller: NewCaller, new_clerk: NewClerk
) -> None:
    clerk = await new_clerk("clerk", "orders.*")
    mine, theirs = await bought(world, caller), await bought(world, await new_caller(), variant=1)
    foreign_line = {"order_line_id": theirs["order"]["lines"][0]["id"], "quantity": 1}
    own_line = {"order_line_id": mine["order"]["lines"][0]["id"], "quantity": 1}
    parcel = {"carrier": "shunfeng", "tracking_number": "SF1"}
    path = f"/console/api/v1/orders/{mine['number']}/shipments"

    before = await world.print()
    for lines in ([foreign_line], [own_line, foreign_line], [own_line, own_line]):
        answer = await clerk.act("POST", path, {**parcel, "lines": lines})
        assert told(answer) == (409, "more_than_unshipped")
    assert await world.print() == before

    sent = await clerk.act("POST", path, {**parcel, "lines": [own_line]})
    shipment_id = sent.json()["order"]["shipments"][0]["id"]
    before = await world.print()
    swapped = f"/console/api/v1/orders/{theirs['number']}/shipments/{shipment_id}/delivery"
    assert told(await clerk.act("POST", swapped)) == (404, "parcel_not_found")
    assert await world.print() == before


async def test_numbers_next_to_mine_and_numbers_that_are_none_are_all_not_found(
    world: World, caller: Caller, new_clerk: NewClerk
) -> None:
    clerk = await new_clerk("clerk", "*")
    number = int((await bought(world, caller))["number"])
    before = await world.print()
    texts = [str(number + step) for step in (-1, 1)] + [
        "0",
        "1",
        "x",
        "9" * 13,
        "1" * 40,
        "１２３",
        "..%2F..%2Fetc",
    ]
    for text in texts:
        for who, prefix in ((caller, "/api/v1/orders"), (clerk, "/console/api/v1/orders")):
            answer = await who.get(f"{prefix}/{text}")
            assert answer.status_code == 404, f"{prefix}/{text}"
            assert told(answer)[1] in {"not_found", "order_not_found"}
    assert told(await caller.get("/api/v1/orders/%00")) == (400, "bad_request")
    assert await world.print() == before


async def test_a_product_that_is_not_listed_is_no_product_to_shoppers(
    world: World, caller: Caller, new_clerk: NewClerk
) -> None:
    clerk = await new_clerk("clerk", "catalog.*")
    product = (await clerk.get("/console/api/v1/products")).json()["items"][0]
    page = f"/api/v1/products/{product['slug']}"
    variant_id = (await caller.get(page)).json()["variants"][0]["id"]
    await clerk.act("DELETE", f"/console/api/v1/products/{product['id']}/listing")
    assert told(await caller.get(page)) == (404, "product_not_found")
    assert product["slug"] not in (await caller.get("/api/v1/products")).text
    answer = await caller.act("POST", "/api/v1/cart/lines", {"variant_id": variant_id})
    assert told(answer) == (409, "not_for_sale")
    assert (await caller.get("/api/v1/session")).json()["customer_id"] is None
    assert world.floor.variant_ids
