from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from tests.kit.invariants import check_invariants
from tests.modules.inventory.conftest import CLERK

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput, Refusal
from shopwright.kernel.ids import OrderId, OrderLineId, VariantId, WarehouseId
from shopwright.modules.inventory import jobs
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import ShipStock, StockLevel, StockWant
from shopwright.modules.inventory.errors import (
    NotCommitted,
    NothingToChange,
    QuantityOutOfRange,
    StockMoved,
    StockPromised,
    WarehouseCodeTaken,
    WarehouseUnknown,
)
from shopwright.platform.db import DATABASE_GONE, Database, Transaction

CUP = VariantId(10)
ORDER, LINE = OrderId(100), OrderLineId(1000)
SYSTEM = Actor.system("test")
Act = Callable[[Transaction], Awaitable[object]]


async def level_of(database: Database, variant_id: VariantId = CUP) -> StockLevel:
    async with database.reading() as reading:
        (level,) = await inventory.list_levels(reading, variant_ids=[variant_id])
    return level


async def receive(database: Database, warehouse_id: WarehouseId, pieces: int) -> None:
    await database.transact(
        lambda tx: inventory.receive_stock(tx, actor=CLERK, warehouse_id=warehouse_id, pieces={CUP: pieces})
    )


async def hold(database: Database, quantity: int, order_id: OrderId = ORDER) -> bool:
    async def act(tx: Transaction) -> bool:
        board = await inventory.lock_stock(tx, variant_ids=[CUP])
        if board.take([StockWant(order_id, LINE, CUP, quantity)]) is not None:
            return False
        expires_at = {order_id: tx.at + timedelta(minutes=30)}
        await inventory.write_holds(tx, actor=SYSTEM, board=board, expires_at=expires_at)
        return True

    return await database.transact(act)


async def turn(database: Database, verb: Callable[..., Awaitable[bool]], order_id: OrderId = ORDER) -> bool:
    return await database.transact(lambda tx: verb(tx, actor=SYSTEM, order_id=order_id, variant_ids=[CUP]))


async def ship(database: Database, quantity: int) -> None:
    await database.transact(
        lambda tx: inventory.ship_order(tx, actor=CLERK, order_id=ORDER, lines=[ShipStock(LINE, CUP, quantity)])
    )


async def told(database: Database) -> list[str]:
    async with database.reading() as reading:
        return [row[0] for row in await reading.connection.fetch("SELECT name FROM platform.event ORDER BY id")]


async def test_received_stock_lies_there_and_stands_in_the_ledger(
    database: Database, warehouse_id: WarehouseId
) -> None:
    await receive(database, warehouse_id, 12)
    assert await level_of(database) == StockLevel(CUP, warehouse_id, 12, 0, 0, 0)
    async with database.reading() as reading:
        (movement,) = await inventory.list_movements(reading, variant_id=CUP, before_id=2**62, count_max=10)
        audited = await reading.connection.fetchval("SELECT count(*) FROM staff.audit_record")
    assert (movement.kind, movement.quantity, movement.actor_label) == ("received", 12, "Lin")
    assert audited == 2
    assert await told(database) == ["inventory.availability_changed"]
    await check_invariants(database)


async def test_a_hold_is_committed_shipped_in_parts_and_leaves_the_ledger_right(
    database: Database, warehouse_id: WarehouseId
) -> None:
    await receive(database, warehouse_id, 5)
    assert await hold(database, 3)
    assert await level_of(database) == StockLevel(CUP, warehouse_id, 5, 3, 0, 0)
    assert await turn(database, inventory.commit_order)
    assert await level_of(database) == StockLevel(CUP, warehouse_id, 5, 0, 3, 0)
    await ship(database, 1)
    await ship(database, 2)
    assert await level_of(database) == StockLevel(CUP, warehouse_id, 2, 0, 0, 0)
    with pytest.raises(NotCommitted):
        await ship(database, 1)
    await check_invariants(database)


async def test_what_is_committed_and_not_yet_shipped_can_be_given_back(
    database: Database, warehouse_id: WarehouseId
) -> None:
    await receive(database, warehouse_id, 5)
    await hold(database, 5)
    await turn(database, inventory.commit_order)
    await ship(database, 2)
    assert await turn(database, inventory.uncommit_order)
    assert not await turn(database, inventory.uncommit_order)
    assert await level_of(database) == StockLevel(CUP, warehouse_id, 3, 0, 0, 0)
    await check_invariants(database)


