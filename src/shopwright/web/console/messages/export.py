"""Messages as a file."""

from litestar.response import Stream

from shopwright.modules.messages import permissions
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.shop import language_of, shop_of
from shopwright.web.console.csv_file import PAGE_SIZE, Rows, list_answer, record_export
from shopwright.web.console.messages.list import PATH, read_messages, read_wanted
from shopwright.web.console.orders.message_view import show_message

HEADS = (
    _("When"),
    _("Message"),
    _("Order"),
    _("To"),
    _("Subject"),
    _("Status"),
    _("Attempts"),
    _("Why not"),
)


@post(f"{PATH}/export", requires(permissions.EXPORT))
async def export_messages(request: Request) -> Stream:
    """The present view as a file, a message a row. It holds people's addresses, so it is recorded who took it along."""
    language, form = language_of(request), await read_form(request)
    wanted = read_wanted({name: form.text(name) for name in ("status", "q", "sort")})
    await record_export(
        request, action=permissions.EXPORT, view=permissions.VIEW, subject="messages", asked=wanted.query()
    )

    async def read_rows(reading: Reading, key: str | None) -> tuple[Rows, str | None]:
        page = await read_messages(request, reading, wanted, after=key, limit=PAGE_SIZE)
        numbers = shop_of(request).numbers
        rows = [show_message(one, numbers.number(one.order_id), language) for one in page.items]
        names = ("at", "name", "number", "recipient", "subject", "status", "attempt_count", "error")
        return [[row[name] for name in names] for row in rows], page.next_key

    return await list_answer(request, "messages.csv", HEADS, read_rows)
