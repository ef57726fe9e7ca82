"""A shop's till beside the simulated provider: real operations, the provider's real app, notices by HTTP."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any, cast

import httpx

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import Clock
from shopwright.kernel.errors import Refusal
from shopwright.kernel.ids import CustomerId, OrderId, RefundId
from shopwright.kernel.money import Money
from shopwright.modules.customers import public as customers
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.channels.simpay import Simpay
from shopwright.modules.payments.channels.simpay_wire import SimpayKeys
from shopwright.modules.payments.contracts import Channels, Payment, PayPage, Refund
from shopwright.modules.payments.jobs import jobs
from shopwright.platform.db import Database
from shopwright.simulators.payment import PaymentSimulatorSettings, Simulator, create_app

MERCHANT_SECRET = "merchant-secret-of-the-till-0123456789"
PROVIDER_SECRET = "provider-secret-of-the-till-0123456789"
KEYS = SimpayKeys(merchant_id="shopwright-demo", merchant_secret=MERCHANT_SECRET, provider_secret=PROVIDER_SECRET)
NOTIFY_PATH = "/payments/simpay/notices"
ORDER = OrderId(7001)
PRICE = Money(12_900, "CNY")
BROKEN = {
    "I4 refunded is what refunds that have not failed say, and no more than captured": """
        SELECT i.id, i.captured_minor, i.refunded_minor, r.minor FROM payments.intent i
        LEFT JOIN (
            SELECT customer_id, intent_id, sum(amount_minor) AS minor FROM payments.refund
            WHERE status <> 'failed' GROUP BY 1, 2
        ) r ON r.customer_id = i.customer_id AND r.intent_id = i.id
        WHERE i.refunded_minor <> COALESCE(r.minor, 0) OR i.refunded_minor > i.captured_minor
    """,
    "I8 one capture per captured intent, of its whole amount, told once": """
        SELECT i.id, i.status, c.amount_minor, t.told FROM payments.intent i
        LEFT JOIN payments.capture c ON c.customer_id = i.customer_id AND c.intent_id = i.id
        LEFT JOIN (
            SELECT (payload ->> 'intent_id')::bigint AS id, count(*) AS told FROM platform.event
            WHERE name = 'payments.payment_captured' GROUP BY 1
        ) t ON t.id = i.id
        WHERE (i.status = 'captured') <> (c.intent_id IS NOT NULL)
            OR i.captured_minor <> COALESCE(c.amount_minor, 0) OR i.amount_currency <> c.amount_currency
            OR COALESCE(t.told, 0) <> CASE WHEN i.status = 'captured' THEN 1 ELSE 0 END
    """,
    "I4 a refund that ended was told once with its whole amount": """
        SELECT r.request_id, r.minor, t.minor FROM (
            SELECT request_id, sum(amount_minor) AS minor, bool_or(settled_at IS NULL) AS is_running
            FROM payments.refund GROUP BY 1
        ) r LEFT JOIN (
            SELECT (payload ->> 'refund_id')::bigint AS id, sum((payload ->> 'amount_minor')::bigint) AS minor
            FROM platform.event WHERE name IN ('payments.refund_succeeded', 'payments.refund_failed') GROUP BY 1
        ) t ON t.id = r.request_id
        WHERE COALESCE(t.minor, 0) <> CASE WHEN r.is_running THEN 0 ELSE r.minor END
    """,
    "I8 every event that was taken has its one outcome": """
        SELECT channel, event_id FROM payments.provider_event WHERE outcome IS NULL
    """,
}


class Wire(httpx.AsyncBaseTransport):
    """The line to the provider. It can be cut, what comes over it can be bent, and things happen meanwhile, once."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.is_cut = False
        self.bend: Callable[[httpx.Response], httpx.Response] | None = None
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        self.watch: Database | None = None
        self.calls: list[str] = []
        self.transactions_seen: list[int] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(f"{request.method} {re.sub(r'[PR][0-9]{24}', ':reference', request.url.path)}")
        if self.watch is not None:
            self.transactions_seen.append(await _count_transactions(self.watch))
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        if self.is_cut:
            raise httpx.ConnectError("the line is cut")
        response = await self.inner.handle_async_request(request)
        await response.aread()
        return response if self.bend is None else self.bend(response)


class Desk(httpx.AsyncBaseTransport):
    """Where the provider's notices arrive: what the face does with them, without a web server."""

    def __init__(self, till: "Till") -> None:
        self.till = till
        self.is_closed = False
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.is_closed:
            raise httpx.ConnectError("nobody listens")
        body = await request.aread()
        self.received.append((dict(request.headers), body))
        status = await self.till.take_notice(dict(request.headers), body)
        self.answers.append(status)
        return httpx.Response(status)


