"""Whose parcel a tracking number is."""

from datetime import datetime

from shopwright.kernel.ids import OrderId
from shopwright.modules.orders.contracts import Carrier
from shopwright.platform.db import Reading, statement


@statement(
    """
    SELECT order_id FROM orders.shipment
    WHERE tracking_number = :tracking_number AND carrier = :carrier AND order_id <> :order_id AND shipped_at >= :since
    ORDER BY shipped_at DESC, id DESC LIMIT 1
    """
)
async def find_other_order_under(
    reading: Reading, *, order_id: OrderId, carrier: Carrier, tracking_number: str, since: datetime
) -> OrderId | None:
    """The order other than this one that was last sent under a carrier's number since a moment; None without one."""
