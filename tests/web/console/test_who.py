"""Four actors by one table: every route of the console asks who comes."""

import re

import httpx
import pytest
from tests.kit.app import Browser, open_browser
from tests.web.console.conftest import Office

from shopwright.platform.http import PUBLIC, STAFF, Permission
from shopwright.web.console import ROUTES
from shopwright.web.console.access import PERMISSIONS

SAMPLES = {
    "number": "{number}",
    "product_id": "1",
    "variant_id": "1",
    "category_id": "1",
    "collection_id": "1",
    "block_id": "1",
    "job_id": "1",
    "message_id": "1",
    "staff_id": "{staff_id}",
    "shipment_id": "1",
    "picture_id": "1",
    "event_id": "1",
    "subscriber": "nobody",
    "name": "orders",
}
TABLE = sorted(
    (str(method), path, handler.opt["permission"])
    for handler in ROUTES
    for path in handler.paths
    for method in handler.http_methods
    if str(method) in {"GET", "POST"}
)
GUARDED = [row for row in TABLE if row[2] != PUBLIC]
FORBIDDEN = [row for row in GUARDED if row[2] != STAFF]


def place(path: str, office: Office, number: str = "1000000000000") -> str:
    """The address of a route, with something in place of its parameters."""
    filled = re.sub(r"\{(\w+):\w+\}", lambda found: SAMPLES[found[1]], path)
    return filled.replace("{number}", number).replace("{staff_id}", str(office.people["clerk"]))


async def ask(browser: Browser, office: Office, method: str, path: str) -> httpx.Response:
    """Ask for a page or send an empty act with the token of the session."""
    if method == "GET":
        return await browser.get(path)
    return await browser.post(path, headers={"X-CSRF-Token": office.token(browser)})


def test_the_table_holds_every_route() -> None:
    assert len(TABLE) == 127
    assert {path for _, path, permission in TABLE if permission == PUBLIC} == {"/console/login"}
    assert {path for _, path, permission in TABLE if permission == STAFF} == {
        "/console",
        "/console/account",
        "/console/account/password",
        "/console/lists/density",
        "/console/lists/{name:str}/view",
        "/console/logout",
        "/console/search",
    }


async def test_a_stranger_is_led_to_the_door(office: Office, client: Browser) -> None:
    for method, path, _permission in GUARDED:
        answer = await ask(client, office, method, place(path, office))
        assert answer.status_code == 303, f"{method} {path}"
        assert answer.headers["location"].partition("?")[0] == "/console/login"


async def test_a_customer_is_a_stranger_here(office: Office, client: Browser) -> None:
    assert (await client.submit("/registration", login="13800138000", password=office_password())).status_code == 303
    for method, path, _permission in GUARDED:
        answer = await ask(client, office, method, place(path, office))
        assert answer.status_code == 303, f"{method} {path}"
        assert answer.headers["location"].partition("?")[0] == "/console/login"


async def test_a_member_without_rights_is_refused(office: Office, client: Browser) -> None:
    await office.enter(client, "guest")
    for method, path, permission in FORBIDDEN:
        answer = await ask(client, office, method, place(path, office))
        assert answer.status_code == 403, f"{method} {path} needs {permission}"


async def test_the_owner_is_let_in_everywhere(office: Office, owner: Browser) -> None:
    number = await office.sell(1)
    for method, path, _permission in FORBIDDEN:
        answer = await ask(owner, office, method, place(path, office, number))
        assert answer.status_code not in {401, 403}, f"{method} {path}"
        assert answer.status_code < 500, f"{method} {path}"


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        (
            "owner",
            [
                "orders",
                "products",
                "categories",
                "collections",
                "home",
                "stock",
                "messages",
                "opening",
                "staff",
                "audit",
                "dead-letters",
            ],
        ),
        ("clerk", ["orders"]),
        ("merchandiser", ["products", "categories", "collections", "stock"]),
        ("guest", []),
    ],
)
async def test_the_navigation_shows_what_may_be_opened(
    office: Office, client: Browser, role: str, shown: list[str]
) -> None:
    await office.enter(client, role)
    page = await client.get("/console")
    assert page.status_code == 200
    assert re.findall(r'class="console-module" href="/console/([\w-]+)"', page.text) == shown


async def test_one_who_left_is_out_at_once(office: Office, owner: Browser) -> None:
    async with open_browser(office.app, peer="203.0.113.30") as clerk:
        await office.enter(clerk, "clerk")
        member = f"/console/staff/{office.people['clerk']}"
        assert (await owner.submit(member, action=f"{member}/deactivation")).status_code == 303
        assert (await clerk.get("/console/orders")).headers["location"].startswith("/console/login")


def test_every_permission_of_a_route_is_one_of_the_roles() -> None:
    assert {permission.name for _, _, permission in FORBIDDEN} <= set(PERMISSIONS)
    assert all(isinstance(permission, Permission) for _, _, permission in TABLE)


def office_password() -> str:
    return "shan-shui-2027"
