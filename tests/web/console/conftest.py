import html
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from tests.kit import shop_floor
from tests.kit.app import Browser, drain, open_browser
from tests.kit.diary import Diary

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import OrderId, StaffId
from shopwright.modules.catalog import permissions as catalog
from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.inventory import permissions as inventory
from shopwright.modules.orders import permissions as orders
from shopwright.modules.orders import public as order_face
from shopwright.modules.orders.contracts import Order
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.contracts import RoleId
from shopwright.platform.credentials import HashCost, hashing
from shopwright.platform.http.csrf import csrf_token
from shopwright.platform.http.sessions import ConsoleFacts
from shopwright.shop import Shop

PASSWORD = "qing-ci-2027"
HIRING = Actor.system("test")
ROLES = {
    "owner": ("*",),
    "clerk": (orders.VIEW, orders.SHIP),
    "merchandiser": (catalog.VIEW, catalog.EDIT, catalog.LIST, inventory.VIEW),
    "guest": (),
}


@pytest.fixture(autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Real hashes that cost next to nothing."""
    before, hashing.cost = hashing.cost, HashCost(memory_kib=8, pass_count=1, lane_count=1)
    yield
    hashing.cost = before


class Office(msgspec.Struct, frozen=True):
    """The back room of a small shop: its days, its people, and the cups on its shelf."""

    shop: Shop
    app: Litestar
    diary: Diary
    people: dict[str, StaffId]

    async def place(self, *pieces: int, key: str = "a") -> Placed:
        """A guest orders so many pieces of each cup in turn."""
        (customer_id,) = await shop_floor.seat_buyers(self.shop.database, count=1)
        cups = self.diary.floor.variant_ids
        wants = [(cups[place], quantity) for place, quantity in enumerate(pieces) if quantity]
        return await self.diary.place(customer_id, wants, key=key)

    async def sell(self, *pieces: int) -> str:
        """The same, paid for; the order's number."""
        placed = await self.place(*pieces)
        await self.diary.pay(placed)
        return self.number(placed)

    async def settle(self) -> None:
        """What was asked of the provider is done there, and the shop hears of it."""
        await drain(self.shop, with_delayed=True)
        await self.diary.hear()

    def number(self, placed: Placed) -> str:
        return self.shop.numbers.number(placed.order_id)

    async def order(self, number: str) -> Order:
        order_id = self.shop.numbers.find(number)
        assert order_id is not None
        async with self.shop.database.reading() as reading:
            return await order_face.get_order_for_staff(reading, order_id=OrderId(order_id))

    async def enter(self, browser: Browser, role: str = "owner") -> Browser:
        """Log somebody in by the form."""
        answer = await browser.submit(
            "/console/login", action="/console/login", email=f"{role}@shop.test", password=PASSWORD
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/console"), seen(answer)
        return browser

    def token(self, browser: Browser) -> str:
        """The proof that every form of this session carries."""
        return csrf_token(self.shop.settings.key("csrf"), browser.cookies.get(ConsoleFacts.cookie, path="/console"))

    async def subjects(self) -> list[tuple[str, str]]:
        """What the audit log says was done since the people were hired, the oldest first."""
        async with self.shop.database.reading() as reading:
            page = await staff.list_audit(reading, limit=100)
        return [(record.action, record.actor_label) for record in reversed(page.items) if record.actor_id is not None]


@pytest.fixture
async def office(shop: Shop, app: Litestar, provider: Litestar, clock: VirtualClock) -> Office:
    """Three kinds of cups, ten pieces of each, and four people."""
    floor = await shop_floor.open_shop(shop.database, variant_count=3, pieces=10)
    people = {}
    for role, permissions in ROLES.items():
        role_ids = [await _role(shop, role, permissions)] if permissions else []
        people[role] = await staff.create_member(
            shop.database,
            actor=HIRING,
            email=f"{role}@shop.test",
            name=role.capitalize(),
            password=PASSWORD,
            roles=role_ids,
        )
    await shop.cache.catch_up()
    return Office(shop, app, Diary(shop, floor, provider, clock), people)


@pytest.fixture
async def owner(office: Office, client: Browser) -> Browser:
    """Somebody who may do everything, logged in."""
    return await office.enter(client)


@pytest.fixture
async def clerk(office: Office) -> AsyncIterator[Browser]:
    """Somebody who may see and ship orders, logged in."""
    async with open_browser(office.app, peer="203.0.113.20") as browser:
        yield await office.enter(browser, "clerk")


async def _role(shop: Shop, name: str, permissions: Sequence[str]) -> RoleId:
    return await shop.database.transact(
        lambda tx: staff.create_role(tx, actor=HIRING, name=name, permissions=permissions)
    )


def typed(fields: Mapping[str, str]) -> dict[str, Any]:
    """Fields whose names are made, such as `quantity-7`, for a form."""
    return dict(fields)


def seen(answer: httpx.Response) -> str:
    """The page as a browser reads it, its character references resolved."""
    return html.unescape(answer.text)


def words_of(answer: httpx.Response) -> str:
    """The words of a page, without tags, on one line."""
    body = re.sub(r"<(script|template|dialog)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links_of(answer: httpx.Response) -> list[str]:
    """Where the links of a page's content lead, in order."""
    content = answer.text.partition('<main id="content"')[2]
    return [html.unescape(link) for link in re.findall(r' href="([^"#]+)"', content)]


def error_at(answer: httpx.Response, field: str) -> str:
    """The sentence that stands at a field."""
    found = re.search(rf'id="{re.escape(field)}-error">.*?(?:<span>)?([^<>]+)(?:</span>)?<', answer.text, re.DOTALL)
    assert found is not None, f"nothing is wrong with {field}"
    return html.unescape(found[1])
