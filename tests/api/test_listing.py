"""Products listed by programs, narrowed by the same filters as the pages."""

import pytest
from tests.api.caller import Caller, World
from tests.modules.catalog.shelf import create, teapot


@pytest.fixture
async def pot(world: World) -> str:
    """A teapot in two colours among the goods; its title."""
    await create(world.database, teapot())
    return "手工紫砂茶壶"


async def test_filters_narrow_and_facets_tell_how(caller: Caller, pot: str) -> None:
    everything = (await caller.get("/api/v1/products")).json()
    assert everything["facets"] is None
    narrowed = (
        await caller.get(
            "/api/v1/products",
            option=["颜色:朱砂", "颜色:没有"],
            brand="素器",
            price_from_minor=13000,
            price_to_minor=16000,
            facets="true",
        )
    ).json()
    assert [item["title"] for item in narrowed["items"]] == [pot]
    facets = narrowed["facets"]
    assert (facets["product_count"], facets["is_capped"]) == (1, False)
    assert facets["price_lowest"] == {"minor": 12900, "currency": "CNY"}
    assert [(option["key"], len(option["values"])) for option in facets["options"]] == [("颜色", 3)]
    nothing = (await caller.get("/api/v1/products", in_stock="true", brand="素器")).json()
    assert (nothing["items"], nothing["next_key"]) == ([], None)


@pytest.mark.parametrize("query", [{"price_from_minor": "x"}, {"sort": "colour"}, {"limit": "x"}])
async def test_what_is_no_filter_is_refused(caller: Caller, query: dict[str, str]) -> None:
    assert (await caller.get("/api/v1/products", **query)).status_code == 422
