"""Where the order goes: an address of the book, or a new one that is kept there first."""

from collections.abc import Mapping

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Address
from shopwright.modules.customers.errors import AddressNotFound
from shopwright.modules.orders.contracts import OrderAddress
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form
from shopwright.web.storefront.account.address_form import AddressForm, to_fields, to_input
from shopwright.web.storefront.checkout.book import find_same
from shopwright.web.storefront.checkout.forms import NEW_ADDRESS

_ID_LENGTH_MAX = 18


async def find_address(
    tx: Transaction, *, customer_id: CustomerId, chosen: str, form: Form, wrong: Mapping[str, FieldError]
) -> OrderAddress:
    """The address to deliver to, the new one kept in the book. What was typed twice is kept once.

    Raises InvalidInput with `wrong`, which other fields of the page already are, and every wrong field of the address.
    """
    found = dict(wrong)
    address: Address | None = None
    try:
        if chosen == NEW_ADDRESS:
            address = await _keep(tx, customer_id=customer_id, form=form)
        else:
            address = await _choose(tx, customer_id=customer_id, chosen=chosen)
    except InvalidInput as refused:
        found |= refused.fields
    if found or address is None:
        raise InvalidInput(found)
    return OrderAddress(
        recipient=address.recipient,
        phone=address.phone,
        province=address.province,
        city=address.city,
        district=address.district,
        district_code=address.district_code,
        street=address.street,
    )


async def _choose(tx: Transaction, *, customer_id: CustomerId, chosen: str) -> Address:
    is_id = chosen.isascii() and chosen.isdigit() and len(chosen) <= _ID_LENGTH_MAX
    try:
        return await customers.get_address(
            tx, customer_id=customer_id, address_id=AddressId(int(chosen) if is_id else 0)
        )
    except AddressNotFound as gone:
        raise InvalidInput({"address": FieldError("This address is not there any more. Please choose one.")}) from gone


async def _keep(tx: Transaction, *, customer_id: CustomerId, form: Form) -> Address:
    values = form.filled(AddressForm)
    try:
        typed = to_input(form.parse(AddressForm))
        # The same order sent twice, or refused for another reason, must not fill the book.
        known = find_same(await customers.list_addresses(tx, customer_id=customer_id), typed)
        if known is not None:
            return known
        address_id = await customers.add_address(
            tx, actor=Actor.customer(customer_id), customer_id=customer_id, address=typed
        )
    except InvalidInput as refused:
        raise InvalidInput(to_fields(refused.fields, values)) from refused
    return await customers.get_address(tx, customer_id=customer_id, address_id=address_id)
