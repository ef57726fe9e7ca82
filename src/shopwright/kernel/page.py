"""One page of a long list, by key and never by offset."""

from typing import Generic, TypeVar

import msgspec

Item = TypeVar("Item")


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """A bounded slice of a list; `next_key` opens the following one and is None at the end."""

    items: tuple[Item, ...]
    next_key: str | None = None
