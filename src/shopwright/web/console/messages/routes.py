from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.modules.messages import permissions
from shopwright.modules.messages import public as messages
from shopwright.modules.messages.contracts import STATUS_NAMES, MessageId, MessageStatus
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, get, post, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.orders.message_view import show_message
from shopwright.web.console.orders.record import PATH as ORDERS
from shopwright.web.console.orders.record import find_order
from shopwright.web.console.pages import act, address, done, frame, render

PATH = "/console/messages"
PAGE_SIZE = 50


@get(PATH, requires(permissions.VIEW))
async def list_log(request: Request) -> Response[str]:
    """Everybody's messages, newest first, of one status if asked. One statement."""
    shop, language = shop_of(request), language_of(request)
    asked, after = request.query_params.get("status", ""), request.query_params.get("after")
    status = MessageStatus(asked) if asked in set(MessageStatus) else None
    async with shop.database.reading() as reading:
        context = await frame(request, reading, module="messages")
        page = await messages.list_messages(reading, status=status, after=after, limit=PAGE_SIZE)
    shown = status.value if status else ""
    context |= {
        "tabs": _tabs(status, language),
        "rows": [show_message(one, shop.numbers.number(one.order_id), language) for one in page.items],
        "next_url": address(PATH, status=shown, after=page.next_key) if page.next_key else "",
        "first_url": address(PATH, status=shown) if after else "",
    }
    return render(request, "console/messages/list.html", context)


@post(ORDERS + "/{number:str}/messages/{message_id:int}/resend", requires(permissions.RESEND))
async def resend(request: Request, number: FromPath[str], message_id: FromPath[int]) -> Response[None]:
    """Send a message of an order once more."""
    async with shop_of(request).database.reading() as reading:
        order = await find_order(request, reading, number)

    async def work(tx: Transaction, actor: Actor) -> None:
        await messages.resend(
            tx, actor=actor, customer_id=order.customer_id, order_id=order.id, message_id=MessageId(message_id)
        )

    await act(request, work)
    return await done(request, f"{ORDERS}/{number}", _("The message is being sent again."))


def _tabs(current: MessageStatus | None, language: str) -> list[dict[str, Any]]:
    every = {"label": translate(_("All"), language), "url": PATH, "is_current": current is None, "count": ""}
    return [
        every,
        *(
            {
                "label": translate(name, language),
                "url": address(PATH, status=status.value),
                "is_current": status is current,
                "count": "",
            }
            for status, name in STATUS_NAMES.items()
        ),
    ]
