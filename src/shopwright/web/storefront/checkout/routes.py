from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from litestar import Response

from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.kernel.ids import CustomerId
from shopwright.kernel.money import Money
from shopwright.modules.checkout import public as checkout
from shopwright.modules.checkout.contracts import Placed, PlaceRequest
from shopwright.modules.customers import public as customers
from shopwright.platform.http import PUBLIC, Form, Request, digest_request, explain, get, post, read_form, shown
from shopwright.shop import language_of, shop_of, shopper
from shopwright.web import limits
from shopwright.web.context import see_other
from shopwright.web.storefront.account.address_form import AddressForm, fill_from_pasted, wants_reading
from shopwright.web.storefront.cart.answers import frame_at
from shopwright.web.storefront.checkout.delivery import find_address
from shopwright.web.storefront.checkout.forms import NEW_ADDRESS, PlaceForm
from shopwright.web.storefront.checkout.view import checkout_context
from shopwright.web.storefront.pages import private_page

CART = "/cart"
CHECKOUT = "/checkout"
_OK = 200
NOTHING_WRONG: Mapping[str, FieldError] = MappingProxyType({})


@get(CHECKOUT, PUBLIC)
async def show_checkout(request: Request) -> Response[Any]:
    """The checkout page; who has nothing to order is sent to the cart. Five statements, however many lines."""
    customer_id = (await shopper(request)).facts.customer_id
    if customer_id is None:
        return see_other(CART)
    return await _page(request, CustomerId(customer_id), values=shown(PlaceForm) | shown(AddressForm))


@post("/orders", PUBLIC)
async def place_order(request: Request) -> Response[Any]:
    """Place the order and go on to paying it; or the page again with the reason and everything that was typed."""
    session, form = await shopper(request), await read_form(request)
    if session.facts.customer_id is None:
        return see_other(CART)
    customer_id = CustomerId(session.facts.customer_id)
    if wants_reading(form):
        values = form.filled(PlaceForm) | fill_from_pasted(form) | {"address": NEW_ADDRESS}
        return await _page(request, customer_id, values=values)
    try:
        placed = await _place(request, customer_id, form)
    except Refusal as refused:
        values = form.filled(PlaceForm) | form.filled(AddressForm)
        return await _page(request, customer_id, values=values, refused=refused)
    return see_other(f"/orders/{shop_of(request).numbers.number(placed.order_id)}/payment")


async def _place(request: Request, customer_id: CustomerId, form: Form) -> Placed:
    shop = shop_of(request)
    wanted, wrong = _read(form)
    typed = form.filled(PlaceForm) | (form.filled(AddressForm) if form.text("address") == NEW_ADDRESS else {})
    asked = digest_request(typed)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        if wanted is not None:
            earlier = await shop.placing.find_earlier(
                reading, customer_id=customer_id, idempotency_key=wanted.idempotency_key, request_digest=asked
            )
            if earlier is not None:
                return earlier
            await limits.check_unpaid(reading, customer_id=customer_id)
    address = await shop.database.transact(
        lambda tx: find_address(tx, customer_id=customer_id, chosen=form.text("address"), form=form, wrong=wrong)
    )
    if wanted is None:
        raise InvalidInput(wrong)
    confirmed = PlaceRequest(
        customer_id=customer_id,
        cart_version=wanted.cart_version,
        address=address,
        expected_total=Money(wanted.expected_total, market.currency),
        idempotency_key=wanted.idempotency_key,
        request_digest=asked,
        language=language_of(request),
        note=wanted.note,
        email=wanted.email,
    )
    return await shop.placing.submit(confirmed, market=market)


def _read(form: Form) -> tuple[PlaceForm | None, Mapping[str, FieldError]]:
    try:
        wanted = form.parse(PlaceForm)
    except InvalidInput as refused:
        return None, refused.fields
    email = checkout.read_email(wanted.email)
    return (None, {"email": email}) if isinstance(email, FieldError) else (wanted, NOTHING_WRONG)


async def _page(
    request: Request, customer_id: CustomerId, *, values: dict[str, Any], refused: Refusal | None = None
) -> Response[Any]:
    """The page as the cart stands now, so that what is confirmed next is what was just shown."""
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        frame = await frame_at(request, reading, CHECKOUT)
        market = frame["market"]
        cart = await checkout.get_cart(reading, customer_id=customer_id, market=market, language=language)
        if refused is None and not any(line.is_selected for line in cart.lines):
            return see_other(CART)
        addresses = await customers.list_addresses(reading, customer_id=customer_id)
    errors = explain(refused.fields, language) if isinstance(refused, InvalidInput) else {}
    context = frame | checkout_context(
        cart, addresses=addresses, market=market, language=language, values=values, errors=errors, refused=refused
    )
    answer = private_page(
        request, "storefront/checkout/checkout.html", context, status=_OK if refused is None else refused.status
    )
    wait_seconds = getattr(refused, "retry_after_seconds", None)
    if wait_seconds is not None:
        answer.headers["Retry-After"] = str(wait_seconds)
    return answer
