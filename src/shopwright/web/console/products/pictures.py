"""A product's pictures: add, describe, order, remove."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.ids import PictureId, ProductId
from shopwright.kernel.quantity import parse_quantity
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import EditableProduct, PictureInput, Words
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form, Request, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.pages import act, done
from shopwright.web.console.products.edit import Part, product_page, refused_part
from shopwright.web.console.products.list import PATH

UPLOAD_BYTES_MAX = 64_000_000
FILE_COUNT_MAX = 20
PLACE_MAX = 9_999


@post(PATH + "/{product_id:int}/pictures", requires(permissions.EDIT), body_bytes_max=UPLOAD_BYTES_MAX)
async def add_pictures(request: Request, product_id: FromPath[int]) -> Response[Any]:
    """Re-encode and add the pictures that came; those that cannot be used are named, the others stay."""
    form, language = await read_form(request), language_of(request)
    async with shop_of(request).database.reading() as reading:
        await catalog.get_product_for_staff(reading, product_id=ProductId(product_id))
    files = [file for file in form.files.get("pictures", ()) if file.filename][:FILE_COUNT_MAX]
    problems = [] if files else [translate(_("Choose at least one picture."), language)]
    for file in files:
        try:
            picture = await catalog.store_picture(shop_of(request).files, content=await file.read())
            await _add(request, ProductId(product_id), picture)
        except Refusal as refused:
            told = translate(refused.sentence, language, **refused.values)
            problems.append(f"{file.filename}: {told}")
    if problems:
        part = Part("upload", problem=" ".join(problems))
        return await product_page(request, ProductId(product_id), part)
    return await done(request, f"{PATH}/{product_id}#pictures", _("{count} pictures were added."), count=len(files))


@post(PATH + "/{product_id:int}/pictures/order", requires(permissions.EDIT))
async def change_pictures(request: Request, product_id: FromPath[int]) -> Response[Any]:
    """Write the alternative texts and the order of all pictures."""
    form = await read_form(request)
    async with shop_of(request).database.reading() as reading:
        product = await catalog.get_product_for_staff(reading, product_id=ProductId(product_id))

    async def work(tx: Transaction, actor: Actor) -> None:
        places = _places(form, product)
        for picture in product.pictures:
            alts = _alts(form, picture.id)
            if alts != {language: picture.alts.get(language, "") for language in alts}:
                await catalog.describe_picture(
                    tx, actor=actor, product_id=product.id, picture_id=picture.id, alts=picture.alts | alts
                )
        ordered = sorted(product.pictures, key=lambda picture: (places[picture.id], picture.position))
        if ordered != list(product.pictures):
            await catalog.order_pictures(
                tx, actor=actor, product_id=product.id, picture_ids=[picture.id for picture in ordered]
            )

    try:
        await act(request, work)
    except Refusal as refused:
        typed = {name: form.text(name) for name in form.texts}
        part = refused_part("pictures", typed, refused, language_of(request))
        return await product_page(request, product.id, part)
    return await done(request, f"{PATH}/{product_id}#pictures", _("Saved."))


@post(PATH + "/{product_id:int}/pictures/{picture_id:int}/removal", requires(permissions.EDIT))
async def remove_picture(request: Request, product_id: FromPath[int], picture_id: FromPath[int]) -> Response[None]:
    """Take a picture off the product; orders that show it keep it."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await catalog.remove_picture(
            tx, actor=actor, product_id=ProductId(product_id), picture_id=PictureId(picture_id)
        )

    await act(request, work)
    return await done(request, f"{PATH}/{product_id}#pictures", _("The picture was removed."))


async def _add(request: Request, product_id: ProductId, picture: PictureInput) -> None:
    async def work(tx: Transaction, actor: Actor) -> None:
        await catalog.add_picture(tx, actor=actor, product_id=product_id, picture=picture)

    await act(request, work)


def _places(form: Form, product: EditableProduct) -> dict[PictureId, int]:
    """The places that were typed, or InvalidInput where one is no number."""
    places: dict[PictureId, int] = {}
    wrong: dict[str, FieldError] = {}
    for place, picture in enumerate(product.pictures, start=1):
        typed = form.text(f"place-{picture.id}")
        read = parse_quantity(typed, least=0, most=PLACE_MAX) if typed else place
        if isinstance(read, FieldError):
            wrong[f"place-{picture.id}"] = read
        else:
            places[picture.id] = read
    if wrong:
        raise InvalidInput(wrong)
    return places


def _alts(form: Form, picture_id: PictureId) -> Words:
    return {language: form.text(f"alt_{end}-{picture_id}").strip() for end, language in (("zh", "zh_CN"), ("en", "en"))}
