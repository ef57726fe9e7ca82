"""The shop is killed at every round trip from a provider's notice to the paid order. The money is counted once."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar
from tests.kit.app import Wire, deliver_notices
from tests.kit.diary import Diary
from tests.kit.doomed import run_doomed
from tests.kit.shop_floor import open_shop as open_floor
from tests.kit.shop_floor import seat_buyers

from shopwright.bootstrap import build_shop, map_work, open_shop
from shopwright.kernel.clock import VirtualClock
from shopwright.modules.payments import public as payments
from shopwright.platform.db import Database
from shopwright.platform.settings import Settings
from shopwright.shop import Shop

ROUND_TRIPS_LEAST = 20


class Notice(msgspec.Struct, frozen=True):
    """A provider's notice as it came over the wire."""

    headers: dict[str, str]
    body: bytes


class Recorder:
    """Stands where the shop listens, keeps the notice and lets the provider believe that it was lost."""

    def __init__(self) -> None:
        self.notice: Notice | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.notice = Notice(headers, message["body"])
        await send({"type": "http.response.start", "status": 503, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def hear_and_work(_: Database, settings: Settings, now: str, packed: bytes) -> None:
    """What the shop does from the notice on: takes it in, and its worker does what follows."""
    notice = msgspec.msgpack.decode(packed, type=Notice)
    shop = build_shop(settings, clock=VirtualClock(datetime.fromisoformat(now)))
    async with open_shop(shop):
        await payments.receive_notice(
            shop.database, shop.channels, channel="simpay", headers=notice.headers, body=notice.body
        )
        await work_off(shop)


async def work_off(shop: Shop) -> None:
    """As the worker does: a job is gone only once it was done."""
    work = map_work(shop)
    async with shop.database.reading() as reading:
        jobs = await reading.connection.fetch("SELECT id, entrypoint, payload FROM jobs.pgqueuer ORDER BY id")
    for job in jobs:
        await work[job["entrypoint"]](shop.database, job["payload"] or b"")
        async with shop.database.reading() as reading:
            await reading.connection.execute("DELETE FROM jobs.pgqueuer WHERE id = $1", job["id"])


@pytest.mark.slow
@pytest.mark.parametrize("is_after", [False, True], ids=["before-sending", "after-the-answer"])
async def test_a_shop_killed_while_hearing_of_money_counts_it_once(  # noqa: PLR0917 - fixtures and a case.
    shop: Shop, app: Litestar, provider: Litestar, wire: Wire, clock: VirtualClock, settings: Settings, is_after: bool
) -> None:
    floor = await open_floor(shop.database, pieces=1_000)
    diary = Diary(shop, floor, provider, clock)
    killed_count = 0
    for kill_at in count(1):
        (buyer,) = await seat_buyers(shop.database, count=1)
        placed = await diary.place(buyer, [(floor.variant_ids[0], 1)])
        recorder = Recorder()
        wire.end = recorder
        await diary.at_provider(await diary.open_pay_page(placed))
        await deliver_notices(provider)
        assert recorder.notice is not None
        packed, now = msgspec.msgpack.encode(recorder.notice), clock.now().astimezone(UTC).isoformat()
        was_killed = run_doomed(
            hear_and_work, settings, now, packed, url=shop.database.url, kill_at=kill_at, is_after=is_after
        )
        # The provider sends it again, as it does until it is answered, and a worker comes up again.
        wire.end = app
        async with httpx.AsyncClient(transport=wire.transport(), base_url="http://localhost:8000") as line:
            answer = await line.post(
                "/payments/simpay/notices", headers=recorder.notice.headers, content=recorder.notice.body
            )
        assert answer.is_success
        await diary.close_the_day()
        assert await diary.statuses(placed) == ("placed", "paid", "unfulfilled"), f"killed at {kill_at}"
        assert await diary.told(placed) == ["placed", "payment_captured"]
        if not was_killed:
            break
        killed_count += 1
    assert killed_count >= ROUND_TRIPS_LEAST
