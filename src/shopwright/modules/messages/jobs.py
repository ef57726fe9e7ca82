"""Messages' due work and job entry point. They need the post, so `bootstrap` calls `jobs`."""

import asyncio
from collections.abc import Mapping
from functools import partial

import msgspec

from shopwright.kernel.ids import CustomerId
from shopwright.modules.messages.contracts import MessageId, Post
from shopwright.modules.messages.operations.forget import forget_words
from shopwright.modules.messages.operations.queue import SEND_ENTRYPOINT
from shopwright.modules.messages.operations.send import AT_ONCE_MAX, send, send_due
from shopwright.platform.db import Database
from shopwright.platform.jobs import Sweep
from shopwright.platform.jobs.worker import Work


def jobs(post: Post) -> tuple[Mapping[str, Work], tuple[Sweep, ...]]:
    """The job entry point by name, and the sweeps, for the mail server of this shop."""
    free = asyncio.Semaphore(AT_ONCE_MAX)

    async def sending(database: Database, payload: bytes) -> None:
        # A mail server that dawdles must not take the worker away from payments: the sweep sends what is left here.
        if free.locked():
            return
        customer_id, message_id = msgspec.json.decode(payload, type=tuple[CustomerId, MessageId])
        async with free:
            await send(database, post, customer_id=customer_id, message_id=message_id)

    async def sending_due(database: Database) -> None:
        await send_due(database, post)

    return {SEND_ENTRYPOINT: sending}, (
        Sweep("messages.send_due", every_seconds=5, run=sending_due),
        Sweep("messages.forget_words", every_seconds=3_600, run=partial(forget_words, kept=post.kept)),
    )
