"""What customers are told by mail, through a real SMTP conversation, and what the shop keeps of it."""

import asyncio
from datetime import timedelta

import msgspec
import pytest
from tests.kit.app import drain, sweep
from tests.kit.diary import CLERK
from tests.modules.messages.conftest import PostOffice

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import OrderId
from shopwright.modules.customers import public as customers
from shopwright.modules.messages import jobs as messages_jobs
from shopwright.modules.messages import public as messages
from shopwright.modules.messages import rules
from shopwright.modules.messages.contracts import MessageId, MessageStatus
from shopwright.modules.messages.errors import MessageNotFound, MessageStillQueued
from shopwright.modules.messages.operations.forget import forget_words
from shopwright.modules.orders.contracts import CancelReason
from shopwright.modules.orders.events import OrderPaid
from shopwright.platform.events import publish
from shopwright.platform.mail import Mail
from shopwright.simulators.mailbox import FaultKind

SEND_DUE = "messages.send_due"
NO_MAILBOX = "the mail server answered 550 5.1.1 There is no such mailbox"
LATER = "the mail server answered 451 4.7.1 Please come back later"


async def test_a_paid_order_is_confirmed_in_the_buyers_language_with_its_amounts(post_office: PostOffice) -> None:
    placed = await post_office.sell()
    (mail,) = post_office.mails()
    number = post_office.number(placed)
    assert (mail.recipient, mail.sender, mail.language) == ("lin@example.com", "orders@shop.example", "zh-CN")
    assert mail.subject == f"订单 {number} 已确认 · 商匠"
    for part in (mail.text, mail.html):
        for words in (
            "林晓，您好：",
            "青瓷茶杯 0",
            "¥258.00",
            "浙江省 杭州市 西湖区 文三路 90 号",
            f"/orders/{number}",
        ):
            assert words in part
    assert "商品金额: ¥258.00\n运费: ¥0.00\n合计: ¥258.00\n" in mail.text
    (kept,) = await post_office.log(placed)
    assert (kept.status, kept.attempt_count, kept.sent_at) == ("sent", 1, post_office.diary.clock.now())
    assert (kept.recipient, kept.language, kept.subject, kept.body) == (
        mail.recipient, "zh_CN", mail.subject, mail.text,
    )  # fmt: skip


async def test_who_shops_in_english_is_written_to_in_english(post_office: PostOffice) -> None:
    placed = await post_office.sell(language="en")
    await post_office.ship(placed, pieces=2, tracking_number="SF1001")
    confirmation, notice = post_office.mails()
    number = post_office.number(placed)
    assert confirmation.subject == f"Your order {number} is confirmed · Shopwright"
    assert "Your payment of ¥258.00 has arrived." in confirmation.text
    assert "Total: ¥258.00" in confirmation.text
    assert notice.subject == f"Your order {number} is on its way · Shopwright"
    assert "Carrier: SF Express\nTracking number: SF1001" in notice.text
    assert "SF1001" in notice.html
    assert (confirmation.language, notice.language) == ("en", "en")


async def test_every_parcel_has_a_notice_of_its_own(post_office: PostOffice) -> None:
    placed = await post_office.sell()
    await post_office.ship(placed, pieces=1, tracking_number="SF1001")
    await post_office.ship(placed, pieces=1, tracking_number="SF1002")
    _, first, second = post_office.mails()
    assert ("SF1001" in first.text, "SF1002" in first.text) == (True, False)
    assert ("SF1001" in second.text, "SF1002" in second.text) == (False, True)
    assert "快递公司: 顺丰速运" in first.text
    assert len({mail.message_id for mail in post_office.mails()}) == 3


async def test_a_cancelled_order_is_told_and_so_is_its_refund(post_office: PostOffice) -> None:
    placed = await post_office.sell()
    await post_office.diary.cancel(placed, CancelReason.CHANGED_MIND)
    await post_office.diary.wait(minutes=1)
    await post_office.diary.hear()
    assert [one[:2] for one in await post_office.log_in_words(placed)] == [
        ("order_paid", "sent"), ("order_cancelled", "sent"), ("order_refunded", "sent"),
    ]  # fmt: skip
    assert "累计原路退回 ¥258.00" in post_office.mails()[-1].text


async def test_who_never_paid_hears_nothing(post_office: PostOffice) -> None:
    placed = await post_office.place()
    await post_office.diary.wait(minutes=31)
    assert await post_office.log(placed) == []
    assert post_office.mails() == []


