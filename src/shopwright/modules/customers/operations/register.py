"""Let a guest or a newcomer log in from now on."""

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput
from shopwright.kernel.ids import CustomerId
from shopwright.modules.customers import queries, store
from shopwright.modules.customers.contracts import Customer, CustomerKind, Login
from shopwright.modules.customers.errors import AlreadyRegistered, CustomerNotFound, LoginTaken
from shopwright.modules.customers.events import CustomerRegistered
from shopwright.modules.customers.rules import check_registration
from shopwright.platform.credentials import hash_password
from shopwright.platform.db import Database, Transaction
from shopwright.platform.events import publish


class _Registration(msgspec.Struct, frozen=True):
    login: Login
    name: str
    language: str
    password_hash: str


async def register(
    database: Database, *, guest_id: CustomerId | None, login: str, password: str, name: str, language: str
) -> Customer:
    """Register under a login; a guest keeps the id and so the cart, the orders and the addresses.

    Opens its own transaction, after the slow hash. Raises InvalidInput with every wrong field (`login`, `password`,
    `name`, `language`), LoginTaken, which is one too, and AlreadyRegistered. The caller rotates the session.
    """
    checked = check_registration(login=login, password=password, name=name, language=language)
    if isinstance(checked, dict):
        raise InvalidInput(checked)
    parsed, cleaned = checked
    wanted = _Registration(parsed, cleaned, language, await hash_password(password))
    return await database.transact(lambda tx: _register(tx, guest_id=guest_id, wanted=wanted))


async def _register(tx: Transaction, *, guest_id: CustomerId | None, wanted: _Registration) -> Customer:
    customer_id = await _insert(tx, wanted) if guest_id is None else await _keep_guest(tx, guest_id, wanted)
    if await store.claim_login(tx, login=wanted.login, customer_id=customer_id, at=tx.at) == 0:
        raise LoginTaken
    await publish(tx, actor=Actor.customer(customer_id), events=[CustomerRegistered(customer_id=customer_id)])
    return await queries.get_customer(tx, customer_id=customer_id)


async def _insert(tx: Transaction, wanted: _Registration) -> CustomerId:
    return await store.insert_registered(
        tx, name=wanted.name, language=wanted.language, password_hash=wanted.password_hash, at=tx.at
    )


async def _keep_guest(tx: Transaction, guest_id: CustomerId, wanted: _Registration) -> CustomerId:
    kind = await store.lock_customer(tx, customer_id=guest_id)
    if kind is None:
        raise CustomerNotFound
    if kind is CustomerKind.REGISTERED:
        raise AlreadyRegistered
    await store.register_guest(
        tx,
        customer_id=guest_id,
        name=wanted.name,
        language=wanted.language,
        password_hash=wanted.password_hash,
        at=tx.at,
    )
    return guest_id
