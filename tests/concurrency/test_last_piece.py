"""One piece, two hundred buyers at one barrier, over a hundred seeds: one order, 199 clear refusals, each time."""

import asyncio
import random

import pytest
from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import OWNER, Shop, draft_for, fill_cart, open_shop, request_for, seat_buyers

from shopwright.kernel.ids import CustomerId
from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.checkout.errors import OutOfStock
from shopwright.modules.checkout.public import Placing
from shopwright.modules.checkout.rules import Draft
from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Database, IdBlocks

BUYERS = 200
SEEDS = 100
PROCESSES = 3


class Barrier:
    """The buyers with their drafts; a loser's draft stays good, the winner fills the cart anew."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database = database
        self.shop = shop
        self.ids = IdBlocks()
        self.drafts: dict[CustomerId, Draft] = {}

    async def line_up(self, customer_id: CustomerId, turn: int) -> None:
        """Put the one piece into the buyer's cart and prepare the order."""
        wants = [(self.shop.variant_ids[0], 1)]
        await fill_cart(self.database, shop=self.shop, customer_id=customer_id, wants=wants)
        key = f"{customer_id}-{turn}"
        request = await request_for(self.database, shop=self.shop, customer_id=customer_id, key=key)
        self.drafts[customer_id] = await draft_for(self.database, ids=self.ids, shop=self.shop, request=request)

    async def put_one_piece(self) -> None:
        """Exactly one piece to be had."""
        pieces = {self.shop.variant_ids[0]: 1}
        await self.database.transact(
            lambda tx: inventory.receive_stock(tx, actor=OWNER, warehouse_id=self.shop.warehouse_id, pieces=pieces)
        )


@pytest.mark.slow
async def test_the_last_piece_is_sold_once_over_a_hundred_seeds(database: Database) -> None:
    barrier = Barrier(database, await open_shop(database, pieces=1))
    for customer_id in await seat_buyers(database, count=BUYERS):
        await barrier.line_up(customer_id, turn=0)
    for seed in range(SEEDS):
        outcomes = await storm(barrier, seed)
        winners = [outcome for outcome in outcomes if isinstance(outcome, Placed)]
        refused = [outcome for outcome in outcomes if isinstance(outcome, OutOfStock)]
        assert (len(winners), len(refused)) == (1, BUYERS - 1), f"seed {seed}"
        assert all(refusal.values["available"] == 0 for refusal in refused)
        await barrier.put_one_piece()
        await barrier.line_up(winners[0].customer_id, turn=seed + 1)
    await check_invariants(database)
    async with database.reading() as reading:
        assert await reading.connection.fetchval('SELECT count(*)::int FROM orders."order"') == SEEDS


async def storm(barrier: Barrier, seed: int) -> list[object]:
    """All buyers at once, in an order of chance, over several processes' batchers of several sizes."""
    chance = random.Random(seed)  # noqa: S311 - a seeded shuffle, nothing secret.
    tills = [Placing(barrier.database, batch_size_max=chance.choice([1, 7, 64, 256])) for _ in range(PROCESSES)]
    drafts = list(barrier.drafts.values())
    chance.shuffle(drafts)
    return await asyncio.gather(*(chance.choice(tills).place(draft) for draft in drafts), return_exceptions=True)


@pytest.mark.slow
async def test_a_hundred_pieces_and_many_greedy_buyers_sell_out_without_a_wrong_refusal(database: Database) -> None:
    shop = await open_shop(database, pieces=100)
    chance = random.Random(11)  # noqa: S311 - as above.
    ids = IdBlocks()
    wanted: dict[CustomerId, int] = {}
    drafts: list[Draft] = []
    for customer_id in await seat_buyers(database, count=400):
        wanted[customer_id] = chance.randint(1, 5)
        wants = [(shop.variant_ids[0], wanted[customer_id])]
        await fill_cart(database, shop=shop, customer_id=customer_id, wants=wants)
        request = await request_for(database, shop=shop, customer_id=customer_id, key="k")
        drafts.append(await draft_for(database, ids=ids, shop=shop, request=request))
    tills = [Placing(database), Placing(database)]
    outcomes = await asyncio.gather(
        *(tills[number % 2].place(draft) for number, draft in enumerate(drafts)), return_exceptions=True
    )
    sold = sum(wanted[outcome.customer_id] for outcome in outcomes if isinstance(outcome, Placed))
    refusals = [outcome for outcome in outcomes if isinstance(outcome, OutOfStock)]
    assert sold == 100
    assert len(refusals) + sum(isinstance(outcome, Placed) for outcome in outcomes) == 400
    await check_invariants(database)
