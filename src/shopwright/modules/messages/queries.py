"""Reads of messages."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import ID_MAX, CustomerId, OrderId
from shopwright.kernel.page import Page
from shopwright.modules.messages.contracts import Message, MessageId, MessageStatus
from shopwright.platform.db import Reading, statement

LIMIT_MAX = 100
_KEY_DIGITS_MAX = 18
_COLUMNS = """id, customer_id, order_id, channel, template, occasion, language, recipient, subject, body, status,
    attempt_count, last_error, created_at, due_at, sent_at"""
_WANTED = {None: "TRUE"} | {status: f"status = '{status}'" for status in MessageStatus}


class DueMessage(msgspec.Struct, frozen=True):
    """A message whose time has come."""

    customer_id: CustomerId
    id: MessageId


async def list_messages(
    reading: Reading, *, status: MessageStatus | None = None, after: str | None = None, limit: int = 50
) -> Page[Message]:
    """Everybody's messages, newest first, of one status if asked. One statement."""
    limit = max(1, min(limit, LIMIT_MAX))
    before_id = MessageId(_place(after))
    found = await list_before(reading, wanted=status, before_id=before_id, count=limit + 1)
    return Page(tuple(found[:limit]), str(found[limit - 1].id) if len(found) > limit else None)


@statement(
    "SELECT count(*)::integer FROM (SELECT FROM messages.message WHERE {wanted} LIMIT :count_max) AS capped",
    fragments={"wanted": _WANTED},
)
async def count_messages(reading: Reading, *, wanted: MessageStatus | None, count_max: int) -> int:
    """How many messages are of a status, at most `count_max`."""


@statement(
    f"SELECT {_COLUMNS} FROM messages.message WHERE {{wanted}} AND id < :before_id ORDER BY id DESC LIMIT :count",
    fragments={"wanted": _WANTED},
)
async def list_before(
    reading: Reading, *, wanted: MessageStatus | None, before_id: MessageId, count: int
) -> list[Message]:
    """Messages older than one."""


@statement(
    f"""
    SELECT {_COLUMNS} FROM messages.message
    WHERE customer_id = :customer_id AND order_id = :order_id ORDER BY id DESC LIMIT 50
    """
)
async def list_messages_of_order(reading: Reading, *, customer_id: CustomerId, order_id: OrderId) -> list[Message]:
    """What was said about one order, newest first, at most fifty."""


@statement(
    """
    SELECT customer_id, id FROM messages.message
    WHERE status = 'queued' AND due_at <= :at ORDER BY due_at LIMIT :count_max
    """
)
async def list_due(reading: Reading, *, at: datetime, count_max: int) -> list[DueMessage]:
    """Messages to be sent now, the longest due first."""


def _place(after: str | None) -> int:
    is_key = after is not None and after.isascii() and after.isdigit() and len(after) <= _KEY_DIGITS_MAX
    return int(after) if is_key and after is not None else ID_MAX
