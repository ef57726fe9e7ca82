"""Pages and acts by name, orders by number, products by words or SKU, customers by their exact phone or e-mail."""

from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.ids import OrderId
from shopwright.modules.catalog import permissions as catalog_permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.customers import permissions as customer_permissions
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Login
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.orders import permissions as order_permissions
from shopwright.modules.orders import public as orders
from shopwright.modules.staff import permissions as staff_permissions
from shopwright.platform.db import Reading
from shopwright.platform.http import STAFF, Request, get
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.access import MODULES
from shopwright.web.console.orders.list import show_card
from shopwright.web.console.pages import address, frame, may, render

PATH = "/console/search"
TERMS_LENGTH_MAX = 100
FOUND_COUNT_MAX = 6


class Act(msgspec.Struct, frozen=True):
    """Something to begin, by the page that begins it."""

    name: str
    icon: str
    url: str
    permission: str


ACTS = (
    Act(_("New product"), "plus", "/console/products/new", catalog_permissions.EDIT),
    Act(_("Orders to ship"), "truck", "/console/orders?tab=to_ship", order_permissions.VIEW),
    Act(_("Low stock"), "stock", "/console/stock?tab=low", inventory_permissions.VIEW),
    Act(_("Take stock"), "check", "/console/counting", inventory_permissions.ADJUST),
    Act(_("Warehouses"), "store", "/console/warehouses", inventory_permissions.VIEW),
    Act(_("Add a member"), "plus", "/console/staff/new", staff_permissions.EDIT),
)
Found = list[dict[str, Any]]


@get(PATH, STAFF)
async def search_console(request: Request) -> Response[str]:
    """What fits, in groups, of what the visitor may see; a script gets the results alone. At most four statements."""
    language, shop = language_of(request), shop_of(request)
    terms = request.query_params.get("q", "").strip()[:TERMS_LENGTH_MAX]
    is_part = "hx-request" in request.headers
    groups: list[tuple[str, Found]] = []
    async with shop.database.reading() as reading:
        # What was said after an act is for the next page, not for a part of one.
        context = (
            {"language": language}
            if is_part
            else await frame(request, reading, crumbs=[(translate(_("Search"), language), PATH)])
        )
        if terms:
            market = (await shop.market(reading)).code
            groups.append((_("Orders"), await _find_orders(request, reading, terms, language)))
            groups.append((_("Products"), await _find_products(request, reading, terms, market, language)))
            groups.append((_("Customers"), await _find_customers(request, reading, terms, language)))
    groups.append((_("Go to"), _find_pages(request, terms, language)))
    groups.append((_("Acts"), _find_acts(request, terms, language)))
    context |= {
        "terms": terms,
        "groups": [{"title": translate(title, language), "found": found} for title, found in groups if found],
    }
    return render(request, f"console/search/{'results' if is_part else 'search'}.html", context)


async def _find_orders(request: Request, reading: Reading, terms: str, language: str) -> Found:
    if not may(request, order_permissions.VIEW):
        return []
    numbers = shop_of(request).numbers
    found_id = numbers.find(terms)
    page = await orders.list_orders_for_staff(
        reading, terms=terms, order_id=None if found_id is None else OrderId(found_id), limit=FOUND_COUNT_MAX
    )
    rows = [show_card(card, numbers, language) for card in page.items]
    return [
        {"url": row["url"], "text": row["number"], "note": f"{row['recipient']} · {row['status']}", "icon": "orders"}
        for row in rows
    ]


async def _find_products(request: Request, reading: Reading, terms: str, market: str, language: str) -> Found:
    if not may(request, catalog_permissions.VIEW):
        return []
    page = await catalog.list_products_for_staff(
        reading, market=market, language=language, terms=terms, limit=FOUND_COUNT_MAX
    )
    return [
        {
            "url": f"/console/products/{product.id}",
            "text": product.title,
            "note": product.category_name,
            "icon": "products",
        }
        for product in page.items
    ]


async def _find_customers(request: Request, reading: Reading, terms: str, language: str) -> Found:
    """Whoever logs in exactly so: a part of a number must not list people."""
    login = customers.parse_login(terms)
    is_open = may(request, customer_permissions.VIEW) and may(request, order_permissions.VIEW)
    if not is_open or not isinstance(login, Login):
        return []
    found = await customers.find_customer(reading, login=login)
    if found is None:
        return []
    name = found.name or translate(_("Customer without a name"), language)
    return [
        {"url": address("/console/orders", customer=found.id), "text": name, "note": login.value, "icon": "account"}
    ]


def _find_pages(request: Request, terms: str, language: str) -> Found:
    return [
        {"url": module.url, "text": name, "note": f"g {module.letter}", "icon": module.icon}
        for module in MODULES
        for name in [translate(module.name, language)]
        if may(request, module.permission) and _fits(terms, name, module.key)
    ]


def _find_acts(request: Request, terms: str, language: str) -> Found:
    return [
        {"url": act.url, "text": name, "note": "", "icon": act.icon}
        for act in ACTS
        for name in [translate(act.name, language)]
        if may(request, act.permission) and _fits(terms, name, act.name)
    ]


def _fits(terms: str, *names: str) -> bool:
    return any(terms.casefold() in name.casefold() for name in names)
