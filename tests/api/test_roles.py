"""Every act by four actors: a stranger, another customer, staff without the permission, and the one who may.

Whoever may not is refused, and the fingerprint of the whole database shows that nothing changed.
"""

import re
from typing import Any

import msgspec
import pytest
from tests.api.caller import ADDRESS, PASSWORD, Caller, World, told
from tests.api.conftest import NewCaller, NewClerk

from shopwright.api import RESOURCES
from shopwright.platform.http.csrf import SAFE_METHODS

ORDERS, CONSOLE, CONSOLE_ORDERS = "/api/v1/orders/{number}", "/console/api/v1", "/console/api/v1/orders/{number}"
SHIPPED = "shipped"
PAID = "paid"
UNPAID = "unpaid"
NOBODY, NOT_ALLOWED = (401, "login_needed"), (403, "not_allowed")
NO_ORDER, NO_ADDRESS = (404, "order_not_found"), (404, "address_not_found")
PARCEL = {"carrier": "shunfeng", "tracking_number": "SF9", "lines": [{"order_line_id": "{line}", "quantity": 1}]}


class Act(msgspec.Struct, frozen=True):
    """One act, how far the owner's order must be, what the other customer is told, and the staff's permission.

    `other` is None where everybody acts upon what is theirs alone: the act then must leave the owner's things be.
    """

    method: str
    path: str
    body: Any = None
    other: tuple[int, str] | None = None
    permission: str = ""
    stage: str = UNPAID
    status: int = 200


ACTS = [
    Act("PATCH", "/api/v1/cart/lines/{variant}", {"quantity": 3}, (404, "not_found")),
    Act("DELETE", "/api/v1/cart/lines/{variant}"),
    Act("PUT", "/api/v1/cart/selection", {"variant_ids": []}),
    Act("POST", "/api/v1/addresses", ADDRESS, status=201),
    Act("PUT", "/api/v1/addresses/{address}", {**ADDRESS, "recipient": "林朝"}, NO_ADDRESS),
    Act("DELETE", "/api/v1/addresses/{address}", None, NO_ADDRESS, status=204),
    Act("POST", "/api/v1/orders", "{order}", NO_ADDRESS, status=201),
    Act("POST", f"{ORDERS}/payment", {"channel": "simpay"}, NO_ORDER),
    Act("POST", f"{ORDERS}/cancellation", {"reason": "changed_mind"}, NO_ORDER),
    Act("POST", f"{ORDERS}/receipt", None, NO_ORDER, stage=SHIPPED),
    Act("PUT", f"{CONSOLE}/products/{{product}}/listing", permission="catalog.list", status=204),
    Act("DELETE", f"{CONSOLE}/products/{{product}}/listing", permission="catalog.list", status=204),
    Act(
        "PUT",
        f"{CONSOLE}/variants/{{variant}}/price",
        {"price": {"minor": 99, "currency": "CNY"}},
        permission="catalog.price",
        status=204,
    ),
    Act(
        "POST",
        f"{CONSOLE}/variants/{{variant}}/receipts",
        {"warehouse_id": "{warehouse}", "quantity": 5},
        permission="inventory.receive",
    ),
    Act(
        "POST",
        f"{CONSOLE}/variants/{{variant}}/movements",
        {"kind": "adjusted", "warehouse_id": "{warehouse}", "quantity": -5},
        permission="inventory.adjust",
    ),
    Act("POST", f"{CONSOLE_ORDERS}/shipments", PARCEL, permission="orders.ship", stage=PAID),
    Act("POST", f"{CONSOLE_ORDERS}/shipments/{{shipment}}/delivery", permission="orders.ship", stage=SHIPPED),
    Act("POST", f"{CONSOLE_ORDERS}/cancellation", {"reason": "other"}, permission="orders.cancel"),
    Act("POST", f"{CONSOLE_ORDERS}/refund", {"reason": "broken"}, permission="orders.refund", stage=PAID),
    Act("GET", "/api/v1/addresses"),
    Act("GET", "/api/v1/orders"),
    Act("GET", ORDERS, None, NO_ORDER),
    Act("GET", f"{CONSOLE}/products", permission="catalog.view"),
    Act("GET", f"{CONSOLE}/products/{{product}}", permission="catalog.view"),
    Act("GET", f"{CONSOLE}/variants/{{variant}}/stock", permission="inventory.view"),
    Act("GET", f"{CONSOLE}/orders", permission="orders.view"),
    Act("GET", CONSOLE_ORDERS, permission="orders.view"),
    Act("DELETE", f"{CONSOLE}/session", permission="staff.view", status=204),
]
OPEN = {
    ("POST", "/api/v1/cart/lines"),
    ("POST", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
    ("POST", "/api/v1/customers"),
    ("POST", "/console/api/v1/session"),
}
"""Acts that anybody may do upon what is theirs; other tests hold them."""
OPEN_READS = {
    "/api/v1/cart",
    "/api/v1/session",
    "/api/v1/categories",
    "/api/v1/collections",
    "/api/v1/collections/{}",
    "/api/v1/collections/{}/products",
    "/api/v1/products",
    "/api/v1/products/{}",
}


def test_the_table_names_every_route_of_the_face() -> None:
    routes = {
        (str(method), re.sub(r"\{[^}]*\}", "{}", path))
        for handler in RESOURCES
        for path in handler.paths
        for method in handler.http_methods - {"HEAD", "OPTIONS"}
    }
    named = {(act.method, re.sub(r"\{[^}]*\}", "{}", act.path)) for act in ACTS}
    assert named | OPEN | {("GET", path) for path in OPEN_READS} == routes


class Owned(msgspec.Struct):
    """The owner and everything of theirs that a path or a body may name."""

    owner: Caller
    names: dict[str, Any]

    def fill(self, template: Any) -> Any:
        """A path or a body with its names put in."""
        if isinstance(template, str):
            whole = re.fullmatch(r"\{(\w+)\}", template)
            if whole is not None:
                return self.names[whole[1]]
            return re.sub(r"\{(\w+)\}", lambda found: str(self.names[found[1]]), template)
        if isinstance(template, dict):
            return {key: self.fill(value) for key, value in template.items()}
        return [self.fill(one) for one in template] if isinstance(template, list) else template

    async def see(self) -> list[Any]:
        """Everything that the owner sees as theirs."""
        paths = ("/api/v1/cart", "/api/v1/addresses", "/api/v1/orders", f"/api/v1/orders/{self.names['number']}")
        return [(await self.owner.get(path)).json() for path in paths]


async def own(world: World, owner: Caller, stage: str) -> Owned:
    """Let the owner order, go as far as `stage`, and fill the cart once more."""
    cup = world.floor.variant_ids[0]
    await owner.put_into_cart(cup, 2)
    view = await owner.place()
    names: dict[str, Any] = {"number": view["number"], "line": view["order"]["lines"][0]["id"], "variant": cup}
    names |= {"warehouse": world.floor.warehouse_id, "product": view["order"]["lines"][0]["product_id"]}
    if stage in {PAID, SHIPPED}:
        path = f"/api/v1/orders/{view['number']}/payment"
        await world.pay((await owner.act("POST", path, {"channel": "simpay"})).json()["pay_url"])
    await owner.put_into_cart(cup, 1)
    names["order"] = await owner.order_body()
    names["address"] = names["order"]["address_id"]
    return Owned(owner, names)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act.method} {act.path}")