async def test_releasing_and_committing_twice_changes_nothing_the_second_time(
    database: Database, warehouse_id: WarehouseId
) -> None:
    await receive(database, warehouse_id, 5)
    await hold(database, 5)
    assert await turn(database, inventory.release_order)
    assert not await turn(database, inventory.release_order)
    assert not await turn(database, inventory.commit_order)
    assert await level_of(database) == StockLevel(CUP, warehouse_id, 5, 0, 0, 0)
    assert await told(database) == ["inventory.availability_changed"] * 3
    await check_invariants(database)


async def test_a_late_payment_takes_stock_again_or_nothing(database: Database, warehouse_id: WarehouseId) -> None:
    await receive(database, warehouse_id, 5)
    wants = [StockWant(ORDER, LINE, CUP, 4)]
    assert await database.transact(lambda tx: inventory.retake_order(tx, actor=SYSTEM, wants=wants))
    other = [StockWant(OrderId(101), OrderLineId(1001), CUP, 2)]
    assert not await database.transact(lambda tx: inventory.retake_order(tx, actor=SYSTEM, wants=other))
    assert await level_of(database) == StockLevel(CUP, warehouse_id, 5, 0, 4, 0)
    await check_invariants(database)


async def test_counting_and_adjusting_write_the_difference(database: Database, warehouse_id: WarehouseId) -> None:
    await receive(database, warehouse_id, 10)
    await database.transact(
        lambda tx: inventory.count_stock(
            tx, actor=CLERK, warehouse_id=warehouse_id, variant_id=CUP, counted=7, note="spring"
        )
    )
    await database.transact(
        lambda tx: inventory.adjust_stock(
            tx, actor=CLERK, warehouse_id=warehouse_id, variant_id=CUP, delta=-2, note="broken"
        )
    )
    async with database.reading() as reading:
        movements = await inventory.list_movements(reading, variant_id=CUP, before_id=2**62, count_max=10)
    assert [(each.kind, each.quantity, each.note) for each in movements] == [
        ("adjusted", -2, "broken"),
        ("counted", -3, "spring"),
        ("received", 10, ""),
    ]
    await check_invariants(database)


async def test_a_count_of_what_moved_meanwhile_is_refused(database: Database, warehouse_id: WarehouseId) -> None:
    await receive(database, warehouse_id, 10)
    await hold(database, 2)
    await turn(database, inventory.commit_order)
    await ship(database, 2)
    before = await everything(database)
    for counted in (9, 8):
        with pytest.raises(StockMoved) as refused:
            await database.transact(lambda tx, counted=counted: count(tx, warehouse_id, counted, expected=10))  # type: ignore[misc]  # Binds the loop's value.
        assert refused.value.values == {"expected": 10, "on_hand": 8}
    assert await everything(database) == before
    await database.transact(lambda tx: count(tx, warehouse_id, 7, expected=8))
    assert (await level_of(database)).on_hand == 7


async def test_safety_stock_is_kept_back_from_sale(database: Database, warehouse_id: WarehouseId) -> None:
    await receive(database, warehouse_id, 3)
    await database.transact(
        lambda tx: inventory.keep_back(tx, actor=CLERK, warehouse_id=warehouse_id, variant_id=CUP, safety=2)
    )
    assert not await hold(database, 2)
    assert await hold(database, 1)
    async with database.reading() as reading:
        assert await inventory.find_availability(reading, variant_ids=[CUP, VariantId(99)]) == {CUP: 0, 99: 0}


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda w: lambda tx: adjust(tx, w, 0), NothingToChange),
        (lambda w: lambda tx: adjust(tx, w, -3), StockPromised),
        (lambda w: lambda tx: adjust(tx, w, 10**9), QuantityOutOfRange),
        (lambda w: lambda tx: count(tx, w, 5), NothingToChange),
        (lambda w: lambda tx: count(tx, w, 2), StockPromised),
        (lambda w: lambda tx: count(tx, w, -1), QuantityOutOfRange),
        (lambda _: lambda tx: count(tx, WarehouseId(99), 2), WarehouseUnknown),
        (
            lambda w: lambda tx: inventory.receive_stock(tx, actor=CLERK, warehouse_id=w, pieces={CUP: 0}),
            QuantityOutOfRange,
        ),
        (
            lambda _: lambda tx: inventory.create_warehouse(tx, actor=CLERK, code="main", names={"en": "Again"}),
            WarehouseCodeTaken,
        ),
    ],
)
async def test_a_refused_act_changes_nothing(
    database: Database,
    warehouse_id: WarehouseId,
    act: Callable[[WarehouseId], Act],
    refusal: type[Refusal],
) -> None:
    await receive(database, warehouse_id, 5)
    await hold(database, 3)
    before = await everything(database)
    with pytest.raises(refusal):
        await database.transact(act(warehouse_id))
    assert await everything(database) == before


