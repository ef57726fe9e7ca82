"""Prepare an order outside any transaction: read, price and check everything, so that placing is short."""

from datetime import timedelta

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import OrderGroupId, OrderId, OrderLineId
from shopwright.kernel.note import check_note
from shopwright.modules.checkout import rules
from shopwright.modules.checkout.contracts import Cart, CartLine, PlaceRequest
from shopwright.modules.checkout.errors import CartChanged, EmptyCart, NotForSale, OutOfStock, PriceChanged
from shopwright.modules.checkout.queries import get_cart
from shopwright.modules.checkout.rules import Draft
from shopwright.modules.inventory.contracts import StockWant
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders.contracts import NewLine, NewOrder
from shopwright.platform.db import IdBlocks, Reading

ORDER_IDS = "orders.order_id_seq"
GROUP_IDS = "orders.order_group_id_seq"
LINE_IDS = "orders.order_line_id_seq"


async def prepare(reading: Reading, *, ids: IdBlocks, request: PlaceRequest, market: Market) -> Draft:
    """Turn a request into a draft, with ids for what will be written.

    Raises InvalidInput for a note or an e-mail that is none, CartChanged, EmptyCart, NotForSale, OutOfStock, and
    PriceChanged where the total is not the one that was shown.
    """
    check_note(request.note)
    email = rules.read_email(request.email)
    if isinstance(email, FieldError):
        raise InvalidInput({"email": email})
    cart = await get_cart(reading, customer_id=request.customer_id, market=market, language=request.language)
    _check(cart, request)
    order_id = OrderId((await ids.take(reading, sequence=ORDER_IDS, count=1))[0])
    group_id = OrderGroupId((await ids.take(reading, sequence=GROUP_IDS, count=1))[0])
    line_ids = await ids.take(reading, sequence=LINE_IDS, count=len(cart.ordered))
    lines = tuple(_new_line(OrderLineId(line_id), line) for line_id, line in zip(line_ids, cart.ordered, strict=True))
    return Draft(
        cart_version=request.cart_version,
        order=NewOrder(
            order_id=order_id,
            group_id=group_id,
            customer_id=request.customer_id,
            idempotency_key=request.idempotency_key,
            request_digest=request.request_digest,
            market_code=market.code,
            language=request.language,
            lines=lines,
            freight=cart.freight,
            total=cart.total,
            address=request.address,
            note=request.note,
            expires_at=reading.at + timedelta(minutes=market.unpaid_minutes),
            email=email,
        ),
        wants=tuple(StockWant(order_id, line.id, line.variant_id, line.quantity) for line in lines),
    )


def _check(cart: Cart, request: PlaceRequest) -> None:
    if cart.version != request.cart_version:
        raise CartChanged
    selected = [line for line in cart.lines if line.is_selected]
    if not selected:
        raise EmptyCart
    for line in selected:
        if not line.sale.is_listed:
            raise NotForSale(title=line.sale.title)
        if line.available < line.quantity:
            raise OutOfStock(title=line.sale.title, available=line.available)
    if cart.total != request.expected_total:
        raise PriceChanged


def _new_line(line_id: OrderLineId, line: CartLine) -> NewLine:
    sale = line.sale
    return NewLine(
        id=line_id,
        variant_id=sale.variant_id,
        product_id=sale.product_id,
        sku=sale.sku,
        title=sale.title,
        options_text=sale.options_text,
        picture_url=sale.picture_url or "",
        quantity=line.quantity,
        unit_price=sale.price,
    )
