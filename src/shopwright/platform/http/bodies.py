"""How long a body may take to arrive, and how many may be late at once: half of one costs a sender next to nothing."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from shopwright.kernel.errors import Refusal

Receive: TypeAlias = Callable[[], Awaitable[Any]]
GRACE_SECONDS = 2.0
"""A body that has come by then is not late and counts nowhere, however many come at once."""
LATE_COUNT_MAX = 256
"""In one process; each may have kept as much as its route lets in."""
RETRY_AFTER_SECONDS = 10
# The server hears in a thread of its own that nobody waits any more. An answer that is there before leaves the
# connection open for as long as the sender likes, so it comes a little later.
_PARTING_SECONDS = 0.05


class BodyTooSlow(Refusal):
    """The body did not arrive in time."""

    code = "body_too_slow"
    status = 408
    sentence = "What you sent did not arrive in time. Please try again."


class TooManyLateBodies(Refusal):
    """One address keeps too many bodies waiting."""

    code = "too_many_requests"
    status = 429
    sentence = "Too much of what you send is still on its way. Please wait a moment and try again."
    retry_after_seconds = RETRY_AFTER_SECONDS


class BodiesCrowded(Refusal):
    """All addresses together keep too many bodies waiting."""

    code = "unavailable"
    status = 503
    sentence = "The shop is catching its breath. Please try again in a few seconds."
    retry_after_seconds = RETRY_AFTER_SECONDS


class Bodies:
    """The bodies of one process that are late: each has a deadline, each household and all together a number."""

    def __init__(self, *, seconds: float, late_count_max_each: int) -> None:
        self.seconds = seconds
        self.grace_seconds = min(GRACE_SECONDS, seconds / 4)
        self._late_count_max_each = late_count_max_each
        self._late: Counter[str] = Counter()

    def enter(self, household: str) -> Refusal | None:
        """Count one more late body of a household, or the refusal it gets instead."""
        if self._late[household] >= self._late_count_max_each:
            return TooManyLateBodies()
        if self._late.total() >= LATE_COUNT_MAX:
            return BodiesCrowded()
        self._late[household] += 1
        return None

    def leave(self, household: str) -> None:
        """Count it no longer."""
        self._late[household] -= 1
        if not self._late[household]:
            del self._late[household]


class Body:
    """One request's body on its way in: `receive` stands before the server's and gives up when it must.

    `seconds` tells how long this body may take; it is asked only when the body is late.
    """

    __slots__ = ("_bodies", "_household", "_is_late", "_receive", "_refusal", "_seconds", "_timer", "_wait", "is_whole")

    def __init__(self, bodies: Bodies, receive: Receive, *, household: str, seconds: Callable[[], float]) -> None:
        self._bodies = bodies
        self._receive = receive
        self._household = household
        self._seconds = seconds
        self._is_late = False
        self._refusal: Refusal | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._wait: asyncio.Timeout | None = None
        self.is_whole = False

    async def receive(self) -> Any:
        """The next message. Raises BodyTooSlow, TooManyLateBodies or BodiesCrowded while the body is not whole."""
        if self.is_whole:
            return await self._receive()
        if self._refusal is not None:
            raise self._refusal
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._bodies.grace_seconds, self._note_late)
        try:
            async with asyncio.timeout(None) as self._wait:
                message = await self._receive()
        except TimeoutError as error:
            raise await self._part(error) from None
        finally:
            self._wait = None
        if message["type"] != "http.request" or not message.get("more_body", False):
            self.is_whole = True
            self.close()
        return message

    @property
    def is_given_up(self) -> bool:
        """Whether the rest of the body is not waited for."""
        return self._refusal is not None

    def close(self) -> None:
        """The body is whole, or nobody waits for the rest of it."""
        if self._timer is not None:
            self._timer.cancel()
        if self._is_late:
            self._is_late = False
            self._bodies.leave(self._household)

    async def _part(self, error: TimeoutError) -> Exception:
        await asyncio.sleep(_PARTING_SECONDS)
        return self._refusal or error

    def _note_late(self) -> None:
        refusal = self._bodies.enter(self._household)
        if refusal is not None:
            self._give_up(refusal)
            return
        self._is_late = True
        left = self._seconds() - self._bodies.grace_seconds
        self._timer = asyncio.get_running_loop().call_later(left, self._give_up, BodyTooSlow())

    def _give_up(self, refusal: Refusal) -> None:
        self._refusal = refusal
        if self._wait is not None:
            self._wait.reschedule(asyncio.get_running_loop().time())
