"""One order: what it is, what was done, and what comes next."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.ids import OrderId
from shopwright.kernel.money import Money
from shopwright.modules.messages import permissions as message_permissions
from shopwright.modules.messages import public as messages
from shopwright.modules.messages.contracts import Message
from shopwright.modules.orders import permissions
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CARRIER_NAMES, REASON_SENTENCES, Order, OrderStatus, Shipment
from shopwright.modules.orders.errors import OrderNotFound
from shopwright.modules.payments import permissions as payment_permissions
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import Payment, Refund
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, get, requires, visit_of
from shopwright.platform.i18n import _, format_money, format_number, translate
from shopwright.shop import shop_of
from shopwright.web.console.orders.message_view import show_message
from shopwright.web.console.orders.next_act import next_act
from shopwright.web.console.orders.words import (
    CHANNEL_NAMES,
    INTENT,
    PAYMENT,
    REFUND,
    Told,
    carrier_options,
    order_status,
    show_entry,
)
from shopwright.web.console.pages import frame, may, render
from shopwright.web.context import Context

PATH = "/console/orders"
CARRIER_COOKIE = "sw_carrier"
GOING_ON_COOKIE = "sw_ship_next"
Filled = Mapping[str, str]
_NOTHING: Filled = MappingProxyType({})


@get(PATH + "/{number:str}", requires(permissions.VIEW))
async def show_order(request: Request, number: FromPath[str]) -> Response[str]:
    """An order with its goods, parcels, payments, messages and timeline. Four statements."""
    return await order_page(request, number)


async def order_page(
    request: Request,
    number: str,
    *,
    values: Filled = _NOTHING,
    errors: Filled = _NOTHING,
    problem: str = "",
    status: int = 200,
) -> Response[str]:
    """The order's page; after a refusal with the parcel's form as it was filled, and what is wrong with it."""
    async with shop_of(request).database.reading() as reading:
        order = await find_order(request, reading, number)
        context = await order_frame(request, reading, number, at=f"{PATH}/{number}")
        paid: list[Payment] = []
        returned: list[Refund] = []
        said: list[Message] = []
        if may(request, payment_permissions.VIEW):
            paid = await payments.list_payments(reading, customer_id=order.customer_id, order_id=order.id)
            if order.refund_requested:
                returned = await payments.list_refunds(reading, customer_id=order.customer_id, order_id=order.id)
        if may(request, message_permissions.VIEW):
            said = await messages.list_messages_of_order(reading, customer_id=order.customer_id, order_id=order.id)
    context |= {"messages": [show_message(one, number, context["language"]) for one in said]}
    context |= {"payments": [_show_payment(one, context["language"]) for one in paid]}
    context |= {"refunds": [_show_refund(one, context["language"]) for one in returned]}
    context |= show_order_facts(order, context["language"])
    context |= {"values": values or {"carrier": usual_carrier(request)}, "errors": errors, "problem": problem}
    context |= {
        "parcel_place": parcel_place(request),
        "goes_on": visit_of(request.scope).cookie(GOING_ON_COOKIE) == "1",
    }
    return render(request, "console/orders/order.html", context, status=status)


def usual_carrier(request: Request) -> str:
    """The carrier that whoever is at the console shipped with last; empty where there is none."""
    carrier = visit_of(request.scope).cookie(CARRIER_COOKIE) or ""
    return carrier if carrier in set(CARRIER_NAMES) else ""


def parcel_place(request: Request) -> str:
    """Where on an order's page a parcel begins: the tracking number, or its carrier where none is usual yet."""
    return "#field-tracking_number" if usual_carrier(request) else "#field-carrier"


async def order_frame(request: Request, reading: Reading, number: str, *, at: str, act: str = "") -> Context:
    """The frame of an order's page, or of the page of an act on it that is called `act`."""
    crumbs = [(number, f"{PATH}/{number}")] + ([(act, at)] if act else [])
    context = await frame(request, reading, module="orders", crumbs=crumbs, at=at)
    return context | {"order_number": number, "order_url": f"{PATH}/{number}"}


async def find_order(request: Request, reading: Reading, number: str) -> Order:
    """The order of this number, or OrderNotFound."""
    order_id = shop_of(request).numbers.find(number)
    if order_id is None:
        raise OrderNotFound
    return await orders.get_order_for_staff(reading, order_id=OrderId(order_id))


