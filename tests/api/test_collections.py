"""Collections as programs read them."""

from tests.api.caller import Caller, World
from tests.kit.app import statement_budget
from tests.kit.shop_floor import OWNER

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionInput, CollectionRule, ProductSort
from shopwright.platform.db import Transaction


async def collect(world: World) -> None:
    """A collection that is shown, one that is not."""

    async def act(tx: Transaction) -> None:
        for slug in ("cups", "hidden"):
            wanted = CollectionInput(
                names={"zh_CN": "杯", "en": "Cups"},
                slug=slug,
                sort=ProductSort.NEWEST,
                rule=CollectionRule(price_currency="CNY", price_from_minor=1),
            )
            collection_id = await catalog.create_collection(tx, actor=OWNER, collection=wanted)
            if slug == "cups":
                await catalog.list_collection(tx, actor=OWNER, collection_id=collection_id)

    await world.database.transact(act)


async def test_collections_and_their_products_are_read(world: World, caller: Caller) -> None:
    await collect(world)
    (told,) = (await caller.get("/api/v1/collections")).json()
    assert (told["slug"], told["sort"], told["picture_url"], "rule" in told) == ("cups", "newest", None, False)
    assert (await caller.get("/api/v1/collections/cups")).json() == told
    page = (await caller.get("/api/v1/collections/cups/products", sort="price_up", limit=1)).json()
    assert [item["slug"] for item in page["items"]] == ["celadon-cup-0"]
    assert (await caller.get("/api/v1/collections/hidden")).status_code == 404
    assert (await caller.get("/api/v1/collections/hidden/products")).status_code == 404


async def test_they_cost_what_was_promised(world: World, caller: Caller) -> None:
    await collect(world)
    await caller.get("/api/v1/products")
    for path, at_most in (("/api/v1/collections", 1), ("/api/v1/collections/cups/products", 2)):
        with statement_budget(world.shop, at_most=at_most):
            assert (await caller.get(path)).status_code == 200
