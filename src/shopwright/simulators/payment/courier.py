"""Carries notices to the merchant, again and again until it answers 2xx or the last attempt is spent."""

import asyncio
import contextlib
import secrets

import httpx
import structlog

from shopwright.kernel.clock import Clock
from shopwright.simulators.payment.contracts import Notice, to_milliseconds
from shopwright.simulators.payment.provider import Provider
from shopwright.simulators.payment.settings import PaymentSimulatorSettings
from shopwright.simulators.payment.signing import sign_notice
from shopwright.simulators.payment.store import Store

_ANSWER_TIMEOUT_SECONDS = 10.0
_LONGEST_WAIT_SECONDS = 3600.0
_PAUSE_AFTER_FAULT_SECONDS = 1.0
_AT_ONCE_MAX = 200
_log = structlog.get_logger("simpay.courier")


class Courier:
    """Sends what is due. `run` does it for the life of the process; a test calls `deliver_due` itself."""

    def __init__(
        self,
        settings: PaymentSimulatorSettings,
        store: Store,
        provider: Provider,
        *,
        clock: Clock,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self._settings = settings
        self._store = store
        self._provider = provider
        self._clock = clock
        self._transport = transport
        self._client: httpx.AsyncClient | None = None
        self._carried: set[int] = set()
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Something new may be due."""
        self._news.set()

    async def deliver_due(self) -> int:
        """Settle the refunds and send the notices that are due by the clock, and return how many were sent."""
        at = self._clock.now()
        while self._provider.settle_refunds(at=at):
            pass
        count = 0
        while due := [n for n in self._store.list_due_notices(to_milliseconds(at)) if n.id not in self._carried]:
            count += await self._carry(due)
        return count

    async def deliver(self, notice_ids: list[int]) -> None:
        """Send these notices now, before anything else is answered."""
        found = [self._store.find_notice(notice_id) for notice_id in notice_ids if notice_id not in self._carried]
        await self._carry([notice for notice in found if notice is not None])

    async def run(self) -> None:
        """Deliver whatever falls due, until cancelled."""
        while True:
            self._news.clear()
            try:
                await self.deliver_due()
                wait_seconds = self._seconds_to_next()
            except Exception:  # noqa: BLE001 - the loop is supervised here, and the fault is logged.
                # A fault of the simulator must not stop the notices of everybody for good.
                _log.exception("notices could not be delivered")
                wait_seconds = _PAUSE_AFTER_FAULT_SECONDS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), wait_seconds)

    async def close(self) -> None:
        """Let go of the connections to the merchant."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _seconds_to_next(self) -> float:
        due_at = self._store.next_due_at()
        if due_at is None:
            return _LONGEST_WAIT_SECONDS
        seconds = (due_at - to_milliseconds(self._clock.now())) / 1000
        # Moments are kept in whole milliseconds, so one more is waited than the difference says.
        return min(max(seconds, 0) + 0.001, _LONGEST_WAIT_SECONDS)

    async def _carry(self, notices: list[Notice]) -> int:
        """Send all of them at once: that is how a merchant meets its own races."""
        self._carried |= {notice.id for notice in notices}
        try:
            await asyncio.gather(*(self._attempt(notice) for notice in notices))
        finally:
            self._carried -= {notice.id for notice in notices}
        return len(notices)

    async def _attempt(self, notice: Notice) -> None:
        answer, is_accepted = await self._post(notice)
        now = to_milliseconds(self._clock.now())
        delays = self._settings.retry_delays_seconds
        due_at = None
        if not is_accepted and notice.attempt_count < len(delays):
            # At least a millisecond, so that a delay of nothing cannot fall due within the same sweep.
            due_at = now + max(1, delays[notice.attempt_count] * 1000)
        self._store.record_attempt(notice.id, answer=answer, delivered_at=now if is_accepted else None, due_at=due_at)
        _log.info("notice sent", event_id=notice.event_id, answer=answer, accepted=is_accepted)

    async def _post(self, notice: Notice) -> tuple[str, bool]:
        body = notice.body.encode()
        secret = self._settings.provider_secret if notice.is_signed_rightly else secrets.token_hex(32)
        headers = {
            "Content-Type": "application/json",
            **sign_notice(
                serial=self._settings.provider_serial,
                secret=secret,
                timestamp=int(self._clock.now().timestamp()),
                nonce=secrets.token_hex(16),
                body=body,
            ),
        }
        try:
            # The body of the answer is not read: the status says all.
            async with self._open_client().stream("POST", notice.url, content=body, headers=headers) as response:
                return str(response.status_code), response.is_success
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__, False

    def _open_client(self) -> httpx.AsyncClient:
        if self._client is None:
            # Neither a proxy from the environment nor a redirect may lead a notice away from this machine.
            self._client = httpx.AsyncClient(
                timeout=_ANSWER_TIMEOUT_SECONDS,
                limits=httpx.Limits(max_connections=_AT_ONCE_MAX),
                follow_redirects=False,
                trust_env=False,
                transport=self._transport,
            )
        return self._client
