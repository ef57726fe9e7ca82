from typing import Any

from litestar import Response

from shopwright.modules.catalog import permissions as catalog_permissions
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.orders import permissions as order_permissions
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import OrderTab
from shopwright.platform.db import Reading
from shopwright.platform.http import STAFF, Request, get
from shopwright.shop import language_of, shop_of
from shopwright.web.console.figures.reading import load_figures
from shopwright.web.console.figures.showing import show_figures
from shopwright.web.console.opening.steps import PATH as OPENING
from shopwright.web.console.opening.steps import is_unopened, list_open_steps
from shopwright.web.console.orders.list import show_card
from shopwright.web.console.orders.record import parcel_place
from shopwright.web.console.pages import frame, may, render
from shopwright.web.console.start.tiles import list_tiles
from shopwright.web.console.stock.list import LOW, read_stock
from shopwright.web.context import see_other

WAITING_COUNT = 8


@get("/console", STAFF)
async def show_start(request: Request) -> Response[Any]:
    """What waits to be done now, and how the shop is doing, as far as whoever looks may see it.

    Nine statements, seven while the figures are kept, and two more until the shop is open; a shop of which nothing is
    there yet is opened first.
    """
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        if await is_unopened(request, reading):
            return see_other(OPENING)
        context = await frame(request, reading)
        steps_shown = await list_open_steps(request, reading)
        tiles = await list_tiles(request, reading, market=context["market"])
        waiting = await _list_waiting(request, reading)
        low = await _list_low(request, reading)
        figures = None
        if may(request, order_permissions.VIEW):
            figures = await load_figures(reading, cache=shop.cache, market=context["market"])
    context |= {
        "figures": None if figures is None else show_figures(figures, language),
        "may_see_products": may(request, catalog_permissions.VIEW),
        "steps_shown": steps_shown,
        "tiles": tiles,
        "waiting": waiting,
        "parcel_place": parcel_place(request),
        "low": low,
        "may_see_orders": may(request, order_permissions.VIEW),
    }
    return render(request, "console/start/start.html", context)


async def _list_low(request: Request, reading: Reading) -> list[dict[str, Any]]:
    """What runs low, for who looks after goods and not after orders. Two statements."""
    if may(request, order_permissions.VIEW) or not may(request, inventory_permissions.VIEW):
        return []
    language = language_of(request)
    rows, _next_key = await read_stock(reading, after="", shown=LOW, language=language, count_max=WAITING_COUNT)
    return rows


async def _list_waiting(request: Request, reading: Reading) -> list[dict[str, Any]]:
    """The orders that have waited longest to be sent."""
    if not may(request, order_permissions.VIEW):
        return []
    page = await orders.list_orders_for_staff(reading, tab=OrderTab.TO_SHIP, is_oldest_first=True, limit=WAITING_COUNT)
    return [show_card(card, shop_of(request).numbers, language_of(request)) for card in page.items]
