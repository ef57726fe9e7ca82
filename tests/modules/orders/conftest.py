from collections.abc import AsyncIterator

import pytest
from tests.kit.invariants import check_invariants
from tests.modules.orders.desk import CLERK, CUP, POT, Desk

from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Database


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """A desk with a hundred cups and a hundred pots in stock; its books are checked when the test is over."""
    warehouse_id = await database.transact(
        lambda tx: inventory.create_warehouse(tx, actor=CLERK, code="main", names={"zh_CN": "总仓"})
    )
    desk = Desk(database, warehouse_id)
    await desk.stock({CUP: 100, POT: 100})
    yield desk
    await check_invariants(database)
