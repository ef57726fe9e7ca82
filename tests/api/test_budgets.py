"""How many statements a request may cost, beside finding its session."""

from tests.api.caller import Caller, World
from tests.kit.app import statement_budget
from tests.kit.shop_floor import OWNER

from shopwright.modules.catalog import public as catalog
from shopwright.platform.db import Database, Transaction


async def put_into_category(database: Database) -> None:
    """One category with nothing in it."""

    async def act(tx: Transaction) -> None:
        await catalog.create_category(tx, actor=OWNER, names={"zh_CN": "茶具", "en": "Tea ware"}, slug="tea-ware")

    await database.transact(act)


async def test_reading_costs_what_was_promised(world: World, caller: Caller) -> None:
    await put_into_category(world.database)
    await caller.get("/api/v1/products")  # The market is kept from now on.
    for path, at_most in (
        ("/api/v1/products/celadon-cup-0", 1),
        ("/api/v1/products/nothing-of-ours", 1),
        ("/api/v1/products", 2),
        ("/api/v1/products?q=茶杯", 2),
        ("/api/v1/products?category=tea-ware&sort=price_up", 2),
        ("/api/v1/categories", 1),
        ("/api/v1/session", 0),
        ("/api/v1/cart", 0),
    ):
        with statement_budget(world.shop, at_most=at_most):
            await caller.get(path)


async def test_a_stranger_costs_no_session(world: World, caller: Caller) -> None:
    for path in ("/api/v1/products", "/api/v1/cart", "/api/v1/session", "/api/v1/orders"):
        assert "set-cookie" not in (await caller.get(path)).headers
    async with world.database.reading() as reading:
        assert await reading.connection.fetchval("SELECT count(*) FROM platform.session") == 0


async def test_buying_costs_what_was_promised(world: World, caller: Caller) -> None:
    cup, bowl = world.floor.variant_ids
    await caller.get("/api/v1/products")
    with statement_budget(world.shop, at_most=10):
        await caller.act("POST", "/api/v1/cart/lines", {"variant_id": cup, "quantity": 1})
    await caller.learn_token()
    with statement_budget(world.shop, at_most=8):
        await caller.act("POST", "/api/v1/cart/lines", {"variant_id": bowl, "quantity": 1})
    with statement_budget(world.shop, at_most=3):
        await caller.get("/api/v1/cart")
    body = await caller.order_body()
    with statement_budget(world.shop, at_most=24) as placing:
        answer = await caller.act("POST", "/api/v1/orders", body)
    number = answer.json()["number"]
    assert placing["modules.orders.store.insert_orders"] <= 1
    with statement_budget(world.shop, at_most=2):
        await caller.get(f"/api/v1/orders/{number}")
    with statement_budget(world.shop, at_most=2):
        await caller.get("/api/v1/orders")
