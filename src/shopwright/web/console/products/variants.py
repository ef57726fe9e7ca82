"""The table of a product's variants, and one more of them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.ids import PictureId, ProductId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import EditableProduct, EditableVariant, PriceInput, VariantInput
from shopwright.modules.catalog.errors import PictureNotFound, SkuTaken
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form, Request, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import act, done, may
from shopwright.web.console.products.edit import product_page, refused_part
from shopwright.web.console.products.forms import VariantForm, at_page, row_of, variant_values
from shopwright.web.console.products.list import PATH

CHOICE_FIELD = "choice-"


class _Row(msgspec.Struct, frozen=True):
    """A variant as it is, and as its row of the table wants it."""

    product_id: ProductId
    variant: EditableVariant
    wanted: VariantForm


@post(PATH + "/{product_id:int}/variants", requires(permissions.EDIT))
async def change_variants(request: Request, product_id: FromPath[int]) -> Response[Any]:
    """Write every changed row of the table, all or none; prices only for who may set them."""
    form = await read_form(request)
    market, product = await _load(request, product_id)
    may_price = may(request, permissions.PRICE)

    async def work(tx: Transaction, actor: Actor) -> None:
        wrong: dict[str, FieldError] = {}
        for variant in product.variants:
            if variant.is_retired or f"sku-{variant.id}" not in form.texts:
                continue
            row = row_of(form, VariantForm, variant.id)
            try:
                wanted = row.parse(VariantForm, currency=market.currency)
                if f"picture_id-{variant.id}" not in form.texts:
                    # A product with one picture leaves nothing to choose.
                    wanted = msgspec.structs.replace(wanted, picture_id=variant.picture_id)
                await _write_row(tx, actor, row=_Row(product.id, variant, wanted), market=market, may_price=may_price)
            except InvalidInput as refused:
                wrong |= at_page(refused.fields, key=variant.id)
            except SkuTaken as refused:
                wrong[f"sku-{variant.id}"] = FieldError(refused.sentence, **refused.values)
            except PictureNotFound:
                # Somebody removed it while the table was open; that must not cost what was typed into the table.
                wrong[f"picture_id-{variant.id}"] = FieldError("This picture was removed meanwhile. Choose another.")
        if wrong:
            raise InvalidInput(wrong)

    try:
        await act(request, work)
    except Refusal as refused:
        part = refused_part("variants", _typed(form), refused, language_of(request))
        return await product_page(request, ProductId(product_id), part)
    return await done(request, f"{PATH}/{product_id}#variants", _("Saved."))


@post(PATH + "/{product_id:int}/variants/new", requires(permissions.EDIT))
async def add_variant(request: Request, product_id: FromPath[int]) -> Response[Any]:
    """One more variant of the product, behind the others."""
    form = await read_form(request)
    market, product = await _load(request, product_id)
    may_price = may(request, permissions.PRICE)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = form.parse(VariantForm, currency=market.currency)
        await catalog.add_variant(
            tx,
            actor=actor,
            product_id=product.id,
            variant=VariantInput(
                sku=wanted.sku,
                choices=_choices(form, product),
                prices=price_inputs(wanted, market) if may_price else (),
                barcode=wanted.barcode,
                weight_grams=wanted.weight_grams,
            ),
        )

    try:
        await act(request, work)
    except SkuTaken as refused:
        taken = InvalidInput({"sku": FieldError(refused.sentence, **refused.values)})
        return await _refuse_new(request, product.id, form, taken)
    except Refusal as refused:
        return await _refuse_new(request, product.id, form, refused)
    return await done(request, f"{PATH}/{product_id}#variants", _("The variant was added."))


def price_inputs(wanted: VariantForm, market: Market) -> tuple[PriceInput, ...]:
    """The price of a new variant as the catalogue takes it; none where none was given."""
    if wanted.price is None:
        return ()
    return (PriceInput(market.code, wanted.price, None if wanted.compare_at is None else wanted.compare_at.minor),)


async def _write_row(tx: Transaction, actor: Actor, *, row: _Row, market: Market, may_price: bool) -> None:
    """Write what differs between a variant and its row."""
    variant, wanted = row.variant, row.wanted
    facts = (wanted.sku, wanted.barcode, wanted.weight_grams, wanted.picture_id)
    if facts != (variant.sku, variant.barcode, variant.weight_grams, variant.picture_id):
        await catalog.change_variant(
            tx,
            actor=actor,
            product_id=row.product_id,
            variant_id=variant.id,
            sku=wanted.sku,
            barcode=wanted.barcode,
            weight_grams=wanted.weight_grams,
            picture_id=None if wanted.picture_id is None else PictureId(wanted.picture_id),
        )
    if not may_price:
        return
    if wanted.price is None:
        if variant_values(variant, market.code)["price"]:
            raise InvalidInput({"price": FieldError("Please fill this in.")})
        return
    await catalog.set_price(
        tx,
        actor=actor,
        variant_id=variant.id,
        market_code=market.code,
        price=wanted.price,
        compare_at_minor=None if wanted.compare_at is None else wanted.compare_at.minor,
    )


async def _load(request: Request, product_id: int) -> tuple[Market, EditableProduct]:
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        return market, await catalog.get_product_for_staff(reading, product_id=ProductId(product_id))


async def _refuse_new(request: Request, product_id: ProductId, form: Form, refused: Refusal) -> Response[str]:
    part = refused_part("new_variant", _typed(form), refused, language_of(request))
    return await product_page(request, product_id, part)


def _choices(form: Form, product: EditableProduct) -> tuple[int, ...]:
    """The places of the chosen values, one of each option."""
    places = []
    wrong: dict[str, FieldError] = {}
    for option in product.options:
        text = form.text(f"{CHOICE_FIELD}{option.id}")
        if text.isascii() and text.isdigit() and len(text) < len("9999") and int(text) < len(option.values):
            places.append(int(text))
        else:
            wrong[f"{CHOICE_FIELD}{option.id}"] = FieldError("Please choose one.")
    if wrong:
        raise InvalidInput(wrong)
    return tuple(places)


def _typed(form: Form) -> Mapping[str, str]:
    return {name: form.text(name) for name in form.texts}
