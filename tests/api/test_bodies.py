"""Bodies that are no body: malformed, empty, of another type, deep, huge, endless, with bytes that no text has."""

import json
from collections.abc import AsyncIterator

import pytest
from tests.api.caller import ADDRESS, Caller, World, told
from tests.api.conftest import NewClerk

from shopwright.platform.http.routes import BODY_BYTES_MAX

MALFORMED = [
    b"{",
    b"{'variant_id': 1}",
    b"\xff\xfe",
    b"variant_id=1",
    b'{"variant_id": 1,}',
    b"NaN",
    b'{"variant_id": 1} {}',
    b'{"x": "\\ud8"}',
]
MISFITS = [b"", b"null", b"[]", b'"x"', b"{}", b'{"variant_id": null}', b'{"variant_id": "1"}', b'{"variant_id": {}}']
JSON = {"Content-Type": "application/json"}


async def test_what_is_no_json_is_answered_with_400_and_what_does_not_fit_with_422(
    world: World, caller: Caller
) -> None:
    before = await world.print()
    for body in MALFORMED:
        answer = await caller.browser.post("/api/v1/cart/lines", content=body, headers=JSON)
        assert told(answer) == (400, "bad_request"), body
    for body in MISFITS:
        answer = await caller.browser.post("/api/v1/cart/lines", content=body, headers=JSON)
        assert told(answer) == (422, "invalid_input"), body
        assert len(answer.json()["error"]["fields"]) == 1
    assert await world.print() == before


async def test_the_wrong_field_is_named_with_its_place(world: World, caller: Caller, new_clerk: NewClerk) -> None:
    answer = await caller.act("POST", "/api/v1/cart/lines", {"variant_id": 1, "quantity": "1e3"})
    assert answer.json()["error"]["fields"] == {"quantity": "Expected `int`, got `str`"}
    await caller.put_into_cart(world.floor.variant_ids[0])
    number = (await caller.place())["number"]
    clerk = await new_clerk("clerk", "orders.*")
    body = {"carrier": "shunfeng", "tracking_number": "SF1", "lines": [{"order_line_id": 1, "quantity": "2"}]}
    answer = await clerk.act("POST", f"/console/api/v1/orders/{number}/shipments", body)
    assert answer.json()["error"]["fields"] == {"lines[0].quantity": "Expected `int`, got `str`"}


async def test_json_that_is_too_deep_is_refused(world: World, caller: Caller) -> None:
    before = await world.print()
    for opening, nest in ((b"", b"["), (b"", b'{"a":'), (b'{"variant_id": 1, "x": ', b"[")):
        answer = await caller.browser.post("/api/v1/cart/lines", content=opening + nest * 100_000, headers=JSON)
        assert told(answer)[0] in {400, 422}, opening + nest
    assert await world.print() == before


async def endless() -> AsyncIterator[bytes]:
    """Fifty megabytes, one after the other; whoever listens to the end has lost."""
    for _ in range(50):
        yield b" " * BODY_BYTES_MAX


async def test_fifty_megabytes_are_refused_whether_announced_or_not(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    before = await world.print()
    for path in ("/api/v1/cart/lines", "/api/v1/addresses", "/api/v1/session", "/api/v1/orders"):
        for announced in ({"Content-Length": str(50 * BODY_BYTES_MAX)}, {}):
            headers = {**JSON, **announced, "X-CSRF-Token": caller.token}
            answer = await caller.browser.post(path, content=endless(), headers=headers)
            assert told(answer) == (413, "too_large"), path
    assert await world.print() == before


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800"])
async def test_signs_that_no_text_has_are_refused_or_cleaned_away(world: World, caller: Caller, text: str) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    order = await caller.order_body()
    for field in ("recipient", "street"):
        content = json.dumps({**ADDRESS, field: text + ADDRESS[field]}).encode()
        kept = await caller.browser.post(
            "/api/v1/addresses", content=content, headers={**JSON, "X-CSRF-Token": caller.token}
        )
        assert kept.status_code in {201, 400, 422}
        assert "\\u0000" not in kept.text
    before = await world.print()
    for path, body in (
        ("/api/v1/orders", {**order, "note": text}),
        ("/api/v1/session", {"login": f"a{text}@shop.test", "password": "x"}),
        ("/api/v1/customers", {"login": f"a{text}@", "password": "stone-bridge-17"}),
    ):
        content = json.dumps(body).encode()
        headers = {**JSON, "X-CSRF-Token": caller.token}
        answer = await caller.browser.post(path, content=content, headers=headers)
        assert told(answer)[0] in {400, 401, 422}, f"{path} {answer.text}"
    for path in (f"/api/v1/products?q={'%00'}", f"/api/v1/products?category={'%00'}", "/api/v1/products/%00"):
        assert (await caller.get(path)).status_code in {200, 400, 404, 422}
    assert await world.print() == before


async def test_texts_without_end_are_refused(world: World, caller: Caller, new_clerk: NewClerk) -> None:
    clerk = await new_clerk("clerk", "*")
    await caller.put_into_cart(world.floor.variant_ids[0])
    long = "长" * 100_000
    view = await caller.place()
    await caller.put_into_cart(world.floor.variant_ids[0])
    order = await caller.order_body()
    console = f"/console/api/v1/orders/{view['number']}"
    parcel = {"carrier": "shunfeng", "lines": [{"order_line_id": view["order"]["lines"][0]["id"], "quantity": 1}]}
    receipt = {"warehouse_id": world.floor.warehouse_id, "quantity": 1}
    before = await world.print()
    answers = {
        "recipient": await caller.act("POST", "/api/v1/addresses", {**ADDRESS, "recipient": long}),
        "note": await caller.act("POST", "/api/v1/orders", {**order, "note": long}),
        "login": await caller.act("POST", "/api/v1/session", {"login": long, "password": long}),
        "name": await caller.act("POST", "/api/v1/customers", {"login": "a@b.test", "password": "p" * 9, "name": long}),
        "password": await caller.act("POST", "/api/v1/customers", {"login": "a@b.test", "password": long}),
        "channel": await caller.act("POST", f"/api/v1/orders/{view['number']}/payment", {"channel": long}),
        "tracking": await clerk.act("POST", f"{console}/shipments", {**parcel, "tracking_number": long}),
        "reason": await clerk.act("POST", f"{console}/refund", {"reason": long}),
        "stock note": await clerk.act(
            "POST", f"/console/api/v1/variants/{world.floor.variant_ids[0]}/receipts", {**receipt, "note": long}
        ),
    }
    wrong = {name: answer.status_code for name, answer in answers.items() if answer.status_code not in {401, 404, 422}}
    assert wrong == {}
    assert await world.print() == before
    assert (await caller.get("/api/v1/products", q="茶" * 5_000)).status_code in {200, 422}
