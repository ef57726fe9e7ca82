"""The header `Idempotency-Key`: one key of one customer is one order, however often and by whomever it is sent."""

import asyncio

from tests.api.caller import Caller, World, key_header, told
from tests.api.conftest import NewCaller, NewClerk


async def test_the_same_key_finds_its_order_when_the_address_is_gone(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0], 2)
    body = await caller.order_body()
    first = await caller.act("POST", "/api/v1/orders", body, headers=key_header("gone"))
    removed = await caller.act("DELETE", f"/api/v1/addresses/{body['address_id']}")
    again = await caller.act("POST", "/api/v1/orders", body, headers=key_header("gone"))
    assert (first.status_code, removed.status_code, again.status_code) == (201, 204, 201)
    assert again.json() == first.json()


async def test_the_same_key_again_answers_with_the_same_order(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0], 2)
    body = await caller.order_body()
    first = await caller.act("POST", "/api/v1/orders", body, headers=key_header("once"))
    before = await world.print()
    again = await caller.act("POST", "/api/v1/orders", body, headers=key_header("once"))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert await world.print() == before


CHANGES: list[dict[str, object]] = [
    {"note": "leave it at the door"},
    {"cart_version": 99},
    {"expected_total": {"minor": 1, "currency": "CNY"}},
    {"expected_total": {"minor": 25_800, "currency": "JPY"}},
]


async def test_the_same_key_with_another_body_is_refused(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0], 2)
    body = await caller.order_body()
    await caller.act("POST", "/api/v1/orders", body, headers=key_header("once"))
    before = await world.print()
    for change in CHANGES:
        other = await caller.act("POST", "/api/v1/orders", {**body, **change}, headers=key_header("once"))
        assert told(other) == (422, "idempotency_key_reused"), change
    assert await world.print() == before


async def test_another_customers_key_is_no_key(world: World, caller: Caller, new_caller: NewCaller) -> None:
    other = await new_caller()
    numbers = []
    for one in (caller, other):
        await one.put_into_cart(world.floor.variant_ids[0])
        numbers.append((await one.place("shared"))["number"])
    assert len(set(numbers)) == 2
    for one, number in zip((caller, other), numbers, strict=True):
        assert [card["number"] for card in (await one.get("/api/v1/orders")).json()["items"]] == [number]


async def test_a_hundred_at_once_with_one_key_are_one_order(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0], 2)
    body = await caller.order_body()
    answers = await asyncio.gather(
        *(caller.act("POST", "/api/v1/orders", body, headers=key_header("storm")) for _ in range(100))
    )
    assert {answer.status_code for answer in answers} <= {201, 409}
    again = await caller.act("POST", "/api/v1/orders", body, headers=key_header("storm"))
    placed = {answer.json()["number"] for answer in [*answers, again] if answer.status_code == 201}
    assert placed == {again.json()["number"]}
    assert len((await caller.get("/api/v1/orders")).json()["items"]) == 1


async def test_without_a_key_the_cart_itself_lets_an_order_through_once(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    body = await caller.order_body()
    answers = [await caller.act("POST", "/api/v1/orders", body) for _ in range(2)]
    assert answers[0].status_code == 201
    assert told(answers[1]) == (409, "cart_changed")


async def test_a_key_that_is_none_is_told_so(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    body = await caller.order_body()
    for key in ("a b", "k" * 201, "\t", "schlüssel"):
        headers = [(b"Idempotency-Key", key.encode()), (b"X-CSRF-Token", caller.token.encode())]
        answer = await caller.browser.post("/api/v1/orders", json=body, headers=headers)
        assert told(answer) == (422, "invalid_input"), key
        assert list(answer.json()["error"]["fields"]) == ["Idempotency-Key"]


async def test_a_delivery_with_one_key_is_booked_once(world: World, new_clerk: NewClerk) -> None:
    clerk, other = [await new_clerk(name, "inventory.*", "catalog.view") for name in ("clerk", "other")]
    path, place = f"/console/api/v1/variants/{world.floor.variant_ids[0]}", {"warehouse_id": world.floor.warehouse_id}
    delivery = {**place, "quantity": 5}
    answers = await asyncio.gather(
        *(clerk.act("POST", f"{path}/receipts", delivery, headers=key_header("d1")) for _ in range(10))
    )
    assert [answer.json()["levels"][0]["on_hand"] for answer in answers] == [105] * 10
    reused = await clerk.act("POST", f"{path}/receipts", {**delivery, "quantity": 6}, headers=key_header("d1"))
    assert told(reused) == (422, "idempotency_key_reused")
    # Another member's key, another address and no key at all are other acts; what was refused may be sent again.
    broken = {**place, "kind": "adjusted", "quantity": -1_000, "note": "broken"}
    for one, act, body, key, on_hand in (
        (other, "receipts", delivery, "d1", 110),
        (clerk, "receipts", delivery, "", 115),
        (clerk, "movements", {**broken, "quantity": -2}, "d1", 113),
        (clerk, "movements", {**broken, "quantity": -2}, "d1", 113),
    ):
        answer = await one.act("POST", f"{path}/{act}", body, headers=key_header(key))
        assert answer.json()["levels"][0]["on_hand"] == on_hand
    for _ in range(2):
        assert (await clerk.act("POST", f"{path}/movements", broken, headers=key_header("d2"))).status_code == 409
