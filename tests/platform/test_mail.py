"""The mailer: what it composes, what it refuses to compose, and how it speaks to a server."""

from collections.abc import AsyncIterator
from email.policy import SMTP

import msgspec
import pytest

from shopwright.kernel.clock import VirtualClock
from shopwright.platform.mail import Mail, MailDeferred, MailRefused, SmtpMailer
from shopwright.platform.mail.smtp import split_mail_url, split_sender
from shopwright.simulators.mailbox import Mailbox
from shopwright.simulators.mailbox.store import Store

MAIL = Mail(to="lin@example.com", subject="Hello", text="Hello\n", html="<p>Hello</p>", message_id="1@shop.example")
SENDER = "青瓷茶舍 <orders@shop.example>"


def mailer_at(url: str, clock: VirtualClock) -> SmtpMailer:
    return SmtpMailer(url, sender=SENDER, clock=clock, seconds_max=5)


@pytest.fixture
async def guarded(clock: VirtualClock) -> AsyncIterator[Mailbox]:
    """A mailbox that wants a log-in."""
    made = Mailbox(Store(None), clock=clock, login=("shop", "p@ss:wörd"))
    yield made
    await made.close()
    made.store.close()


def test_a_mail_has_its_headers_and_both_parts(clock: VirtualClock) -> None:
    message = mailer_at("smtp://localhost", clock).compose(MAIL)
    assert message["From"] == SENDER
    assert message["To"] == "lin@example.com"
    assert message["Message-ID"] == "<1@shop.example>"
    assert message["Date"] == "Mon, 08 Mar 2027 04:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    parts = [part.get_content_type() for part in message.iter_parts()]
    assert parts == ["text/plain", "text/html"]
    assert b"Bcc" not in message.as_bytes(policy=SMTP)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Hello\r\nBcc: eve@example.com"},
        {"subject": "Hello\n"},
        {"subject": "Hello\rBcc: eve@example.com"},
        {"to": "lin@example.com\r\nBcc: eve@example.com"},
        {"to": "lin@example.com, eve@example.com"},
        {"to": "lin@example.com\r\nDATA"},
        {"to": "nobody"},
        {"to": ""},
        {"to": "林@example.com"},
        {"message_id": "1@shop.example>\r\nBcc: eve@example.com"},
        {"headers": {"X-Note": "a\nBcc: eve@example.com"}},
        {"headers": {"X-Note\nBcc": "eve@example.com"}},
        {"headers": {"From": "eve@example.com"}},
    ],
)
def test_nothing_gets_into_the_headers(clock: VirtualClock, wrong: dict[str, object]) -> None:
    with pytest.raises(MailRefused):
        mailer_at("smtp://localhost", clock).compose(msgspec.structs.replace(MAIL, **wrong))


async def test_it_logs_in_with_the_name_and_password_of_the_url(guarded: Mailbox, clock: VirtualClock) -> None:
    port = await guarded.open()
    await mailer_at(f"smtp://shop:p%40ss%3Aw%C3%B6rd@127.0.0.1:{port}", clock).send(MAIL)
    assert [mail.recipient for mail in guarded.store.list_newest()] == ["lin@example.com"]


async def test_a_refused_login_is_no_fault_of_the_mail(guarded: Mailbox, clock: VirtualClock) -> None:
    port = await guarded.open()
    with pytest.raises(MailDeferred, match="refuses our login: 535"):
        await mailer_at(f"smtp://shop:wrong@127.0.0.1:{port}", clock).send(MAIL)
    assert guarded.store.list_newest() == []


async def test_a_server_that_is_not_there_may_be_there_later(guarded: Mailbox, clock: VirtualClock) -> None:
    port = await guarded.open()
    await guarded.close()
    with pytest.raises(MailDeferred, match="cannot be used"):
        await mailer_at(f"smtp://127.0.0.1:{port}", clock).send(MAIL)


async def test_encryption_that_was_asked_for_is_not_done_without(guarded: Mailbox, clock: VirtualClock) -> None:
    port = await guarded.open()
    with pytest.raises(MailDeferred):
        await mailer_at(f"smtps://shop:p%40ss%3Aw%C3%B6rd@127.0.0.1:{port}", clock).send(MAIL)
    assert guarded.store.list_newest() == []


@pytest.mark.parametrize(
    "url", ["", "http://mail.example", "smtp://", "smtp://mail.example:0", "smtp://mail.example:99999",
            "smtp://mail.example/x", "smtp://mail.example?starttls=no"]
)  # fmt: skip
def test_an_address_that_is_no_mail_server_is_said_to_be_none(url: str) -> None:
    with pytest.raises(ValueError, match=r"port|Port|such as"):
        split_mail_url(url)


@pytest.mark.parametrize("text", ["", "Shop", "Shop <>", "Shop <a@b>\nBcc: c@d", "Shop <店@shop.example>"])
def test_a_sender_is_one_address(text: str) -> None:
    with pytest.raises(ValueError, match="such as Shop"):
        split_sender(text)
