"""A list as a file for a spreadsheet: written page by page while it is sent, so that no export fills the memory.

A spreadsheet takes a text that begins like a formula for one, and would run what a shopper typed as a name
(https://owasp.org/www-community/attacks/CSV_Injection). Such a text gets an apostrophe, which makes it a text again.
"""

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from litestar.response import Stream

from shopwright.kernel.money import Money

PAGE_SIZE = 100
MARK = "\ufeff"
"""Excel reads a file as UTF-8 only where it begins so."""
Cell = str | int | Decimal | Money | datetime | None
Rows = list[Sequence[Cell]]
PageOfRows = Callable[[str | None], Awaitable[tuple[Rows, str | None]]]
"""Reads the rows behind a key, None for the first ones, and the key of the next page, None behind the last."""
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_answer(name: str, heads: Sequence[str], read_page: PageOfRows, *, zone: str) -> Stream:
    """The file `name`, its rows read page by page; moments are written in the zone, amounts as plain decimals."""
    return Stream(
        _written(heads, read_page, ZoneInfo(zone)),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"},
    )


async def _written(heads: Sequence[str], read_page: PageOfRows, zone: ZoneInfo) -> AsyncIterator[bytes]:
    yield (MARK + _lines([heads], zone)).encode()
    key: str | None = None
    while True:
        rows, key = await read_page(key)
        if rows:
            yield _lines(rows, zone).encode()
        if key is None:
            return


def _lines(rows: Sequence[Sequence[Cell]], zone: ZoneInfo) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([_cell(cell, zone) for cell in row] for row in rows)
    return text.getvalue()


def _cell(cell: Cell, zone: ZoneInfo) -> str:
    """Only texts can be taken for formulas: a number with a sign is a number."""
    if cell is None:
        return ""
    if isinstance(cell, Money):
        return str(Decimal(cell.minor).scaleb(-get_currency_precision(cell.currency)))
    if isinstance(cell, datetime):
        return cell.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
    return str(cell)
