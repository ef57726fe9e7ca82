"""The cart, priced whenever it is asked for."""

from typing import Annotated

import msgspec
from litestar.params import FromPath, JSONBody

from shopwright.api.v1.asking import customer_of, find_customer
from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, VariantId
from shopwright.kernel.money import Money
from shopwright.kernel.quantity import QUANTITY_MAX
from shopwright.modules.catalog.contracts import SaleLine
from shopwright.modules.checkout import public as checkout
from shopwright.modules.checkout.contracts import Cart
from shopwright.modules.customers import public as customers
from shopwright.platform.db import Transaction
from shopwright.platform.http import CUSTOMER, PUBLIC, Request, delete, get, patch, post, put, visit_of
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of, shopper
from shopwright.web import limits

Pieces = Annotated[int, msgspec.Meta(ge=1, le=QUANTITY_MAX)]


class CartLineView(msgspec.Struct, frozen=True):
    """A line with its live offer. `problem` is a sentence, or null where the line can be ordered."""

    sale: SaleLine
    quantity: int
    is_selected: bool
    available: int
    problem: str | None
    total: Money


class CartView(msgspec.Struct, frozen=True):
    """The cart. An order names its `version` and its `total`, so that nothing else is ordered than was shown."""

    version: int
    lines: list[CartLineView]
    goods: Money
    freight: Money
    total: Money
    freight_missing: Money | None
    piece_count: int


class NewLineBody(msgspec.Struct, frozen=True):
    """So many pieces more of a variant."""

    variant_id: VariantId
    quantity: Pieces = 1


class QuantityBody(msgspec.Struct, frozen=True):
    """How many pieces a line shall have."""

    quantity: Pieces


class SelectionBody(msgspec.Struct, frozen=True):
    """The variants to be ordered next; all other lines wait."""

    variant_ids: list[VariantId]


@get("/api/v1/cart", PUBLIC)
async def show_cart(request: Request) -> CartView:
    """The visitor's cart; an empty one for a visitor who is nobody yet."""
    return await _view(request, await find_customer(request))


@post("/api/v1/cart/lines", PUBLIC)
async def add_line(request: Request, data: JSONBody[NewLineBody]) -> CartView:
    """Put pieces into the cart. A visitor who is nobody yet becomes a guest by it and gets a session."""
    shop, language, known_id = shop_of(request), language_of(request), await find_customer(request)
    if known_id is None:
        await limits.NEW_GUEST.hit(shop.database, who=visit_of(request.scope).household)

    async def act(tx: Transaction) -> CustomerId:
        customer_id = await customers.create_guest(tx, language=language) if known_id is None else known_id
        await checkout.add_to_cart(
            tx,
            actor=Actor.customer(customer_id),
            customer_id=customer_id,
            variant_id=data.variant_id,
            quantity=data.quantity,
            market=await shop.market(tx),
            language=language,
        )
        return customer_id

    customer_id = await shop.database.transact(act)
    if known_id is None:
        (await shopper(request)).change(customer_id=int(customer_id))
    return await _view(request, customer_id)


@patch("/api/v1/cart/lines/{variant_id:int}", CUSTOMER)
async def change_line(request: Request, variant_id: FromPath[int], data: JSONBody[QuantityBody]) -> CartView:
    """Set how many pieces of a line are wanted."""
    customer_id = await customer_of(request)
    await shop_of(request).database.transact(
        lambda tx: checkout.change_quantity(
            tx, customer_id=customer_id, variant_id=VariantId(variant_id), quantity=data.quantity
        )
    )
    return await _view(request, customer_id)


@delete("/api/v1/cart/lines/{variant_id:int}", CUSTOMER)
async def remove_line(request: Request, variant_id: FromPath[int]) -> CartView:
    """Take a line out; one that is gone already is no harm."""
    customer_id = await customer_of(request)
    await shop_of(request).database.transact(
        lambda tx: checkout.remove_lines(tx, customer_id=customer_id, variant_ids=[VariantId(variant_id)])
    )
    return await _view(request, customer_id)


@put("/api/v1/cart/selection", CUSTOMER)
async def select_lines(request: Request, data: JSONBody[SelectionBody]) -> CartView:
    """Choose what to order now."""
    customer_id = await customer_of(request)
    await shop_of(request).database.transact(
        lambda tx: checkout.select_lines(tx, customer_id=customer_id, variant_ids=data.variant_ids)
    )
    return await _view(request, customer_id)


async def _view(request: Request, customer_id: CustomerId | None) -> CartView:
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        cart = await checkout.get_cart(reading, customer_id=customer_id, market=market, language=language)
    return cart_view(cart, language)


def cart_view(cart: Cart, language: str) -> CartView:
    """The cart in a person's language."""
    lines = [
        CartLineView(
            sale=line.sale,
            quantity=line.quantity,
            is_selected=line.is_selected,
            available=line.available,
            problem=None if line.problem is None else translate(line.problem, language, available=line.available),
            total=line.total,
        )
        for line in cart.lines
    ]
    return CartView(cart.version, lines, cart.goods, cart.freight, cart.total, cart.freight_missing, cart.piece_count)


ROUTES = [show_cart, add_line, change_line, remove_line, select_lines]
