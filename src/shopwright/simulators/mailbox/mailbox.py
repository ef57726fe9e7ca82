"""One running mailbox: its store, its SMTP server, and the faults that are planned for it."""

import asyncio
import warnings
from collections import Counter
from typing import Any
from weakref import WeakSet

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from shopwright.kernel.clock import Clock
from shopwright.simulators.mailbox.contracts import FaultKind
from shopwright.simulators.mailbox.store import Store

ADDRESS = "127.0.0.1"
MAIL_BYTES_MAX = 2_000_000
SLOW_SECONDS = 3_600.0
_TAKEN = "250 2.0.0 Kept here and delivered to nobody"
_ANSWERS = {
    FaultKind.REFUSE: "550 5.1.1 There is no such mailbox",
    FaultKind.DEFER: "451 4.7.1 Please come back later",
}


class Mailbox:
    """Takes mails by SMTP and keeps them. `login` (name, password) makes it insist on one."""

    def __init__(self, store: Store, *, clock: Clock, login: tuple[str, str] | None = None) -> None:
        self.store = store
        self._clock = clock
        self._login = login
        self._faults: Counter[FaultKind] = Counter()
        self._server: asyncio.Server | None = None
        self._protocols: WeakSet[SMTP] = WeakSet()

    async def open(self, *, port: int = 0) -> int:
        """Listen on this machine; returns the port, which the system chooses when it is 0."""
        self._server = await asyncio.get_running_loop().create_server(self._protocol, ADDRESS, port)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stop listening and end every connection. What was kept stays."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for protocol in self._protocols:
            _hang_up(protocol)

    def plan_fault(self, kind: FaultKind, *, count: int = 1) -> None:
        """Let the next `count` mails go wrong. Plans are forgotten at a restart."""
        self._faults[kind] += count

    async def handle_RCPT(  # noqa: N802 - the SMTP library calls it so.
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or not."""
        for kind, answer in _ANSWERS.items():
            if self._take_fault(kind):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - as above.
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep a mail, once for each of its recipients."""
        if self._take_fault(FaultKind.SLOW):
            await asyncio.sleep(SLOW_SECONDS)
        if self._take_fault(FaultKind.DROP):
            return _hang_up(server)
        for recipient in envelope.rcpt_tos:
            self.store.add(
                sender=envelope.mail_from or "",
                recipient=recipient,
                content=bytes(envelope.original_content or b""),
                at=self._clock.now(),
            )
        return _hang_up(server) if self._take_fault(FaultKind.ANSWER_LOST) else _TAKEN

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any
    ) -> AuthResult:
        """Check a log-in."""
        wanted = self._login or ("", "")
        is_right = isinstance(given, LoginPassword) and (given.login, given.password) == tuple(
            word.encode() for word in wanted
        )
        return AuthResult(success=is_right, handled=False)

    def _protocol(self) -> SMTP:
        with warnings.catch_warnings():
            # It warns of passwords without encryption; this server listens on this machine only.
            warnings.simplefilter("ignore")
            protocol = SMTP(
                self,
                hostname="mailbox.invalid",
                ident="Shopwright mailbox",
                data_size_limit=MAIL_BYTES_MAX,
                authenticator=self.authenticate if self._login else None,
                auth_required=self._login is not None,
                auth_require_tls=False,
            )
        self._protocols.add(protocol)
        return protocol

    def _take_fault(self, kind: FaultKind) -> bool:
        if not self._faults[kind]:
            return False
        self._faults[kind] -= 1
        return True


def _hang_up(server: SMTP) -> str:
    """End the connection; what is answered after that reaches nobody."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    return _TAKEN
