"""Put products into a collection by hand, take them out, order them."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.kernel.ids import CollectionId, ProductId
from shopwright.kernel.quantity import parse_quantity
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of
from shopwright.web.console.collections.editing import ONE, Back, collection_page
from shopwright.web.console.collections.list import PATH
from shopwright.web.console.pages import act, address, done, read_key

PLACE_MAX = 9_999


@post(ONE + "/products", requires(permissions.EDIT))
async def choose_product(request: Request, collection_id: FromPath[int]) -> Response[Any]:
    """Put a product behind the others, and go on searching."""
    form = await read_form(request)
    product_id = read_key(form.text("product_id"))
    if product_id is None:
        raise NotFound

    async def work(tx: Transaction, actor: Actor) -> None:
        await catalog.choose_products(
            tx, actor=actor, collection_id=CollectionId(collection_id), product_ids=[ProductId(product_id)]
        )

    try:
        await act(request, work)
    except NotFound:
        raise
    except Refusal as refused:
        problem = translate(refused.sentence, language_of(request), **refused.values)
        return await collection_page(
            request, CollectionId(collection_id), Back({}, problem=problem, status=refused.status)
        )
    place = address(f"{PATH}/{collection_id}", q=form.text("q"))
    return await done(request, f"{place}#products", _("Saved."))


@post(ONE + "/products/{product_id:int}/removal", requires(permissions.EDIT))
async def drop_product(request: Request, collection_id: FromPath[int], product_id: FromPath[int]) -> Response[Any]:
    """Take a product out; it stays for sale."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await catalog.drop_product(
            tx, actor=actor, collection_id=CollectionId(collection_id), product_id=ProductId(product_id)
        )

    await act(request, work)
    return await done(request, f"{PATH}/{collection_id}#products", _("Saved."))


@post(ONE + "/products/order", requires(permissions.EDIT))
async def order_chosen(request: Request, collection_id: FromPath[int]) -> Response[Any]:
    """Write the order by the places that were typed."""
    form, language = await read_form(request), language_of(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        chosen = await catalog.list_chosen_products(tx, collection_id=CollectionId(collection_id), language=language)
        places: dict[ProductId, tuple[int, int]] = {}
        for place, product in enumerate(chosen, start=1):
            typed = form.text(f"place-{product.id}")
            read = parse_quantity(typed, least=0, most=PLACE_MAX) if typed else place
            if isinstance(read, FieldError):
                raise InvalidInput({f"place-{product.id}": read})
            # Who moves up to a taken place stands before the one who is there.
            places[product.id] = (read, place if read >= place else -1)
        ids = sorted(places, key=places.__getitem__)
        await catalog.order_chosen(tx, actor=actor, collection_id=CollectionId(collection_id), product_ids=ids)

    try:
        await act(request, work)
    except InvalidInput as refused:
        return await collection_page(
            request, CollectionId(collection_id), Back({}, refused.fields, status=refused.status)
        )
    except NotFound:
        raise
    except Refusal as refused:
        problem = translate(refused.sentence, language, **refused.values)
        return await collection_page(
            request, CollectionId(collection_id), Back({}, problem=problem, status=refused.status)
        )
    return await done(request, f"{PATH}/{collection_id}#products", _("Saved."))
