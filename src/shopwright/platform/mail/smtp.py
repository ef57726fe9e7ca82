"""Mail by SMTP: a connection a mail, encrypted wherever it leaves this machine, and never waiting for long."""

import asyncio
import ssl
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

import aiosmtplib
from aiosmtplib import errors

from shopwright.kernel.clock import Clock
from shopwright.platform.mail.contracts import Mail, MailDeferred, MailRefused

SECONDS_MAX = 15.0
PORTS = {"smtp": 587, "smtps": 465}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PERMANENT = 500
_PORT_MAX = 65_535
_OWN_HEADERS = frozenset({"from", "to", "subject", "date", "message-id", "auto-submitted"})
_ANSWER_LENGTH_MAX = 300
# What Python says of an address that is none; the last one only from 3.13 on.
_WRONG_HEADER = (ValueError, IndexError, HeaderParseError)


class SmtpMailer:
    """Sends through the server at `url`: `smtp://` with STARTTLS, `smtps://` encrypted from the first byte.

    Name and password stand in the URL, percent-encoded. Certificates are verified. `smtp://` insists on STARTTLS as
    soon as there is a password to protect, uses it otherwise where the server offers it, and does without on this
    machine (`localhost`). `sender` is an address with or without a name: `Shop <orders@shop.example>`.
    """

    def __init__(self, url: str, *, sender: str, clock: Clock, seconds_max: float = SECONDS_MAX) -> None:
        self._server = split_mail_url(url)
        self._sender = split_sender(sender)
        self._clock = clock
        self._seconds_max = seconds_max

    async def send(self, mail: Mail) -> None:
        """Hand over one mail within `seconds_max`. Raises MailDeferred or MailRefused."""
        message = self.compose(mail)
        try:
            async with asyncio.timeout(self._seconds_max):
                await self._hand_over(message, to=mail.to)
        except TimeoutError as error:
            raise MailDeferred(f"the mail server did not answer within {self._seconds_max:g} seconds") from error
        except errors.SMTPRecipientsRefused as error:
            raise _judge(error.recipients[0]) from error
        except errors.SMTPAuthenticationError as error:
            # Nothing is wrong with the mail: it goes through once the password is right.
            raise MailDeferred(f"the mail server refuses our login: {_words(error)}") from error
        except errors.SMTPDataError as error:
            raise _judge(error) from error
        except errors.SMTPResponseException as error:
            # Said before any recipient was named: it is the shop that is refused, not this mail.
            raise MailDeferred(f"the mail server refuses us: {_words(error)}") from error
        except (errors.SMTPException, OSError, ssl.SSLError) as error:
            raise MailDeferred(_say(error)) from error

    def compose(self, mail: Mail) -> EmailMessage:
        """The mail as it goes over the wire. Raises MailRefused for an address or a header that cannot be one."""
        _check_lines(mail)
        message = EmailMessage(policy=WIRE)
        try:
            message["From"] = self._sender
            message["To"] = Address(addr_spec=mail.to)
            message["Subject"] = mail.subject
            message["Date"] = format_datetime(self._clock.now())
            message["Message-ID"] = f"<{mail.message_id}>"
            # Auto-responders must not answer an order confirmation (RFC 3834).
            message["Auto-Submitted"] = "auto-generated"
            message.set_content(mail.text)
            message.add_alternative(mail.html, subtype="html")
            for name, value in mail.headers.items():
                message[name] = value
        except _WRONG_HEADER as error:
            raise MailRefused(f"this cannot be an address or a header: {error}") from error
        return message

    async def _hand_over(self, message: EmailMessage, *, to: str) -> None:
        server = self._server
        host = server.hostname or ""
        client = aiosmtplib.SMTP(
            hostname=host,
            port=server.port or PORTS[server.scheme],
            username=unquote(server.username) if server.username else None,
            password=unquote(server.password) if server.password else None,
            timeout=self._seconds_max,
            use_tls=server.scheme == "smtps",
            start_tls=_starts_tls(server),
            # Ours is the sender's domain: the name of this machine is nobody's business.
            local_hostname=self._sender.domain,
        )
        try:
            await client.connect()
            await client.send_message(message, sender=self._sender.addr_spec, recipients=[to])
        finally:
            client.close()


def split_mail_url(text: str) -> SplitResult:
    """The parts of a mail server's URL. Raises ValueError for what is none."""
    parts = urlsplit(text)
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise ValueError("must be an address such as smtp://name:password@mail.example:587 or smtps://…")
    if parts.port is not None and not 1 <= parts.port <= _PORT_MAX:
        raise ValueError("the port is out of range")
    return parts


def split_sender(text: str) -> Address:
    """The sender's name and address. Raises ValueError for what is none."""
    wrong = ValueError("must be an address such as Shop <orders@shop.example>")
    if not text.isprintable():
        raise wrong
    name, spec = parseaddr(text)
    try:
        address = Address(display_name=name, addr_spec=spec)
    except _WRONG_HEADER as error:
        raise wrong from error
    if not (address.username and address.domain and spec.isascii()):
        raise wrong
    return address


def _check_lines(mail: Mail) -> None:
    """Refuse what would end a header's line and begin another, and headers that are not the caller's to set."""
    if not (mail.to.isascii() and mail.to.isprintable() and mail.message_id.isascii()):
        raise MailRefused("the address or the message id holds characters that mail cannot carry")
    for text in (mail.subject, mail.message_id, *mail.headers, *mail.headers.values()):
        if not text.isprintable():
            raise MailRefused("a header may not hold line breaks or unseen characters")
    taken = _OWN_HEADERS & {name.lower() for name in mail.headers}
    if taken:
        raise MailRefused(f"these headers are set by the mailer: {', '.join(sorted(taken))}")


def _starts_tls(server: SplitResult) -> bool | None:
    """Whether STARTTLS is demanded (True), left out (False), or used where it is offered (None)."""
    if server.scheme == "smtps" or server.hostname in _LOOPBACK:
        return False
    return True if server.username else None


def _judge(error: errors.SMTPResponseException) -> MailDeferred | MailRefused:
    """A code from 500 on is for good (RFC 5321, section 4.2.1), any other asks to come again."""
    kind = MailRefused if error.code >= _PERMANENT else MailDeferred
    return kind(f"the mail server answered {_words(error)}")


def _words(error: errors.SMTPResponseException) -> str:
    return f"{error.code} {' '.join(error.message.split())}"[:_ANSWER_LENGTH_MAX]


def _say(error: Exception) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return f"the mail server cannot be used: {words}"[:_ANSWER_LENGTH_MAX]
