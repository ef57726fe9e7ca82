"""Stock as a file."""

from typing import Any

from litestar.response import Stream

from shopwright.modules.inventory import permissions
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.shop import language_of
from shopwright.web.console.csv_file import PAGE_SIZE, Cell, Rows, list_answer
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
    language, form = language_of(request), await read_form(request)
    terms = form.text("q").strip()[:TERMS_LENGTH_MAX]
    shown = LOW if form.text("tab") == LOW else ""

    async def read_rows(reading: Reading, key: str | None) -> tuple[Rows, str | None]:
        if terms:
            rows, next_key = await search_stock(reading, terms=terms, shown=shown, language=language), ""
        else:
            rows, next_key = await read_stock(
                reading, after=key or "", shown=shown, language=language, count_max=PAGE_SIZE
            )
        return [_row(row) for row in rows], next_key or None

    return await list_answer(request, "stock.csv", HEADS, read_rows)


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
