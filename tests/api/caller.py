"""A program that calls the JSON face, and what it does most: buy."""

from typing import Any, cast

import httpx
from litestar import Litestar
from tests.kit.app import PROVIDER_URL, Browser, deliver_notices, drain
from tests.kit.shop_floor import Shop as Floor

from shopwright.kernel.ids import VariantId
from shopwright.platform.db import Database
from shopwright.shop import Shop

Json = dict[str, Any]
ADDRESS: Json = {"recipient": "林晓", "phone": "13800138000", "district_code": "330106", "street": "文三路 90 号"}
PASSWORD = "stone-bridge-17"
CHURNING = frozenset({"platform.session", "platform.rate_window"})


class Caller:
    """One program with a session of its own: keeps its cookies, and sends the token with every act."""

    def __init__(self, browser: Browser, *, session_path: str = "/api/v1/session") -> None:
        self.browser = browser
        self._session_path = session_path
        self.token = ""

    async def get(self, path: str, **params: object) -> httpx.Response:
        """Read."""
        return await self.browser.get(path, params=cast("Any", params))

    async def act(
        self, method: str, path: str, body: object = None, *, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Act, with the token of the session as it is known."""
        sent = {**({"X-CSRF-Token": self.token} if self.token else {}), **(headers or {})}
        content = {} if body is None else {"json": body}
        return await self.browser.request(method, path, headers=sent, **cast("Any", content))

    async def learn_token(self) -> None:
        """Ask for the token that the session's acts need."""
        self.token = (await self.get(self._session_path)).json()["csrf"]

    async def log_in(self, **body: str) -> None:
        """Open a session; the answer tells the token."""
        answer = await self.act("POST", self._session_path, body)
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["csrf"]

    async def register(self, login: str) -> None:
        """Make an account and stay in it."""
        answer = await self.act("POST", "/api/v1/customers", {"login": login, "password": PASSWORD, "name": "林晓"})
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["csrf"]

    async def put_into_cart(self, variant_id: VariantId, quantity: int = 1) -> Json:
        """More pieces of a variant; returns the cart."""
        answer = await self.act("POST", "/api/v1/cart/lines", {"variant_id": variant_id, "quantity": quantity})
        assert answer.status_code == 200, answer.text
        if not self.token:
            await self.learn_token()
        return cast("Json", answer.json())

    async def add_address(self, **changes: object) -> int:
        """Keep an address; returns its id."""
        answer = await self.act("POST", "/api/v1/addresses", {**ADDRESS, **changes})
        assert answer.status_code == 201, answer.text
        return int(answer.json()["id"])

    async def order_body(self, **changes: object) -> Json:
        """What an order of the cart as it stands needs to say."""
        cart, addresses = (await self.get("/api/v1/cart")).json(), (await self.get("/api/v1/addresses")).json()
        address_id = addresses[0]["id"] if addresses else await self.add_address()
        body = {"cart_version": cart["version"], "expected_total": cart["total"], "address_id": address_id}
        return {**body, **changes}

    async def place(self, key: str = "", **changes: object) -> Json:
        """Order the cart; returns the order's view."""
        answer = await self.act("POST", "/api/v1/orders", await self.order_body(**changes), headers=key_header(key))
        assert answer.status_code == 201, answer.text
        return cast("Json", answer.json())

    async def show(self, number: str) -> Json:
        """One of the caller's orders."""
        answer = await self.get(f"/api/v1/orders/{number}")
        assert answer.status_code == 200, answer.text
        return cast("Json", answer.json())


class World:
    """The shop with goods on its shelves, and all the ends that a journey pulls."""

    def __init__(self, app: Litestar, shop: Shop, provider: Litestar, floor: Floor) -> None:
        self.app = app
        self.shop = shop
        self.provider = provider
        self.floor = floor

    @property
    def database(self) -> Database:
        """The shop's database."""
        return self.shop.database

    async def pay(self, pay_url: str) -> None:
        """Do as the shopper does on the provider's page, and let the news arrive everywhere."""
        transport = httpx.ASGITransport(app=cast("Any", self.provider))
        async with httpx.AsyncClient(transport=transport, base_url=PROVIDER_URL) as person:
            payment_id = httpx.URL(pay_url).path.rpartition("/")[2]
            answer = await person.post(f"/test/payments/{payment_id}/act", json={"action": "pay"})
            assert answer.status_code == 200, answer.text
        await deliver_notices(self.provider)
        await drain(self.shop)

    async def print(self) -> dict[str, str]:
        """A fingerprint of every table but sessions and rate limits: two equal ones mean that nothing changed."""
        async with self.database.reading() as reading:
            tables = await reading.connection.fetch(
                "SELECT schemaname || '.' || quote_ident(tablename) AS name FROM pg_tables "
                "WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
            )
            names = [table["name"] for table in tables if table["name"] not in CHURNING]
            parts = [
                f"SELECT '{name}' AS name, md5(COALESCE(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest "
                f"FROM {name} AS t"
                for name in names
            ]
            rows = await reading.connection.fetch(" UNION ALL ".join(parts))
        return {row["name"]: row["digest"] for row in rows}


def key_header(key: str) -> dict[str, str]:
    """The header that names an act, where there is a key."""
    return {"Idempotency-Key": key} if key else {}


def told(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal, which must have the shape of the house."""
    body = answer.json()
    assert set(body) == {"error"}, body
    assert {"code", "message"} <= set(body["error"]) <= {"code", "message", "fields"}, body
    return answer.status_code, body["error"]["code"]
