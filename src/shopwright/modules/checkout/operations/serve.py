"""Serve everyone who places an order: prepare each request alone, then place whoever is waiting together."""

from collections.abc import Sequence

from shopwright.kernel.errors import Refusal
from shopwright.kernel.ids import CustomerId
from shopwright.modules.checkout.contracts import Placed, PlaceRequest
from shopwright.modules.checkout.errors import KeyReused
from shopwright.modules.checkout.operations.place import place
from shopwright.modules.checkout.operations.prepare import prepare
from shopwright.modules.checkout.rules import Draft
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders import public as orders
from shopwright.platform.db import Batcher, Database, IdBlocks, Reading


class Placing:
    """Places orders for everyone in this process, one batch in flight at a time."""

    def __init__(self, database: Database, *, batch_size_max: int = 256) -> None:
        self._database = database
        self._ids = IdBlocks()
        self._batcher: Batcher[Draft, Placed] = Batcher(self._place, batch_size_max=batch_size_max)

    async def submit(self, request: PlaceRequest, *, market: Market) -> Placed:
        """Place an order, or raise the refusal it met; a request that was placed before answers with its order.

        Refusals: `EmptyCart`, `CartChanged`, `PriceChanged`, `OutOfStock`, `NotForSale`, `KeyReused`, `TooBusy`,
        `AlreadyRunning`. When it returns, the order is durable.
        """
        async with self._database.reading() as reading:
            try:
                draft = await prepare(reading, ids=self._ids, request=request, market=market)
            except Refusal:
                # The same request may have been placed meanwhile: its cart is gone, its order is the answer.
                earlier = await self.find_earlier(
                    reading,
                    customer_id=request.customer_id,
                    idempotency_key=request.idempotency_key,
                    request_digest=request.request_digest,
                )
                if earlier is None:
                    raise
                return earlier
        return await self.place(draft)

    async def find_earlier(
        self, reading: Reading, *, customer_id: CustomerId, idempotency_key: str, request_digest: bytes
    ) -> Placed | None:
        """The order that this key made before, or None; KeyReused where the key stood over another request.

        A face asks it first, before it looks up what the request names: that may be gone when the request comes again.
        """
        key = (customer_id, idempotency_key)
        earlier = (await orders.find_placed(reading, keys=[key])).get(key)
        if earlier is None:
            return None
        if earlier.request_digest != request_digest:
            raise KeyReused
        return Placed(customer_id, earlier.order_id, earlier.group_id, is_replay=True)

    async def place(self, draft: Draft) -> Placed:
        """Have a prepared draft placed with whoever else is waiting."""
        return await self._batcher.submit(draft, key=draft.key)

    async def close(self) -> None:
        """Finish those who wait and refuse the rest."""
        await self._batcher.close()

    async def _place(self, drafts: Sequence[Draft]) -> Sequence[Placed | Refusal]:
        return await self._database.transact(lambda tx: place(tx, drafts=drafts))
