"""One variant: its price and every price it had, its picture, and its end."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.kernel.ids import PictureId, ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import EditableProduct, EditableVariant, PriceRecord
from shopwright.modules.catalog.errors import VariantNotFound
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Transaction
from shopwright.platform.files import picture_url
from shopwright.platform.http import Request, explain, get, post, read_form, requires
from shopwright.platform.http.fields import Amount, Checkbox, Key
from shopwright.platform.i18n import _, localised, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.orders.words import actor_name
from shopwright.web.console.pages import act, done, frame, may, render
from shopwright.web.console.products.edit import name_choices
from shopwright.web.console.products.forms import at_page, variant_values
from shopwright.web.console.products.list import PATH

VARIANT_PATH = PATH + "/{product_id:int}/variants/{variant_id:int}"


class PriceForm(msgspec.Struct, frozen=True):
    """What a variant costs from now on."""

    price: Annotated[Money, Amount()]
    compare_at: Annotated[Money | None, Amount()] = None


class PictureForm(msgspec.Struct, frozen=True):
    """The picture that shows this variant; none for the product's own first."""

    picture_id: Annotated[int | None, Key()] = None


class RetirementForm(msgspec.Struct, frozen=True):
    """That it is meant: nothing brings a retired variant back."""

    is_sure: Annotated[bool, Checkbox(must=True)]


@get(VARIANT_PATH, requires(permissions.VIEW))
async def show_variant(request: Request, product_id: FromPath[int], variant_id: FromPath[int]) -> Response[str]:
    """A variant with its price history. Three statements."""
    return await _page(request, product_id, variant_id)


@post(VARIANT_PATH + "/price", requires(permissions.PRICE))
async def set_price(request: Request, product_id: FromPath[int], variant_id: FromPath[int]) -> Response[Any]:
    """Set the price; the one before stays in the history."""
    form, shop = await read_form(request), shop_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = form.parse(PriceForm, currency=market.currency)
        await catalog.set_price(
            tx,
            actor=actor,
            variant_id=VariantId(variant_id),
            market_code=market.code,
            price=wanted.price,
            compare_at_minor=None if wanted.compare_at is None else wanted.compare_at.minor,
        )

    try:
        await act(request, work)
    except NotFound:
        raise
    except Refusal as refused:
        return await _page(request, product_id, variant_id, values=form.filled(PriceForm), refused=refused)
    return await done(request, f"{PATH}/{product_id}/variants/{variant_id}", _("The new price holds from now on."))


@post(VARIANT_PATH + "/picture", requires(permissions.EDIT))
async def choose_picture(request: Request, product_id: FromPath[int], variant_id: FromPath[int]) -> Response[Any]:
    """Say which picture shows this variant."""
    wanted = (await read_form(request)).parse(PictureForm)
    async with shop_of(request).database.reading() as reading:
        product = await catalog.get_product_for_staff(reading, product_id=ProductId(product_id))
    variant = _variant(product, variant_id)

    async def work(tx: Transaction, actor: Actor) -> None:
        await catalog.change_variant(
            tx,
            actor=actor,
            product_id=product.id,
            variant_id=variant.id,
            sku=variant.sku,
            barcode=variant.barcode,
            weight_grams=variant.weight_grams,
            picture_id=None if wanted.picture_id is None else PictureId(wanted.picture_id),
        )

    await act(request, work)
    return await done(request, f"{PATH}/{product_id}/variants/{variant_id}", _("Saved."))


@post(VARIANT_PATH + "/retirement", requires(permissions.EDIT))
async def retire_variant(request: Request, product_id: FromPath[int], variant_id: FromPath[int]) -> Response[Any]:
    """Take the variant out of sale for good."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        form.parse(RetirementForm)
        await catalog.retire_variant(
            tx, actor=actor, product_id=ProductId(product_id), variant_id=VariantId(variant_id)
        )

    try:
        await act(request, work)
    except NotFound:
        raise
    except Refusal as refused:
        return await _page(request, product_id, variant_id, refused=refused)
    return await done(request, f"{PATH}/{product_id}#variants", _("The variant is no longer sold."))


async def _page(
    request: Request,
    product_id: int,
    variant_id: int,
    *,
    values: Mapping[str, Any] = MappingProxyType({}),
    refused: Refusal | None = None,
) -> Response[str]:
    language, path = language_of(request), f"{PATH}/{product_id}/variants/{variant_id}"
    async with shop_of(request).database.reading() as reading:
        product = await catalog.get_product_for_staff(reading, product_id=ProductId(product_id))
        variant = _variant(product, variant_id)
        title = localised(product.titles, language)
        crumbs = [(title, f"{PATH}/{product_id}"), (variant.sku, path)]
        context = await frame(request, reading, module="products", crumbs=crumbs, at=path)
        market = context["market"]
        records = await catalog.list_price_records(reading, variant_id=variant.id, market=market.code)
        totals = (
            await inventory.list_stock_totals_of(reading, variant_ids=[variant.id])
            if may(request, inventory_permissions.VIEW)
            else []
        )
    fields: Mapping[str, FieldError] = at_page(refused.fields) if isinstance(refused, InvalidInput) else {}
    context |= {
        "variant": variant,
        "variant_url": path,
        "product_url": f"{PATH}/{product_id}",
        "title": title,
        "choices": name_choices(product, variant, language),
        "values": {**variant_values(variant, market.code), **values},
        "errors": explain(fields, language),
        "problem": translate(refused.sentence, language, **refused.values) if refused and not fields else "",
        "currency": market.currency,
        "pieces": next((total.available for total in totals), 0),
        "records": [_show_record(record, language) for record in records],
        "pictures": [
            {
                "id": picture.id,
                "place": place,
                "url": picture_url(picture.file_key, picture.width, wanted_width=320),
                "is_chosen": picture.id == variant.picture_id,
            }
            for place, picture in enumerate(product.pictures, start=1)
        ],
    }
    return render(request, "console/products/variant.html", context, status=refused.status if refused else 200)


def _variant(product: EditableProduct, variant_id: int) -> EditableVariant:
    for variant in product.variants:
        if variant.id == variant_id:
            return variant
    raise VariantNotFound


def _show_record(record: PriceRecord, language: str) -> dict[str, Any]:
    actor = msgspec.json.decode(record.actor, type=Actor)
    return {
        "price": record.price,
        "compare_at": None
        if record.compare_at_minor is None
        else Money(record.compare_at_minor, record.price.currency),
        "at": record.changed_at,
        "actor": actor_name(actor.kind, actor.label, language),
    }
