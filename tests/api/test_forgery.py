"""Acts in the name of a session must show that its own program sent them."""

import httpx
from tests.api.caller import ADDRESS, Caller, World, told
from tests.api.conftest import NewCaller, NewClerk
from tests.kit.app import BASE_URL

FORGED = (403, "forged_request")


FORGERIES: list[dict[str, str]] = [
    {},
    {"X-CSRF-Token": ""},
    {"X-CSRF-Token": "0" * 64},
    {"X-CSRF-Token": "ünïcode"},
    {"Origin": "http://evil.test"},
    {"Origin": "null"},
    {"Origin": "http://shop.test.evil.test"},
    {"Origin": "http://shop.test@evil.test"},
    {"Origin": "https://evil.test", "X-CSRF-Token": "{token}"},
    {"Sec-Fetch-Site": "cross-site", "X-CSRF-Token": "{token}"},
    {"Sec-Fetch-Site": "same-site"},
]
PROOFS = [{"X-CSRF-Token": "{token}"}, {"Origin": BASE_URL}, {"Sec-Fetch-Site": "same-origin"}]


async def test_an_act_needs_the_token_or_the_browsers_word(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    before = await world.print()
    for headers in FORGERIES:
        assert told(await post_address(caller, headers)) == FORGED, headers
    assert await world.print() == before
    for headers in PROOFS:
        assert (await post_address(caller, headers)).status_code == 201, headers


async def post_address(caller: Caller, headers: dict[str, str]) -> httpx.Response:
    """An act with exactly these headers, `{token}` standing for the true one."""
    sent = [(name.encode(), text.replace("{token}", caller.token).encode()) for name, text in headers.items()]
    return await caller.browser.post("/api/v1/addresses", json=ADDRESS, headers=sent)


async def test_a_token_is_bound_to_its_session(world: World, caller: Caller, new_caller: NewCaller) -> None:
    other = await new_caller()
    for one in (caller, other):
        await one.put_into_cart(world.floor.variant_ids[0])
    assert caller.token != other.token
    answer = await caller.act("POST", "/api/v1/addresses", ADDRESS, headers={"X-CSRF-Token": other.token})
    assert told(answer) == FORGED


async def test_a_token_dies_with_its_session(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    before = caller.token
    await caller.register("lin@shop.test")
    assert caller.token not in {"", before}
    old = await caller.act("POST", "/api/v1/addresses", ADDRESS, headers={"X-CSRF-Token": before})
    assert told(old) == FORGED
    assert (await caller.act("DELETE", "/api/v1/session")).status_code == 204
    assert (await caller.get("/api/v1/session")).json() == {
        "customer_id": None,
        "is_registered": False,
        "name": "",
        "csrf": "",
    }
    assert told(await caller.act("POST", "/api/v1/addresses", ADDRESS)) == (401, "login_needed")


async def test_a_shops_token_is_none_in_the_console(world: World, caller: Caller, new_clerk: NewClerk) -> None:
    clerk = await new_clerk("clerk", "*")
    await caller.put_into_cart(world.floor.variant_ids[0])
    path = f"/console/api/v1/variants/{world.floor.variant_ids[0]}/price"
    before = await world.print()
    body = {"price": {"minor": 1, "currency": "CNY"}}
    for token in ("", caller.token):
        answer = await clerk.act("PUT", path, body, headers={"X-CSRF-Token": token})
        assert told(answer) == FORGED
    assert await world.print() == before


async def test_a_foreign_form_that_looks_like_json_does_nothing(world: World, caller: Caller) -> None:
    """What a page of another site can send without asking first, from a browser that says nothing of where it is."""
    await caller.put_into_cart(world.floor.variant_ids[0])
    before = await world.print()
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        answer = await caller.browser.post(
            "/api/v1/addresses", content=b'{"recipient": "x", "csrf": ""}', headers={"Content-Type": content_type}
        )
        assert told(answer) == FORGED, content_type
    assert await world.print() == before
