"""Orders, by staff: find, ship, note deliveries, cancel, refund."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody

from shopwright.api.v1.asking import order_id_of, page_size
from shopwright.api.v1.order_view import OrderView, order_view
from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import ShipmentId
from shopwright.kernel.page import Page
from shopwright.modules.orders import permissions
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import (
    REASON_LENGTH_MAX,
    CancelReason,
    Carrier,
    Order,
    OrderCard,
    OrderTab,
    ParcelLine,
)
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, get, post, requires
from shopwright.shop import shop_of
from shopwright.web.authorise import staff_actor

USUAL_PAGE_SIZE = 50


class ShipmentBody(msgspec.Struct, frozen=True):
    """A parcel: who carries it, under which number, and which pieces lie in it.

    `shares_parcel` tells that another order lies in the same parcel; without it a number that sent one is refused.
    """

    carrier: Carrier
    tracking_number: str
    lines: list[ParcelLine]
    shares_parcel: bool = False


class StaffCancellationBody(msgspec.Struct, frozen=True):
    """Why the order is cancelled."""

    reason: CancelReason = CancelReason.OTHER


class RefundBody(msgspec.Struct, frozen=True):
    """Why the money goes back, in the words of staff."""

    reason: Annotated[str, msgspec.Meta(max_length=REASON_LENGTH_MAX)]


@get("/console/api/v1/orders", requires(permissions.VIEW))
async def list_orders(
    request: Request,
    tab: FromQuery[OrderTab] = OrderTab.ALL,
    q: FromQuery[str] = "",
    after: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Page[OrderCard]:
    """Orders of everybody, newest first; `q` finds a number, a recipient, a phone or a tracking number."""
    shop = shop_of(request)
    found = shop.numbers.find(q.strip())
    async with shop.database.reading() as reading:
        return await orders.list_orders_for_staff(
            reading,
            tab=tab,
            terms=q,
            order_id=None if found is None else order_id_of(request, q.strip()),
            after=after,
            limit=page_size(limit, usual=USUAL_PAGE_SIZE),
        )


@get("/console/api/v1/orders/{number:str}", requires(permissions.VIEW))
async def show_order(request: Request, number: FromPath[str]) -> OrderView:
    """One order of whichever customer."""
    return order_view(await _find(request, number), number=number)


@post("/console/api/v1/orders/{number:str}/shipments", requires(permissions.SHIP))
async def ship(request: Request, number: FromPath[str], data: JSONBody[ShipmentBody]) -> OrderView:
    """Send pieces of a paid order in a parcel."""

    async def work(tx: Transaction, actor: Actor, order: Order) -> None:
        await orders.ship(
            tx,
            actor=actor,
            customer_id=order.customer_id,
            order_id=order.id,
            carrier=data.carrier,
            tracking_number=data.tracking_number,
            lines=data.lines,
            shares_parcel=data.shares_parcel,
        )

    return await _act_on(request, number, work)


@post("/console/api/v1/orders/{number:str}/shipments/{shipment_id:int}/delivery", requires(permissions.SHIP))
async def record_delivery(request: Request, number: FromPath[str], shipment_id: FromPath[int]) -> OrderView:
    """Note that a parcel arrived."""

    async def work(tx: Transaction, actor: Actor, order: Order) -> None:
        await orders.record_delivery(
            tx, actor=actor, customer_id=order.customer_id, order_id=order.id, shipment_id=ShipmentId(shipment_id)
        )

    return await _act_on(request, number, work)


@post("/console/api/v1/orders/{number:str}/cancellation", requires(permissions.CANCEL))
async def cancel(request: Request, number: FromPath[str], data: JSONBody[StaffCancellationBody]) -> OrderView:
    """Cancel an order that was not shipped; what was paid goes back by itself."""

    async def work(tx: Transaction, actor: Actor, order: Order) -> None:
        await orders.cancel_order(tx, actor=actor, customer_id=order.customer_id, order_id=order.id, reason=data.reason)

    return await _act_on(request, number, work)


@post("/console/api/v1/orders/{number:str}/refund", requires(permissions.REFUND))
async def refund(request: Request, number: FromPath[str], data: JSONBody[RefundBody]) -> OrderView:
    """Give back everything that was paid."""

    async def work(tx: Transaction, actor: Actor, order: Order) -> None:
        await orders.refund_fully(tx, actor=actor, customer_id=order.customer_id, order_id=order.id, reason=data.reason)

    return await _act_on(request, number, work)


async def _act_on(
    request: Request, number: str, work: Callable[[Transaction, Actor, Order], Awaitable[None]]
) -> OrderView:
    """Do it to the order, and answer with the order as it is then."""
    order, actor = await _find(request, number), staff_actor(request)
    await shop_of(request).database.transact(lambda tx: work(tx, actor, order))
    return order_view(await _find(request, number), number=number)


async def _find(request: Request, number: str) -> Order:
    async with shop_of(request).database.reading() as reading:
        return await orders.get_order_for_staff(reading, order_id=order_id_of(request, number))


ROUTES = [list_orders, show_order, ship, record_delivery, cancel, refund]
