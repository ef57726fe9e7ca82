"""What waits to be done now: a figure of each kind of work, as far as whoever looks may see it."""

from collections.abc import Sequence

import msgspec

from shopwright.modules.catalog import permissions as catalog_permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.markets.contracts import Market
from shopwright.modules.messages import permissions as message_permissions
from shopwright.modules.messages import public as messages
from shopwright.modules.messages.contracts import MessageStatus
from shopwright.modules.orders import permissions as order_permissions
from shopwright.modules.orders import public as orders
from shopwright.platform.db import Reading
from shopwright.platform.events import list_dead_letters
from shopwright.platform.events import permissions as event_permissions
from shopwright.platform.http import Request
from shopwright.platform.i18n import _, translate
from shopwright.platform.jobs import list_held_jobs
from shopwright.shop import language_of
from shopwright.web.console.orders.list import expiring_within
from shopwright.web.console.pages import capped, may
from shopwright.web.console.stock.list import COUNT_MAX


class Tile(msgspec.Struct, frozen=True):
    """How much waits in a list, and the way into it. What is `grave` should not wait."""

    label: str
    count: int
    icon: str
    url: str
    is_grave: bool = False
    note: str = ""


async def list_tiles(request: Request, reading: Reading, *, market: Market) -> list[dict[str, object]]:
    """The tiles for whoever looks. One statement a module, and two for what hangs in the machine."""
    language, tiles = language_of(request), list[Tile]()
    if may(request, order_permissions.VIEW):
        tiles += await _orders(reading, market=market, language=language)
    if may(request, catalog_permissions.VIEW):
        sold_out = await catalog.count_sold_out(reading, count_max=COUNT_MAX)
        tiles.append(Tile(_("Out of stock"), sold_out, "products", "/console/products?tab=sold_out"))
    if may(request, inventory_permissions.VIEW):
        low = await inventory.count_low_stock(reading, low_max=inventory.LOW_AVAILABLE_MAX, count_max=COUNT_MAX)
        tiles.append(Tile(_("Low stock"), low, "stock", "/console/stock?tab=low"))
    if may(request, message_permissions.VIEW):
        unsent = await messages.count_messages(reading, wanted=MessageStatus.FAILED, count_max=COUNT_MAX)
        tiles.append(Tile(_("Failed mails"), unsent, "mail", "/console/messages?status=failed", is_grave=True))
    if may(request, event_permissions.VIEW):
        dead = len(await list_dead_letters(reading)) + len(await list_held_jobs(reading))
        tiles.append(Tile(_("Dead letters"), dead, "dead-letter", "/console/dead-letters", is_grave=True))
    return [_show(tile, language) for tile in tiles]


async def _orders(reading: Reading, *, market: Market, language: str) -> Sequence[Tile]:
    soon = expiring_within(market)
    work = await orders.count_work(reading, expiring_within=soon)
    minutes = int(soon.total_seconds()) // 60
    closing = translate(_("{count} closing within {minutes} min"), language, count=work.expiring, minutes=minutes)
    # The oldest close first.
    to_pay = "/console/orders?tab=to_pay" + ("&sort=oldest" if work.expiring else "")
    return (
        Tile(_("To ship"), work.to_ship, "parcel", "/console/orders?tab=to_ship"),
        Tile(_("To pay"), work.to_pay, "clock", to_pay, note=closing if work.expiring else ""),
        Tile(_("Refunding"), work.refund_running, "refund", "/console/orders?tab=refund_running"),
        Tile(_("Refund failed"), work.refund_failed, "alert", "/console/orders?tab=refund_failed", is_grave=True),
    )


def _show(tile: Tile, language: str) -> dict[str, object]:
    return {
        "label": translate(tile.label, language),
        "count": tile.count,
        "value": capped(tile.count, language),
        "icon": tile.icon,
        "url": tile.url,
        "is_grave": tile.is_grave and tile.count > 0,
        "note": tile.note,
    }
