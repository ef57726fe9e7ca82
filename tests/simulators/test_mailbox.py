"""The simulated mailbox by real SMTP, and its pages by HTTP."""

import re
from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from shopwright.kernel.clock import VirtualClock
from shopwright.platform.mail import Mail, MailDeferred, MailRefused, SmtpMailer
from shopwright.simulators.mailbox import FaultKind, Mailbox, create_app

MAIL = Mail(
    to="lin@example.com",
    subject="您的订单 1234567890123 已付款",
    text="您好，\n我们收到了您的付款。\n",
    html='<p style="color:#bd4025">您好</p><script>alert(1)</script>',
    message_id="a1b2@shop.example",
    headers={"Content-Language": "zh-CN"},
)


@pytest.fixture
def app(clock: VirtualClock) -> Litestar:
    return create_app(folder=None, smtp_port=1, clock=clock)


@pytest.fixture
async def mailbox(app: Litestar) -> AsyncIterator[Mailbox]:
    opened: Mailbox = app.state.mailbox
    yield opened
    await opened.close()
    opened.store.close()


@pytest.fixture
async def mailer(mailbox: Mailbox, clock: VirtualClock) -> SmtpMailer:
    port = await mailbox.open()
    return SmtpMailer(f"smtp://127.0.0.1:{port}", sender="青瓷 <orders@shop.example>", clock=clock, seconds_max=5)


@pytest.fixture
async def pages(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=cast("Any", app))
    async with httpx.AsyncClient(transport=transport, base_url="http://mailbox.test") as client:
        yield client


async def test_a_mail_arrives_as_it_was_written(mailer: SmtpMailer, mailbox: Mailbox, clock: VirtualClock) -> None:
    await mailer.send(MAIL)
    (kept,) = mailbox.store.list_newest()
    assert (kept.sender, kept.recipient) == ("orders@shop.example", "lin@example.com")
    assert (kept.subject, kept.message_id, kept.language) == (MAIL.subject, MAIL.message_id, "zh-CN")
    assert (kept.text, kept.html.rstrip("\n")) == (MAIL.text, MAIL.html)
    assert kept.received_at == clock.now()


@pytest.mark.parametrize(
    ("fault", "error", "kept_count"),
    [
        (FaultKind.REFUSE, MailRefused("the mail server answered 550 5.1.1 There is no such mailbox"), 0),
        (FaultKind.DEFER, MailDeferred("the mail server answered 451 4.7.1 Please come back later"), 0),
        (FaultKind.DROP, MailDeferred("the mail server cannot be used: "), 0),
        (FaultKind.ANSWER_LOST, MailDeferred("the mail server cannot be used: "), 1),
    ],
)
async def test_a_fault_is_told_apart_and_passes(
    mailer: SmtpMailer, mailbox: Mailbox, fault: FaultKind, error: Exception, kept_count: int
) -> None:
    mailbox.plan_fault(fault)
    with pytest.raises(type(error), match=re.escape(str(error))):
        await mailer.send(MAIL)
    assert len(mailbox.store.list_newest()) == kept_count
    await mailer.send(MAIL)
    assert len(mailbox.store.list_newest()) == kept_count + 1


async def test_nobody_waits_for_a_server_that_does_not_answer(mailbox: Mailbox, clock: VirtualClock) -> None:
    port = await mailbox.open()
    hasty = SmtpMailer(f"smtp://127.0.0.1:{port}", sender="orders@shop.example", clock=clock, seconds_max=0.3)
    mailbox.plan_fault(FaultKind.SLOW)
    with pytest.raises(MailDeferred, match=r"did not answer within 0\.3 seconds|cannot be used"):
        await hasty.send(MAIL)
    assert mailbox.store.list_newest() == []


async def test_the_pages_list_and_show_mails_in_both_languages(mailer: SmtpMailer, pages: httpx.AsyncClient) -> None:
    assert "还没有邮件" in (await pages.get("/")).text
    await mailer.send(MAIL)
    listed = await pages.get("/?lang=en")
    assert MAIL.subject in listed.text
    assert "lin@example.com" in listed.text
    assert "reach nobody" in listed.text
    shown = await pages.get("/mails/1?lang=zh")
    assert MAIL.subject in shown.text
    assert "我们收到了您的付款。" in shown.text
    assert "<script>" not in shown.text
    assert (await pages.get("/mails/2")).status_code == 404


async def test_the_html_part_may_do_nothing(mailer: SmtpMailer, pages: httpx.AsyncClient) -> None:
    await mailer.send(MAIL)
    answer = await pages.get("/mails/1/html")
    assert answer.text.rstrip("\n") == MAIL.html
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert "script" not in policy
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in (await pages.get("/mails/1")).text


async def test_faults_are_planned_by_json_only(mailer: SmtpMailer, mailbox: Mailbox, pages: httpx.AsyncClient) -> None:
    assert (await pages.post("/test/faults", data={"kind": "refuse"})).status_code == 415
    assert (await pages.post("/test/faults", json={"kind": "burn"})).status_code == 422
    assert (await pages.post("/test/faults", json={"kind": "refuse", "count": 2})).status_code == 200
    for _ in range(2):
        with pytest.raises(MailRefused):
            await mailer.send(MAIL)
    await mailer.send(MAIL)
    assert len(mailbox.store.list_newest()) == 1
