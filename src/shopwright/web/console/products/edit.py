"""One product, edited in parts: each part is a form of its own and comes back filled when something is wrong."""

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import EditableProduct, EditableVariant
from shopwright.modules.catalog.errors import CategoryNotFound, ProductChanged, SlugTaken
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Transaction
from shopwright.platform.files import picture_url
from shopwright.platform.http import Request, Undo, explain, get, post, read_form, requires
from shopwright.platform.i18n import _, localised, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.audit.timeline import list_acts
from shopwright.web.console.pages import act, category_options, done, frame, list_tree, may, render
from shopwright.web.console.products.forms import (
    TextsForm,
    at_page,
    attribute_rows,
    text_as_kept,
    texts_values,
    to_texts,
    variant_values,
)
from shopwright.web.console.products.list import PATH
from shopwright.web.context import Context


class Part(msgspec.Struct, frozen=True):
    """A part of the page as it comes back after a refusal: what was typed, and what is wrong with it."""

    name: str
    values: Mapping[str, Any] = {}
    errors: Mapping[str, FieldError] = {}
    problem: str = ""
    status: int = 422


NO_PART = Part("", status=200)


@get(PATH + "/{product_id:int}", requires(permissions.VIEW))
async def show_product(request: Request, product_id: FromPath[int]) -> Response[str]:
    """Everything about a product. Three statements."""
    return await product_page(request, ProductId(product_id))


@post(PATH + "/{product_id:int}/texts", requires(permissions.EDIT))
async def change_texts(request: Request, product_id: FromPath[int]) -> Response[Any]:
    """Write the texts anew; whoever was slower than somebody else sees both versions and decides."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = form.parse(TextsForm)
        await catalog.change_product(
            tx, actor=actor, product_id=ProductId(product_id), version=wanted.version, written=to_texts(wanted)
        )

    try:
        await act(request, work)
    except Refusal as refused:
        part = refused_part("texts", form.filled(TextsForm), refused, language_of(request))
        return await product_page(request, ProductId(product_id), part)
    return await done(request, f"{PATH}/{product_id}", _("Saved."))


@post(PATH + "/{product_id:int}/listing", requires(permissions.LIST))
async def change_listing(request: Request, product_id: FromPath[int]) -> Response[Any]:
    """Show the product to shoppers, or hide it from them."""
    is_listing = (await read_form(request)).text("act") == "list"
    change = catalog.list_product if is_listing else catalog.delist_product

    async def work(tx: Transaction, actor: Actor) -> bool:
        return await change(tx, actor=actor, product_id=ProductId(product_id))

    try:
        is_changed = await act(request, work)
    except Refusal as refused:
        part = refused_part("listing", {}, refused, language_of(request))
        return await product_page(request, ProductId(product_id), part)
    told = _("Shoppers can see and buy it now.") if is_listing else _("Shoppers no longer see it.")
    opposite = Undo(request.scope["path"], (("act", "delist" if is_listing else "list"),))
    return await done(request, f"{PATH}/{product_id}", told, undo=opposite if is_changed else None)


def refused_part(name: str, values: Mapping[str, Any], refused: Refusal, language: str) -> Part:
    """What a refusal means for the part it happened in; a product that does not exist has no page."""
    if isinstance(refused, CategoryNotFound):
        return Part(name, values, {"category_id": FieldError(refused.sentence)})
    if isinstance(refused, SlugTaken):
        return Part(name, values, {"slug": FieldError(refused.sentence, **refused.values)}, status=refused.status)
    if isinstance(refused, InvalidInput):
        return Part(name, values, at_page(refused.fields), status=refused.status)
    if isinstance(refused, NotFound):
        raise refused
    if isinstance(refused, ProductChanged):
        problem = _(
            "Someone else saved this product while you were writing. What you typed is kept; where they wrote "
            "something else it stands below the field. Save again to keep your version."
        )
        return Part(name, values, problem=translate(problem, language), status=refused.status)
    return Part(name, values, problem=translate(refused.sentence, language, **refused.values), status=refused.status)


async def product_page(request: Request, product_id: ProductId, part: Part = NO_PART) -> Response[str]:
    """The product's page, one part of it as it came back."""
    language, path = language_of(request), f"{PATH}/{product_id}"
    async with shop_of(request).database.reading() as reading:
        product = await catalog.get_product_for_staff(reading, product_id=product_id)
        title = localised(product.titles, language)
        context = await frame(request, reading, module="products", crumbs=[(title, path)], at=path)
        tree = await list_tree(request, reading)
        totals = (
            await inventory.list_stock_totals_of(reading, variant_ids=[variant.id for variant in product.variants])
            if may(request, inventory_permissions.VIEW)
            else []
        )
        acts = await list_acts(reading, subject=f"product:{product_id}", language=language)
    saved = texts_values(product)
    values = {**saved, **part.values, "version": saved["version"]} if part.name == "texts" else saved
    pictures = _show_pictures(product, part)
    context |= {
        "product": product,
        "product_url": path,
        "title": title,
        "part": part.name,
        "errors": explain(part.errors, language),
        "problem": part.problem,
        "values": values,
        "theirs": _theirs(saved, values) if part.name == "texts" and part.problem else {},
        "specification": attribute_rows(values),
        "categories": category_options(tree),
        "typed": part.values,
        "currency": context["market"].currency,
        **_show_variants(product, part, context, language, pictures),
        "timeline": acts,
        "pieces": {total.variant_id: total.available for total in totals},
        "pictures": pictures,
    }
    return render(request, "console/products/product.html", context, status=part.status)


