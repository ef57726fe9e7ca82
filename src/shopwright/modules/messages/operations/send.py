"""Send messages: claimed in one transaction, handed over outside any, their end written in another."""

import asyncio
from datetime import timedelta

import structlog

from shopwright.kernel.ids import CustomerId
from shopwright.modules.messages import queries, rules, store
from shopwright.modules.messages.contracts import MessageId, MessageStatus, Post, SkipReason
from shopwright.modules.messages.operations.write import Letter, write
from shopwright.modules.messages.store import Claimed, Outcome
from shopwright.platform.db import Database, Reading, Transaction
from shopwright.platform.mail import MailDeferred, Mailer, MailRefused
from shopwright.platform.windows import give_back_hit, hit_window

DUE_COUNT_MAX = 40
AT_ONCE_MAX = 4
ERROR_LENGTH_MAX = 500
GAVE_UP = "the sender stopped in the middle of every attempt"
log = structlog.get_logger(__name__)


async def send_due(database: Database, post: Post) -> None:
    """Send what is due, a bounded number a round: what was deferred, and what a sender that died left behind."""
    async with database.reading() as reading:
        due = await queries.list_due(reading, at=reading.at, count_max=DUE_COUNT_MAX)
    free = asyncio.Semaphore(AT_ONCE_MAX)

    async def send_one(message: queries.DueMessage) -> None:
        async with free:
            await send(database, post, customer_id=message.customer_id, message_id=message.id)

    # One letter that cannot be written must not end the round of the others; each is told of when all have gone.
    ended = await asyncio.gather(*(send_one(message) for message in due), return_exceptions=True)
    failures = [failure for failure in ended if isinstance(failure, BaseException)]
    if failures:
        raise BaseExceptionGroup("messages could not be sent", failures)


async def send(database: Database, post: Post, *, customer_id: CustomerId, message_id: MessageId) -> None:
    """Send one message if it is due and nobody else is about it. Safe twice, and at once.

    A sender that dies between handing over and writing that down lets the mail go out again, under the same
    Message-ID.
    """

    async def claim(tx: Transaction) -> Claimed | None:
        return await store.claim_message(
            tx, customer_id=customer_id, message_id=message_id, at=tx.at, leased_until=tx.at + rules.LEASE
        )

    claimed = await database.transact(claim)
    if claimed is None:
        return
    outcome = await _attempt(database, post, claimed)
    if outcome.status is MessageStatus.FAILED:
        log.warning("message_failed", message_id=claimed.id, error=outcome.last_error)
    await database.transact(lambda tx: _settle(tx, claimed, outcome))


async def _settle(tx: Transaction, claimed: Claimed, outcome: Outcome) -> None:
    await store.write_outcome(
        tx,
        claimed=claimed,
        outcome=outcome,
        due_at=None if outcome.retry_in is None else tx.at + outcome.retry_in,
        sent_at=tx.at if outcome.status is MessageStatus.SENT else None,
        ended_at=None if outcome.status is MessageStatus.QUEUED else tx.at,
    )


async def _attempt(database: Database, post: Post, claimed: Claimed) -> Outcome:
    if claimed.attempt_count > rules.ATTEMPT_COUNT_MAX:
        return Outcome(status=MessageStatus.FAILED, last_error=GAVE_UP)
    if post.mailer is None:
        return Outcome(status=MessageStatus.SKIPPED, last_error=SkipReason.NO_CHANNEL)
    async with database.reading() as reading:
        letter = await write(reading, post, claimed)
        wait = None if isinstance(letter, SkipReason) else await _count_in(reading, post, claimed, letter)
    if isinstance(letter, SkipReason):
        return Outcome(status=MessageStatus.SKIPPED, last_error=letter)
    if wait is not None:
        return _end(letter, MessageStatus.QUEUED, error=SkipReason.TOO_MANY, retry_in=wait, is_held_back=True)
    error, is_final = await _hand_over(post.mailer, letter)
    delay = None if is_final else rules.retry_after(claimed.attempt_count)
    if not error:
        return _end(letter, MessageStatus.SENT)
    if _is_counted(claimed):
        async with database.reading() as reading:
            await give_back_hit(reading, subject=_mailbox(post, letter))
    return _end(letter, MessageStatus.FAILED if delay is None else MessageStatus.QUEUED, error=error, retry_in=delay)


def _end(
    letter: Letter,
    status: MessageStatus,
    *,
    error: str = "",
    retry_in: timedelta | None = None,
    is_held_back: bool = False,
) -> Outcome:
    mail = letter.mail
    return Outcome(
        status=status,
        language=letter.language,
        recipient=mail.to,
        subject=mail.subject,
        body=mail.text,
        last_error=error,
        retry_in=retry_in,
        is_held_back=is_held_back,
    )


async def _count_in(reading: Reading, post: Post, claimed: Claimed, letter: Letter) -> timedelta | None:
    """Count a mail as sent to its mailbox; or how long it must wait, uncounted, because enough went there today."""
    if not _is_counted(claimed):
        return None
    window = await hit_window(
        reading,
        subject=_mailbox(post, letter),
        at=reading.at,
        opened_before=reading.at - rules.RECIPIENT_WINDOW,
    )
    if window.hit_count <= rules.RECIPIENT_COUNT_MAX:
        return None
    await give_back_hit(reading, subject=_mailbox(post, letter))
    return window.opened_at + rules.RECIPIENT_WINDOW - reading.at


def _is_counted(claimed: Claimed) -> bool:
    """What staff send again always goes."""
    return claimed.round_number == 1


def _mailbox(post: Post, letter: Letter) -> str:
    return rules.mailbox_subject(letter.mail.to, key=post.key)


async def _hand_over(mailer: Mailer, letter: Letter) -> tuple[str, bool]:
    """What was wrong ("" for nothing), and whether that is for good."""
    try:
        await mailer.send(letter.mail)
    except MailRefused as error:
        return str(error)[:ERROR_LENGTH_MAX], True
    except MailDeferred as error:
        return str(error)[:ERROR_LENGTH_MAX], False
    return "", True
