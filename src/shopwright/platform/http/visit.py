"""What is known of one request before and beside its handler: who asks, from where, under which id."""

import ipaddress
import os
import re
from collections.abc import Sequence
from typing import Any

from shopwright.platform.db import Database, Reading
from shopwright.platform.http.addresses import household
from shopwright.platform.http.sessions import (
    ConsoleFacts,
    ConsoleSession,
    Session,
    SessionFacts,
    ShopFacts,
    ShopSession,
)
from shopwright.platform.settings import Network

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
Headers = Sequence[tuple[bytes, bytes]]


class Visit:
    """One request's own facts. It lies in the scope under `visit`; sessions are loaded at their first use."""

    __slots__ = ("_console", "_database", "_headers", "_proxies", "_shop", "client", "is_from_proxy", "request_id")

    def __init__(self, scope: Any, *, database: Database, proxies: Sequence[Network]) -> None:
        self._database = database
        self._headers: Headers = scope["headers"]
        self._shop: ShopSession | None = None
        self._console: ConsoleSession | None = None
        self._proxies = proxies
        peer = scope.get("client")
        self.client: str = peer[0] if peer else ""
        self.is_from_proxy = bool(proxies) and _is_within(self.client, proxies)
        self.request_id = ""
        if self.is_from_proxy:
            self._believe_proxy()
        if not self.request_id:
            self.request_id = os.urandom(16).hex()

    @property
    def household(self) -> str:
        """Where the visitor is, as limits count it: never key one by `client` itself."""
        return household(self.client)

    def header(self, name: bytes) -> bytes | None:
        """The first header of that name (in lower case), or None."""
        for key, value in self._headers:
            if key == name:
                return value
        return None

    def cookie(self, name: str) -> str | None:
        """A cookie's text as it was sent, or None. Ours need no decoding."""
        wanted = name.encode()
        for key, value in self._headers:
            if key == b"cookie":
                for part in value.split(b";"):
                    found, _, text = part.strip().partition(b"=")
                    if found == wanted:
                        return text.decode("latin-1")
        return None

    @property
    def host(self) -> bytes:
        """The host and port that the visitor's browser asked for."""
        forwarded = self.header(b"x-forwarded-host") if self.is_from_proxy else None
        return (forwarded or self.header(b"host") or b"").lower()

    async def shop_session(self, reading: Reading | None = None) -> ShopSession:
        """The storefront's session, loaded once a request and only where its cookie came; see `Session.load`."""
        if self._shop is None:
            self._shop = await Session.load(self._database, ShopFacts, self.cookie(ShopFacts.cookie), reading)
        return self._shop

    async def console_session(self, reading: Reading | None = None) -> ConsoleSession:
        """The console's session, loaded once a request and only where its cookie came; see `Session.load`."""
        if self._console is None:
            self._console = await Session.load(self._database, ConsoleFacts, self.cookie(ConsoleFacts.cookie), reading)
        return self._console

    async def write_sessions(self, *, is_secure: bool) -> list[str]:
        """Store what changed, and return the Set-Cookie texts that the answer must carry."""
        cookies: list[str] = []
        for session in (self._shop, self._console):
            if session is not None and session.is_to_be_written:
                cookie = await session.write(self._database, is_secure=is_secure)
                cookies += [] if cookie is None else [cookie]
        return cookies

    def csrf_text(self, facts: type[SessionFacts]) -> str | None:
        """The session token that this visitor's forms of one face are bound to, or None where there is none."""
        session: Session[Any] | None = self._shop if facts is ShopFacts else self._console
        # A cookie that opens nothing any more comes along with the form all the same, and must be proven.
        return (session.token if session is not None else None) or self.cookie(facts.cookie)

    def _believe_proxy(self) -> None:
        given = self.header(b"x-request-id")
        if given is not None and _REQUEST_ID.fullmatch(given):
            self.request_id = given.decode()
        forwarded = self.header(b"x-forwarded-for")
        if forwarded is not None:
            hops = [hop.strip() for hop in forwarded.decode("latin-1").split(",")]
            # The nearest hop that is no proxy of ours; everything before it is the visitor's own claim.
            self.client = next((hop for hop in reversed(hops) if not _is_within(hop, self._proxies)), hops[0])


def visit_of(scope: Any) -> Visit:
    """The visit of a scope that came through our middleware."""
    found: Visit = scope["visit"]
    return found


def _is_within(address: str, networks: Sequence[Network]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
