"""A list as a file for a spreadsheet: written page by page while it is sent, so that no export fills the memory.

A spreadsheet takes a text that begins like a formula for one, and would run what a shopper typed as a name
(https://owasp.org/www-community/attacks/CSV_Injection). Such a text gets an apostrophe, which makes it a text again.
"""

import csv
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from litestar.response import Stream

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotAllowed
from shopwright.kernel.money import Money
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Reading, Transaction
from shopwright.platform.http import Request
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import act, may

PAGE_SIZE = 100
MARK = "\ufeff"
"""Excel reads a file as UTF-8 only where it begins so."""
Cell = str | int | Decimal | Money | datetime | None
Rows = list[Sequence[Cell]]
PageOfRows = Callable[[str | None], Awaitable[tuple[Rows, str | None]]]
"""Reads the rows behind a key, None for the first ones, and the key of the next page, None behind the last."""
RowsOfPage = Callable[[Reading, str | None], Awaitable[tuple[Rows, str | None]]]
"""The same with what it reads by."""
# Spreadsheets of East Asia take the wide ones for the same.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


async def list_answer(request: Request, name: str, heads: Sequence[str], read_rows: RowsOfPage) -> Stream:
    """The file `name` in the reader's language and the market's zone, each page read by `read_rows` for itself.

    `heads` are gettext ids.
    """
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        zone = (await shop.market(reading)).zone

    async def read_page(key: str | None) -> tuple[Rows, str | None]:
        async with shop.database.reading() as reading:
            return await read_rows(reading, key)

    return csv_answer(name, [translate(head, language) for head in heads], read_page, zone=zone)


async def record_export(request: Request, *, action: str, view: str, subject: str, asked: Mapping[str, str]) -> None:
    """Write into the audit log who took a list of people along, and what of it was asked for.

    `view` is the permission to see the list: who may not see it may not take it along. Raises NotAllowed.
    """
    if not may(request, view):
        raise NotAllowed

    async def record(tx: Transaction, actor: Actor) -> None:
        narrowed = {name: text for name, text in asked.items() if text}
        await staff.record_audit(tx, actor=actor, action=action, subject=f"export:{subject}", detail=narrowed)

    await act(request, record)


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
