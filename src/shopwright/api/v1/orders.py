"""Placing, paying, following and ending orders, by their shopper."""

import secrets
from typing import Annotated

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody

from shopwright.api.v1.asking import customer_of, order_id_of, page_size
from shopwright.api.v1.order_view import OrderView, order_view
from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotFound
from shopwright.kernel.ids import AddressId, CustomerId, OrderId
from shopwright.kernel.money import Money
from shopwright.modules.checkout.contracts import Placed, PlaceRequest
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Address
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason, Order, OrderAddress, OrderCard, OrderTab
from shopwright.modules.orders.errors import OrderAlreadyClosed
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.errors import AlreadyPaid
from shopwright.platform.http import CUSTOMER, Request, digest_request, find_idempotency_key, get, post
from shopwright.shop import language_of, shop_of
from shopwright.web import limits

USUAL_PAGE_SIZE = 20
NOTE_LENGTH_MAX = 200
EMAIL_LENGTH_MAX = 254


class PlaceBody(msgspec.Struct, frozen=True):
    """What the shopper confirms: the cart that was shown, its total, and an address of the book."""

    cart_version: int
    expected_total: Money
    address_id: AddressId
    note: Annotated[str, msgspec.Meta(max_length=NOTE_LENGTH_MAX)] = ""
    email: Annotated[str, msgspec.Meta(max_length=EMAIL_LENGTH_MAX)] = ""


class PaymentBody(msgspec.Struct, frozen=True):
    """The channel to pay through."""

    channel: str


class PayPageView(msgspec.Struct, frozen=True):
    """Where to send the shopper."""

    pay_url: str


class CancellationBody(msgspec.Struct, frozen=True):
    """Why the order is not wanted any more."""

    reason: CancelReason = CancelReason.CHANGED_MIND


class OrderCardView(msgspec.Struct, frozen=True):
    """An order in a list."""

    number: str
    order: OrderCard


class OrderListView(msgspec.Struct, frozen=True):
    """A page of orders; `next_key` opens the following one."""

    items: list[OrderCardView]
    next_key: str | None


@post("/api/v1/orders", CUSTOMER, status_code=201)
async def place_order(request: Request, data: JSONBody[PlaceBody]) -> OrderView:
    """Place an order. With `Idempotency-Key` it may be sent again and answers with the same order."""
    shop, customer_id = shop_of(request), await customer_of(request)
    key = find_idempotency_key(request) or secrets.token_urlsafe(24)
    asked = digest_request(data)
    async with shop.database.reading() as reading:
        placed = await shop.placing.find_earlier(
            reading, customer_id=customer_id, idempotency_key=key, request_digest=asked
        )
    if placed is None:
        placed = await _place(request, customer_id, data, key=key, asked=asked)
    return await _show(request, customer_id, placed.order_id)


@get("/api/v1/orders", CUSTOMER)
async def list_orders(
    request: Request,
    tab: FromQuery[OrderTab] = OrderTab.ALL,
    after: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> OrderListView:
    """The customer's orders, newest first."""
    shop, customer_id = shop_of(request), await customer_of(request)
    async with shop.database.reading() as reading:
        page = await orders.list_orders(
            reading, customer_id=customer_id, tab=tab, after=after, limit=page_size(limit, usual=USUAL_PAGE_SIZE)
        )
    return OrderListView([OrderCardView(shop.numbers.number(card.id), card) for card in page.items], page.next_key)


@get("/api/v1/orders/{number:str}", CUSTOMER)
async def show_order(request: Request, number: FromPath[str]) -> OrderView:
    """One order of the customer; anybody else's is not found."""
    return await _show(request, await customer_of(request), order_id_of(request, number))


@post("/api/v1/orders/{number:str}/payment", CUSTOMER)
async def pay_order(request: Request, number: FromPath[str], data: JSONBody[PaymentBody]) -> PayPageView:
    """Open a page to pay the order on; asking again leads to the same page."""
    shop, customer_id, order_id = shop_of(request), await customer_of(request), order_id_of(request, number)
    async with shop.database.reading() as reading:
        order = await orders.get_order(reading, customer_id=customer_id, order_id=order_id)
    if not order.can_pay:
        raise AlreadyPaid if order.cancelled_at is None else OrderAlreadyClosed
    page = await payments.pay(
        shop.database,
        shop.channels,
        actor=Actor.customer(customer_id),
        customer_id=customer_id,
        order_id=order_id,
        amount=order.total - order.captured,
        channel=data.channel,
        return_url=f"{shop.settings.base_url}/orders/{number}",
        language=language_of(request),
        expires_at=order.expires_at,
    )
    return PayPageView(page.pay_url)


@post("/api/v1/orders/{number:str}/cancellation", CUSTOMER)
async def cancel_order(request: Request, number: FromPath[str], data: JSONBody[CancellationBody]) -> OrderView:
    """Cancel an order that was not shipped; what was paid goes back by itself."""
    customer_id, order_id = await customer_of(request), order_id_of(request, number)
    if data.reason not in orders.SHOPPER_CANCEL_REASONS:
        raise NotFound
    await shop_of(request).database.transact(
        lambda tx: orders.cancel_order(
            tx, actor=Actor.customer(customer_id), customer_id=customer_id, order_id=order_id, reason=data.reason
        )
    )
    return await _show(request, customer_id, order_id)


@post("/api/v1/orders/{number:str}/receipt", CUSTOMER)
async def confirm_receipt(request: Request, number: FromPath[str]) -> OrderView:
    """Say that everything came."""
    customer_id, order_id = await customer_of(request), order_id_of(request, number)
    await shop_of(request).database.transact(
        lambda tx: orders.confirm_receipt(
            tx, actor=Actor.customer(customer_id), customer_id=customer_id, order_id=order_id
        )
    )
    return await _show(request, customer_id, order_id)


async def _place(request: Request, customer_id: CustomerId, data: PlaceBody, *, key: str, asked: bytes) -> Placed:
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        await limits.check_unpaid(reading, customer_id=customer_id)
        market = await shop.market(reading)
        address = await customers.get_address(reading, customer_id=customer_id, address_id=data.address_id)
    return await shop.placing.submit(
        PlaceRequest(
            customer_id=customer_id,
            cart_version=data.cart_version,
            address=_copy(address),
            expected_total=data.expected_total,
            idempotency_key=key,
            request_digest=asked,
            language=language_of(request),
            note=data.note,
            email=data.email,
        ),
        market=market,
    )


async def _show(request: Request, customer_id: CustomerId, order_id: OrderId) -> OrderView:
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        order: Order = await orders.get_order(reading, customer_id=customer_id, order_id=order_id)
    return order_view(order, number=shop.numbers.number(order.id))


def _copy(address: Address) -> OrderAddress:
    return OrderAddress(
        recipient=address.recipient,
        phone=address.phone,
        province=address.province,
        city=address.city,
        district=address.district,
        district_code=address.district_code,
        street=address.street,
    )


ROUTES = [place_order, list_orders, show_order, pay_order, cancel_order, confirm_receipt]
