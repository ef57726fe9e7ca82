"""What a shopper does between shelf and parcel, by the forms of the pages alone."""

import html
import re
from typing import Any, Self

import httpx
from tests.kit import shop_floor
from tests.kit.app import Browser

from shopwright.kernel.ids import CustomerId, OrderId, VariantId
from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders import public as orders
from shopwright.platform.db import Database
from shopwright.platform.http.csrf import csrf_token
from shopwright.platform.http.sessions import ShopFacts
from shopwright.shop import Shop

TYPED: dict[str, Any] = {
    "name": "林晓",
    "phone": "138 0013 8000",
    "province": "330000",
    "city": "杭州市",
    "district": "西湖区",
    "street": "文三路 90 号",
}


class Till:
    """A small shop with cups at 129 each, and one shopper before its pages."""

    def __init__(self, shop: Shop, floor: shop_floor.Shop, browser: Browser) -> None:
        self.shop = shop
        self.floor = floor
        self.browser = browser
        self.cups = floor.variant_ids

    @classmethod
    async def open(
        cls, shop: Shop, browser: Browser, *, cups: int = 2, pieces: int = 10, price_minor: int = 12_900
    ) -> Self:
        """So many kinds of cups on the shelf, `pieces` of each. What pages keep in memory is there already."""
        floor = await shop_floor.open_shop(shop.database, variant_count=cups, pieces=pieces, price_minor=price_minor)
        await shop.cache.catch_up()
        await browser.get("/cart")
        return cls(shop, floor, browser)

    async def add(self, cup: int = 0, quantity: int = 1, **more: str) -> httpx.Response:
        """Send what the product page sends; an act of a session carries the token of its page."""
        sent = {"variant_id": str(self.cups[cup]), "quantity": str(quantity), **more}
        return await self.send("/cart/lines", sent)

    async def send(self, path: str, sent: dict[str, Any], headers: dict[str, str] | None = None) -> httpx.Response:
        """Post fields with the token that every form of this session carries."""
        token = csrf_token(self.shop.settings.key("csrf"), self.browser.cookies.get(ShopFacts.cookie))
        return await self.browser.post(path, data=sent | {"csrf": token}, headers=headers)

    async def place(self, cup: int = 0, quantity: int = 1, **typed: Any) -> str:
        """Buy at once and place the order; its number."""
        await self.add(cup, quantity, then="checkout")
        answer = await self.browser.submit("/checkout", action="/orders", **(TYPED | typed))
        assert answer.status_code == 303, answer.text
        return number_in(answer)

    async def placed(self, number: str) -> Placed:
        """The order of that number as the modules know it."""
        order_id = self.shop.numbers.find(number)
        assert order_id is not None
        async with self.shop.database.reading() as reading:
            order = await orders.get_order_for_staff(reading, order_id=OrderId(order_id))
        return Placed(order.customer_id, order.id, order.group_id)

    async def available(self, cup: int = 0) -> int:
        """How many of a kind may still be promised."""
        return await available(self.shop.database, self.cups[cup])


def number_in(answer: httpx.Response) -> str:
    """The order number of the address that an answer leads to."""
    found = re.match(r"/orders/(\d{13})", answer.headers["location"])
    assert found is not None, answer.headers["location"]
    return found[1]


def text_of(answer: httpx.Response) -> str:
    """The words of a page, without tags, on one line."""
    body = re.sub(r"<(script|template)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def links_of(answer: httpx.Response) -> set[str]:
    """Where the links of a page lead."""
    return {html.unescape(link) for link in re.findall(r' href="([^"]*)"', answer.text)}


def amounts_in(answer: httpx.Response) -> list[str]:
    """The amounts of the explained total, the sum last."""
    found = re.search(r'<dl class="totals">(.*?)</dl>', answer.text, re.DOTALL)
    assert found is not None
    return [
        " ".join(html.unescape(re.sub(r"<[^>]+>", " ", amount)).split()).replace(" ", "")
        for amount in re.findall(r"<dd[^>]*>(.*?)</dd>", found[1], re.DOTALL)
    ]


async def available(database: Database, variant_id: VariantId) -> int:
    """How many pieces of a variant may still be promised."""
    async with database.reading() as reading:
        return (await inventory.find_availability(reading, variant_ids=[variant_id]))[variant_id]


async def order_count(database: Database, customer_id: CustomerId) -> int:
    """How many orders a customer has."""
    async with database.reading() as reading:
        return len((await orders.list_orders(reading, customer_id=customer_id)).items)
