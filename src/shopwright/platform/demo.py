"""Whether a database holds a demo: marked when the demo is loaded, asked before anything is cleared."""

from datetime import datetime

import msgspec

from shopwright.kernel.errors import Refusal
from shopwright.platform.db import Reading, Transaction, statement
from shopwright.platform.db.setting import put_setting

SETTING = "demo.contents"


class DemoContents(msgspec.Struct, frozen=True):
    """When the demo's goods, people and orders came into this database, and when they were cleared out of it."""

    loaded_at: datetime | None = None
    cleared_at: datetime | None = None

    @property
    def is_present(self) -> bool:
        """Whether what is in the shop is a demo and may be thrown away."""
        return self.loaded_at is not None and self.cleared_at is None


class NotADemo(Refusal):
    """What is in this database is no demo, or no longer: it is somebody's business and stays."""

    code = "not_a_demo"
    status = 409
    sentence = "This shop holds no demo data, so there is nothing that may be cleared."


async def find_demo(reading: Reading) -> DemoContents:
    """What is known of the demo in this database; never kept, so that nobody clears by an old answer."""
    return _read(await _find(reading, name=SETTING))


async def mark_loaded(tx: Transaction) -> None:
    """Write down that a demo is loaded into this empty database."""
    await put_setting(tx, name=SETTING, value=DemoContents(loaded_at=tx.at))


async def mark_cleared(tx: Transaction) -> None:
    """Write down that the demo is gone, for good: what comes now is somebody's own. Raises NotADemo."""
    present = await require_demo(tx)
    await put_setting(tx, name=SETTING, value=msgspec.structs.replace(present, cleared_at=tx.at))


async def require_demo(tx: Transaction) -> DemoContents:
    """Refuse with NotADemo unless a demo is in this database; holds the mark, so that two cannot clear at once.

    Every operation that clears a module begins with it.
    """
    present = _read(await lock_mark(tx, name=SETTING))
    if not present.is_present:
        raise NotADemo
    return present


def _read(text: str | None) -> DemoContents:
    return DemoContents() if text is None else msgspec.json.decode(text, type=DemoContents)


@statement("SELECT value FROM platform.setting WHERE name = :name")
async def _find(reading: Reading, *, name: str) -> str | None: ...


@statement("SELECT value FROM platform.setting WHERE name = :name FOR UPDATE")
async def lock_mark(tx: Transaction, *, name: str) -> str | None:
    """Lock the mark until the transaction ends."""


async def clear_platform(tx: Transaction) -> None:
    """Remove a demo's news, waiting jobs and shoppers' sessions: they tell of what is gone. Raises NotADemo."""
    await require_demo(tx)
    await _delete_news(tx)
    await _delete_jobs(tx)
    await _delete_shop_sessions(tx)


@statement("TRUNCATE platform.delivery, platform.event, jobs.pgqueuer_log")
async def _delete_news(tx: Transaction) -> None: ...


@statement("DELETE FROM jobs.pgqueuer")
async def _delete_jobs(tx: Transaction) -> None: ...


@statement("DELETE FROM platform.session WHERE audience = 'shop'")
async def _delete_shop_sessions(tx: Transaction) -> None: ...
