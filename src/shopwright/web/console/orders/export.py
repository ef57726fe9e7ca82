"""Orders as a file."""

from litestar.response import Stream

from shopwright.kernel.ids import NumberCipher
from shopwright.modules.orders import permissions
from shopwright.modules.orders.contracts import OrderCard
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.csv_file import PAGE_SIZE, Cell, Rows, list_answer, record_export
from shopwright.web.console.days import FROM, UNTIL
from shopwright.web.console.orders.list import PATH, read_orders, read_wanted
from shopwright.web.console.orders.words import PAYMENT, order_status

HEADS = (
    _("Order"),
    _("Placed at"),
    _("Status"),
    _("Payment"),
    _("Recipient"),
    _("Phone"),
    _("First items"),
    _("Pieces"),
    _("Total"),
    _("Currency"),
    _("Note"),
)


@post(f"{PATH}/export", requires(permissions.EXPORT))
async def export_orders(request: Request) -> Stream:
    """The present view as a file. It holds names and phones of people, so the audit log keeps who took it along."""
    shop, language = shop_of(request), language_of(request)
    form = await read_form(request)
    wanted = read_wanted(request, {name: form.text(name) for name in ("tab", "q", "customer", FROM, UNTIL, "sort")})
    wanted.days.check()
    await record_export(
        request, action=permissions.EXPORT, view=permissions.VIEW, subject="orders", asked=wanted.query()
    )

    async def read_rows(reading: Reading, key: str | None) -> tuple[Rows, str | None]:
        page = await read_orders(request, reading, wanted, after=key, limit=PAGE_SIZE)
        return [_row(card, shop.numbers, language) for card in page.items], page.next_key

    return await list_answer(request, "orders.csv", HEADS, read_rows)


def _row(card: OrderCard, numbers: NumberCipher, language: str) -> list[Cell]:
    label, _kind = order_status(card.order_status, card.fulfilment_status)
    payment, _kind = PAYMENT[card.payment_status]
    return [
        numbers.number(card.id),
        card.placed_at,
        translate(label, language),
        translate(payment, language),
        card.recipient,
        card.phone,
        "; ".join(f"{line.title} {line.options_text} × {line.quantity}".replace("  ", " ") for line in card.lines),
        card.item_quantity,
        card.total,
        card.total.currency,
        card.note,
    ]
