"""What is done to an order: send it, note that it arrived, cancel it, give the money back."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.kernel.ids import ShipmentId
from shopwright.kernel.quantity import parse_quantity
from shopwright.modules.orders import permissions
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import (
    CARRIER_NAMES,
    REASON_LENGTH_MAX,
    REASON_SENTENCES,
    CancelReason,
    Carrier,
    Order,
    ParcelLine,
)
from shopwright.modules.orders.errors import TrackingNumberInUse
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form, Request, explain, get, post, read_form, requires
from shopwright.platform.http.fields import Checkbox, Choice, Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.orders.queue import find_next_to_ship
from shopwright.web.console.orders.record import (
    CARRIER_COOKIE,
    GOING_ON_COOKIE,
    PATH,
    find_order,
    order_frame,
    order_page,
    parcel_place,
    show_order_facts,
)
from shopwright.web.console.pages import act, done, render
from shopwright.web.context import see_other

Shape = TypeVar("Shape", bound=msgspec.Struct)
LINE_FIELD = "quantity-"
_NUMBER_IN_USE = _("Order {number} was sent under this number. Was its label scanned twice?")
HABIT_KEPT_SECONDS = 90 * 24 * 3600


class ParcelForm(msgspec.Struct, frozen=True):
    """With whom a parcel goes. How many of each line comes in fields of their own."""

    carrier: Annotated[str, Choice(tuple(CARRIER_NAMES))]
    tracking_number: Annotated[str, Text(least=1, most=80)]
    shares_parcel: Annotated[bool, Checkbox()] = False


class CancelForm(msgspec.Struct, frozen=True):
    """Why an order is cancelled."""

    reason: Annotated[str, Choice(orders.STAFF_CANCEL_REASONS)]


class RefundForm(msgspec.Struct, frozen=True):
    """Why money goes back, in one's own words."""

    reason: Annotated[str, Text(least=2, most=REASON_LENGTH_MAX)]


@post(PATH + "/{number:str}/shipments", requires(permissions.SHIP))
async def ship(request: Request, number: FromPath[str]) -> Response[Any]:
    """Send some or all of what waits in one parcel."""
    form, order = await read_form(request), await _order(request, number)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted, lines = _parse_parcel(form, order)
        await orders.ship(
            tx,
            actor=actor,
            customer_id=order.customer_id,
            order_id=order.id,
            carrier=Carrier(wanted.carrier),
            tracking_number=wanted.tracking_number,
            lines=lines,
            shares_parcel=wanted.shares_parcel,
        )

    try:
        await act(request, work)
    except NotFound:
        raise
    except Refusal as refused:
        return await _unsent(request, number, form, refused)
    goes_on = form.text("then") == "next"
    answer = await (_go_on(request, number, order) if goes_on else _stay(request, number))
    return _with_habits(request, answer, {CARRIER_COOKIE: form.text("carrier"), GOING_ON_COOKIE: str(int(goes_on))})


@get(PATH + "/{number:str}/next", requires(permissions.SHIP))
async def pass_over(request: Request, number: FromPath[str]) -> Response[None]:
    """Leave an order as it is, and open the next that waits to be shipped."""
    order = await _order(request, number)
    async with shop_of(request).database.reading() as reading:
        following = await find_next_to_ship(reading, order)
    if following is None:
        return await done(request, f"{PATH}/{number}", _("No other order waits to be shipped."), kind="note")
    return see_other(f"{PATH}/{shop_of(request).numbers.number(following.id)}{parcel_place(request)}")


@post(PATH + "/{number:str}/shipments/{shipment_id:int}/delivery", requires(permissions.SHIP))
async def record_delivery(request: Request, number: FromPath[str], shipment_id: FromPath[int]) -> Response[None]:
    """A parcel arrived."""

    async def work(tx: Transaction, actor: Actor, order: Order) -> None:
        await orders.record_delivery(
            tx, actor=actor, customer_id=order.customer_id, order_id=order.id, shipment_id=ShipmentId(shipment_id)
        )

    return await _act_on(request, number, work, _("The parcel is marked as delivered."))


