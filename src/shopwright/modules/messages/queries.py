"""Reads of messages."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import ID_MAX, CustomerId, OrderId
from shopwright.kernel.page import Page
from shopwright.modules.messages.contracts import Message, MessageId, MessageStatus, StatusCounts
from shopwright.modules.messages.errors import MessageNotFound
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
    reading: Reading,
    *,
    status: MessageStatus | None = None,
    recipient: str = "",
    order: tuple[CustomerId, OrderId] | None = None,
    is_oldest_first: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Page[Message]:
    """Everybody's messages, newest first: of one status, to one address, about one order if asked. One statement."""
    limit = max(1, min(limit, LIMIT_MAX))
    customer_id, order_id = order or (CustomerId(0), OrderId(0))
    found = await list_messages_from(
        reading,
        wanted=status,
        by_recipient=recipient != "",
        by_order=order is not None,
        page=is_oldest_first,
        recipient=recipient.lower(),
        customer_id=customer_id,
        order_id=order_id,
        key=MessageId(_place(after, otherwise=0 if is_oldest_first else ID_MAX)),
        count=limit + 1,
    )
    return Page(tuple(found[:limit]), str(found[limit - 1].id) if len(found) > limit else None)


async def get_message(reading: Reading, *, message_id: MessageId) -> Message:
    """One message. Raises MessageNotFound."""
    message = await find_message(reading, message_id=message_id)
    if message is None:
        raise MessageNotFound
    return message


@statement(
    "SELECT "
    + ", ".join(
        f"(SELECT count(*) FROM (SELECT FROM messages.message WHERE status = '{status}' LIMIT :count_max) AS capped)"
        f" AS {status}"
        for status in MessageStatus
    )
)
async def count_by_status(reading: Reading, *, count_max: int) -> StatusCounts:
    """How many messages are of each status, each at most `count_max`."""


@statement(f"SELECT {_COLUMNS} FROM messages.message WHERE id = :message_id")
async def find_message(reading: Reading, *, message_id: MessageId) -> Message | None:
    """One message, if there is one of this id."""


@statement(
    "SELECT count(*)::integer FROM (SELECT FROM messages.message WHERE {wanted} LIMIT :count_max) AS capped",
    fragments={"wanted": _WANTED},
)
async def count_messages(reading: Reading, *, wanted: MessageStatus | None, count_max: int) -> int:
    """How many messages are of a status, at most `count_max`."""


@statement(
    f"""
    SELECT {_COLUMNS} FROM messages.message
    WHERE {{wanted}} AND {{by_recipient}} AND {{by_order}} AND {{page}}
    """,
    fragments={
        "wanted": _WANTED,
        "by_recipient": {False: "TRUE", True: "recipient <> '' AND lower(recipient) = :recipient"},
        "by_order": {False: "TRUE", True: "customer_id = :customer_id AND order_id = :order_id"},
        "page": {
            False: "id < :key ORDER BY id DESC LIMIT :count",
            True: "id > :key ORDER BY id LIMIT :count",
        },
    },
)
async def list_messages_from(
    reading: Reading,
    *,
    wanted: MessageStatus | None,
    by_recipient: bool,
    by_order: bool,
    page: bool,
    recipient: str,
    customer_id: CustomerId,
    order_id: OrderId,
    key: MessageId,
    count: int,
) -> list[Message]:
    """Messages beyond a key in the order of their ids, narrowed as chosen."""


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


def _place(after: str | None, *, otherwise: int) -> int:
    is_key = after is not None and after.isascii() and after.isdigit() and len(after) <= _KEY_DIGITS_MAX
    return int(after) if is_key and after is not None else otherwise