async def test_nobody_is_written_to_of_an_order_that_was_never_paid(post_office: PostOffice) -> None:
    placed = await post_office.place(email="somebody.else@example.com")
    await post_office.diary.cancel(placed, CancelReason.CHANGED_MIND)
    await post_office.diary.hear()
    assert [(one.template, one.status, one.last_error) for one in await post_office.log(placed)] == [
        ("order_cancelled", "skipped", "never_paid"),
    ]
    assert post_office.mails() == []


async def test_an_event_told_twice_is_one_mail(post_office: PostOffice) -> None:
    placed = await post_office.sell()
    again = OrderPaid(placed.customer_id, placed.order_id, 25_800, "CNY", ())
    await post_office.shop.database.transact(lambda tx: publish(tx, actor=Actor.system("test"), events=[again, again]))
    await drain(post_office.shop)
    assert len(post_office.mails()) == 1
    assert [one[:2] for one in await post_office.log_in_words(placed)] == [("order_paid", "sent")]


async def test_many_senders_at_once_send_it_once(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.DEFER)
    placed = await post_office.sell()
    (kept,) = await post_office.log(placed)
    post_office.diary.clock.advance(timedelta(minutes=1))
    shop = post_office.shop
    await asyncio.gather(
        *(messages.send(shop.database, shop.post, customer_id=placed.customer_id, message_id=kept.id) for _ in range(8))
    )
    assert len(post_office.mails()) == 1


async def test_a_refused_mail_fails_at_once_and_is_not_tried_again(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.REFUSE)
    placed = await post_office.sell()
    await post_office.diary.wait(days=1)
    assert await post_office.log_in_words(placed) == [("order_paid", "failed", NO_MAILBOX)]
    assert (await post_office.log(placed))[0].recipient == "lin@example.com"
    assert post_office.mails() == []


async def test_a_deferred_mail_is_tried_again_with_growing_delays(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.DEFER, count=2)
    placed = await post_office.sell()
    assert await post_office.log_in_words(placed) == [("order_paid", "queued", LATER)]
    await post_office.diary.wait(seconds=59)
    assert (await post_office.log(placed))[0].attempt_count == 1
    await post_office.diary.wait(seconds=1)
    assert (await post_office.log(placed))[0].attempt_count == 2
    await post_office.diary.wait(minutes=4)
    assert (await post_office.log(placed))[0].attempt_count == 2
    await post_office.diary.wait(minutes=1)
    assert await post_office.log_in_words(placed) == [("order_paid", "sent", "")]
    assert len(post_office.mails()) == 1


async def test_who_is_deferred_too_often_has_failed(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.DEFER, count=rules.ATTEMPT_COUNT_MAX)
    placed = await post_office.sell()
    for delay in rules.RETRY_DELAYS:
        post_office.diary.clock.advance(delay)
        await sweep(post_office.shop, SEND_DUE)
    (kept,) = await post_office.log(placed)
    assert (kept.status, kept.attempt_count, kept.last_error) == ("failed", rules.ATTEMPT_COUNT_MAX, LATER)
    post_office.diary.clock.advance(timedelta(days=7))
    await sweep(post_office.shop, SEND_DUE)
    assert post_office.mails() == []


async def test_a_lost_answer_brings_the_same_mail_again_under_the_same_id(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.ANSWER_LOST)
    await post_office.sell()
    await post_office.diary.wait(minutes=1)
    first, second = post_office.mails()
    assert first.message_id == second.message_id
    assert first.text == second.text


async def test_what_a_sender_that_died_had_taken_is_sent_after_a_while(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.DEFER)
    placed = await post_office.sell()
    clock, shop = post_office.diary.clock, post_office.shop
    clock.advance(timedelta(minutes=1))
    async with shop.database.reading() as reading:
        # The sender took it, and was never heard of again.
        await reading.connection.execute(
            "UPDATE messages.message SET due_at = $1, attempt_count = 2", clock.now() + rules.LEASE
        )
    await sweep(shop, SEND_DUE)
    assert post_office.mails() == []
    clock.advance(rules.LEASE)
    await sweep(shop, SEND_DUE)
    assert len(post_office.mails()) == 1
    assert (await post_office.log(placed))[0].attempt_count == 3


