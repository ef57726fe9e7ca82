"""What crosses the wall of staff."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NewType

import msgspec

from shopwright.kernel.actor import ActorKind
from shopwright.kernel.ids import StaffId

RoleId = NewType("RoleId", int)
AuditId = NewType("AuditId", int)


class StaffMember(msgspec.Struct, frozen=True):
    """A person who works in the console, with everything that the roles allow (see `rules.grants`).

    `sessions_valid_after` moves with every new password and (de)activation. A session remembers which it was opened
    with and is refused once that is another; so is every session of one who is not active. Whose password is temporary,
    because a colleague made it up, shall do nothing but choose another, and may come in with it before
    `temporary_until`.
    """

    id: StaffId
    email: str
    name: str
    permissions: frozenset[str]
    is_active: bool
    sessions_valid_after: datetime
    is_password_temporary: bool = False
    temporary_until: datetime | None = None


class Standing(StrEnum):
    """Which members a list shows."""

    ALL = "all"
    ACTIVE = "active"
    CLOSED = "closed"


class StandingCounts(msgspec.Struct, frozen=True):
    """How many members there are of each standing."""

    all: int
    active: int
    closed: int


class AuditTopic(StrEnum):
    """What an act of the audit log is about; its value is the module that the action's name begins with."""

    ORDERS = "orders"
    PAYMENTS = "payments"
    PRODUCTS = "catalog"
    STOCK = "inventory"
    CONTENT = "content"
    CUSTOMERS = "customers"
    STAFF = "staff"
    MESSAGES = "messages"
    SHOP = "markets"
    EVENTS = "events"


class MemberSummary(msgspec.Struct, frozen=True):
    """A member as a row of the list of all, with the names of the roles."""

    id: StaffId
    email: str
    name: str
    roles: tuple[str, ...]
    is_active: bool
    created_at: datetime
    is_password_temporary: bool


class Role(msgspec.Struct, frozen=True):
    """A named bundle of permissions: `module.verb`, `module.*`, or `*` for everything."""

    id: RoleId
    name: str
    permissions: frozenset[str]


class AuditRecord(msgspec.Struct, frozen=True):
    """One act in the audit log: who, what, on which subject, and what changed. `detail` is JSON text."""

    id: AuditId
    at: datetime
    actor_kind: ActorKind
    actor_id: int | None
    actor_label: str
    action: str
    subject: str
    detail: str


Detail = Mapping[str, object]
