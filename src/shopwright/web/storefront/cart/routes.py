from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.enums import MediaType
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.kernel.ids import CustomerId, VariantId
from shopwright.modules.checkout import public as checkout
from shopwright.modules.checkout.errors import EmptyCart
from shopwright.modules.customers import public as customers
from shopwright.platform.db import Transaction
from shopwright.platform.http import PUBLIC, Request, get, post, read_form, visit_of
from shopwright.platform.http.fields import Choice, Context, Key, Quantity
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of, shopper
from shopwright.web import limits
from shopwright.web.context import csrf_of, page, see_other
from shopwright.web.storefront.cart.answers import frame_at, sentence_of, toast, triggers
from shopwright.web.storefront.cart.view import can_select, cart_context
from shopwright.web.storefront.cart.whole import explain_lines, read_quantity, read_whole
from shopwright.web.storefront.pages import FOR_ONE, private_page, wants_part

CART = "/cart"
CHECKOUT = "/checkout"
_OK = 200


class AddForm(msgspec.Struct, frozen=True):
    """What the product page sends. `then` is `checkout` for who wants to buy at once."""

    variant_id: Annotated[int, Key()]
    quantity: Annotated[int, Quantity()] = 1
    then: Annotated[str, Choice(("cart", "checkout"))] = "cart"


class SelectionForm(msgspec.Struct, frozen=True):
    """The lines that are ticked, or `all`: every line that can be ordered, or `none`."""

    variant_id: tuple[Annotated[int, Key()], ...] = ()
    all: Annotated[str, Choice(("all", "none", ""))] = ""
    then: Annotated[str, Choice(("cart", "checkout"))] = "cart"


@get(CART, PUBLIC)
async def show_cart(request: Request) -> Response[Any]:
    """The cart. Four statements, however many lines; for htmx three."""
    added = Key().read(request.query_params.get("added", ""), Context())
    return await _answer(request, added=added if isinstance(added, int) else 0)


@post("/cart/lines", PUBLIC)
async def add_line(request: Request) -> Response[Any]:
    """Put a variant into the cart. A visitor who is nobody yet becomes a guest by it."""
    session, form = await shopper(request), await read_form(request)
    try:
        wanted = form.parse(AddForm)
        if session.facts.customer_id is None:
            await limits.NEW_GUEST.hit(shop_of(request).database, who=visit_of(request.scope).household)
        customer_id = await _add(request, session.facts.customer_id, wanted)
    except Refusal as refused:
        return await _refuse(request, refused)
    if session.facts.customer_id is None:
        session.change(customer_id=int(customer_id))
    if wanted.then == "checkout":
        return _go(request, CHECKOUT)
    if wants_part(request):
        told = toast("positive", translate("Added to your cart", language_of(request)))
        return _tell(triggers(toast=told, cart_added=wanted.quantity))
    return see_other(f"{CART}?added={wanted.variant_id}")


@post(CART, PUBLIC)
async def change_cart(request: Request) -> Response[Any]:
    """Save all quantities and ticks at once, and go on to checkout if that was wanted. Three statements.

    Every line that cannot be as it was typed is told of beside it; the others are saved.
    """
    customer_id, form = await _customer_id(request), await read_form(request)
    if customer_id is None:
        return _go(request, CART)
    wanted, language = read_whole(form), language_of(request)
    refused = await shop_of(request).database.transact(
        lambda tx: checkout.change_cart(
            tx,
            customer_id=customer_id,
            quantities=wanted.quantities,
            selected=wanted.selected,
            removed=wanted.removed,
        )
    )
    errors = {int(key): sentence_of(refusal, language) for key, refusal in refused.items()}
    errors |= explain_lines(wanted, language)
    if errors:
        first = InvalidInput({}) if wanted.wrong else next(iter(refused.values()))
        return await _answer(request, errors=errors, typed=wanted.typed, refused=first)
    if form.text("then") == "checkout":
        return _go(request, CHECKOUT) if wanted.selected else await _refuse(request, EmptyCart())
    return await _changed(request)


@post("/cart/lines/{variant_id:int}", PUBLIC)
async def change_line(request: Request, variant_id: FromPath[int]) -> Response[Any]:
    """Set how many pieces of a line are wanted: what a change of its field does at once where there is script."""
    customer_id, form = await _customer_id(request), await read_form(request)
    if customer_id is None:
        return _go(request, CART)
    try:
        quantity = read_quantity(form, variant_id)
        await shop_of(request).database.transact(
            lambda tx: checkout.change_quantity(
                tx, customer_id=customer_id, variant_id=VariantId(variant_id), quantity=quantity
            )
        )
    except Refusal as refused:
        return await _answer(request, errors={variant_id: sentence_of(refused, language_of(request))}, refused=refused)
    return await _changed(request)


