"""The stock of one variant: its levels by warehouse, the forms that change them, and the ledger."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import ActorKind
from shopwright.kernel.errors import FieldError
from shopwright.kernel.ids import VariantId, WarehouseId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.errors import VariantNotFound
from shopwright.modules.inventory import permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import Movement, MovementKind
from shopwright.modules.orders import permissions as order_permissions
from shopwright.platform.http import Request, explain, get, requires
from shopwright.platform.http.once import new_mark
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.orders.words import actor_name
from shopwright.web.console.pages import address, frame, may, read_key, render
from shopwright.web.console.stock.list import PATH

MOVEMENT_COUNT = 30
KNOWN = "known-"
_FIRST = 2**63 - 1
_KINDS = {
    MovementKind.RECEIVED: _("Goods in"),
    MovementKind.SHIPPED: _("Shipped"),
    MovementKind.RETURNED: _("Returned"),
    MovementKind.ADJUSTED: _("Corrected"),
    MovementKind.COUNTED: _("Counted"),
}


class Back(msgspec.Struct, frozen=True):
    """The form that came back: which, what was typed, what is wrong with it."""

    form: str = ""
    values: Mapping[str, Any] = {}
    errors: Mapping[str, FieldError] = {}
    status: int = 200
    known: Mapping[WarehouseId, int] = {}
    """The pieces that were known by warehouse when the form was opened, where a count is still compared with them."""


@get(PATH + "/{variant_id:int}", requires(permissions.VIEW))
async def show_stock(request: Request, variant_id: FromPath[int]) -> Response[str]:
    """One variant's levels and newest movements. Four statements."""
    return await stock_page(request, VariantId(variant_id))


async def stock_page(request: Request, variant_id: VariantId, back: Back | None = None) -> Response[str]:
    """The page of a variant's stock, one form of it as it came back."""
    language, path = language_of(request), f"{PATH}/{variant_id}"
    back, before_id = back or Back(), read_key(request.query_params.get("before"))
    async with shop_of(request).database.reading() as reading:
        found = await catalog.list_variants_for_staff(reading, variant_ids=[variant_id], language=language)
        if not found:
            raise VariantNotFound
        context = await frame(request, reading, module="stock", crumbs=[(found[0].sku, path)], at=path)
        warehouses = await inventory.list_warehouses(reading, language=language)
        levels = await inventory.list_levels(reading, variant_ids=[variant_id])
        movements = await inventory.list_movements(
            reading,
            variant_id=variant_id,
            before_id=_FIRST if before_id is None else before_id,
            count_max=MOVEMENT_COUNT + 1,
        )
    names = {warehouse.id: warehouse.name for warehouse in warehouses}
    on_hand = {level.warehouse_id: level.on_hand for level in levels}
    context |= {
        "variant": found[0],
        "stock_url": path,
        "warehouses": [(str(warehouse.id), warehouse.name) for warehouse in warehouses],
        "levels": [{"warehouse": names.get(level.warehouse_id, "—"), "level": level} for level in levels],
        "known": [(f"{KNOWN}{one.id}", back.known.get(one.id, on_hand.get(one.id, 0))) for one in warehouses],
        "sums": {
            name: sum(getattr(level, name) for level in levels)
            for name in ("on_hand", "held", "committed", "available", "safety")
        },
        "movements": [_show(request, one, names, language) for one in movements[:MOVEMENT_COUNT]],
        "next_url": address(path, before=movements[MOVEMENT_COUNT - 1].id) if len(movements) > MOVEMENT_COUNT else "",
        "first_url": "" if before_id is None else path,
        "low_max": inventory.LOW_AVAILABLE_MAX,
        "once": new_mark(),
        "opened": back.form,
        "values": back.values,
        "errors": explain(back.errors, language),
    }
    return render(request, "console/stock/stock.html", context, status=back.status)


def _show(request: Request, movement: Movement, names: Mapping[Any, str], language: str) -> dict[str, Any]:
    number = "" if movement.order_id is None else shop_of(request).numbers.number(movement.order_id)
    return {
        "kind": translate(_KINDS[movement.kind], language),
        "quantity": movement.quantity,
        "warehouse": names.get(movement.warehouse_id, "—"),
        "at": movement.moved_at,
        "actor": actor_name(ActorKind(movement.actor_kind), movement.actor_label, language),
        "order_number": number,
        "order_url": f"/console/orders/{number}" if number and may(request, order_permissions.VIEW) else "",
        "note": movement.note,
    }
