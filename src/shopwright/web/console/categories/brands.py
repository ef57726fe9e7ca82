"""What brands are called in each language."""

from typing import Annotated, Any
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.params import FromQuery

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput, NotFound
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.public import Brand
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, explain, get, post, read_form, requires
from shopwright.platform.http.fields import Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.categories.routes import Back
from shopwright.web.console.pages import act, done, frame, render

PATH = "/console/categories/brands"


class BrandForm(msgspec.Struct, frozen=True):
    """A brand, known by `name`, and what it is called."""

    name: Annotated[str, Text(most=255)] = ""
    name_zh: Annotated[str, Text(most=60)] = ""
    name_en: Annotated[str, Text(most=60)] = ""


@get(PATH, requires(permissions.VIEW))
async def list_brands(request: Request, name: FromQuery[str] = "") -> Response[str]:
    """Every brand that products have, and a form for the one that is chosen."""
    return await _page(request, name)


@post(PATH, requires(permissions.EDIT))
async def name_brand(request: Request) -> Response[Any]:
    """Call a brand so, in each language."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = form.parse(BrandForm)
        if all(brand.name != wanted.name for brand in await catalog.list_brands_for_staff(tx)):
            raise NotFound
        await catalog.name_brand(
            tx, actor=actor, name=wanted.name, names={"zh_CN": wanted.name_zh, "en": wanted.name_en}
        )

    try:
        await act(request, work)
    except InvalidInput as refused:
        errors = {{"names": "name_en"}.get(field, field): error for field, error in refused.fields.items()}
        values = form.filled(BrandForm)
        return await _page(request, str(values["name"]), Back(values, errors, status=refused.status))
    return await done(request, PATH, _("Saved."))


async def _page(request: Request, name: str, back: Back | None = None) -> Response[str]:
    language = language_of(request)
    crumbs = [(translate("Brands", language), PATH)]
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="categories", crumbs=crumbs, at="" if back is None else PATH)
        brands = await catalog.list_brands_for_staff(reading)
    chosen = next((brand for brand in brands if brand.name == name), None)
    context |= {
        "brands": [_row(brand) for brand in brands],
        "chosen": None if chosen is None else _row(chosen) | dict(back.values if back else {}),
        "errors": explain(back.errors if back else {}, language),
    }
    return render(request, "console/categories/brands.html", context, status=back.status if back else 200)


def _row(brand: Brand) -> dict[str, Any]:
    return {
        "name": brand.name,
        "name_zh": brand.names.get("zh_CN", ""),
        "name_en": brand.names.get("en", ""),
        "product_count": brand.product_count,
        "url": f"{PATH}?{urlencode({'name': brand.name})}",
        "is_named": bool(brand.names),
    }
