"""The orders that wait for their parcel, one after the other."""

from shopwright.kernel.page import Place
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import Order, OrderCard, OrderTab
from shopwright.platform.db import Reading


async def find_next_to_ship(reading: Reading, order: Order) -> OrderCard | None:
    """The order placed next after this one that waits to be shipped, or the oldest that does; None without another.

    Going on in the order of time never comes back to one that was left aside before all others were seen.
    """
    for after in (Place(order.placed_at, order.id).key(), None):
        page = await orders.list_orders_for_staff(
            reading, tab=OrderTab.TO_SHIP, is_oldest_first=True, after=after, limit=1
        )
        if page.items:
            return page.items[0] if page.items[0].id != order.id else None
    return None
