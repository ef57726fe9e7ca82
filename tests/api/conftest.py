from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack

import pytest
from litestar import Litestar
from tests.api.caller import PASSWORD, Caller, World
from tests.kit.app import open_browser
from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import OWNER, open_shop

from shopwright.modules.staff.public import create_member, create_role
from shopwright.platform.credentials import HashCost, hashing
from shopwright.shop import Shop

NewCaller = Callable[[], Awaitable[Caller]]
NewClerk = Callable[..., Awaitable[Caller]]


@pytest.fixture(autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Real password hashes that cost next to nothing."""
    before, hashing.cost = hashing.cost, HashCost(memory_kib=8, pass_count=1, lane_count=1)
    yield
    hashing.cost = before


@pytest.fixture
async def world(app: Litestar, shop: Shop, provider: Litestar) -> AsyncIterator[World]:
    """Two products of one variant each, a hundred pieces of both; the books are checked when the test is over."""
    yield World(app, shop, provider, await open_shop(shop.database, variant_count=2, pieces=100))
    await check_invariants(shop.database)


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    """What is closed after the test."""
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
async def new_caller(world: World, stack: AsyncExitStack) -> NewCaller:
    """Makes one more stranger."""

    async def make() -> Caller:
        return Caller(await stack.enter_async_context(open_browser(world.app)))

    return make


@pytest.fixture
async def caller(new_caller: NewCaller) -> Caller:
    """A program that nobody knows yet."""
    return await new_caller()


@pytest.fixture
async def new_clerk(world: World, stack: AsyncExitStack) -> NewClerk:
    """Makes a member of the staff with exactly these permissions, logged in."""

    async def make(name: str, *permissions: str) -> Caller:
        role_id = await world.database.transact(
            lambda tx: create_role(tx, actor=OWNER, name=name, permissions=permissions)
        )
        email = f"{name}@shop.test"
        await create_member(world.database, actor=OWNER, email=email, name=name, password=PASSWORD, roles=[role_id])
        clerk = Caller(await stack.enter_async_context(open_browser(world.app)), session_path="/console/api/v1/session")
        await clerk.log_in(email=email, password=PASSWORD)
        return clerk

    return make
