"""Who does an act. Always explicit: there is no ambient user."""

from enum import StrEnum

import msgspec


class ActorKind(StrEnum):
    """The kinds of people and machines that act on the shop."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SYSTEM = "system"
    PROVIDER = "provider"


class Actor(msgspec.Struct, frozen=True):
    """One who acts: its kind, and its id within that kind (None for the system and for providers)."""

    kind: ActorKind
    id: int | None = None
    label: str = ""

    @classmethod
    def customer(cls, customer_id: int) -> "Actor":
        """A shopper, guest or registered."""
        return cls(ActorKind.CUSTOMER, customer_id)

    @classmethod
    def staff(cls, staff_id: int, label: str = "") -> "Actor":
        """A person who works in the console."""
        return cls(ActorKind.STAFF, staff_id, label)

    @classmethod
    def system(cls, label: str) -> "Actor":
        """A sweep, a job or an import; `label` says which."""
        return cls(ActorKind.SYSTEM, None, label)

    @classmethod
    def provider(cls, label: str) -> "Actor":
        """An outside provider whose verified news made the change."""
        return cls(ActorKind.PROVIDER, None, label)
