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
from shopwright.modules.catalog import public as catalog
from shopwright.modules.inventory import permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import StockLevel, Warehouse
from shopwright.modules.inventory.errors import NothingToChange, StockMoved, WarehouseUnknown
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
KNOWN = "known-"
_UNWRITTEN = _("Nothing was written yet. Mend the marked counts first.")
_NO_TEXTS: Mapping[str, str] = MappingProxyType({})
_NO_ERRORS: Mapping[str, FieldError] = MappingProxyType({})


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


class Count(msgspec.Struct, frozen=True):
    """What was counted of a variant, and what was known of it when the sheet was opened; None where nobody says."""

    pieces: int
    known: int | None


class Back(msgspec.Struct, frozen=True):
    """A sheet of which nothing was written: everything that was typed, and what is wrong."""

    typed: Mapping[str, str] = _NO_TEXTS
    wrong: Mapping[str, FieldError] = _NO_ERRORS
    problem: str = ""
    status: int = 200

    def counted_ids(self) -> list[VariantId]:
        """The variants of which something was typed."""
        keys = [read_key(name.removeprefix(FIELD)) for name in self.typed if name.startswith(FIELD)]
        return [VariantId(key) for key in keys if key is not None and self.typed[f"{FIELD}{key}"].strip()]

    def known(self, variant_id: VariantId, on_hand: int) -> int:
        """What a count is compared with: the figure it was made beside, unless it must be made anew; else `on_hand`."""
        name = f"{FIELD}{variant_id}"
        refused = self.wrong.get(name)
        if refused is not None and refused.sentence == StockMoved.sentence:
            return int(str(refused.values["on_hand"]))
        sent = read_key(self.typed.get(f"{KNOWN}{variant_id}")) if self.typed.get(name, "").strip() else None
        return on_hand if sent is None else sent


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
    except (InvalidInput, WarehouseUnknown) as refused:
        typed = {name: form.text(name) for name in form.texts}
        wrong = refused.fields if isinstance(refused, InvalidInput) else _NO_ERRORS
        problem = _UNWRITTEN if wrong else refused.sentence
        return await _sheet_page(request, sheet, Back(typed, wrong, problem, refused.status))
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


def _read_counts(form: Form) -> dict[VariantId, Count]:
    """What was counted, by variant in the order of their locks; InvalidInput names every field that is wrong."""
    wrong: dict[str, FieldError] = {}
    counted: dict[VariantId, Count] = {}
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
            counted[VariantId(key)] = Count(quantity, read_key(form.text(f"{KNOWN}{key}")))
    if wrong:
        raise InvalidInput(wrong)
    return dict(sorted(counted.items()))


async def _write(tx: Transaction, actor: Actor, *, counted: Mapping[VariantId, Count], sheet: Sheet, note: str) -> int:
    """How many counts changed something; InvalidInput names every field that the stock refuses."""
    if sheet.warehouse_id is None:
        raise WarehouseUnknown
    wrong: dict[str, FieldError] = {}
    written = 0
    for variant_id, count in counted.items():
        try:
            await inventory.count_stock(
                tx,
                actor=actor,
                warehouse_id=WarehouseId(sheet.warehouse_id),
                variant_id=variant_id,
                counted=count.pieces,
                note=note,
                expected_on_hand=count.known,
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


async def _sheet_page(request: Request, sheet: Sheet, back: Back | None = None) -> Response[str]:
    language, came_back = language_of(request), back is not None
    back = back or Back()
    async with shop_of(request).database.reading() as reading:
        crumbs = [(translate(_("Take stock"), language), SHEET)]
        context = await frame(request, reading, module="stock", crumbs=crumbs, at=SHEET if came_back else "")
        warehouses = await inventory.list_warehouses(reading, language=language)
        rows, next_key = await _read_rows(reading, sheet, language)
        rows += await _read_others(reading, back.counted_ids(), rows, language)
        levels = await inventory.list_levels(reading, variant_ids=[row["variant"].id for row in rows])
    chosen = next((one for one in warehouses if one.id == sheet.warehouse_id), warehouses[0] if warehouses else None)
    lies, query = _lies_in(levels, chosen), sheet.query()
    context |= paging(SHEET, query, after=sheet.after or None, next_key=next_key or None)
    context |= {
        "rows": [
            {
                **row,
                "known": back.known(row["variant"].id, lies.get(row["variant"].id, 0)),
                "field": f"{FIELD}{row['variant'].id}",
                "known_field": f"{KNOWN}{row['variant'].id}",
            }
            for row in rows
        ],
        "warehouses": [(str(one.id), one.name) for one in warehouses],
        "warehouse": "" if chosen is None else str(chosen.id),
        # Counts of a warehouse that is gone are never written into another one by sending them again.
        "counted_in": back.typed.get("warehouse", "" if chosen is None else str(chosen.id)),
        "tab": sheet.shown,
        "terms": sheet.terms,
        "after": sheet.after,
        "hidden": {"tab": sheet.shown} if sheet.shown else {},
        "without_terms_url": address(SHEET, **(query | {"q": ""})),
        "back_url": address(PATH, tab=sheet.shown, q=sheet.terms),
        "typed": back.typed,
        "errors": explain(back.wrong, language),
        "came_back": came_back,
        "problem": translate(back.problem, language) if back.problem else "",
    }
    return render(request, "console/stock/counting.html", context, status=back.status)


async def _read_rows(reading: Reading, sheet: Sheet, language: str) -> tuple[list[dict[str, Any]], str]:
    if sheet.terms:
        return await search_stock(reading, terms=sheet.terms, shown=sheet.shown, language=language), ""
    return await read_stock(reading, after=sheet.after, shown=sheet.shown, language=language, count_max=ROW_COUNT)


async def _read_others(
    reading: Reading, variant_ids: Sequence[VariantId], rows: Sequence[Mapping[str, Any]], language: str
) -> list[dict[str, Any]]:
    """The rows of counted variants that the list no longer holds: what has enough again is not low any more."""
    shown = {row["variant"].id for row in rows}
    missing = [variant_id for variant_id in variant_ids if variant_id not in shown]
    if not missing:
        return []
    variants = await catalog.list_variants_for_staff(reading, variant_ids=missing, language=language)
    return [{"variant": variant, "url": f"{PATH}/{variant.id}"} for variant in variants]


def _lies_in(levels: Sequence[StockLevel], warehouse: Warehouse | None) -> dict[VariantId, int]:
    """What lies in the warehouse, by variant."""
    if warehouse is None:
        return {}
    return {level.variant_id: level.on_hand for level in levels if level.warehouse_id == warehouse.id}
