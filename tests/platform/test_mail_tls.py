"""The mailer against a real mail server with TLS: it encrypts, it looks at the certificate, and else it says nothing.

The server is at 127.0.0.2, which is this machine too, but not the name of it that may go without encryption. The
certificates lie beside this file, good for a hundred years and for nothing else; each was made by `openssl req -x509
-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -addext subjectAltName=IP:...`.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from shopwright.kernel.clock import VirtualClock
from shopwright.platform.mail import Mail, MailDeferred, SmtpMailer

HOST, ELSEWHERE = "127.0.0.2", "127.0.0.3"
CERTIFICATES = Path(__file__).parent / "certificates"
MAIL = Mail(to="lin@example.com", subject="Hello", text="Hello\n", html="<p>Hello</p>", message_id="1@shop.example")
Serve = Callable[..., Awaitable[int]]


class Postman:
    """Keeps who got mail over an encrypted connection, and every log-in that was tried."""

    def __init__(self) -> None:
        self.encrypted: list[tuple[str, bool]] = []
        self.logins: list[str] = []

    async def handle_DATA(  # noqa: N802 - the SMTP library calls it so.
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a mail."""
        assert server.transport is not None
        is_encrypted = server.transport.get_extra_info("ssl_object") is not None
        self.encrypted += [(recipient, is_encrypted) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, _given: object
    ) -> AuthResult:
        """Let everybody in."""
        self.logins.append(mechanism)
        return AuthResult(success=True)


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
async def serve(postman: Postman) -> AsyncIterator[Serve]:
    """Starts a mail server with a certificate; returns its port."""
    servers: list[asyncio.Server] = []

    async def start(certificate: Path | None, *, is_implicit: bool = False) -> int:
        context = None
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)

        def protocol() -> SMTP:
            starts_tls = None if is_implicit else context
            return SMTP(
                postman,
                hostname="mail.invalid",
                tls_context=starts_tls,
                authenticator=postman.authenticate,
                auth_require_tls=starts_tls is not None,
            )

        server = await asyncio.get_running_loop().create_server(protocol, HOST, 0, ssl=context if is_implicit else None)
        servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    yield start
    for server in servers:
        server.close()


class Papers:
    """A certificate of the server's, one of another machine, and what this machine believes."""

    right, wrong = CERTIFICATES / f"{HOST}.pem", CERTIFICATES / f"{ELSEWHERE}.pem"

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._trusted = folder / "trusted.pem"
        self._trusted.write_text(self.right.read_text() + self.wrong.read_text())
        self._monkeypatch = monkeypatch

    def believe(self) -> None:
        """Trust both from now on."""
        self._monkeypatch.setenv("SSL_CERT_FILE", str(self._trusted))


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Papers:
    return Papers(tmp_path, monkeypatch)


def mailer(scheme: str, port: int, clock: VirtualClock, *, login: str = "") -> SmtpMailer:
    return SmtpMailer(f"{scheme}://{login}{HOST}:{port}", sender="orders@shop.example", clock=clock, seconds_max=10)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_mail_and_password_travel_encrypted_and_only_to_whom_they_are_for(
    scheme: str, serve: Serve, postman: Postman, papers: Papers, clock: VirtualClock
) -> None:
    port = await serve(papers.right, is_implicit=scheme == "smtps")
    impostor = await serve(papers.wrong, is_implicit=scheme == "smtps")
    # Nobody has vouched for the certificate yet.
    with pytest.raises(MailDeferred, match=r"(?i)certificate"):
        await mailer(scheme, port, clock, login="shop:secret@").send(MAIL)
    papers.believe()
    # A good certificate of another machine.
    with pytest.raises(MailDeferred, match=r"(?i)certificate"):
        await mailer(scheme, impostor, clock, login="shop:secret@").send(MAIL)
    assert (postman.logins, postman.encrypted) == ([], [])
    await mailer(scheme, port, clock, login="shop:secret@").send(MAIL)
    assert (len(postman.logins), postman.encrypted) == (1, [("lin@example.com", True)])


async def test_no_password_is_told_to_a_server_that_does_not_encrypt(
    serve: Serve, postman: Postman, clock: VirtualClock
) -> None:
    port = await serve(None)
    with pytest.raises(MailDeferred):
        await mailer("smtp", port, clock, login="shop:secret@").send(MAIL)
    assert (postman.logins, postman.encrypted) == ([], [])
