"""Messages in the console: on the order, in the log, and sent again by those who may."""

from collections.abc import AsyncIterator
from datetime import timedelta

import msgspec
import pytest
from tests.kit.app import Browser, drain, sweep
from tests.web.console.conftest import HIRING, Office, links_of, words_of

from shopwright.kernel.clock import VirtualClock
from shopwright.modules.messages import permissions
from shopwright.modules.messages import public as messages
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.settings import Settings
from shopwright.simulators.mailbox import FaultKind, Mailbox
from shopwright.simulators.mailbox.store import Store

LOG = "/console/messages"


@pytest.fixture
async def mailbox(clock: VirtualClock) -> AsyncIterator[Mailbox]:
    made = Mailbox(Store(None), clock=clock)
    yield made
    await made.close()
    made.store.close()


@pytest.fixture
async def settings(settings: Settings, mailbox: Mailbox) -> Settings:
    port = await mailbox.open()
    return msgspec.structs.replace(settings, mail_url=f"smtp://127.0.0.1:{port}", mail_from="orders@shop.example")


async def sell_to(office: Office, email: str) -> str:
    """An order with an e-mail, paid and heard of; its number."""
    placed = await office.place(1)
    async with office.shop.database.reading() as reading:
        # The buyers of the office are guests who give none.
        await reading.connection.execute("UPDATE orders.order SET email = $1 WHERE id = $2", email, placed.order_id)
    await office.diary.pay(placed)
    return office.number(placed)


async def resend_url(office: Office, number: str) -> str:
    order = await office.order(number)
    async with office.shop.database.reading() as reading:
        (kept,) = await messages.list_messages_of_order(reading, customer_id=order.customer_id, order_id=order.id)
    return f"/console/orders/{number}/messages/{kept.id}/resend"


async def message_url(office: Office, number: str) -> str:
    """The page of the order's only message."""
    return "/console" + (await resend_url(office, number)).removeprefix(f"/console/orders/{number}").removesuffix(
        "/resend"
    )


async def test_a_refused_mail_is_seen_on_the_order_and_in_the_log_and_sent_again(
    office: Office, owner: Browser, mailbox: Mailbox
) -> None:
    mailbox.plan_fault(FaultKind.REFUSE)
    number = await sell_to(office, "lin@example.com")
    for place in (f"/console/orders/{number}", f"{LOG}?status=failed"):
        page = (await owner.get(place)).text
        for words in ("订单确认", "发送失败", "lin@example.com", "550 5.1.1 There is no such mailbox", "重新发送"):
            assert words in page
    answer = await owner.submit(f"/console/orders/{number}", action=await resend_url(office, number))
    assert answer.headers["location"] == f"/console/orders/{number}"
    await drain(office.shop)
    shown = (await owner.get(f"/console/orders/{number}")).text
    assert ("已发送" in shown, f"订单 {number} 已确认" in shown) == (True, True)
    assert [mail.recipient for mail in mailbox.store.list_newest()] == ["lin@example.com"]
    assert "重新发送消息" in (await owner.get("/console/audit")).text
    answer = await owner.submit(f"{LOG}?q=lin%40example.com", action=await resend_url(office, number))
    assert answer.headers["location"] == f"{LOG}?q=lin%40example.com"
    await _do_more(office, number)
    assert "重新发送消息" in (await owner.get(await message_url(office, number))).text


async def _do_more(office: Office, number: str) -> None:
    """So much else is done to the order that its newest acts are others."""
    order_id = (await office.order(number)).id

    async def work(tx: Transaction) -> None:
        for _ in range(11):
            await staff.record_audit(tx, actor=HIRING, action="orders.ship", subject=f"order:{order_id}", detail={})

    await office.shop.database.transact(work)


async def test_an_old_message_says_that_its_words_are_gone(office: Office, owner: Browser, clock: VirtualClock) -> None:
    number = await sell_to(office, "lin@example.com")
    page = await message_url(office, number)
    assert "lin@example.com" in (await owner.get(page)).text
    clock.advance(timedelta(days=91))
    await sweep(office.shop, "messages.forget_words")
    old = (await (await office.enter(owner)).get(page)).text
    assert ("邮件已过保存期，正文和收件人不再保留。" in old, "…@example.com" in old) == (True, True)
    assert "lin@example.com" not in old


async def test_a_message_without_an_address_says_so(office: Office, owner: Browser) -> None:
    number = await office.sell(1)
    page = (await owner.get(f"/console/orders/{number}")).text
    assert ("未发送" in page, "顾客没有留下邮箱。" in page) == (True, True)


async def test_who_may_not_see_orders_is_led_to_none(office: Office, clerk: Browser) -> None:
    number = await sell_to(office, "lin@example.com")

    async def work(tx: Transaction) -> None:
        role_id = await staff.create_role(tx, actor=HIRING, name="post", permissions=[permissions.VIEW])
        await staff.change_roles(tx, actor=HIRING, staff_id=office.people["clerk"], roles=[role_id])

    await office.shop.database.transact(work)
    log = await clerk.get(LOG)
    assert number in words_of(log)
    for page in (log, await clerk.get(await message_url(office, number))):
        assert [link for link in links_of(page) if link.startswith("/console/orders")] == []


async def test_who_may_not_see_messages_sees_none(office: Office, clerk: Browser, mailbox: Mailbox) -> None:
    number = await sell_to(office, "lin@example.com")
    page = (await clerk.get(f"/console/orders/{number}")).text
    assert ("林晓" in page, "订单确认" in page, LOG in page) == (True, False, False)
    assert (await clerk.get(LOG)).status_code == 403
    order = await clerk.get(f"/console/orders/{number}")
    token = order.text.partition('name="csrf" value="')[2].partition('"')[0]
    refused = await clerk.post(await resend_url(office, number), data={"csrf": token})
    assert refused.status_code == 403
    await drain(office.shop)
    assert len(mailbox.store.list_newest()) == 1
