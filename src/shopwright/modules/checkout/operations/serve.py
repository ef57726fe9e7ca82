"""Serve everyone who places an order: prepare each request alone, then place whoever is waiting together."""

from collections.abc import Sequence

from shopwright.kernel.errors import Refusal
from shopwright.modules.checkout.contracts import Placed, PlaceRequest
from shopwright.modules.checkout.errors import KeyReused
from shopwright.modules.checkout.operations.place import place
from shopwright.modules.checkout.operations.prepare import digest, prepare
from shopwright.modules.checkout.rules import Draft
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders import public as orders
from shopwright.platform.db import Batcher, Database, IdBlocks


class Placing:
    """Places orders for everyone in this process, one batch in flight at a time."""

    def __init__(self, database: Database, *, batch_size_max: int = 256) -> None:
        self._database = database
        self._ids = IdBlocks()
        self._batcher: Batcher[Draft, Placed] = Batcher(self._place, batch_size_max=batch_size_max)

    async def submit(self, request: PlaceRequest, *, market: Market) -> Placed:
        """Place an order, or raise the refusal it met; the same key again answers with the same order.

        Refusals: `EmptyCart`, `CartChanged`, `PriceChanged`, `OutOfStock`, `NotForSale`, `KeyReused`, `TooBusy`,
        `AlreadyRunning`. When it returns, the order is durable.
        """
        async with self._database.reading() as reading:
            key = (request.customer_id, request.idempotency_key)
            earlier = (await orders.find_placed(reading, keys=[key])).get(key)
            if earlier is not None:
                if earlier.request_digest != digest(request):
                    raise KeyReused
                return Placed(request.customer_id, earlier.order_id, earlier.group_id, is_replay=True)
            draft = await prepare(reading, ids=self._ids, request=request, market=market)
        return await self.place(draft)

    async def place(self, draft: Draft) -> Placed:
        """Have a prepared draft placed with whoever else is waiting."""
        return await self._batcher.submit(draft, key=draft.key)

    async def close(self) -> None:
        """Finish those who wait and refuse the rest."""
        await self._batcher.close()

    async def _place(self, drafts: Sequence[Draft]) -> Sequence[Placed | Refusal]:
        return await self._database.transact(lambda tx: place(tx, drafts=drafts))
