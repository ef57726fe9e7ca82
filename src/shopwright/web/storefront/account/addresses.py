from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import AddressId, CustomerId
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Address, AddressInput
from shopwright.modules.customers.errors import TooManyAddresses
from shopwright.platform.db import Transaction
from shopwright.platform.http import REGISTERED, Request, explain, get, local_path, post, read_form, shown
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of, shopper
from shopwright.web.context import see_other
from shopwright.web.storefront.account.address_form import (
    AddressForm,
    fill_from_pasted,
    form_context,
    to_fields,
    to_input,
    to_values,
    wants_reading,
)
from shopwright.web.storefront.account.routes import customer_of
from shopwright.web.storefront.pages import frame_context, private_page

PATH = "/account/addresses"
Keep = Callable[[Transaction, Actor, CustomerId, AddressInput], Awaitable[object]]


@get(PATH, REGISTERED)
async def list_addresses(request: Request) -> Response[str]:
    """The address book, the default first."""
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading)
        found = await customers.list_addresses(reading, customer_id=await customer_of(request))
    context |= {"addresses": [show(address) for address in found], "count_max": customers.ADDRESS_COUNT_MAX}
    return private_page(request, "storefront/account/addresses.html", context)


@get("/account/addresses/new", REGISTERED)
async def show_new_address(request: Request) -> Response[str]:
    """An empty form; `?next=` leads back to where the address is wanted."""
    return await _form_page(request, values=shown(AddressForm), action=PATH)


@post(PATH, REGISTERED)
async def add_address(request: Request) -> Response[Any]:
    """Keep one more address."""

    async def keep(tx: Transaction, actor: Actor, customer_id: CustomerId, address: AddressInput) -> object:
        return await customers.add_address(tx, actor=actor, customer_id=customer_id, address=address)

    return await _keep(request, keep, action=PATH)


@get("/account/addresses/{address_id:int}", REGISTERED)
async def show_address(request: Request, address_id: FromPath[int]) -> Response[str]:
    """One address, to be corrected."""
    async with shop_of(request).database.reading() as reading:
        found = await customers.get_address(
            reading, customer_id=await customer_of(request), address_id=AddressId(address_id)
        )
    return await _form_page(request, values=to_values(found), action=f"{PATH}/{address_id}")


@post("/account/addresses/{address_id:int}", REGISTERED)
async def change_address(request: Request, address_id: FromPath[int]) -> Response[Any]:
    """Correct an address."""

    async def keep(tx: Transaction, actor: Actor, customer_id: CustomerId, address: AddressInput) -> None:
        await customers.change_address(
            tx, actor=actor, customer_id=customer_id, address_id=AddressId(address_id), address=address
        )

    return await _keep(request, keep, action=f"{PATH}/{address_id}")


@post("/account/addresses/{address_id:int}/default", REGISTERED)
async def make_default(request: Request, address_id: FromPath[int]) -> Response[None]:
    """Make it the address that checkout proposes."""
    customer_id = await customer_of(request)
    await shop_of(request).database.transact(
        lambda tx: customers.make_default(
            tx, actor=Actor.customer(customer_id), customer_id=customer_id, address_id=AddressId(address_id)
        )
    )
    return await _done(request, _("This is your default address now."))


@get("/account/addresses/{address_id:int}/removal", REGISTERED)
async def ask_removal(request: Request, address_id: FromPath[int]) -> Response[str]:
    """Ask once more before an address goes."""
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading)
        found = await customers.get_address(
            reading, customer_id=await customer_of(request), address_id=AddressId(address_id)
        )
    return private_page(request, "storefront/account/removal.html", context | {"address": show(found)})


@post("/account/addresses/{address_id:int}/removal", REGISTERED)
async def remove_address(request: Request, address_id: FromPath[int]) -> Response[None]:
    """Take an address out of the book; orders keep theirs."""
    customer_id = await customer_of(request)
    await shop_of(request).database.transact(
        lambda tx: customers.remove_address(
            tx, actor=Actor.customer(customer_id), customer_id=customer_id, address_id=AddressId(address_id)
        )
    )
    return await _done(request, _("The address was removed."))


def show(address: Address) -> dict[str, Any]:
    """An address for the address card; 北京市 is not said twice."""
    divided = dict.fromkeys((address.province, address.city, address.district))
    return {
        "id": address.id,
        "name": address.recipient,
        "phone": address.phone,
        "lines": f"{' '.join(divided)} {address.street}",
        "is_default": address.is_default,
    }


async def _keep(request: Request, keep: Keep, *, action: str) -> Response[Any]:
    """Keep what was typed, or show the form again with every wrong field explained."""
    form, customer_id = await read_form(request), await customer_of(request)
    values, place = form.filled(AddressForm), local_path(form.text("next"), otherwise=PATH)
    if wants_reading(form):
        return await _form_page(request, values=fill_from_pasted(form), action=action, place=place)
    try:
        address = to_input(form.parse(AddressForm))
        await shop_of(request).database.transact(lambda tx: keep(tx, Actor.customer(customer_id), customer_id, address))
    except InvalidInput as refused:
        fields = to_fields(refused.fields, values)
        return await _form_page(request, values=values, action=action, place=place, fields=fields, status=422)
    except TooManyAddresses as refused:
        problem = translate(refused.sentence, language_of(request), **refused.values)
        return await _form_page(
            request, values=values, action=action, place=place, problem=problem, status=refused.status
        )
    return await _done(request, _("The address was saved."), place)


async def _form_page(
    request: Request,
    *,
    values: Mapping[str, Any],
    action: str,
    place: str | None = None,
    fields: Mapping[str, FieldError] = MappingProxyType({}),
    problem: str = "",
    status: int = 200,
) -> Response[str]:
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading, at=f"{PATH}/new" if action == PATH else action)
    context |= form_context(values) | {
        "errors": explain(fields, language_of(request)),
        "problem": problem,
        "action": action,
        "is_new": action == PATH,
        "next": place or local_path(request.query_params.get("next"), otherwise=PATH),
    }
    return private_page(request, "storefront/account/address.html", context, status=status)


async def _done(request: Request, sentence: str, place: str = PATH) -> Response[None]:
    (await shopper(request)).flash("positive", sentence)
    return see_other(place)
