"""One message: what was said to whom, how it went, and what comes next."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.modules.messages import permissions
from shopwright.modules.messages import public as messages
from shopwright.modules.messages.contracts import Message, MessageId, MessageStatus
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, get, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.audit.timeline import list_acts
from shopwright.web.console.bulk import back_to
from shopwright.web.console.messages.list import PATH
from shopwright.web.console.orders.message_view import show_message
from shopwright.web.console.orders.record import PATH as ORDERS
from shopwright.web.console.orders.record import find_order
from shopwright.web.console.orders.words import actor_name
from shopwright.web.console.pages import act, done, frame, render

RESEND = "messages.resend"


@get(PATH + "/{message_id:int}", requires(permissions.VIEW))
async def show_one(request: Request, message_id: FromPath[int]) -> Response[str]:
    """One message with its words and what was done about it. Two statements."""
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        message = await messages.get_message(reading, message_id=MessageId(message_id))
        shown = show_message(message, shop.numbers.number(message.order_id), language)
        context = await frame(request, reading, module="messages", crumbs=[(shown["name"], f"{PATH}/{message_id}")])
        acts = await list_acts(reading, subject=f"order:{message.order_id}", language=language, action=RESEND)
    mine = [entry for entry in acts if entry["detail"].get("message") == message_id]
    context |= {
        "message": shown,
        "due_at": message.due_at,
        "timeline": sorted([*mine, *_tell(message, language)], key=lambda entry: entry["moment"], reverse=True),
    }
    return render(request, "console/messages/message.html", context)


@post(ORDERS + "/{number:str}/messages/{message_id:int}/resend", requires(permissions.RESEND))
async def resend(request: Request, number: FromPath[str], message_id: FromPath[int]) -> Response[None]:
    """Send a message of an order once more, and go back to where that was wished: the order, the message or the log."""
    form = await read_form(request)
    async with shop_of(request).database.reading() as reading:
        order = await find_order(request, reading, number)

    async def work(tx: Transaction, actor: Actor) -> None:
        await messages.resend(
            tx, actor=actor, customer_id=order.customer_id, order_id=order.id, message_id=MessageId(message_id)
        )

    await act(request, work)
    wished = form.text("back")
    place = f"{PATH}/{message_id}" if wished == "message" else back_to(form, PATH) if wished else f"{ORDERS}/{number}"
    return await done(request, place, _("The message is being sent again."))


def _tell(message: Message, language: str) -> list[dict[str, Any]]:
    """What the message itself knows of its way."""
    by_whom = actor_name(ActorKind.SYSTEM, "", language)
    made = {"text": translate(_("Written down to be sent"), language), "actor": by_whom, "moment": message.created_at}
    if message.status is not MessageStatus.SENT or message.sent_at is None:
        return [made]
    sent = {"text": translate(_("Taken by the mail server"), language), "actor": by_whom, "moment": message.sent_at}
    return [sent | {"kind": "positive"}, made]
