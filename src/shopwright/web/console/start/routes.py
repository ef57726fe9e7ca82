from typing import Any

from litestar import Response

from shopwright.modules.catalog import permissions as catalog_permissions
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.messages import permissions as message_permissions
from shopwright.modules.messages import public as messages
from shopwright.modules.messages.contracts import MessageStatus
from shopwright.modules.orders import permissions as order_permissions
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import OrderTab
from shopwright.platform.db import Reading
from shopwright.platform.events import list_dead_letters
from shopwright.platform.events import permissions as event_permissions
from shopwright.platform.http import STAFF, Request, get
from shopwright.platform.i18n import _, translate
from shopwright.platform.jobs import list_held_jobs
from shopwright.shop import language_of, shop_of
from shopwright.web.console.figures.reading import load_figures
from shopwright.web.console.figures.showing import show_figures
from shopwright.web.console.opening.steps import PATH as OPENING
from shopwright.web.console.opening.steps import is_unopened, list_open_steps
from shopwright.web.console.orders.list import show_card
from shopwright.web.console.pages import capped, frame, may, render
from shopwright.web.console.stock.list import COUNT_MAX
from shopwright.web.context import see_other

WAITING_COUNT = 8


@get("/console", STAFF)
async def show_start(request: Request) -> Response[Any]:
    """What waits to be done now, and how the shop is doing, as far as whoever looks may see it.

    Eight statements, six while the figures are kept, and two more until the shop is open; a shop of which nothing is
    there yet is opened first.
    """
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        if await is_unopened(request, reading):
            return see_other(OPENING)
        context = await frame(request, reading)
        steps_shown = await list_open_steps(request, reading)
        tiles, waiting = await _orders(request, reading)
        if may(request, inventory_permissions.VIEW):
            low = await inventory.count_low_stock(reading, low_max=inventory.LOW_AVAILABLE_MAX, count_max=COUNT_MAX)
            tiles.append(_tile(_("Low stock"), low, "stock", "/console/stock?tab=low", language))
        if may(request, event_permissions.VIEW):
            dead = len(await list_dead_letters(reading)) + len(await list_held_jobs(reading))
            tiles.append(_tile(_("Dead letters"), dead, "dead-letter", "/console/dead-letters", language))
        if may(request, message_permissions.VIEW):
            unsent = await messages.count_messages(reading, wanted=MessageStatus.FAILED, count_max=COUNT_MAX)
            tiles.append(_tile(_("Failed mails"), unsent, "mail", "/console/messages?status=failed", language))
        figures = None
        if may(request, order_permissions.VIEW):
            figures = await load_figures(reading, cache=shop.cache, market=context["market"])
    context |= {
        "figures": None if figures is None else show_figures(figures, language),
        "may_see_products": may(request, catalog_permissions.VIEW),
        "steps_shown": steps_shown,
        "tiles": tiles,
        "waiting": waiting,
        "may_see_orders": may(request, order_permissions.VIEW),
    }
    return render(request, "console/start/start.html", context)


async def _orders(request: Request, reading: Reading) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The figures of orders, and the newest that wait to be sent."""
    if not may(request, order_permissions.VIEW):
        return [], []
    language = language_of(request)
    counts = await orders.count_orders_for_staff(reading)
    page = await orders.list_orders_for_staff(reading, tab=OrderTab.TO_SHIP, limit=WAITING_COUNT)
    tiles = [
        _tile(_("To ship"), counts.to_ship, "parcel", "/console/orders?tab=to_ship", language),
        _tile(_("To pay"), counts.to_pay, "clock", "/console/orders?tab=to_pay", language),
    ]
    return tiles, [show_card(card, shop_of(request).numbers, language) for card in page.items]


def _tile(label: str, count: int, icon: str, url: str, language: str) -> dict[str, Any]:
    return {
        "label": translate(label, language),
        "count": count,
        "value": capped(count, language),
        "icon": icon,
        "url": url,
    }