@post(PATH + "/{number:str}/receipt", requires(permissions.SHIP))
async def complete(request: Request, number: FromPath[str]) -> Response[None]:
    """The customer said that everything came: the order is completed."""

    async def work(tx: Transaction, actor: Actor, order: Order) -> None:
        await orders.confirm_receipt(tx, actor=actor, customer_id=order.customer_id, order_id=order.id)

    return await _act_on(request, number, work, _("The order is completed."))


@get(PATH + "/{number:str}/cancellation", requires(permissions.CANCEL))
async def ask_cancellation(request: Request, number: FromPath[str]) -> Response[str]:
    """Ask once more, and why."""
    return await _question(request, number, "cancellation", values={"reason": ""})


@post(PATH + "/{number:str}/cancellation", requires(permissions.CANCEL))
async def cancel(request: Request, number: FromPath[str]) -> Response[Any]:
    """Cancel an order of which nothing was sent."""

    async def work(tx: Transaction, actor: Actor, order: Order, wanted: CancelForm) -> None:
        await orders.cancel_order(
            tx, actor=actor, customer_id=order.customer_id, order_id=order.id, reason=CancelReason(wanted.reason)
        )

    return await _answer(request, number, "cancellation", work, shape=CancelForm, told=_("The order was cancelled."))


@get(PATH + "/{number:str}/refund", requires(permissions.REFUND))
async def ask_refund(request: Request, number: FromPath[str]) -> Response[str]:
    """Ask once more, and why."""
    return await _question(request, number, "refund", values={"reason": ""})


@post(PATH + "/{number:str}/refund", requires(permissions.REFUND))
async def refund(request: Request, number: FromPath[str]) -> Response[Any]:
    """Give everything back that was paid."""

    async def work(tx: Transaction, actor: Actor, order: Order, wanted: RefundForm) -> None:
        await orders.refund_fully(
            tx, actor=actor, customer_id=order.customer_id, order_id=order.id, reason=wanted.reason
        )

    return await _answer(request, number, "refund", work, shape=RefundForm, told=_("The refund is under way."))


@post(PATH + "/{number:str}/surplus-refund", requires(permissions.REFUND))
async def refund_surplus(request: Request, number: FromPath[str]) -> Response[None]:
    """Ask anew for the return of what the order does not need."""

    async def work(tx: Transaction, actor: Actor, order: Order) -> None:
        await orders.refund_surplus(tx, actor=actor, customer_id=order.customer_id, order_id=order.id)

    return await _act_on(request, number, work, _("The refund is under way."))


async def _act_on(
    request: Request, number: str, work: Callable[[Transaction, Actor, Order], Awaitable[None]], told: str
) -> Response[None]:
    """Do it to the order, and say on its page that it is done."""
    order = await _order(request, number)
    await act(request, lambda tx, actor: work(tx, actor, order))
    return await done(request, f"{PATH}/{number}", told)


async def _answer(
    request: Request,
    number: str,
    name: str,
    work: Callable[[Transaction, Actor, Order, Shape], Awaitable[None]],
    *,
    shape: type[Shape],
    told: str,
) -> Response[Any]:
    """Do what the form of the page `name` asks, or show that page again with what was wrong."""
    form, order = await read_form(request), await _order(request, number)
    try:
        await act(request, lambda tx, actor: work(tx, actor, order, form.parse(shape)))
    except Refusal as refused:
        return await _question(request, number, name, values=form.filled(shape), refused=refused)
    return await done(request, f"{PATH}/{number}", told)