def show_order_facts(order: Order, language: str) -> Context:
    """Everything on the page that comes from the order itself."""
    label, kind = order_status(order.order_status, order.fulfilment_status)
    payment, payment_kind = PAYMENT[order.payment_status]
    address = order.address
    places = dict.fromkeys((address.province, address.city, address.district))
    return {
        "order": order,
        "status": translate(label, language),
        "status_kind": kind,
        "payment": translate(_("Refund under way"), language)
        if order.is_refund_running
        else translate(payment, language),
        "payment_kind": "caution" if order.is_refund_running else payment_kind,
        "cancel_reason": translate(REASON_SENTENCES[order.cancel_reason], language) if order.cancel_reason else "",
        "place": " ".join(place for place in places if place),
        "copy_text": f"{address.recipient} {address.phone} {''.join(places)}{address.street}",
        "carriers": carrier_options(language),
        "parcels": [
            _show_parcel(place, parcel, order, language) for place, parcel in enumerate(order.shipments, start=1)
        ],
        "timeline": [show_entry(entry, language) for entry in order.timeline],
        "surplus": surplus_of(order),
        "next": _show_next(order, language),
        "totals": _totals(order, language),
        "pieces": _pieces(order, language),
        "waiting_quantity": order.item_quantity - order.cancelled_quantity - order.shipped_quantity,
    }


def _show_next(order: Order, language: str) -> dict[str, Any]:
    """What comes next, and what is needed to do it: the amount, the pieces, the parcel that is on its way."""
    surplus = surplus_of(order)
    found = next_act(order, has_surplus=surplus is not None)
    waiting = order.item_quantity - order.cancelled_quantity - order.shipped_quantity
    amount = format_money(surplus or order.refundable, language)
    on_the_way = [parcel.id for parcel in order.shipments if parcel.delivered_at is None]
    return {
        "press": found.press.value,
        "title": translate(found.title, language, count=waiting),
        "text": translate(found.text, language, amount=amount) if found.text else "",
        "icon": found.icon,
        "kind": found.kind,
        "parcel_id": on_the_way[-1] if on_the_way else None,
    }


def surplus_of(order: Order) -> Money | None:
    """What was paid beyond what the open order needs, where its way back failed; None where there is none."""
    if order.order_status in {OrderStatus.PENDING_PAYMENT, OrderStatus.CANCELLED}:
        return None
    surplus = order.refundable - order.total
    return surplus if surplus.minor > 0 else None


def _pieces(order: Order, language: str) -> str:
    """How many pieces were sold, and how many of them are sent where some are not."""
    if order.shipped_quantity in {0, order.item_quantity}:
        return format_number(order.item_quantity, language)
    return translate(
        _("{quantity}, {shipped} shipped"), language, quantity=order.item_quantity, shipped=order.shipped_quantity
    )


def _totals(order: Order, language: str) -> list[dict[str, Any]]:
    lines = [
        (_("Goods"), order.goods, ""),
        (_("Discount"), -order.discount, "discount"),
        (_("Freight"), order.freight, ""),
        (_("Tax"), order.tax, ""),
    ]
    return [
        {"label": translate(label, language), "amount": amount, "kind": kind}
        for label, amount, kind in lines
        if amount or label in {_("Goods"), _("Freight")}
    ]


def _show_parcel(place: int, parcel: Shipment, order: Order, language: str) -> dict[str, Any]:
    by_id = {line.id: line for line in order.lines}
    return {
        "id": parcel.id,
        "place": place,
        "carrier": translate(CARRIER_NAMES[parcel.carrier], language),
        "tracking_number": parcel.tracking_number,
        "shipped_at": parcel.shipped_at,
        "delivered_at": parcel.delivered_at,
        "lines": [
            {
                "title": by_id[line.order_line_id].title,
                "options": by_id[line.order_line_id].options_text,
                "quantity": line.quantity,
            }
            for line in parcel.lines
        ],
    }


def _show_payment(payment: Payment, language: str) -> dict[str, Any]:
    return {
        "channel": translate(CHANNEL_NAMES.get(payment.channel, payment.channel), language),
        "reference": payment.reference,
        "provider_ref": payment.provider_ref or "",
        "amount": payment.amount,
        "refunded": Money(payment.refunded_minor, payment.amount.currency),
        "at": payment.captured_at or payment.created_at,
        **_told(INTENT[payment.status], language),
    }


def _show_refund(refund: Refund, language: str) -> dict[str, Any]:
    return {
        "reference": refund.reference,
        "amount": refund.amount,
        "failure": refund.failure,
        "reason": translate(REASON_SENTENCES.get(refund.reason, refund.reason), language),  # type: ignore[call-overload]  # A reason is a StrEnum's text or staff's words.
        "at": refund.settled_at or refund.requested_at,
        **_told(REFUND[refund.status], language),
    }


def _told(told: Told, language: str) -> dict[str, str]:
    return {"status": translate(told[0], language), "kind": told[1]}
