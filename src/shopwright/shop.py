"""The shop as its faces see it: everything that `bootstrap` put together, by name."""

from collections.abc import Awaitable, Callable
from typing import Any, cast
from urllib.parse import parse_qs

import msgspec

from shopwright.kernel.ids import NumberCipher
from shopwright.modules.checkout.public import Placing
from shopwright.modules.markets import public as markets
from shopwright.modules.markets.contracts import Market
from shopwright.modules.messages.contracts import Post
from shopwright.modules.payments.contracts import Channels
from shopwright.platform.db import Database, Reading
from shopwright.platform.db.cache import VersionedCache
from shopwright.platform.db.setting import get_setting
from shopwright.platform.events import Subscribers
from shopwright.platform.files import FileStore
from shopwright.platform.http import Request, ShopSession, visit_of
from shopwright.platform.http.errors import is_program_path, language_for
from shopwright.platform.http.live import LiveStreams
from shopwright.platform.i18n import DEFAULT_LANGUAGE, LANGUAGES, pick_language
from shopwright.platform.settings import Settings
from shopwright.platform.telemetry import HttpMetrics
from shopwright.web.assets import Assets
from shopwright.web.templating import Templates

PROFILE = "shop.profile"
FOREIGN_LANGUAGE = "en"
"""What visitors get whose browser asks for none of our languages, where the shop follows browsers."""
LANGUAGE_COOKIE = "sw_language"
LANGUAGE_SECONDS = 365 * 86_400
LANGUAGE_PARAMETER = "language"
"""In the address of a page it comes before the cookie, so that each language of a page has an address of its own."""

_LANGUAGE_IN_SCOPE = "shopwright_language"


class Logo(msgspec.Struct, frozen=True):
    """A picture of ours that stands for the shop: the stem of its files and the largest size in pixels."""

    file_key: str
    width: int
    height: int


class ShopProfile(msgspec.Struct, frozen=True):
    """How the shop presents itself, changed in the console: its name by language, the seal, the market's notices.

    A `logo` takes the seal's place in the heads of pages and in the tabs of browsers.
    `accent` is a colour such as `#2a6fb0`, from which all shades are computed; empty for the house's own.
    """

    names: dict[str, str] = msgspec.field(default_factory=lambda: {"zh_CN": "商匠", "en": "Shopwright"})
    logo_text: str = ""
    notices: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    accent: str = ""
    logo: Logo | None = None
    positioning: str = ""
    """What the shop said that it is, such as `local`; see the opening in the console."""
    arrival_days: tuple[int, int] | None = None
    """Within how many days after the payment a parcel is at the door, from and to; None promises nothing."""
    follows_browser: bool = False
    """Whether a visitor who chose no language gets the one that the browser asks for."""


class Shop(msgspec.Struct, frozen=True, kw_only=True):
    """One running shop. Handlers take it from the request by `shop_of`; everything in it is shared and stateless."""

    settings: Settings
    database: Database
    cache: VersionedCache
    live: LiveStreams
    numbers: NumberCipher
    subscribers: Subscribers
    metrics: HttpMetrics
    files: FileStore
    channels: Channels
    placing: Placing
    post: Post
    assets: Assets
    templates: Templates
    closings: tuple[Callable[[], Awaitable[None]], ...] = ()
    """What lets go of connections to the outside when the shop closes."""

    async def market(self, reading: Reading) -> Market:
        """The market that this shop sells in; kept until `markets` says that it changed."""
        return await self.cache.get(reading, markets.MARKETS, markets.get_default_market)

    async def profile(self, reading: Reading) -> ShopProfile:
        """How the shop presents itself."""
        return await get_setting(reading, cache=self.cache, name=PROFILE, shape=ShopProfile)


def shop_of(request: Request) -> Shop:
    """The shop that a request came to."""
    return cast("Shop", request.app.state["shop"])


async def shopper(request: Request, reading: Reading | None = None) -> ShopSession:
    """The visitor's session, loaded once a request and only where a cookie came; see `ShopSession`.

    Who reads already gives `reading`: no request may hold two connections.
    """
    return await visit_of(request.scope).shop_session(reading)


def language_of(request: Request) -> str:
    """The answer's language: the address's, the visitor's by cookie, for programs their header, else the shop's."""
    return scope_language(request.scope)


def scope_language(scope: Any, shop: Shop | None = None) -> str:
    """The language of the answer to a bare ASGI scope: found once, so that no page changes it half-way.

    Who asks before the application was entered gives its `shop`.
    """
    known = scope.get(_LANGUAGE_IN_SCOPE)
    if known is None:
        entered = scope["app"].state.get("shop") if "app" in scope else None
        known = scope[_LANGUAGE_IN_SCOPE] = _find_language(scope, shop or entered)
    return cast("str", known)


def _find_language(scope: Any, shop: Shop | None) -> str:
    visit, path = visit_of(scope), scope["path"]
    chosen = _addressed_language(scope) or visit.cookie(LANGUAGE_COOKIE)
    header = visit.header(b"accept-language")
    wanted = None if header is None else header.decode("latin-1")
    if path.startswith("/console") or is_program_path(path) or shop is None:
        return language_for(cookie=chosen, path=path, accept_language=wanted)
    # What this process knows of the shop by now, which it learnt when it opened: nothing is looked up here.
    market, profile = shop.cache.peek(markets.MARKETS), shop.cache.peek(f"setting.{PROFILE}")
    offered = LANGUAGES if market is None else market.languages
    if chosen in offered:
        return cast("str", chosen)
    first = DEFAULT_LANGUAGE if market is None else market.default_language
    if wanted and profile is not None and profile.follows_browser:
        picked = pick_language(wanted, otherwise=FOREIGN_LANGUAGE)
        return picked if picked in offered else first
    return cast("str", first)


def _addressed_language(scope: Any) -> str | None:
    query = scope.get("query_string", b"")
    if LANGUAGE_PARAMETER.encode() not in query:
        return None
    asked = parse_qs(query.decode("latin-1")).get(LANGUAGE_PARAMETER, [""])[0]
    return asked if asked in LANGUAGES else None