async def _unsent(request: Request, number: str, form: Form, refused: Refusal) -> Response[str]:
    """The order's page with the parcel as it was filled, and what is wrong with it."""
    language = language_of(request)
    fields: Mapping[str, FieldError] = refused.fields if isinstance(refused, InvalidInput) else {}
    if isinstance(refused, TrackingNumberInUse):
        other = shop_of(request).numbers.number(refused.order_id)
        fields = {"tracking_number": FieldError(_NUMBER_IN_USE, number=other)}
    told = "" if fields else translate(refused.sentence, language, **refused.values)
    values = {name: form.text(name) for name in form.texts}
    if isinstance(refused, TrackingNumberInUse):
        values["may_share"] = "1"
    errors = explain(fields, language)
    return await order_page(request, number, values=values, errors=errors, problem=told, status=refused.status)


async def _stay(request: Request, number: str) -> Response[None]:
    return await done(request, f"{PATH}/{number}", _("The parcel was recorded. The customer sees it now."))


async def _go_on(request: Request, number: str, order: Order) -> Response[None]:
    """Open the order that has waited next longest for its parcel, and stay where there is none."""
    async with shop_of(request).database.reading() as reading:
        following = await find_next_to_ship(reading, order)
    if following is None:
        return await done(
            request,
            f"{PATH}/{number}",
            _("The parcel of order {number} was recorded. No other order waits."),
            number=number,
        )
    place = f"{PATH}/{shop_of(request).numbers.number(following.id)}#field-tracking_number"
    return await done(
        request, place, _("The parcel of order {number} was recorded. This is the next order."), number=number
    )


def _with_habits(request: Request, answer: Response[None], habits: Mapping[str, str]) -> Response[None]:
    """Let the next parcel begin as this one ended: with the same carrier, and going on or not."""
    for name, habit in habits.items():
        answer.set_cookie(
            name,
            habit,
            path="/console",
            max_age=HABIT_KEPT_SECONDS,
            secure=shop_of(request).settings.is_secure,
            httponly=True,
            samesite="lax",
        )
    return answer


async def _order(request: Request, number: str) -> Order:
    async with shop_of(request).database.reading() as reading:
        return await find_order(request, reading, number)


def _parse_parcel(form: Form, order: Order) -> tuple[ParcelForm, list[ParcelLine]]:
    """What goes with whom, or InvalidInput with every wrong field."""
    wrong: dict[str, FieldError] = {}
    wanted = None
    try:
        wanted = form.parse(ParcelForm)
    except InvalidInput as refused:
        wrong |= refused.fields
    lines = []
    for line in order.lines:
        text = form.text(f"{LINE_FIELD}{line.id}").strip() or "0"
        quantity = parse_quantity(text, least=0, most=line.unshipped_quantity)
        if isinstance(quantity, FieldError):
            wrong[f"{LINE_FIELD}{line.id}"] = quantity
        elif quantity:
            lines.append(ParcelLine(line.id, quantity))
    if wrong or wanted is None:
        raise InvalidInput(wrong)
    return wanted, lines


async def _question(
    request: Request, number: str, name: str, *, values: dict[str, Any], refused: Refusal | None = None
) -> Response[str]:
    """The page that asks before something that cannot be undone, again with what was wrong after a refusal."""
    language = language_of(request)
    title = translate({"refund": _("Refund"), "cancellation": _("Cancel the order")}[name], language)
    async with shop_of(request).database.reading() as reading:
        order = await find_order(request, reading, number)
        context = await order_frame(request, reading, number, at=f"{PATH}/{number}/{name}", act=title)
    fields = explain(refused.fields, language) if isinstance(refused, InvalidInput) else {}
    context |= show_order_facts(order, language)
    context |= {
        "values": values,
        "errors": fields,
        "problem": "" if refused is None or fields else translate(refused.sentence, language, **refused.values),
        "reason_tiles": [
            {"value": reason.value, "label": translate(REASON_SENTENCES[reason], language)}
            for reason in orders.STAFF_CANCEL_REASONS
        ],
    }
    status = 200 if refused is None else refused.status
    return render(request, f"console/orders/{name}.html", context, status=status)
