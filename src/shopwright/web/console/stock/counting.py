"""Taking stock: a list with a field a row, for who walks along the shelves."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.ids import VariantId, WarehouseId
from shopwright.kernel.note import NOTE_LENGTH_MAX
from shopwright.kernel.quantity import parse_quantity
from shopwright.modules.inventory import permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import StockLevel, Warehouse
from shopwright.modules.inventory.errors import NothingToChange, WarehouseUnknown
from shopwright.platform.db import Reading, Transaction
from shopwright.platform.http import Form, Request, explain, get, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import act, address, done, frame, paging, read_key, render
from shopwright.web.console.stock.acts import PIECES_MAX
from shopwright.web.console.stock.list import LOW, PATH, TERMS_LENGTH_MAX, read_stock, search_stock

SHEET = "/console/counting"
COUNTS = "/console/counts"
ROW_COUNT = 50
FIELD = "counted-"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Sheet(msgspec.Struct, frozen=True):
    """Which rows stand on the sheet, and of which warehouse; None is the first."""

    shown: str
    terms: str
    after: str
    warehouse_id: int | None

    def query(self) -> dict[str, str]:
        """The same as the parts of an address, without the place."""
        chosen = "" if self.warehouse_id is None else str(self.warehouse_id)
        return {"tab": self.shown, "q": self.terms, "warehouse": chosen}


@get(SHEET, requires(permissions.ADJUST))
async def show_sheet(request: Request) -> Response[str]:
    """The rows of the stock's list with what one warehouse has of each, and a field to count into. Four statements."""
    return await _sheet_page(request, _read_sheet(request.query_params))


@post(COUNTS, requires(permissions.ADJUST))
async def write_sheet(request: Request) -> Response[Any]:
    """Write every row that was counted, all or none; an empty field was not counted."""
    form = await read_form(request)
    sheet = _read_sheet({name: form.text(name) for name in ("tab", "q", "after", "warehouse")})
    try:
        counted = _read_counts(form)
        written = await act(
            request,
            lambda tx, actor: _write(tx, actor, counted=counted, sheet=sheet, note=form.text("note").strip()),
        )
    except InvalidInput as refused:
        typed = {name: form.text(name) for name in form.texts}
        return await _sheet_page(request, sheet, typed=typed, wrong=refused.fields, status=refused.status)
    place = address(SHEET, **sheet.query(), after=sheet.after)
    if not written:
        return await done(request, place, _("Nothing differs from what was known."), kind="note")
    return await done(request, place, _("Counts that changed the stock: {count}"), count=written)


def _read_sheet(asked: Mapping[str, str]) -> Sheet:
    return Sheet(
        shown=LOW if asked.get("tab") == LOW else "",
        terms=asked.get("q", "").strip()[:TERMS_LENGTH_MAX],
        after=asked.get("after", ""),
        warehouse_id=read_key(asked.get("warehouse")),
    )


def _read_counts(form: Form) -> dict[VariantId, int]:
    """What was counted, by variant in the order of their locks; InvalidInput names every field that is wrong."""
    wrong: dict[str, FieldError] = {}
    counted: dict[VariantId, int] = {}
    if len(form.text("note").strip()) > NOTE_LENGTH_MAX:
        wrong["note"] = FieldError("Enter at most {most} characters.", most=NOTE_LENGTH_MAX)
    for name in form.texts:
        key = read_key(name.removeprefix(FIELD)) if name.startswith(FIELD) else None
        if key is None or not form.text(name).strip():
            continue
        quantity = parse_quantity(form.text(name), least=0, most=PIECES_MAX)
        if isinstance(quantity, FieldError):
            wrong[name] = quantity
        else:
            counted[VariantId(key)] = quantity
    if wrong:
        raise InvalidInput(wrong)
    return dict(sorted(counted.items()))


async def _write(tx: Transaction, actor: Actor, *, counted: Mapping[VariantId, int], sheet: Sheet, note: str) -> int:
    """How many counts changed something; InvalidInput names every field that the stock refuses."""
    if sheet.warehouse_id is None:
        raise WarehouseUnknown
    wrong: dict[str, FieldError] = {}
    written = 0
    for variant_id, quantity in counted.items():
        try:
            await inventory.count_stock(
                tx,
                actor=actor,
                warehouse_id=WarehouseId(sheet.warehouse_id),
                variant_id=variant_id,
                counted=quantity,
                note=note,
            )
        except NothingToChange:
            continue
        except WarehouseUnknown:
            raise
        except Refusal as refused:
            wrong[f"{FIELD}{variant_id}"] = FieldError(refused.sentence, **refused.values)
        else:
            written += 1
    if wrong:
        raise InvalidInput(wrong)
    return written


async def _sheet_page(
    request: Request,
    sheet: Sheet,
    *,
    typed: Mapping[str, Any] = _NOTHING,
    wrong: Mapping[str, FieldError] = _NOTHING,
    status: int = 200,
) -> Response[str]:
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        crumbs = [(translate(_("Take stock"), language), SHEET)]
        context = await frame(request, reading, module="stock", crumbs=crumbs, at=SHEET if wrong else "")
        warehouses = await inventory.list_warehouses(reading, language=language)
        rows, next_key = await _read_rows(reading, sheet, language)
        levels = await inventory.list_levels(reading, variant_ids=[row["variant"].id for row in rows])
    chosen = next((one for one in warehouses if one.id == sheet.warehouse_id), warehouses[0] if warehouses else None)
    lies = _lies_in(levels, chosen)
    query = sheet.query()
    context |= paging(SHEET, query, after=sheet.after or None, next_key=next_key or None)
    context |= {
        "rows": [
            {**row, "on_hand": lies.get(row["variant"].id, 0), "field": f"{FIELD}{row['variant'].id}"} for row in rows
        ],
        "warehouses": [(str(one.id), one.name) for one in warehouses],
        "warehouse": "" if chosen is None else str(chosen.id),
        "tab": sheet.shown,
        "terms": sheet.terms,
        "after": sheet.after,
        "hidden": {"tab": sheet.shown} if sheet.shown else {},
        "without_terms_url": address(SHEET, **(query | {"q": ""})),
        "back_url": address(PATH, tab=sheet.shown, q=sheet.terms),
        "typed": typed,
        "errors": explain(wrong, language),
    }
    return render(request, "console/stock/counting.html", context, status=status)


async def _read_rows(reading: Reading, sheet: Sheet, language: str) -> tuple[list[dict[str, Any]], str]:
    if sheet.terms:
        return await search_stock(reading, terms=sheet.terms, shown=sheet.shown, language=language), ""
    return await read_stock(reading, after=sheet.after, shown=sheet.shown, language=language, count_max=ROW_COUNT)


def _lies_in(levels: Sequence[StockLevel], warehouse: Warehouse | None) -> dict[VariantId, int]:
    """What lies in the warehouse, by variant."""
    if warehouse is None:
        return {}
    return {level.variant_id: level.on_hand for level in levels if level.warehouse_id == warehouse.id}