async def test_orphaned_holds_are_released_two_hours_past_their_time(
    database: Database, warehouse_id: WarehouseId
) -> None:
    await receive(database, warehouse_id, 5)
    await hold(database, 3)
    database.clock.advance(timedelta(hours=2, minutes=30))  # type: ignore[attr-defined]  # Tests run on a virtual clock.
    await jobs.release_orphans(database)
    assert (await level_of(database)).held == 3
    database.clock.advance(timedelta(seconds=1))  # type: ignore[attr-defined]  # As above.
    await jobs.release_orphans(database)
    assert (await level_of(database)).held == 0
    await check_invariants(database)


async def two_orphans(database: Database, warehouse_id: WarehouseId) -> None:
    await receive(database, warehouse_id, 5)
    await hold(database, 3)
    await hold(database, 2, OrderId(101))
    database.clock.advance(timedelta(hours=3))  # type: ignore[attr-defined]  # As above.


async def held_orders(database: Database) -> list[int]:
    async with database.reading() as reading:
        kept = await reading.connection.fetch("SELECT order_id FROM inventory.hold WHERE state = 'held' ORDER BY 1")
    return [row["order_id"] for row in kept]


@pytest.mark.parametrize("page_count", [200, 1])
async def test_an_orphan_that_cannot_be_released_keeps_no_other_waiting(
    database: Database, warehouse_id: WarehouseId, page_count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PAGE_COUNT", page_count)
    await two_orphans(database, warehouse_id)
    async with database.reading() as reading:
        await reading.connection.execute("UPDATE inventory.stock_level SET held = 2")
    with pytest.raises(jobs.OrphansNotReleased, match="orders whose holds were not released: 1, the first is 100"):
        await jobs.release_orphans(database)
    assert (await held_orders(database), (await level_of(database)).held) == ([ORDER], 0)


async def test_a_lost_database_ends_the_round_at_once(database: Database, warehouse_id: WarehouseId) -> None:
    await two_orphans(database, warehouse_id)
    async with database.reading() as reading:
        await reading.connection.execute(
            """
            CREATE FUNCTION inventory.pull_the_plug() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;
            CREATE TRIGGER pull BEFORE UPDATE ON inventory.hold
            FOR EACH ROW WHEN (NEW.order_id = 100) EXECUTE FUNCTION inventory.pull_the_plug()
            """
        )
    with pytest.raises(DATABASE_GONE):
        await jobs.release_orphans(database)
    assert await held_orders(database) == [ORDER, 101]


async def adjust(tx: Transaction, warehouse_id: WarehouseId, delta: int) -> None:
    await inventory.adjust_stock(tx, actor=CLERK, warehouse_id=warehouse_id, variant_id=CUP, delta=delta, note="")


async def count(tx: Transaction, warehouse_id: WarehouseId, counted: int, expected: int | None = None) -> None:
    await inventory.count_stock(
        tx,
        actor=CLERK,
        warehouse_id=warehouse_id,
        variant_id=CUP,
        counted=counted,
        note="",
        expected_on_hand=expected,
    )


async def everything(database: Database) -> list[tuple[object, ...]]:
    tables = ("stock_level", "hold", "movement", "warehouse")
    async with database.reading() as reading:
        rows = [
            tuple(row)
            for table in tables
            for row in await reading.connection.fetch(f"SELECT * FROM inventory.{table} ORDER BY 1, 2")
        ]
        rows += [tuple(row) for row in await reading.connection.fetch("SELECT id, name FROM platform.event")]
        return rows + [tuple(row) for row in await reading.connection.fetch("SELECT id FROM staff.audit_record")]


@pytest.mark.parametrize("note", ["x" * 201, "left\x00right"])
async def test_a_note_that_no_movement_can_keep_is_refused_at_its_field(
    database: Database, warehouse_id: WarehouseId, note: str
) -> None:
    await receive(database, warehouse_id, 5)
    level = await level_of(database)
    acts: list[Act] = [
        lambda tx: inventory.receive_stock(tx, actor=CLERK, warehouse_id=warehouse_id, pieces={CUP: 1}, note=note),
        lambda tx: inventory.adjust_stock(
            tx, actor=CLERK, warehouse_id=warehouse_id, variant_id=CUP, delta=1, note=note
        ),
        lambda tx: inventory.count_stock(
            tx, actor=CLERK, warehouse_id=warehouse_id, variant_id=CUP, counted=9, note=note
        ),
    ]
    for act in acts:
        with pytest.raises(InvalidInput) as refused:
            await database.transact(act)
        assert list(refused.value.fields) == ["note"]
    assert await level_of(database) == level
