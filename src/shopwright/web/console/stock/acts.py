"""What is done to the stock of one variant; a refusal stands beside the field that it is about."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.ids import VariantId, WarehouseId
from shopwright.kernel.note import NOTE_LENGTH_MAX
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.errors import VariantNotFound
from shopwright.modules.inventory import permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.errors import StockMoved, WarehouseUnknown
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form, Request, post, read_form, requires
from shopwright.platform.http.fields import Key, Quantity, Text
from shopwright.platform.http.once import is_first
from shopwright.platform.i18n import _
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import act, done, read_key
from shopwright.web.console.stock.list import PATH
from shopwright.web.console.stock.record import KNOWN, Back, stock_page

PIECES_MAX = 1_000_000
_SIGNED = re.compile(r"[+\-−]?[0-9]{1,7}")
Shape = TypeVar("Shape", bound=msgspec.Struct)


class ReceiveForm(msgspec.Struct, frozen=True):
    """Pieces that arrived."""

    warehouse_id: Annotated[int, Key()]
    quantity: Annotated[int, Quantity(least=1, most=PIECES_MAX)]
    note: Annotated[str, Text(most=NOTE_LENGTH_MAX)] = ""


class AdjustForm(msgspec.Struct, frozen=True):
    """More or fewer pieces than we thought, and why."""

    warehouse_id: Annotated[int, Key()]
    quantity: Annotated[str, Text(least=1, most=12)]
    note: Annotated[str, Text(least=2, most=NOTE_LENGTH_MAX)]


class CountForm(msgspec.Struct, frozen=True):
    """How many pieces lie there."""

    warehouse_id: Annotated[int, Key()]
    quantity: Annotated[int, Quantity(least=0, most=PIECES_MAX)]
    note: Annotated[str, Text(most=NOTE_LENGTH_MAX)] = ""


class KeepForm(msgspec.Struct, frozen=True):
    """How many pieces are kept back from sale."""

    warehouse_id: Annotated[int, Key()]
    quantity: Annotated[int, Quantity(least=0, most=PIECES_MAX)]


@post(PATH + "/{variant_id:int}/receipts", requires(permissions.RECEIVE))
async def receive_stock(request: Request, variant_id: FromPath[int]) -> Response[Any]:
    """Put pieces that arrived into a warehouse."""

    async def work(tx: Transaction, actor: Actor, wanted: ReceiveForm) -> None:
        await inventory.receive_stock(
            tx,
            actor=actor,
            warehouse_id=WarehouseId(wanted.warehouse_id),
            pieces={VariantId(variant_id): wanted.quantity},
            note=wanted.note,
        )

    return await _end(request, VariantId(variant_id), ReceiveForm, work)


@post(PATH + "/{variant_id:int}/adjustments", requires(permissions.ADJUST))
async def adjust_stock(request: Request, variant_id: FromPath[int]) -> Response[Any]:
    """Correct the stock by so many pieces."""

    async def work(tx: Transaction, actor: Actor, wanted: AdjustForm) -> None:
        await inventory.adjust_stock(
            tx,
            actor=actor,
            warehouse_id=WarehouseId(wanted.warehouse_id),
            variant_id=VariantId(variant_id),
            delta=_signed(wanted.quantity),
            note=wanted.note,
        )

    return await _end(request, VariantId(variant_id), AdjustForm, work)


@post(PATH + "/{variant_id:int}/counts", requires(permissions.ADJUST))
async def count_stock(request: Request, variant_id: FromPath[int]) -> Response[Any]:
    """Set the stock to what was counted."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor, wanted: CountForm) -> None:
        await inventory.count_stock(
            tx,
            actor=actor,
            warehouse_id=WarehouseId(wanted.warehouse_id),
            variant_id=VariantId(variant_id),
            counted=wanted.quantity,
            note=wanted.note,
            expected_on_hand=read_key(form.text(f"{KNOWN}{wanted.warehouse_id}")),
        )

    return await _end(request, VariantId(variant_id), CountForm, work)


@post(PATH + "/{variant_id:int}/safety", requires(permissions.ADJUST))
async def keep_back(request: Request, variant_id: FromPath[int]) -> Response[Any]:
    """Keep pieces back from sale."""

    async def work(tx: Transaction, actor: Actor, wanted: KeepForm) -> None:
        await inventory.keep_back(
            tx,
            actor=actor,
            warehouse_id=WarehouseId(wanted.warehouse_id),
            variant_id=VariantId(variant_id),
            safety=wanted.quantity,
        )

    return await _end(request, VariantId(variant_id), KeepForm, work)


_FORMS = {ReceiveForm: "receive", AdjustForm: "adjust", CountForm: "count", KeepForm: "keep"}


async def _end(
    request: Request,
    variant_id: VariantId,
    shape: type[Shape],
    work: Callable[[Transaction, Actor, Shape], Awaitable[None]],
) -> Response[Any]:
    """Do it and say so, or show the form again with every wrong field explained."""
    form, language = await read_form(request), language_of(request)
    async with shop_of(request).database.reading() as reading:
        if not await catalog.list_variants_for_staff(reading, variant_ids=[variant_id], language=language):
            raise VariantNotFound
    try:
        wanted = form.parse(shape)

        async def work_once(tx: Transaction, actor: Actor) -> bool:
            first = await is_first(tx, form, who=f"staff:{actor.id}:{request.scope['path']}")
            if first:
                await work(tx, actor, wanted)
            return first

        was_first = await act(request, work_once)
    except InvalidInput as refused:
        back = Back(_FORMS[shape], form.filled(shape), refused.fields, refused.status, _known_in(form))
        return await stock_page(request, variant_id, back)
    except Refusal as refused:
        field = "warehouse_id" if isinstance(refused, WarehouseUnknown) else "quantity"
        wrong = {field: FieldError(refused.sentence, **refused.values)}
        # Whoever must count anew counts beside what is known now.
        known = {} if isinstance(refused, StockMoved) else _known_in(form)
        back = Back(_FORMS[shape], form.filled(shape), wrong, refused.status, known)
        return await stock_page(request, variant_id, back)
    if not was_first:
        return await done(request, f"{PATH}/{variant_id}", _("This was sent twice and was written once."), kind="note")
    return await done(request, f"{PATH}/{variant_id}", _("The stock was written."))


def _known_in(form: Form) -> dict[WarehouseId, int]:
    """What was known in each warehouse when the form was opened."""
    sent = {name.removeprefix(KNOWN): form.text(name) for name in form.texts if name.startswith(KNOWN)}
    read = {read_key(key): read_key(text) for key, text in sent.items()}
    return {WarehouseId(key): pieces for key, pieces in read.items() if key is not None and pieces is not None}


def _signed(text: str) -> int:
    """A number of pieces with its sign, or InvalidInput; a minus of a Chinese keyboard counts too."""
    if _SIGNED.fullmatch(text) is None:
        raise InvalidInput({"quantity": FieldError("Enter a whole number with its sign, such as -2 or 5.")})
    return int(text.replace("−", "-"))
