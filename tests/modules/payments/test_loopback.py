"""The same over real sockets: the simulator as the program it is, the notices posted to a port of ours."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from tests.modules.payments.till import KEYS, NOTIFY_PATH, ORDER, PRICE

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import SystemClock
from shopwright.kernel.errors import Refusal
from shopwright.kernel.ids import CustomerId
from shopwright.kernel.money import Money
from shopwright.modules.customers import public as customers
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.channels.simpay import Simpay
from shopwright.modules.payments.contracts import Channels, PayPage
from shopwright.modules.payments.errors import ProviderSilent
from shopwright.modules.payments.jobs import jobs
from shopwright.platform.db import Database

START_SECONDS_MAX = 20


class LivePayments:
    """A shop on the real clock with a provider behind a real port."""

    def __init__(self, database: Database, channels: Channels, provider: httpx.AsyncClient) -> None:
        self.database = database
        self.channels = channels
        self.provider = provider
        self.customer_id = CustomerId(0)
        self.taken = asyncio.Condition()
        self.answers: list[int] = []

    async def pay(self) -> PayPage:
        return await payments.pay(
            self.database,
            self.channels,
            actor=Actor.customer(self.customer_id),
            customer_id=self.customer_id,
            order_id=ORDER,
            amount=PRICE,
            channel="simpay",
            return_url="http://127.0.0.1:1/orders/7",
            language="zh_CN",
        )

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one posted notice, as a web server would."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
        assert head[0].split()[:2] == ["POST", NOTIFY_PATH]
        headers = dict(line.split(": ", 1) for line in head[1:] if line)
        length = next(int(value) for name, value in headers.items() if name.lower() == "content-length")
        body = await reader.readexactly(length)
        status = 204
        try:
            await payments.receive_notice(self.database, self.channels, channel="simpay", headers=headers, body=body)
        except Refusal as refusal:
            status = refusal.status
        writer.write(f"HTTP/1.1 {status} OK\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        async with self.taken:
            self.answers.append(status)
            self.taken.notify_all()

    async def wait_for_notices(self, count: int) -> None:
        async with asyncio.timeout(START_SECONDS_MAX), self.taken:
            await self.taken.wait_for(lambda: len(self.answers) >= count)

    async def told(self) -> list[str]:
        async with self.database.reading() as reading:
            rows = await reading.connection.fetch("SELECT name FROM platform.event ORDER BY id")
        return [row["name"] for row in rows]


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@asynccontextmanager
async def running_provider(port: int, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "shopwright.simulators.payment", "--port", str(port), "--folder", str(folder)),
        env={"SIMPAY_MERCHANT_SECRET": KEYS.merchant_secret, "SIMPAY_PROVIDER_SECRET": KEYS.provider_secret},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            await _wait_until_it_answers(client)
            yield client
    finally:
        program.terminate()
        await program.wait()


async def _wait_until_it_answers(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(START_SECONDS_MAX):
        while True:
            try:
                if (await client.get("/health")).is_success:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)  # Another program starts; there is nothing to wait on but trying again.


@pytest.fixture
async def live(database_url: str, tmp_path: Path) -> AsyncIterator[LivePayments]:
    port = free_port()
    database = await Database(database_url).open()
    async with running_provider(port, tmp_path) as provider:
        shop = LivePayments(database, Channels([]), provider)
        server = await asyncio.start_server(shop.take, "127.0.0.1", 0)
        simpay = Simpay(
            KEYS,
            base_url=f"http://127.0.0.1:{port}",
            notify_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}{NOTIFY_PATH}",
            clock=SystemClock(),
        )
        shop.channels = Channels([simpay])
        shop.customer_id = await database.transact(lambda tx: customers.create_guest(tx, language="zh_CN"))
        yield shop
        server.close()
        await server.wait_closed()
        await simpay.close_connections()
    await database.close()


async def test_from_the_click_to_the_refund(live: LivePayments) -> None:
    page = await live.pay()
    opened = await live.provider.get(page.pay_url)
    assert (opened.status_code, "确认支付" in opened.text) == (200, True)
    payment_id = page.pay_url.partition("?")[0].rpartition("/")[2]
    await live.provider.post(f"/test/payments/{payment_id}/act", json={"action": "pay", "notice": "five_times"})
    await live.wait_for_notices(5)
    assert live.answers == [204] * 5
    refund_id = await live.database.transact(
        lambda tx: payments.request_refund(
            tx,
            actor=Actor.system("test"),
            customer_id=live.customer_id,
            order_id=ORDER,
            amount=Money(12_900, "CNY"),
            reason="",
            key="r-1",
        )
    )
    work, _ = jobs(live.channels)
    await work["payments.refund"](live.database, f"[{live.customer_id},{refund_id}]".encode())
    await live.wait_for_notices(6)
    assert await live.told() == ["payments.payment_captured", "payments.refund_succeeded"]


async def test_fifty_copies_over_the_wire_have_one_effect(live: LivePayments) -> None:
    page = await live.pay()
    payment_id = page.pay_url.partition("?")[0].rpartition("/")[2]
    await live.provider.post(f"/test/payments/{payment_id}/act", json={"action": "pay"})
    await live.wait_for_notices(1)
    (notice,) = (await live.provider.get(f"/test/payments/{payment_id}/notices")).json()
    await live.provider.post(f"/test/notices/{notice['event_id']}/resend", json={"copies": 50}, timeout=30)
    assert live.answers == [204] * 51
    assert await live.told() == ["payments.payment_captured"]


async def test_nobody_listens_at_the_provider(database: Database) -> None:
    simpay = Simpay(
        KEYS,
        base_url=f"http://127.0.0.1:{free_port()}",
        notify_url="http://127.0.0.1:1/",
        clock=database.clock,
    )
    shop = LivePayments(database, Channels([simpay]), httpx.AsyncClient())
    shop.customer_id = await database.transact(lambda tx: customers.create_guest(tx, language="zh_CN"))
    with pytest.raises(ProviderSilent):
        await shop.pay()
    await simpay.close_connections()
    await shop.provider.aclose()
