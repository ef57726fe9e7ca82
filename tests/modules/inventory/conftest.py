import pytest

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import WarehouseId
from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Database

CLERK = Actor.staff(7, "Lin")


@pytest.fixture
async def warehouse_id(database: Database) -> WarehouseId:
    """The shop's only warehouse."""
    return await database.transact(
        lambda tx: inventory.create_warehouse(tx, actor=CLERK, code="main", names={"zh_CN": "总仓", "en": "Main"})
    )
