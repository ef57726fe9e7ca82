"""One page of a long list, by key and never by offset."""

from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

import msgspec

from shopwright.kernel.ids import ID_MAX

Item = TypeVar("Item")


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """A bounded slice of a list; `next_key` opens the following one and is None at the end."""

    items: tuple[Item, ...]
    next_key: str | None = None


class Place(msgspec.Struct, frozen=True):
    """A place in a list that runs by moment, and by id among what happened at the same one."""

    moment: datetime
    id: int

    def key(self) -> str:
        """The place as a page's key, such as `1767225600000000-7`."""
        return f"{(self.moment - _EPOCH) // timedelta(microseconds=1)}-{self.id}"


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DIGITS_MAX = 16
"""Microseconds since 1970 in so many digits reach to the year 2286."""
NEWEST = Place(datetime(9000, 1, 1, tzinfo=UTC), ID_MAX)
"""Newer than everything."""
OLDEST = Place(_EPOCH, -1)
"""Older than everything."""


def read_place(key: str | None, *, otherwise: Place = NEWEST) -> Place:
    """The place that a key names; a key that is none of ours names `otherwise`."""
    microseconds, _dash, number = (key or "").partition("-")
    parts = (microseconds, number)
    if not all(part.isascii() and part.isdigit() and len(part) <= _DIGITS_MAX for part in parts):
        return otherwise
    return Place(_EPOCH + timedelta(microseconds=int(microseconds)), int(number))


def read_place_between(
    key: str | None, *, since: datetime | None, until: datetime | None, is_oldest_first: bool = False
) -> Place:
    """The place that a key names in a list of what happened from `since` on and before `until`, or where it begins.

    A key that lies before the beginning opens the beginning. So a statement that goes on behind the place need not name
    that end of the span again: with two bounds at one end the server may walk an index from the wider one.
    """
    if is_oldest_first:
        first = OLDEST if since is None else Place(since, -1)
    else:
        first = NEWEST if until is None else Place(until, -1)
    further = max if is_oldest_first else min
    return further(first, read_place(key, otherwise=first), key=lambda place: (place.moment, place.id))
