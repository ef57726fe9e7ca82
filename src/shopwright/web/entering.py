"""What happens at the door: the guest's cart comes along, and the session begins anew."""

from functools import partial

from shopwright.kernel.ids import CustomerId
from shopwright.modules.checkout import public as checkout
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Customer, Login, LoginKind
from shopwright.platform.http import Request
from shopwright.shop import shop_of, shopper

_MASK = "****"


async def enter(request: Request, customer: Customer) -> None:
    """Let the visitor go on as `customer` under a new session token; a guest's cart is moved into the customer's.

    The cart is moved before the session changes: should this process die in between, the goods are in the account
    already and nothing is lost. The cart of somebody who was logged in as another stays where it is. No session comes
    to be where the password was changed since it was verified.
    """
    session = await shopper(request)
    guest_id = session.facts.customer_id
    if guest_id is not None and not session.facts.is_registered:
        await shop_of(request).database.transact(
            lambda tx: checkout.merge_carts(tx, from_customer_id=CustomerId(guest_id), into_customer_id=customer.id)
        )
    may_open = partial(
        customers.may_open_session, customer_id=customer.id, sessions_valid_after=customer.sessions_valid_after
    )
    session.rotate(may_open=may_open, customer_id=int(customer.id), is_registered=True, name=called(customer))


def called(customer: Customer) -> str:
    """How the head of a page names a customer: by the name, else by the login with its middle hidden."""
    return customer.name or next((mask(login) for login in customer.logins), "")


def mask(login: Login) -> str:
    """A login that its owner knows again and nobody beside can copy."""
    if login.kind is LoginKind.PHONE:
        return f"{login.value[:3]}{_MASK}{login.value[-4:]}"
    name, _, host = login.value.partition("@")
    return f"{name[:2]}{_MASK}@{host}"