def name_choices(product: EditableProduct, variant: EditableVariant, language: str) -> str:
    """A variant's choices, such as `White / L`; empty for a product without options."""
    names = {value.id: value.names for option in product.options for value in option.values}
    return " / ".join(localised(names[value_id], language) for value_id in variant.option_value_ids)


def _theirs(saved: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, str]:
    """What somebody else wrote into the fields that differ from what was typed."""
    return {
        name: text
        for name, text in saved.items()
        if isinstance(text, str)
        and name != "version"
        and text_as_kept(name, typed.get(name, "")) != text_as_kept(name, text)
    }


def _show_variants(
    product: EditableProduct, part: Part, context: Context, language: str, pictures: list[dict[str, Any]]
) -> Context:
    """The rows of the table of variants, and the options with their values."""
    market = context["market"].code
    urls = {str(picture["id"]): picture["url"] for picture in pictures}
    first_url = next(iter(urls.values()), "")
    typed = part.values if part.name == "variants" else {}
    rows: list[dict[str, Any]] = []
    for variant in product.variants:
        if variant.is_retired:
            continue
        begun = variant_values(variant, market)
        values = {name: typed.get(f"{name}-{variant.id}", text) for name, text in begun.items()}
        rows.append(
            {
                "id": variant.id,
                "choices": name_choices(product, variant, language),
                "values": values,
                "picture_url": urls.get(values["picture_id"], first_url),
            }
        )
    options = [
        {
            "id": option.id,
            "name": localised(option.names, language),
            "names": option.names,
            "choices": [(str(place), localised(value.names, language)) for place, value in enumerate(option.values)],
            "values": option.values,
        }
        for option in product.options
    ]
    return {
        "variants": rows,
        "options": options,
        "retired": [
            {"sku": variant.sku, "choices": name_choices(product, variant, language)}
            for variant in product.variants
            if variant.is_retired
        ],
        "is_priced": any(row["values"]["price"] for row in rows),
        "has_picture_choice": (len(pictures) > 1 and len(rows) > 1)
        or any(name.startswith("picture_id-") for name in part.errors),
    }


def _show_pictures(product: EditableProduct, part: Part) -> list[dict[str, Any]]:
    typed = part.values if part.name == "pictures" else {}
    return [
        {
            "id": picture.id,
            "place": typed.get(f"place-{picture.id}", str(place)),
            "url": picture_url(picture.file_key, picture.width, wanted_width=320),
            "alt_zh": typed.get(f"alt_zh-{picture.id}", picture.alts.get("zh_CN", "")),
            "alt_en": typed.get(f"alt_en-{picture.id}", picture.alts.get("en", "")),
            "size": f"{picture.width} × {picture.height}",
        }
        for place, picture in enumerate(product.pictures, start=1)
    ]
