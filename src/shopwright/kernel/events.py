"""Facts that travel up: past tense, ids and amounts only."""

from typing import ClassVar

import msgspec


class Event(msgspec.Struct, frozen=True):
    """A fact that a module tells to whoever subscribed in `bootstrap`.

    Subclasses are frozen structs of ids and amounts with a stable `name` such as `orders.order_placed`; the fields
    are the wire format in the outbox, so a field is added with a default and never renamed.
    """

    name: ClassVar[str] = ""
