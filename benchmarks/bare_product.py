"""The least that can answer with a product: one ASGI function, the shop's own SQL text, msgspec.

What the whole stack is measured against. The columns that PostgreSQL made as JSON go out as they are.
"""

import os
from typing import Any

import msgspec

from shopwright.modules.catalog.queries.product_page import find_product_page
from shopwright.platform.db import Database
from shopwright.platform.db.statements import REGISTRY

POOL_SIZE = 10
MARKET = "cn"
LANGUAGE = "zh_CN"
_STATEMENT = REGISTRY[f"modules.catalog.queries.product_page.{find_product_page.__name__}"]
"""The very text that the shop runs."""


class BareProduct:
    """Answers every path with the product that its last part names."""

    def __init__(self) -> None:
        self._database = Database(os.environ["DATABASE_URL"], pool_size=POOL_SIZE)
        text = _STATEMENT.texts[()]
        values = {"language": LANGUAGE, "market": MARKET}
        self._sql = text.sql
        self._slug_at = [name for name, _ in text.binds].index("slug")
        self._arguments = [values.get(name, "") for name, _ in text.binds]
        self._encoder = msgspec.json.Encoder()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request, or the server's start and end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        arguments = list(self._arguments)
        arguments[self._slug_at] = scope["path"].rpartition("/")[2]
        async with self._database.pool.acquire() as connection:
            row = await connection.fetchrow(self._sql, *arguments)
        found: dict[str, Any] = {} if row is None else dict(row)
        body = self._encoder.encode(
            {name: msgspec.Raw(value.encode()) if name in _JSON and value else value for name, value in found.items()}
        )
        await send({"type": "http.response.start", "status": 200, "headers": _headers(body)})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        await self._database.open()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._database.close()
        await send({"type": "lifespan.shutdown.complete"})


_JSON = frozenset({"category", "attributes", "options", "variants", "pictures"})


def _headers(body: bytes) -> list[tuple[bytes, bytes]]:
    return [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]


def create() -> BareProduct:
    """The application, made in the server's process."""
    return BareProduct()