class StuckMailer:
    """A mail server that takes every mail and answers once it may."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.taken: list[str] = []

    async def send(self, mail: Mail) -> None:
        self.taken.append(mail.message_id)
        await self.may_answer.wait()


async def test_a_mail_server_that_dawdles_holds_up_four_jobs_and_no_more(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.DEFER, count=6)
    for _ in range(6):
        await post_office.diary.pay(await post_office.place(pieces=1))
    post_office.diary.clock.advance(timedelta(minutes=1))
    shop, stuck = post_office.shop, StuckMailer()
    post = msgspec.structs.replace(shop.post, mailer=stuck)
    work, _ = messages_jobs.jobs(post)
    async with shop.database.reading() as reading:
        waiting = (await messages.list_messages(reading, status=MessageStatus.QUEUED)).items
    doing = [
        asyncio.ensure_future(work["messages.send"](shop.database, msgspec.json.encode((one.customer_id, one.id))))
        for one in waiting
    ]
    done, _ = await asyncio.wait(doing, return_when=asyncio.FIRST_COMPLETED)
    assert len(waiting) == 6
    assert len(done) <= 2
    stuck.may_answer.set()
    await asyncio.gather(*doing)
    assert len(stuck.taken) == 4
    await messages.send_due(shop.database, post)
    assert len(set(stuck.taken)) == 6


async def test_without_an_address_nothing_is_sent_and_the_log_says_why(post_office: PostOffice) -> None:
    placed = await post_office.sell(email="")
    assert await post_office.log_in_words(placed) == [("order_paid", "skipped", "no_address")]


async def test_without_a_mail_server_nothing_is_sent_and_the_log_says_why(post_office: PostOffice) -> None:
    placed = await post_office.place()
    bare = msgspec.structs.replace(post_office.shop.post, mailer=None)
    post_office.mailbox.plan_fault(FaultKind.DEFER)
    await post_office.diary.pay(placed)
    post_office.diary.clock.advance(timedelta(minutes=1))
    await messages.send_due(post_office.shop.database, bare)
    assert await post_office.log_in_words(placed) == [("order_paid", "skipped", "no_channel")]


async def test_an_account_is_written_to_where_it_logs_in_unless_the_order_says_otherwise(
    post_office: PostOffice,
) -> None:
    account = await customers.register(
        post_office.shop.database,
        guest_id=None,
        login="wang@example.com",
        password="qing-ci-2027",
        name="王",
        language="zh_CN",
    )
    first = await post_office.place_for(account.id)
    await post_office.diary.pay(first)
    second = await post_office.place_for(account.id, email="office@example.com", key="b")
    await post_office.diary.pay(second)
    assert [mail.recipient for mail in post_office.mails()] == ["wang@example.com", "office@example.com"]
    assert "您下单时没有登录账号" not in post_office.mails()[0].text


async def test_a_confirmation_that_comes_too_late_is_not_sent(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.DEFER)
    placed = await post_office.sell()
    await post_office.diary.cancel(placed)
    await post_office.diary.wait(minutes=1)
    assert (await post_office.log_in_words(placed))[0] == ("order_paid", "skipped", "overtaken")


async def test_staff_may_send_it_again_under_a_new_id(post_office: PostOffice) -> None:
    post_office.mailbox.plan_fault(FaultKind.REFUSE)
    placed = await post_office.sell()
    (kept,) = await post_office.log(placed)
    for _ in range(2):
        await resend(post_office, placed.order_id, kept.id)
        await drain(post_office.shop)
    first, second = post_office.mails()
    assert first.message_id != second.message_id
    assert await post_office.log_in_words(placed) == [("order_paid", "sent", "")]


async def test_a_resend_names_an_ended_message_of_this_order(post_office: PostOffice) -> None:
    placed, other = await post_office.sell(), await post_office.sell()
    (kept,) = await post_office.log(placed)
    with pytest.raises(MessageNotFound):
        await resend(post_office, other.order_id, kept.id)
    await resend(post_office, placed.order_id, kept.id)
    with pytest.raises(MessageStillQueued):
        await resend(post_office, placed.order_id, kept.id)
    await drain(post_office.shop)
    assert len(post_office.mails()) == 3


async def test_the_log_lists_everybodys_messages_by_status(post_office: PostOffice) -> None:
    await post_office.sell()
    post_office.mailbox.plan_fault(FaultKind.REFUSE)
    await post_office.sell(email="gone@example.com")
    async with post_office.shop.database.reading() as reading:
        newest = await messages.list_messages(reading, limit=1)
        older = await messages.list_messages(reading, limit=1, after=newest.next_key)
        failed = await messages.list_messages(reading, status=MessageStatus.FAILED)
    assert [one.recipient for one in (*newest.items, *older.items)] == ["gone@example.com", "lin@example.com"]
    assert older.next_key is None
    assert [one.recipient for one in failed.items] == ["gone@example.com"]


@pytest.mark.parametrize(
    ("accent", "shown"),
    [("#bd4025", "#bd4025"), ("", "#bd4025"), ("#ffffff", "#767676"), ("#ffd84d", "#8c721d"), ("red", "#bd4025")],
)
def test_the_shops_colour_carries_white_words(accent: str, shown: str) -> None:
    assert rules.readable_accent(accent) == shown


def test_a_message_id_stays_in_a_round_and_tells_nothing() -> None:
    def made(message_id: int, round_number: int) -> str:
        return rules.message_id_of(MessageId(message_id), round_number=round_number, domain="shop.example", key=b"k")

    assert made(1, 1) == made(1, 1)
    assert len({made(1, 1), made(1, 2), made(2, 1), made(11, 1), made(1, 11)}) == 5
    assert made(1, 1).endswith("@shop.example")


async def resend(post_office: PostOffice, order_id: OrderId, message_id: MessageId) -> None:
    """A clerk wants it sent again."""
    found = await post_office.shop.database.transact(lambda tx: messages.list_messages(tx, limit=100))
    customer_id = next(one.customer_id for one in found.items if one.id == message_id)
    await post_office.shop.database.transact(
        lambda tx: messages.resend(tx, actor=CLERK, customer_id=customer_id, order_id=order_id, message_id=message_id)
    )


async def test_old_mails_keep_that_they_were_sent_and_not_what_they_said_to_whom(post_office: PostOffice) -> None:
    placed = await post_office.sell()
    (before,) = await post_office.log(placed)
    kept = timedelta(days=90)
    post_office.diary.clock.advance(kept)
    await forget_words(post_office.shop.database, kept=kept)
    assert await post_office.log(placed) == [before]
    post_office.diary.clock.advance(timedelta(seconds=1))
    await forget_words(post_office.shop.database, kept=kept)
    (after,) = await post_office.log(placed)
    assert after == msgspec.structs.replace(before, body="", recipient="…@example.com")
    assert (before.is_forgotten, after.is_forgotten) == (False, True)


async def test_nobody_has_the_shop_fill_the_mailbox_of_somebody_else(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "RECIPIENT_COUNT_MAX", 2)
    post_office.mailbox.plan_fault(FaultKind.REFUSE)
    first = await post_office.sell()
    await post_office.ship(first, pieces=1, tracking_number="SF1001")
    await post_office.diary.wait(hours=1)
    second = await post_office.sell(email="Lin+tea@example.com")
    await post_office.ship(first, pieces=1, tracking_number="SF1002")
    # What was refused filled no mailbox, and one more than may go today waits for tomorrow.
    assert [one[1:] for one in await post_office.log_in_words(first)] == [
        ("failed", NO_MAILBOX), ("sent", ""), ("queued", "too_many"),
    ]  # fmt: skip
    assert [one[1] for one in await post_office.log_in_words(second)] == ["sent"]
    held_back = (await post_office.log(first))[-1]
    opened_at = post_office.diary.clock.now() - timedelta(hours=1)
    assert (held_back.attempt_count, held_back.due_at) == (0, opened_at + rules.RECIPIENT_WINDOW)
    await post_office.diary.wait(hours=22, minutes=59)
    assert (await post_office.log(first))[-1] == held_back
    other = await post_office.sell(email="other@example.com")
    assert [one[1] for one in await post_office.log_in_words(other)] == ["sent"]
    await post_office.diary.wait(minutes=1)
    sent = (await post_office.log(first))[-1]
    assert (sent.status, sent.attempt_count, sent.last_error) == ("sent", 1, "")


async def test_what_staff_send_again_is_not_held_back(post_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RECIPIENT_COUNT_MAX", 1)
    placed = await post_office.sell()
    (kept,) = await post_office.log(placed)
    await resend(post_office, placed.order_id, kept.id)
    await drain(post_office.shop)
    assert len(post_office.mails()) == 2
    assert await post_office.log_in_words(placed) == [("order_paid", "sent", "")]


def test_mailboxes_are_counted_under_names_that_tell_nothing() -> None:
    names = [
        rules.mailbox_subject(address, key=key)
        for address, key in (
            ("lin@example.com", b"k"), ("LIN+a@example.com", b"k"), ("lin@example.org", b"k"),
            ("+a@example.com", b"k"), ("lin@example.com", b"other"),
        )
    ]  # fmt: skip
    assert names[0] == names[1]
    assert len(set(names)) == 4