async def test_who_may_do_what(world: World, act: Act, new_caller: NewCaller, new_clerk: NewClerk) -> None:
    owned = await own(world, await new_caller(), act.stage)
    if act.stage == SHIPPED:
        sender = await new_clerk("sender", "orders.ship")
        parcel = owned.fill({**PARCEL, "lines": [{"order_line_id": "{line}", "quantity": 2}]})
        sent = await sender.act("POST", owned.fill(f"{CONSOLE_ORDERS}/shipments"), parcel)
        owned.names["shipment"] = sent.json()["order"]["shipments"][0]["id"]
    other = await new_caller()
    await other.register("other@shop.test")
    others = {one.permission for one in ACTS} - {act.permission, ""}
    clerk = await new_clerk("clerk", *others)
    path, body = owned.fill(act.path), owned.fill(act.body)
    is_console = act.path.startswith("/console")

    before = await world.print()
    assert told(await (await new_caller()).act(act.method, path, body)) == NOBODY
    if act.path != f"{CONSOLE}/session":
        refusal = NOT_ALLOWED if is_console else NOBODY
        assert told(await clerk.act(act.method, path, body)) == refusal
    if is_console:
        assert told(await other.act(act.method, path, body)) == NOBODY
        assert told(await owned.owner.act(act.method, path, body)) == NOBODY
    elif act.other is not None:
        assert told(await other.act(act.method, path, body)) == act.other
    assert await world.print() == before

    if not is_console and act.other is None:
        seen = await owned.see()
        assert (await other.act(act.method, path, body)).status_code == act.status
        assert await owned.see() == seen
    allowed = await new_clerk("allowed", act.permission) if is_console else owned.owner
    before = await world.print()
    answer = await allowed.act(act.method, path, body)
    assert answer.status_code == act.status, answer.text
    is_listed_already = act.method == "PUT" and act.path.endswith("/listing")
    if act.method not in SAFE_METHODS and not is_listed_already and act.path != f"{CONSOLE}/session":
        assert await world.print() != before


async def test_a_member_who_left_may_do_nothing(world: World, new_clerk: NewClerk) -> None:
    clerk = await new_clerk("leaver", "*")
    assert (await clerk.get("/console/api/v1/orders")).status_code == 200
    async with world.database.reading() as reading:
        await reading.connection.execute("UPDATE staff.member SET is_active = false WHERE email = 'leaver@shop.test'")
    assert told(await clerk.get("/console/api/v1/orders")) == NOBODY
    login = await clerk.act("POST", "/console/api/v1/session", {"email": "leaver@shop.test", "password": PASSWORD})
    assert told(login) == (401, "login_failed")


async def test_a_shops_session_is_none_in_the_console_and_the_other_way(
    world: World, new_caller: NewCaller, new_clerk: NewClerk
) -> None:
    clerk, caller = await new_clerk("clerk", "*"), await new_caller()
    await caller.put_into_cart(world.floor.variant_ids[0])
    shop_cookie, console_cookie = caller.browser.cookies["sw_shop"], clerk.browser.cookies["sw_console"]
    for cookie in (f"sw_console={shop_cookie}", f"sw_shop={console_cookie}"):
        stranger = await new_caller()
        for path in ("/api/v1/orders", "/console/api/v1/orders"):
            assert told(await stranger.browser.get(path, headers={"Cookie": cookie})) == NOBODY