class Till:
    """One shop, one provider, one line between them."""

    def __init__(self, database: Database, clock: Clock, **settings: Any) -> None:
        self.database = database
        self.clock = clock
        self.desk = Desk(self)
        self.app = create_app(
            PaymentSimulatorSettings(merchant_secret=MERCHANT_SECRET, provider_secret=PROVIDER_SECRET, **settings),
            clock=clock,
            transport=self.desk,
        )
        self.simulator: Simulator = self.app.state.simulator
        self.wire = Wire(httpx.ASGITransport(cast("Any", self.app)))
        self.provider = httpx.AsyncClient(
            transport=httpx.ASGITransport(cast("Any", self.app)), base_url="http://provider.test"
        )
        self.simpay = Simpay(
            KEYS,
            base_url="http://provider.test",
            notify_url=f"http://127.0.0.1:8000{NOTIFY_PATH}",
            clock=clock,
            transport=self.wire,
        )
        self.channels = Channels([self.simpay])
        self.work, self.sweeps = jobs(self.channels)
        self.customer_id = CustomerId(0)

    async def open(self) -> "Till":
        self.customer_id = await self.database.transact(lambda tx: customers.create_guest(tx, language="zh_CN"))
        return self

    async def close(self) -> None:
        await self.provider.aclose()
        await self.simpay.close_connections()
        await self.simulator.close()

    async def pay(self, *, order_id: OrderId = ORDER, amount: Money = PRICE, **more: Any) -> PayPage:
        return await payments.pay(
            self.database,
            self.channels,
            actor=Actor.customer(self.customer_id),
            customer_id=self.customer_id,
            order_id=order_id,
            amount=amount,
            channel="simpay",
            return_url="http://shop.test/orders/7?from=pay",
            language="zh_CN",
            **more,
        )

    async def act(self, page: PayPage, action: str, **choices: Any) -> httpx.Response:
        """What the person does on the pay page."""
        payment_id = page.pay_url.partition("?")[0].rpartition("/")[2]
        return await self.provider.post(f"/test/payments/{payment_id}/act", json={"action": action, **choices})

    async def deliver(self) -> int:
        """Let the provider settle and send what is due."""
        return int((await self.provider.post("/test/deliver")).json()["sent"])

    async def fault(self, operation: str, kind: str, count: int = 1) -> None:
        await self.provider.post("/test/faults", json={"operation": operation, "kind": kind, "count": count})

    async def buy(self, **more: Any) -> PayPage:
        """Pay an order from the click to the notice."""
        page = await self.pay(**more)
        await self.act(page, "pay")
        await self.deliver()
        return page

    async def take_notice(self, headers: dict[str, str], body: bytes) -> int:
        try:
            await payments.receive_notice(self.database, self.channels, channel="simpay", headers=headers, body=body)
        except Refusal as refusal:
            return refusal.status
        return 204

    async def refund(
        self, minor: int, *, key: str = "r-1", currency: str = "CNY", actor: Actor | None = None
    ) -> RefundId:
        return await self.database.transact(
            lambda tx: payments.request_refund(
                tx,
                actor=actor or Actor.system("test"),
                customer_id=self.customer_id,
                order_id=ORDER,
                amount=Money(minor, currency),
                reason="七天无理由",
                key=key,
            )
        )

    async def cancel(self) -> None:
        await self.database.transact(
            lambda tx: payments.close_intents(
                tx, actor=Actor.customer(self.customer_id), customer_id=self.customer_id, order_id=ORDER
            )
        )

    async def sweep(self) -> None:
        """Let every sweep come round once."""
        for sweep in self.sweeps:
            await sweep.run(self.database)

    async def do_jobs(self, *, times: int = 1) -> list[str]:
        """Do every waiting job, each `times` times as after a worker's death, and return their names."""
        async with self.database.reading() as reading:
            taken = await reading.connection.fetch("DELETE FROM jobs.pgqueuer RETURNING id, entrypoint, payload")
        for job in sorted(taken, key=lambda job: job["id"]):
            for _ in range(times):
                await self.work[job["entrypoint"]](self.database, job["payload"])
        return sorted(job["entrypoint"] for job in taken)

    async def payments(self) -> list[Payment]:
        async with self.database.reading() as reading:
            return await payments.list_payments(reading, customer_id=self.customer_id, order_id=ORDER)

    async def refunds(self) -> list[Refund]:
        async with self.database.reading() as reading:
            return await payments.list_refunds(reading, customer_id=self.customer_id, order_id=ORDER)

    async def statuses(self) -> list[str]:
        """The statuses of the order's payments, the oldest first."""
        return [payment.status.value for payment in reversed(await self.payments())]

    async def told(self) -> list[tuple[str, int]]:
        """What was told, as (event, amount), in order."""
        async with self.database.reading() as reading:
            rows = await reading.connection.fetch("SELECT name, payload FROM platform.event ORDER BY id")
        return [(row["name"].removeprefix("payments."), json.loads(row["payload"])["amount_minor"]) for row in rows]

    async def outcomes(self) -> list[str]:
        """What the events in the inbox did, in order of arrival."""
        async with self.database.reading() as reading:
            rows = await reading.connection.fetch(
                "SELECT outcome FROM payments.provider_event ORDER BY received_at, event_id"
            )
        return [row["outcome"] for row in rows]

    async def check(self) -> None:
        async with self.database.reading() as reading:
            broken = {name: rows for name, sql in BROKEN.items() if (rows := await reading.connection.fetch(sql))}
        assert broken == {}


async def gather(count: int, act: Callable[[], Any]) -> list[Any]:
    """Do the same so many times at once; refusals come back among the results."""
    return await asyncio.gather(*(act() for _ in range(count)), return_exceptions=True)


async def _count_transactions(database: Database) -> int:
    async with database.reading() as reading:
        count: int = await reading.connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
        )
        return count
