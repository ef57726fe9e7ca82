import math
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.kernel.ids import CustomerId
from shopwright.modules.orders.contracts import Order, OrderStatus
from shopwright.modules.orders.errors import OrderAlreadyClosed
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.errors import AlreadyPaid
from shopwright.platform.http import CUSTOMER, Request, explain, get, post, read_form
from shopwright.platform.http.fields import Text
from shopwright.platform.i18n import _, format_moment, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import see_other
from shopwright.web.storefront.cart.answers import frame_at, sentence_of
from shopwright.web.storefront.orders.own import find_own, owner_of
from shopwright.web.storefront.orders.paying import Paying, load_paying
from shopwright.web.storefront.orders.words import tab_of
from shopwright.web.storefront.pages import private_page
from shopwright.web.storefront.payment.ways import list_ways

_OK = 200
FROM_PAYMENT = "from=payment"
_TOLD: Mapping[Paying, tuple[str, str]] = {
    Paying.UNFINISHED: ("caution", _("You have an unfinished payment. Continue, or choose another way to pay.")),
    Paying.FAILED: ("danger", _("Your last payment failed, and nothing was charged. Pay again or choose another way.")),
    Paying.ENDED: (
        "caution",
        _("Your last payment was not finished, and nothing was charged. Pay again or choose another way."),
    ),
}


class PayForm(msgspec.Struct, frozen=True):
    """Which way of paying was chosen."""

    channel: Annotated[str, Text(least=1, most=40)]


@get("/orders/{number:str}/payment", CUSTOMER)
async def show_payment(request: Request, number: FromPath[str]) -> Response[Any]:
    """What is to pay, until when, and how; or that there is nothing to pay any more."""
    return await _page(request, number)


@post("/orders/{number:str}/payment", CUSTOMER)
async def start_payment(request: Request, number: FromPath[str]) -> Response[Any]:
    """Send the shopper to the provider. Clicked twice it is the same pay page; what fails is told here."""
    shop, customer_id, form = shop_of(request), await owner_of(request), await read_form(request)
    async with shop.database.reading() as reading:
        order = await find_own(request, reading, customer_id=customer_id, number=number)
        at = reading.at
    try:
        channel = form.parse(PayForm).channel
        _check_payable(order, at)
        pay_url = await _open(request, number, customer_id, order, channel)
    except Refusal as refused:
        return await _page(request, number, refused=refused, channel=form.text("channel"))
    return see_other(pay_url)


async def _open(request: Request, number: str, customer_id: CustomerId, order: Order, channel: str) -> str:
    shop, language = shop_of(request), language_of(request)
    opened = await payments.pay(
        shop.database,
        shop.channels,
        actor=Actor.customer(customer_id),
        customer_id=customer_id,
        order_id=order.id,
        amount=order.total,
        channel=channel,
        return_url=f"{shop.settings.base_url}/orders/{number}?{FROM_PAYMENT}",
        language=language,
        description=translate("Order {number}", language, number=number),
        expires_at=order.expires_at,
    )
    return opened.pay_url


def _check_payable(order: Order, at: datetime) -> None:
    if order.order_status is OrderStatus.CANCELLED or (order.can_pay and at >= order.expires_at):
        raise OrderAlreadyClosed
    if not order.can_pay:
        raise AlreadyPaid


async def _page(request: Request, number: str, *, refused: Refusal | None = None, channel: str = "") -> Response[Any]:
    shop, language, customer_id = shop_of(request), language_of(request), await owner_of(request)
    async with shop.database.reading() as reading:
        context = await frame_at(request, reading, f"/orders/{number}/payment")
        order = await find_own(request, reading, customer_id=customer_id, number=number)
        paying = await load_paying(reading, order, is_back=True, before=Paying.UNFINISHED, is_heard=False)
        at = reading.at
    ways = list_ways(shop.channels.codes, language)
    is_late = order.can_pay and at >= order.expires_at
    context |= {
        "number": number,
        "order": order,
        "tab": tab_of(order.order_status, order.fulfilment_status),
        "can_pay": order.can_pay and not is_late,
        "is_late": is_late,
        "is_confirming": order.can_pay and paying is Paying.CONFIRMING,
        "attempt": {"kind": _TOLD[paying][0], "text": translate(_TOLD[paying][1], language)} if paying in _TOLD else {},
        "until": format_moment(order.expires_at, language, context["market"].zone, "short"),
        "seconds_left": max(0, math.ceil((order.expires_at - at).total_seconds())),
        "ways": ways,
        "channel": channel or next((way["value"] for way in ways), ""),
        "problem": "" if refused is None or isinstance(refused, InvalidInput) else sentence_of(refused, language),
        "errors": explain(refused.fields, language) if isinstance(refused, InvalidInput) else {},
    }
    return private_page(
        request, "storefront/payment/payment.html", context, status=_OK if refused is None else refused.status
    )