@post("/cart/lines/{variant_id:int}/removal", PUBLIC)
async def remove_line(request: Request, variant_id: FromPath[int]) -> Response[Any]:
    """Take a line out; one that is gone already is no harm."""
    customer_id = await _customer_id(request)
    if customer_id is None:
        return _go(request, CART)
    await shop_of(request).database.transact(
        lambda tx: checkout.remove_lines(tx, customer_id=customer_id, variant_ids=[VariantId(variant_id)])
    )
    return await _changed(request)


@post("/cart/selection", PUBLIC)
async def select_lines(request: Request) -> Response[Any]:
    """Choose what to order now; on the way to checkout something must be chosen."""
    customer_id, form = await _customer_id(request), await read_form(request)
    if customer_id is None:
        return _go(request, CART)
    wanted = form.parse(SelectionForm)
    chosen = [VariantId(key) for key in wanted.variant_id]
    if wanted.all:
        chosen = await _list_selectable(request, customer_id) if wanted.all == "all" else []
    await shop_of(request).database.transact(
        lambda tx: checkout.select_lines(tx, customer_id=customer_id, variant_ids=chosen)
    )
    if wanted.then == "checkout":
        return _go(request, CHECKOUT) if chosen else await _refuse(request, EmptyCart())
    return await _changed(request)


async def _add(request: Request, known_id: int | None, wanted: AddForm) -> CustomerId:
    shop, language = shop_of(request), language_of(request)

    async def act(tx: Transaction) -> CustomerId:
        market = await shop.market(tx)
        customer_id = await customers.create_guest(tx, language=language) if known_id is None else CustomerId(known_id)
        variant_id = VariantId(wanted.variant_id)
        await checkout.add_to_cart(
            tx,
            actor=Actor.customer(customer_id),
            customer_id=customer_id,
            variant_id=variant_id,
            quantity=wanted.quantity,
            market=market,
            language=language,
        )
        if wanted.then == "checkout":
            # Who buys at once buys this; what else lies in the cart waits there, unticked.
            await checkout.select_lines(tx, customer_id=customer_id, variant_ids=[variant_id])
        return customer_id

    return await shop.database.transact(act)


async def _list_selectable(request: Request, customer_id: CustomerId) -> list[VariantId]:
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        cart = await checkout.get_cart(
            reading, customer_id=customer_id, market=await shop.market(reading), language=language_of(request)
        )
    return [line.sale.variant_id for line in cart.lines if can_select(line)]


async def _customer_id(request: Request) -> CustomerId | None:
    known_id = (await shopper(request)).facts.customer_id
    return None if known_id is None else CustomerId(known_id)


async def _changed(request: Request) -> Response[Any]:
    """After an act: the cart anew in its place, or by way of its address, so that reloading repeats nothing."""
    return await _answer(request) if wants_part(request) else see_other(CART)


async def _refuse(request: Request, refused: Refusal) -> Response[Any]:
    """An act that was not done: a toast where the page stays, else the cart with the reason above it."""
    if wants_part(request):
        told = toast("danger", sentence_of(refused, language_of(request)))
        return _tell(triggers(toast=told), status=refused.status)
    return await _answer(request, refused=refused, problem=sentence_of(refused, language_of(request)))


async def _answer(
    request: Request,
    *,
    errors: Mapping[int, str] | None = None,
    typed: Mapping[int, str] | None = None,
    refused: Refusal | None = None,
    problem: str = "",
    added: int = 0,
) -> Response[Any]:
    """The cart as it stands: the page, or for htmx the part of it that changes."""
    shop, language, is_part = shop_of(request), language_of(request), wants_part(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        frame = {"csrf": csrf_of(request)} if is_part else await frame_at(request, reading, CART)
        cart = await checkout.get_cart(
            reading, customer_id=await _customer_id(request), market=market, language=language
        )
    context = frame | cart_context(cart, market=market, language=language, errors=errors, typed=typed)
    context |= {"problem": problem, "is_added": any(line.sale.variant_id == added for line in cart.lines)}
    if not is_part:
        return private_page(request, "storefront/cart/cart.html", context, status=refused.status if refused else _OK)
    # htmx puts only what succeeded into the page, and this part says itself what did not.
    answer = page("storefront/cart/contents.html", context, language=language, request=request)
    answer.headers.update({"Cache-Control": FOR_ONE, **triggers(cart_count=cart.piece_count)})
    return answer


def _go(request: Request, place: str) -> Response[Any]:
    """Another page, also for who asked by htmx."""
    return _tell({"HX-Redirect": place}) if wants_part(request) else see_other(place)


def _tell(headers: Mapping[str, str], *, status: int = _OK) -> Response[str]:
    return Response("", status_code=status, media_type=MediaType.TEXT, headers=dict(headers))
