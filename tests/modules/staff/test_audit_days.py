"""The audit log within days: by the moments of the acts, and never by reading all of it."""

from datetime import timedelta
from typing import Any

import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import StaffId
from shopwright.kernel.page import NEWEST, OLDEST, Place
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Database
from shopwright.platform.db.statements import REGISTRY


async def record(database: Database, names: str, *, actor: Actor) -> None:
    """An act on a variant of each name."""
    async with database.transaction() as tx:
        for name in names.split():
            await staff.record_audit(
                tx, actor=actor, action="inventory.adjust", subject=f"variant:{name}", detail={"delta": -1}
            )


async def test_the_acts_of_some_days_go_by_their_moments(database: Database, clock: VirtualClock) -> None:
    began = clock.now()
    for day in range(4):
        await record(database, f"{day}a {day}b {day}c", actor=Actor.staff(day % 2 + 1))
        clock.advance(timedelta(days=1))
    await record(database, "late", actor=Actor.staff(1))
    async with database.transaction() as tx:
        # What began first may be written last: its number is the higher one.
        await tx.connection.execute(
            "UPDATE staff.audit_record SET at = $1 WHERE subject = 'variant:late'", began + timedelta(days=1, hours=1)
        )
    days: dict[str, Any] = {"since": began + timedelta(days=1), "until": began + timedelta(days=3)}
    newest = ["2c", "2b", "2a", "late", "1c", "1b", "1a"]
    async with database.reading() as reading:
        for is_oldest_first in (False, True):
            for limit in (1, 2, 3, 7, 50):
                seen: list[str] = []
                after = None
                while True:
                    page = await staff.list_audit(
                        reading, **days, is_oldest_first=is_oldest_first, after=after, limit=limit
                    )
                    seen += [act.subject.removeprefix("variant:") for act in page.items]
                    after = page.next_key
                    if after is None:
                        break
                assert seen == (newest[::-1] if is_oldest_first else newest)
        of_one = await staff.list_audit(reading, **days, staff_id=StaffId(1), limit=2)
        assert [act.subject for act in of_one.items] == ["variant:2c", "variant:2b"]
        beyond = Place(began + timedelta(days=9), 1).key()
        assert (await staff.list_audit(reading, **days, after=beyond, limit=1)).items[0].subject == "variant:2c"
        before = await staff.list_audit(reading, until=days["since"], limit=1)
        assert [act.subject for act in before.items] == ["variant:0c"]


@pytest.mark.parametrize("is_oldest_first", [False, True])
async def test_the_acts_of_some_days_are_found_without_reading_all(
    database: Database, *, is_oldest_first: bool
) -> None:
    declared = REGISTRY["modules.staff.queries.list_audit_from"]
    chosen: dict[str, object] = dict.fromkeys(declared.choices, False) | {"page": (True, is_oldest_first)}
    text = declared.texts[tuple(chosen[name] for name in declared.choices)]
    asked = {"since": OLDEST.moment, "until": NEWEST.moment, "after": NEWEST, "limit": 51}
    async with database.transaction() as tx:
        await tx.connection.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        bound = [getattr(asked[name], part) if part else asked[name] for name, part in text.binds]
        plan = "\n".join(row[0] for row in await tx.connection.fetch(f"EXPLAIN {text.sql}", *bound))
    assert "audit_record_by_time" in plan
    assert "ROW(at, id)" in plan[plan.index("Index Cond") :]
    assert not any(word in plan for word in ("Sort", "Filter", "Seq Scan"))
