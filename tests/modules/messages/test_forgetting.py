"""What old mails said to whom is forgotten, and nothing that was said of late."""

import asyncio
from datetime import timedelta

from tests.kit.app import drain
from tests.kit.diary import CLERK
from tests.modules.catalog.shelf import until_waiting
from tests.modules.messages.conftest import PostOffice

from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.messages import public as messages
from shopwright.modules.messages.contracts import Message
from shopwright.modules.messages.operations.forget import forget_words
from shopwright.platform.db import Transaction
from shopwright.simulators.mailbox import FaultKind

KEPT = timedelta(days=90)


async def resend(tx: Transaction, placed: Placed, message: Message) -> None:
    """A clerk wants it sent again."""
    await messages.resend(
        tx, actor=CLERK, customer_id=placed.customer_id, order_id=placed.order_id, message_id=message.id
    )


async def an_old_mail(post_office: PostOffice, *, is_refused: bool = False) -> tuple[Placed, Message]:
    """A mail whose words are to be forgotten the next time."""
    if is_refused:
        post_office.mailbox.plan_fault(FaultKind.REFUSE)
    placed = await post_office.sell()
    post_office.diary.clock.advance(KEPT + timedelta(seconds=1))
    (mail,) = await post_office.log(placed)
    return placed, mail


async def test_of_what_a_mail_server_said_its_code_stays(post_office: PostOffice) -> None:
    placed, mail = await an_old_mail(post_office, is_refused=True)
    async with post_office.shop.database.transaction() as tx:
        await tx.connection.execute("UPDATE messages.message SET last_error = last_error || ': <LIN@EXAMPLE.C'")
    await forget_words(post_office.shop.database, kept=KEPT)
    (after,) = await post_office.log(placed)
    assert mail.body != ""
    assert (after.body, after.recipient, after.last_error) == ("", "…@example.com", "550")


async def test_an_old_mail_that_is_refused_today_keeps_its_words_from_today(post_office: PostOffice) -> None:
    placed, mail = await an_old_mail(post_office)
    post_office.mailbox.plan_fault(FaultKind.REFUSE)
    await post_office.shop.database.transact(lambda tx: resend(tx, placed, mail))
    await drain(post_office.shop)
    await forget_words(post_office.shop.database, kept=KEPT)
    (after,) = await post_office.log(placed)
    assert (after.status, after.body, after.recipient) == ("failed", mail.body, "lin@example.com")
    post_office.diary.clock.advance(KEPT + timedelta(seconds=1))
    await forget_words(post_office.shop.database, kept=KEPT)
    assert (await post_office.log(placed))[0].is_forgotten


async def test_what_is_sent_again_in_between_keeps_its_words(post_office: PostOffice) -> None:
    placed, mail = await an_old_mail(post_office)
    database = post_office.shop.database
    async with database.transaction() as tx:
        await resend(tx, placed, mail)
        forgetting = asyncio.create_task(forget_words(database, kept=KEPT))
        await until_waiting(tx, forgetting)
    await forgetting
    (after,) = await post_office.log(placed)
    assert (after.status, after.body, after.recipient) == ("queued", mail.body, "lin@example.com")
