"""What every page shows around its content, gathered with as few statements as possible."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.enums import MediaType

from shopwright.kernel.ids import CustomerId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, Collection
from shopwright.modules.checkout import public as checkout
from shopwright.modules.staff.contracts import StaffMember
from shopwright.platform.db import Reading
from shopwright.platform.http import ConsoleSession, Flash, Request, ShopSession, visit_of
from shopwright.platform.http.csrf import csrf_token
from shopwright.platform.http.sessions import ConsoleFacts, SessionFacts, ShopFacts
from shopwright.platform.i18n import LANGUAGES, localised, translate
from shopwright.shop import language_of, shop_of, shopper
from shopwright.web.appearance import icon_url, logo_url, scheme_of, theme_url
from shopwright.web.arrival import say_arrival
from shopwright.web.menu import fit_menu
from shopwright.web.promises import list_promises
from shopwright.web.ways import list_ways

CATEGORIES = catalog.CATEGORIES
LANGUAGE_NAMES = {"zh_CN": "简体中文", "en": "English"}
_IN_ADDRESS = "%:/?#[]@!$&'()*+,;=~"
Context = dict[str, Any]


async def page_context(request: Request, reading: Reading) -> Context:
    """What `storefront/layout.html` needs. At most one statement for a visitor with a cart, none for others.

    Names: shop, market, language, languages, path, cart_count, customer, csrf, categories, footer_links, flash.
    """
    shop, session, language = shop_of(request), await shopper(request, reading), language_of(request)
    customer_id = session.facts.customer_id
    categories = await list_menu(request, reading, language=language)
    has_collections = bool(await keep_collections(request, reading))
    return {
        **await _frame(request, reading, session, ShopFacts),
        "market": await shop.market(reading),
        "cart_count": 0
        if customer_id is None
        else await checkout.count_cart(reading, customer_id=CustomerId(customer_id)),
        "customer": {"name": session.facts.name} if session.facts.is_registered else None,
        "categories": categories,
        "footer_links": list_ways(categories, language, has_collections=has_collections),
    }


async def console_context(request: Request, reading: Reading) -> Context:
    """What `console/layout.html` needs. Names: shop, market, language, languages, path, staff, csrf, flash."""
    session = await visit_of(request.scope).console_session(reading)
    member: StaffMember | None = request.scope.get("staff")  # type: ignore[assignment]  # The guard laid it there.
    return {
        **await _frame(request, reading, session, ConsoleFacts),
        "market": await shop_of(request).market(reading),
        "staff": member,
    }


def page(name: str, context: Context, *, language: str, request: Request, status: int = 200) -> Response[str]:
    """The template `name` rendered as an HTML answer. Call it after the connection was given back."""
    html = shop_of(request).templates.render(name, language, **context)
    return Response(html, status_code=status, media_type=MediaType.HTML)


def see_other(place: str) -> Response[None]:
    """Send the browser to another page of ours after an act (303), so that reloading repeats nothing."""
    # A header is ASCII; what is escaped already stays as it is.
    location = quote(place, safe=_IN_ADDRESS)
    return Response(None, status_code=303, headers={"Location": location}, media_type=MediaType.TEXT)


async def list_menu(request: Request, reading: Reading, *, language: str) -> list[dict[str, Any]]:
    """The category tree for the menu: [{name, url, children}], kept until the catalogue says that it changed."""

    async def load(reading: Reading) -> list[dict[str, Any]]:
        return _menu(await catalog.list_categories(reading, language=language))

    return await shop_of(request).cache.get(reading, CATEGORIES, load, key=language)


async def keep_collections(request: Request, reading: Reading) -> Sequence[Collection]:
    """Every listed collection in the visitor's language, kept until the catalogue says that any or the tree changed."""
    language = language_of(request)

    async def load(reading: Reading) -> Sequence[Collection]:
        return await catalog.list_collections(reading, language=language)

    return await shop_of(request).cache.get(reading, catalog.COLLECTIONS, load, key=("collections", language))


def csrf_of(request: Request, facts: type[SessionFacts] = ShopFacts) -> str:
    """The token of this page's forms; empty where the visitor has no session that another site could abuse."""
    key = shop_of(request).settings.key("csrf")
    return csrf_token(key, visit_of(request.scope).csrf_text(facts))


async def _frame(
    request: Request, reading: Reading, session: ShopSession | ConsoleSession, facts: type[SessionFacts]
) -> Context:
    shop, language = shop_of(request), language_of(request)
    profile, market = await shop.profile(reading), await shop.market(reading)
    path = request.scope["path"]
    return {
        "shop": {
            "name": localised(profile.names, language),
            "logo_text": profile.logo_text,
            "is_demo": shop.settings.is_demo,
            "mailbox_url": shop.settings.mailbox_url if shop.settings.is_demo else "",
            "promises": list_promises(market, language),
            "arrival": say_arrival(profile.arrival_days, language),
            "arrival_note": translate("Counted from the payment", language),
            "theme_url": theme_url(profile),
            "icon_url": icon_url(profile),
            "logo_url": logo_url(profile),
        },
        "scheme": scheme_of(request.scope),
        "notices": profile.notices.get(language, ()),
        "language": language,
        "languages": [
            {"code": code, "name": LANGUAGE_NAMES.get(code, code), "url": f"/language?code={code}&next={quote(path)}"}
            for code in (LANGUAGES if facts is ConsoleFacts else market.languages)
        ],
        "path": path,
        "flash": _spoken(session.take_flash(), language),
        "csrf": csrf_of(request, facts),
    }


def _spoken(flash: Sequence[Flash], language: str) -> list[dict[str, Any]]:
    return [
        {"kind": told.kind, "text": translate(told.sentence, language, **told.values), "undo": told.undo}
        for told in flash
    ]


def _menu(categories: Sequence[Category]) -> list[dict[str, Any]]:
    """The flat list, parents before children, as a tree."""
    nodes: dict[int, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    for category in categories:
        node = {"name": category.name, "url": f"/categories/{category.slug}", "children": []}
        nodes[category.id] = node
        parent = nodes.get(category.parent_id) if category.parent_id is not None else None
        (top if parent is None else parent["children"]).append(node)
    return fit_menu(top)
