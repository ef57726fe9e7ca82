"""Settings that people change while the shop runs: JSON by name, cached by every process until they change."""

from datetime import datetime
from typing import TypeVar

import msgspec

from shopwright.platform.db.cache import VersionedCache, invalidate
from shopwright.platform.db.database import Reading, Transaction
from shopwright.platform.db.statements import statement

Shape = TypeVar("Shape", bound=msgspec.Struct)


async def get_setting(reading: Reading, *, cache: VersionedCache, name: str, shape: type[Shape]) -> Shape:
    """The setting `name` as a `shape`; the shape's own defaults where it was never set."""

    async def load(reading: Reading) -> Shape:
        text = await _find(reading, name=name)
        return shape() if text is None else msgspec.json.decode(text, type=shape)

    return await cache.get(reading, f"setting.{name}", load)


async def put_setting(tx: Transaction, *, name: str, value: msgspec.Struct) -> None:
    """Change a setting; every process hears of it when the transaction commits."""
    await _put(tx, name=name, value=value, at=tx.at)
    await invalidate(tx, f"setting.{name}")


@statement("SELECT value FROM platform.setting WHERE name = :name")
async def _find(reading: Reading, *, name: str) -> str | None: ...


@statement(
    """
    INSERT INTO platform.setting (name, value, changed_at) VALUES (:name, :value, :at)
    ON CONFLICT (name) DO UPDATE SET value = :value, changed_at = :at
    """
)
async def _put(tx: Transaction, *, name: str, value: object, at: datetime) -> None: ...
