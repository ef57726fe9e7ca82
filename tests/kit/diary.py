"""A shop whose days are told: a buyer, a clerk, a provider, and a clock that is moved by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import httpx
from litestar import Litestar
from tests.kit import shop_floor
from tests.kit.app import PROVIDER_URL, deliver_notices, drain, sweep
from tests.kit.invariants import check_invariants

from shopwright.bootstrap import list_sweeps
from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import CustomerId, OrderId, VariantId
from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason, Carrier, Order, ParcelLine
from shopwright.modules.payments import public as payments
from shopwright.shop import Shop

CLERK = Actor.staff(7, "Lin")


class Diary:
    """One shop's days. Every act is done by the person who does it in life, through the module's face."""

    def __init__(self, shop: Shop, floor: shop_floor.Shop, provider: Litestar, clock: VirtualClock) -> None:
        self.shop = shop
        self.floor = floor
        self.provider = provider
        self.clock = clock

    async def wait(self, **time: float) -> datetime:
        """Let time pass, and everything that comes round by itself come round."""
        now = self.clock.advance(timedelta(**time))
        for one in list_sweeps(self.shop):
            await sweep(self.shop, one.name)
        await drain(self.shop, with_delayed=True)
        return now

    async def place(self, customer_id: CustomerId, wants: Sequence[tuple[VariantId, int]], *, key: str = "a") -> Placed:
        """The buyer fills the cart and confirms what it shows."""
        database = self.shop.database
        await shop_floor.fill_cart(database, shop=self.floor, customer_id=customer_id, wants=wants)
        request = await shop_floor.request_for(database, shop=self.floor, customer_id=customer_id, key=key)
        return await self.shop.placing.submit(request, market=self.floor.market)

    async def open_pay_page(self, placed: Placed) -> str:
        """The buyer clicks on pay; the address of the provider's page."""
        order = await self.order(placed)
        page = await payments.pay(
            self.shop.database,
            self.shop.channels,
            actor=Actor.customer(placed.customer_id),
            customer_id=placed.customer_id,
            order_id=placed.order_id,
            amount=order.total,
            channel="simpay",
            return_url="http://localhost:8000/orders/1",
            language="zh_CN",
            expires_at=order.expires_at,
        )
        return page.pay_url

    async def at_provider(self, pay_url: str, *, action: str = "pay", **how: str | int) -> None:
        """What the buyer does on the provider's page: pay, fail or leave; `how` as in the simulator's test controls."""
        payment_id = pay_url.partition("?")[0].rpartition("/")[2]
        transport = httpx.ASGITransport(app=cast("Any", self.provider))
        async with httpx.AsyncClient(transport=transport, base_url=PROVIDER_URL) as http:
            answer = await http.post(f"/test/payments/{payment_id}/act", json={"action": action, **how})
        assert answer.status_code == 200, answer.text

    async def hear(self) -> None:
        """The provider's notices arrive, and the shop draws its conclusions."""
        await deliver_notices(self.provider)
        await drain(self.shop, with_delayed=True)

    async def pay(self, placed: Placed, **how: str) -> None:
        """The buyer pays, and the news of it arrives."""
        await self.at_provider(await self.open_pay_page(placed), **how)
        await self.hear()

    async def ship(self, placed: Placed, *, pieces: int, tracking_number: str) -> None:
        """The clerk packs so many pieces, line after line, and gives the parcel away."""
        order, left, lines = await self.order(placed), pieces, []
        for line in order.lines:
            taken = min(left, line.unshipped_quantity)
            if taken:
                lines.append(ParcelLine(line.id, taken))
                left -= taken
        await self.shop.database.transact(
            lambda tx: orders.ship(
                tx,
                actor=CLERK,
                customer_id=placed.customer_id,
                order_id=placed.order_id,
                carrier=Carrier.SF,
                tracking_number=tracking_number,
                lines=lines,
            )
        )

    async def deliver_parcels(self, placed: Placed) -> None:
        """Every parcel under way arrives."""
        for parcel in (await self.order(placed)).shipments:
            await self.shop.database.transact(
                lambda tx, parcel=parcel: orders.record_delivery(  # type: ignore[misc]  # Binds the loop's value.
                    tx,
                    actor=CLERK,
                    customer_id=placed.customer_id,
                    order_id=placed.order_id,
                    shipment_id=parcel.id,
                )
            )

    async def cancel(self, placed: Placed, reason: CancelReason = CancelReason.CHANGED_MIND) -> None:
        """The buyer does not want it any more."""
        await self.cancel_unheard(placed, actor=Actor.customer(placed.customer_id), reason=reason)
        await drain(self.shop, with_delayed=True)

    async def cancel_unheard(
        self, placed: Placed, *, actor: Actor, reason: CancelReason = CancelReason.CHANGED_MIND
    ) -> None:
        """The order is cancelled, and nothing that follows from it has been done yet."""
        await self.shop.database.transact(
            lambda tx: orders.cancel_order(
                tx, actor=actor, customer_id=placed.customer_id, order_id=placed.order_id, reason=reason
            )
        )

    async def receive(self, placed: Placed) -> None:
        """The buyer says that it came."""
        await self.shop.database.transact(
            lambda tx: orders.confirm_receipt(
                tx,
                actor=Actor.customer(placed.customer_id),
                customer_id=placed.customer_id,
                order_id=placed.order_id,
            )
        )

    async def order(self, placed: Placed) -> Order:
        """The order as it stands."""
        return await find_order(self.shop, placed.customer_id, placed.order_id)

    async def statuses(self, placed: Placed) -> tuple[str, str, str]:
        """The order's three statuses."""
        order = await self.order(placed)
        return order.order_status.value, order.payment_status.value, order.fulfilment_status.value

    async def told(self, placed: Placed) -> list[str]:
        """What the timeline tells, oldest first."""
        return [entry.kind.value for entry in reversed((await self.order(placed)).timeline)]

    async def available(self) -> list[int]:
        """How many pieces of each variant may still be promised."""
        async with self.shop.database.reading() as reading:
            found = await inventory.find_availability(reading, variant_ids=list(self.floor.variant_ids))
        return [found[variant_id] for variant_id in self.floor.variant_ids]

    async def close_the_day(self) -> None:
        """Whatever happened, the books are right and nothing waits."""
        await drain(self.shop, with_delayed=True)
        await check_invariants(self.shop.database)


async def find_order(shop: Shop, customer_id: CustomerId, order_id: OrderId) -> Order:
    """An order as its customer sees it."""
    async with shop.database.reading() as reading:
        return await orders.get_order(reading, customer_id=customer_id, order_id=order_id)
