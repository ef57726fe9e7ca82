"""The first product: the least that can be sold, listed at once."""

import secrets
from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.ids import ProductId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import PictureInput, PriceInput, ProductInput, ProductTexts, VariantInput
from shopwright.modules.inventory import public as inventory
from shopwright.modules.markets.permissions import SETUP
from shopwright.platform.db import Transaction
from shopwright.platform.files import PictureRefused
from shopwright.platform.http import Form, Request, get, post, read_form, requires, shown
from shopwright.platform.http.fields import Amount, Quantity, Text
from shopwright.platform.i18n import _
from shopwright.shop import language_of, shop_of
from shopwright.web.console.opening.steps import NOTHING, PATH, Back, came_back, finish_step, step_frame
from shopwright.web.console.pages import act, done, in_languages, render

STEP = f"{PATH}/product"
UPLOAD_BYTES_MAX = 16_000_000
PIECES_MAX = 1_000_000
WAREHOUSE = "main"
WAREHOUSE_NAMES = {"zh_CN": "总仓", "en": "Main warehouse"}


class ProductForm(msgspec.Struct, frozen=True):
    """What a first product needs; its picture is a file beside it."""

    price: Annotated[Money, Amount(least_minor=1)]
    quantity: Annotated[int, Quantity(least=1, most=PIECES_MAX)]
    title_zh: Annotated[str, Text(most=255)] = ""
    title_en: Annotated[str, Text(most=255)] = ""


@get(STEP, requires(SETUP))
async def show_first_product(request: Request) -> Response[str]:
    """An empty form, and what was put up by it before."""
    return await _page(request)


@post(STEP, requires(SETUP), body_bytes_max=UPLOAD_BYTES_MAX)
async def add_first_product(request: Request) -> Response[Any]:
    """Make the product, put its pieces into the first warehouse, and list it: all of it or nothing."""
    form = await read_form(request)
    values = form.filled(ProductForm)
    async with shop_of(request).database.reading() as reading:
        currency = (await shop_of(request).market(reading)).currency
    try:
        wanted = form.parse(ProductForm, currency=currency)
        if not (wanted.title_zh or wanted.title_en):
            raise InvalidInput({"title_zh": FieldError("Please fill this in.")})
        picture = await _store_picture(request, form)

        async def work(tx: Transaction, actor: Actor) -> ProductId:
            product_id = await _put_up(request, tx, actor, wanted, picture)
            await finish_step(request, tx, "product")
            return product_id

        product_id = await act(request, work)
    except PictureRefused as refused:
        return await _page(request, came_back(request, values, refused, at="picture"))
    except Refusal as refused:
        return await _page(request, came_back(request, values, refused))
    async with shop_of(request).database.reading() as reading:
        slug = (await catalog.get_product_for_staff(reading, product_id=product_id)).slug
    return await done(request, f"{STEP}?made={product_id}&slug={slug}", _("The product is on the shelf."))


async def _put_up(
    request: Request, tx: Transaction, actor: Actor, wanted: ProductForm, picture: PictureInput | None
) -> ProductId:
    market = await shop_of(request).market(tx)
    variant = VariantInput(sku=f"SW-{secrets.token_hex(3).upper()}", prices=(PriceInput(market.code, wanted.price),))
    texts = ProductTexts(titles=in_languages(zh_CN=wanted.title_zh, en=wanted.title_en))
    product_id = await catalog.create_product(tx, actor=actor, product=ProductInput(texts, (variant,)))
    if picture is not None:
        await catalog.add_picture(tx, actor=actor, product_id=product_id, picture=picture)
    made = await catalog.get_product_for_staff(tx, product_id=product_id)
    warehouses = await inventory.list_warehouses(tx, language=language_of(request))
    warehouse_id = (
        warehouses[0].id
        if warehouses
        else await inventory.create_warehouse(tx, actor=actor, code=WAREHOUSE, names=WAREHOUSE_NAMES)
    )
    pieces = {one.id: wanted.quantity for one in made.variants}
    await inventory.receive_stock(tx, actor=actor, warehouse_id=warehouse_id, pieces=pieces)
    await catalog.list_product(tx, actor=actor, product_id=product_id)
    return product_id


async def _store_picture(request: Request, form: Form) -> PictureInput | None:
    upload = next((file for file in form.files.get("picture", ()) if file.filename), None)
    if upload is None:
        return None
    return await catalog.store_picture(shop_of(request).files, content=await upload.read())


async def _page(request: Request, back: Back = NOTHING) -> Response[str]:
    async with shop_of(request).database.reading() as reading:
        context = await step_frame(request, reading, "product", back)
    made, slug = request.query_params.get("made", ""), request.query_params.get("slug", "")
    context |= {
        "values": back.values or shown(ProductForm),
        "currency": context["market"].currency,
        "made": {"edit_url": f"/console/products/{made}", "url": f"/products/{slug}"}
        if made.isdigit() and slug
        else None,
    }
    return render(request, "console/opening/product.html", context, status=back.status)
