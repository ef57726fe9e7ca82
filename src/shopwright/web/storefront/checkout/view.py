"""The checkout page's context. No I/O."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.kernel.note import NOTE_LENGTH_MAX
from shopwright.modules.checkout.contracts import Cart
from shopwright.modules.checkout.errors import CartChanged, EmptyCart, KeyReused, NotForSale, OutOfStock, PriceChanged
from shopwright.modules.customers.contracts import Address
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db.batcher import AlreadyRunning
from shopwright.platform.i18n import _, translate
from shopwright.web.context import Context
from shopwright.web.storefront.account.address_form import AddressForm, form_context, to_input
from shopwright.web.storefront.cart.answers import sentence_of
from shopwright.web.storefront.cart.view import list_totals, show_freight, show_line
from shopwright.web.storefront.checkout.book import find_same
from shopwright.web.storefront.checkout.forms import HIDDEN_FIELDS, NEW_ADDRESS

KEY_BYTES = 18
_TYPED_FIELDS = ("name", "phone", "province", "city", "district", "street")


class WayOut(msgspec.Struct, frozen=True):
    """Where a refused shopper may go instead; `label` is a gettext id."""

    label: str
    url: str


_TO_CART = WayOut(_("Back to the cart"), "/cart")
_TO_ORDERS = WayOut(_("My orders"), "/orders")
_LOOK_AGAIN = WayOut(_("Check the new total"), "#summary")
_WAYS_OUT: Mapping[type[Refusal], tuple[WayOut, ...]] = {
    OutOfStock: (_TO_CART,),
    NotForSale: (_TO_CART,),
    EmptyCart: (_TO_CART, _TO_ORDERS),
    CartChanged: (_LOOK_AGAIN, _TO_CART),
    PriceChanged: (_LOOK_AGAIN, _TO_CART),
    KeyReused: (_TO_ORDERS,),
    AlreadyRunning: (_TO_ORDERS,),
}


def checkout_context(
    cart: Cart,
    *,
    addresses: Sequence[Address],
    market: Market,
    language: str,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    refused: Refusal | None,
) -> Context:
    """Names: lines, orderable_ids, can_place, totals_lines, total, freight, addresses, chosen, values, provinces,
    cities, districts, errors, told, and the hidden fields cart_version, expected_total, idempotency_key.
    """  # noqa: D205 - a list of names reads better on one line than as a title.
    return {
        "lines": [show_line(line, language) for line in cart.lines if line.is_selected],
        "orderable_ids": [line.sale.variant_id for line in cart.ordered],
        "can_place": bool(cart.ordered) and not cart.has_problems,
        "totals_lines": list_totals(cart, market, language),
        "total": cart.total,
        "freight": show_freight(cart, market),
        "addresses": [show_address(address) for address in addresses],
        "chosen": _choose(values, addresses, errors),
        **form_context(values),
        "errors": errors,
        "told": None if refused is None else tell(refused, language),
        "note_length_max": NOTE_LENGTH_MAX,
        "cart_version": cart.version,
        "expected_total": cart.total.minor,
        "idempotency_key": _key(values, refused),
    }


def tell(refused: Refusal, language: str) -> dict[str, Any]:
    """A refusal for the top of the page: what it is, and the ways out."""
    text = sentence_of(refused, language)
    if isinstance(refused, InvalidInput):
        is_stale = bool(HIDDEN_FIELDS & refused.fields.keys())
        text = translate(CartChanged.sentence if is_stale else InvalidInput.sentence, language)
    ways = next((ways for kind, ways in _WAYS_OUT.items() if isinstance(refused, kind)), ())
    return {"text": text, "ways": [{"label": translate(way.label, language), "url": way.url} for way in ways]}


def show_address(address: Address) -> dict[str, Any]:
    """An address for the address card. A municipality is not said twice."""
    divided = dict.fromkeys((address.province, address.city, address.district))
    return {
        "id": address.id,
        "name": address.recipient,
        "phone": address.phone,
        "lines": f"{' '.join(divided)} {address.street}",
        "is_default": address.is_default,
    }


def _choose(values: Mapping[str, Any], addresses: Sequence[Address], errors: Mapping[str, str]) -> str:
    """Which card is ticked: what was chosen before, else the default, else the form for a new address."""
    known = [str(address.id) for address in addresses]
    chosen = str(values["address"])
    if chosen in known:
        return chosen
    if not known or (errors and chosen == NEW_ADDRESS and values["cart_version"]):
        return NEW_ADDRESS
    # A new address whose order was refused for another reason stands in the book by now.
    typed = msgspec.convert({name: str(values[name]) for name in _TYPED_FIELDS}, AddressForm)
    same = find_same(addresses, to_input(typed))
    return known[0] if same is None else str(same.id)


def _key(values: Mapping[str, Any], refused: Refusal | None) -> str:
    """The key of this purchase. It stays the same while nothing was placed under it, so that no click counts twice."""
    is_wrong = isinstance(refused, InvalidInput) and "idempotency_key" in refused.fields
    if is_wrong or isinstance(refused, KeyReused) or not values["idempotency_key"]:
        return secrets.token_urlsafe(KEY_BYTES)
    return str(values["idempotency_key"])
