"""Stock as a file."""

from typing import Any

from litestar.response import Stream

from shopwright.modules.inventory import permissions
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.csv_file import PAGE_SIZE, Cell, Rows, csv_answer
from shopwright.web.console.stock.list import LOW, PATH, TERMS_LENGTH_MAX, read_stock, search_stock

HEADS = (
    _("SKU"),
    _("Product"),
    _("Options"),
    _("Available"),
    _("On hand"),
    _("Held"),
    _("Committed"),
    _("Kept back"),
)


@post(f"{PATH}/export", requires(permissions.VIEW))
async def export_stock(request: Request) -> Stream:
    """The present view as a file, a variant a row."""
    shop, language = shop_of(request), language_of(request)
    form = await read_form(request)
    terms = form.text("q").strip()[:TERMS_LENGTH_MAX]
    shown = LOW if form.text("tab") == LOW else ""
    async with shop.database.reading() as reading:
        zone = (await shop.market(reading)).zone

    async def read_page(key: str | None) -> tuple[Rows, str | None]:
        async with shop.database.reading() as reading:
            if terms:
                rows, next_key = await search_stock(reading, terms=terms, shown=shown, language=language), ""
            else:
                rows, next_key = await read_stock(
                    reading, after=key or "", shown=shown, language=language, count_max=PAGE_SIZE
                )
        return [_row(row) for row in rows], next_key or None

    heads = [translate(head, language) for head in HEADS]
    return csv_answer("stock.csv", heads, read_page, zone=zone)


def _row(row: dict[str, Any]) -> list[Cell]:
    variant, total = row["variant"], row["total"]
    return [
        variant.sku,
        variant.title,
        variant.options_text,
        total.available,
        total.on_hand,
        total.held,
        total.committed,
        total.safety,
    ]
