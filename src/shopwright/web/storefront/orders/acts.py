"""What a shopper does to an order: cancel it, confirm that it came. Each is asked once more before it is done."""

from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason
from shopwright.modules.orders.errors import OrderNotFound
from shopwright.platform.http import CUSTOMER, Request, explain, get, post, read_form
from shopwright.platform.http.fields import Choice
from shopwright.platform.i18n import _
from shopwright.shop import language_of, shop_of, shopper
from shopwright.web.context import see_other
from shopwright.web.storefront.cart.answers import frame_at
from shopwright.web.storefront.orders.own import find_own, order_id_of, owner_of
from shopwright.web.storefront.orders.routes import order_page
from shopwright.web.storefront.orders.view import list_reasons
from shopwright.web.storefront.pages import private_page

_OK = 200


class CancelForm(msgspec.Struct, frozen=True):
    """Why the order is cancelled."""

    reason: Annotated[str, Choice(tuple(str(reason) for reason in orders.SHOPPER_CANCEL_REASONS))]


@get("/orders/{number:str}/cancellation", CUSTOMER)
async def ask_cancellation(request: Request, number: FromPath[str]) -> Response[Any]:
    """Ask why, before the order is cancelled: for those without script."""
    return await _ask(request, number, "storefront/orders/cancellation.html")


@post("/orders/{number:str}/cancellation", CUSTOMER)
async def cancel_order(request: Request, number: FromPath[str]) -> Response[Any]:
    """Cancel the order; again it stays cancelled."""
    customer_id, form = await owner_of(request), await read_form(request)
    order_id = order_id_of(request, number)
    try:
        reason = CancelReason(form.parse(CancelForm).reason)
        await shop_of(request).database.transact(
            lambda tx: orders.cancel_order(
                tx, actor=Actor.customer(customer_id), customer_id=customer_id, order_id=order_id, reason=reason
            )
        )
    except InvalidInput as refused:
        return await _ask(request, number, "storefront/orders/cancellation.html", refused=refused)
    except OrderNotFound:
        raise
    except Refusal as refused:
        return await order_page(request, number, refused=refused)
    return await _done(request, number, _("The order was cancelled."))


@get("/orders/{number:str}/receipt", CUSTOMER)
async def ask_receipt(request: Request, number: FromPath[str]) -> Response[Any]:
    """Ask whether everything came."""
    return await _ask(request, number, "storefront/orders/receipt.html")


@post("/orders/{number:str}/receipt", CUSTOMER)
async def confirm_receipt(request: Request, number: FromPath[str]) -> Response[Any]:
    """Everything came: the order is completed. Said twice, it is done once."""
    customer_id, order_id = await owner_of(request), order_id_of(request, number)
    try:
        await shop_of(request).database.transact(
            lambda tx: orders.confirm_receipt(
                tx, actor=Actor.customer(customer_id), customer_id=customer_id, order_id=order_id
            )
        )
    except OrderNotFound:
        raise
    except Refusal as refused:
        return await order_page(request, number, refused=refused)
    return await _done(request, number, _("Thank you! The order is completed."))


async def _ask(request: Request, number: str, name: str, *, refused: InvalidInput | None = None) -> Response[Any]:
    """A page that asks, or the order itself where the act is not possible any more."""
    language, customer_id = language_of(request), await owner_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await frame_at(request, reading, request.scope["path"])
        order = await find_own(request, reading, customer_id=customer_id, number=number)
    is_possible = order.can_cancel if name.endswith("cancellation.html") else order.can_confirm_receipt
    if not is_possible:
        return see_other(f"/orders/{number}")
    context |= {
        "number": number,
        "order": order,
        "reasons": list_reasons(language),
        "errors": {} if refused is None else explain(refused.fields, language),
    }
    return private_page(request, name, context, status=_OK if refused is None else refused.status)


async def _done(request: Request, number: str, sentence: str) -> Response[Any]:
    (await shopper(request)).flash("positive", sentence)
    return see_other(f"/orders/{number}")
