"""The warehouses, and one more of them."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.modules.inventory import permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.errors import WarehouseCodeTaken
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form, Request, explain, get, post, read_form, requires, shown
from shopwright.platform.http.fields import Quantity, Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import shop_of
from shopwright.web.console.pages import act, done, frame, render

PATH = "/console/warehouses"
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class WarehouseForm(msgspec.Struct, frozen=True):
    """A warehouse: what it is called, its short code, and when orders are taken from it."""

    name_zh: Annotated[str, Text(least=1, most=60)]
    code: Annotated[str, Text(least=1, most=32)]
    name_en: Annotated[str, Text(most=60)] = ""
    priority: Annotated[int, Quantity(least=0, most=9_999)] = 100


@get(PATH, requires(permissions.VIEW))
async def list_warehouses(request: Request) -> Response[str]:
    """The open warehouses in the order in which orders are taken from them."""
    return await _page(request, values=shown(WarehouseForm))


@post(PATH, requires(permissions.WAREHOUSES))
async def open_warehouse(request: Request) -> Response[Any]:
    """Open one more warehouse."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = _parse(form)
        await inventory.create_warehouse(
            tx,
            actor=actor,
            code=wanted.code,
            names={"zh_CN": wanted.name_zh, "en": wanted.name_en or wanted.name_zh},
            priority=wanted.priority,
        )

    try:
        await act(request, work)
    except InvalidInput as refused:
        return await _page(request, values=form.filled(WarehouseForm), fields=refused.fields)
    except WarehouseCodeTaken as refused:
        taken = {"code": FieldError(refused.sentence, **refused.values)}
        return await _page(request, values=form.filled(WarehouseForm), fields=taken)
    return await done(request, PATH, _("The warehouse is open."))


def _parse(form: Form) -> WarehouseForm:
    wanted = form.parse(WarehouseForm)
    if _CODE.fullmatch(wanted.code) is None:
        raise InvalidInput({"code": FieldError("Use small letters, digits and hyphens only.")})
    return wanted


async def _page(
    request: Request, *, values: Mapping[str, Any], fields: Mapping[str, FieldError] = MappingProxyType({})
) -> Response[str]:
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="stock", at=PATH)
        warehouses = await inventory.list_warehouses(reading, language=context["language"])
    title = translate(_("Warehouses"), context["language"])
    context |= {
        "crumbs": [*context["crumbs"], {"name": title, "url": PATH}],
        "warehouses": warehouses,
        "values": values,
        "errors": explain(fields, context["language"]),
    }
    return render(request, "console/stock/warehouses.html", context, status=422 if fields else 200)
