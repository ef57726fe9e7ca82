"""Everything an order meets in these tests: real stock, real payments, a provider that does as it is told."""

import itertools
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import (
    CustomerId,
    OrderGroupId,
    OrderId,
    OrderLineId,
    ProductId,
    RefundId,
    ShipmentId,
    VariantId,
    WarehouseId,
)
from shopwright.kernel.money import Money
from shopwright.modules.customers import public as customers
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import StockLevel, StockWant
from shopwright.modules.orders import jobs, subscribers
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import Carrier, NewLine, NewOrder, Order, OrderAddress, ParcelLine
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import (
    Channels,
    Created,
    ProviderRefundState,
    ProviderState,
    ProviderStatus,
    VerifiedNotice,
)
from shopwright.modules.payments.events import PaymentCaptured
from shopwright.platform.db import Database, Transaction
from shopwright.platform.events import Subscribers

ADDRESS = OrderAddress(
    recipient="林晓",
    phone="13800138000",
    province="浙江省",
    city="杭州市",
    district="西湖区",
    district_code="330106",
    street="文三路 90 号",
)
CLERK = Actor.staff(7, "Lin")
CHECKOUT = Actor.system("checkout")
CUP, POT = VariantId(11), VariantId(12)
UNPAID_TIME = timedelta(minutes=30)
Result = TypeVar("Result")


class Till:
    """A payment provider at the other end of the wire. Its notices are the JSON that a test hands in."""

    def __init__(self, code: str) -> None:
        self.code = code

    async def create(self, *, reference: str, **_rest: object) -> Created:
        return Created(f"T{reference}", f"https://till.test/{reference}", ProviderStatus.PENDING)

    async def query(self, *, reference: str) -> ProviderState:
        return ProviderState(reference, ProviderStatus.ABSENT)

    async def close(self, *, reference: str) -> ProviderState:
        return ProviderState(reference, ProviderStatus.ABSENT)

    async def refund(self, *, reference: str, amount: Money, **_rest: object) -> ProviderRefundState:
        return ProviderRefundState(reference, ProviderStatus.PENDING, amount, f"T{reference}")

    async def query_refund(self, *, reference: str) -> ProviderRefundState:
        return ProviderRefundState(reference, ProviderStatus.PENDING)

    def verify(self, *, headers: Mapping[str, str], body: bytes) -> VerifiedNotice:
        kind = headers["kind"]
        news: ProviderState | ProviderRefundState = (
            msgspec.json.decode(body, type=ProviderState)
            if kind == "payment"
            else msgspec.json.decode(body, type=ProviderRefundState)
        )
        return VerifiedNotice(headers["event"], kind, is_ours=True, news=news, payload={})


class OrderKey(msgspec.Struct, frozen=True):
    """Whose order, and which."""

    customer_id: CustomerId
    order_id: OrderId

    @property
    def shopper(self) -> Actor:
        return Actor.customer(self.customer_id)


class Desk:
    """Does to orders what the shop around them does."""

    def __init__(self, database: Database, warehouse_id: WarehouseId) -> None:
        self.database = database
        self.warehouse_id = warehouse_id
        self.channels = Channels([Till("till"), Till("other")])
        self.subscribers = Subscribers()
        subscribers.register(self.subscribers)
        database.subscribers = self.subscribers.by_event
        self._numbers = itertools.count(1)

    async def stock(self, pieces: Mapping[VariantId, int]) -> None:
        await self.database.transact(
            lambda tx: inventory.receive_stock(tx, actor=CLERK, warehouse_id=self.warehouse_id, pieces=pieces)
        )

    async def level(self, variant_id: VariantId = CUP) -> StockLevel:
        async with self.database.reading() as reading:
            (level,) = await inventory.list_levels(reading, variant_ids=[variant_id])
        return level

    async def seat(self) -> CustomerId:
        return await self.database.transact(lambda tx: customers.create_guest(tx, language="zh_CN"))

    def draft(
        self,
        customer_id: CustomerId,
        *wants: tuple[VariantId, int, int],
        freight_minor: int = 800,
        currency: str = "CNY",
        **changes: Any,
    ) -> NewOrder:
        """An order of (variant, quantity, unit price) lines."""
        number = next(self._numbers)
        lines = tuple(
            NewLine(
                id=OrderLineId(number * 100 + index),
                variant_id=variant_id,
                product_id=ProductId(variant_id + 1000),
                sku=f"SKU-{variant_id}",
                title=f"青瓷 {variant_id}",
                options_text="青 / 大",
                picture_url=f"/files/{variant_id}.webp",
                quantity=quantity,
                unit_price=Money(price_minor, currency),
            )
            for index, (variant_id, quantity, price_minor) in enumerate(wants)
        )
        goods_minor = sum(line.unit_price.minor * line.quantity for line in lines)
        order = NewOrder(
            order_id=OrderId(number),
            group_id=OrderGroupId(number + 500),
            customer_id=customer_id,
            idempotency_key=f"key-{number}",
            request_digest=b"asked",
            market_code="cn",
            language="zh_CN",
            lines=lines,
            freight=Money(freight_minor, currency),
            total=Money(goods_minor + freight_minor, currency),
            address=ADDRESS,
            note="",
            expires_at=self.database.clock.now() + UNPAID_TIME,
        )
        return msgspec.structs.replace(order, **changes)

    async def place(self, *wants: tuple[VariantId, int, int], **changes: Any) -> OrderKey:
        """Stock held and order written in one transaction, as checkout does it."""
        drafted = self.draft(await self.seat(), *wants, **changes)
        await self.database.transact(lambda tx: self.hold_and_insert(tx, [drafted]))
        return OrderKey(drafted.customer_id, drafted.order_id)

    async def hold_and_insert(self, tx: Transaction, drafts: Sequence[NewOrder], *, actor: Actor = CHECKOUT) -> None:
        wants = [
            StockWant(draft.order_id, line.id, line.variant_id, line.quantity)
            for draft in drafts
            for line in draft.lines
        ]
        board = await inventory.lock_stock(tx, variant_ids={want.variant_id for want in wants})
        assert board.take(wants) is None
        await orders.insert_orders(tx, actor=actor, orders=drafts)
        await inventory.write_holds(
            tx,
            actor=actor,
            board=board,
            expires_at={draft.order_id: draft.expires_at for draft in drafts},
        )

    async def open_page(self, key: OrderKey, *, channel: str = "till", amount: Money | None = None) -> str:
        """Go to the till; the reference that it knows the payment by."""
        order = await self.order(key)
        page = await payments.pay(
            self.database,
            self.channels,
            actor=key.shopper,
            customer_id=key.customer_id,
            order_id=key.order_id,
            amount=amount or order.total,
            channel=channel,
            return_url="https://shop.test/",
            language="zh_CN",
        )
        return page.pay_url.rpartition("/")[2]

    async def charge(self, key: OrderKey, reference: str, *, channel: str = "till") -> PaymentCaptured:
        """The till takes the money and says so; orders has not heard of it yet."""
        async with self.database.reading() as reading:
            listed = await payments.list_payments(reading, customer_id=key.customer_id, order_id=key.order_id)
        payment = next(payment for payment in listed if payment.reference == reference)
        state = ProviderState(reference, ProviderStatus.SUCCEEDED, payment.amount, f"T{reference}")
        await self._notify(channel, "payment", state)
        return PaymentCaptured(
            key.customer_id, key.order_id, payment.intent_id, payment.amount.minor, payment.amount.currency
        )

    async def pay(self, key: OrderKey, *, channel: str = "till") -> None:
        """Pay at the till, and let the news spread."""
        await self.charge(key, await self.open_page(key, channel=channel), channel=channel)
        await self.drain()

    async def end_refunds(self, key: OrderKey, *, is_success: bool = True, count_max: int = 100) -> list[RefundId]:
        """The till says how the open refunds of an order ended, and the news spreads."""
        async with self.database.reading() as reading:
            listed = await payments.list_refunds(reading, customer_id=key.customer_id, order_id=key.order_id)
        opened = [refund for refund in listed if refund.settled_at is None][:count_max]
        status = ProviderStatus.SUCCEEDED if is_success else ProviderStatus.FAILED
        for refund in opened:
            channel = await self._channel_of(key, refund.intent_id)
            state = ProviderRefundState(refund.reference, status, refund.amount, f"T{refund.reference}")
            await self._notify(channel, "refund", state)
        await self.drain()
        return [refund.refund_id for refund in opened]

    async def ship(
        self, key: OrderKey, *pieces: tuple[OrderLineId, int], number: str = "SF1000000001", actor: Actor = CLERK
    ) -> ShipmentId:
        """Send pieces of lines; without any, everything that is left."""
        if not pieces:
            order = await self.order(key)
            pieces = tuple((line.id, line.unshipped_quantity) for line in order.lines if line.unshipped_quantity)
        parcel = [ParcelLine(line_id, quantity) for line_id, quantity in pieces]
        return await self.act(orders.ship, key, actor=actor, carrier=Carrier.SF, tracking_number=number, lines=parcel)

    async def act(self, verb: Callable[..., Awaitable[Result]], key: OrderKey, *, actor: Actor, **rest: Any) -> Result:
        """One act on an order in a transaction of its own."""
        return await self.database.transact(
            lambda tx: verb(tx, actor=actor, customer_id=key.customer_id, order_id=key.order_id, **rest)
        )

    async def order(self, key: OrderKey) -> Order:
        async with self.database.reading() as reading:
            return await orders.get_order(reading, customer_id=key.customer_id, order_id=key.order_id)

    async def drain(self) -> list[str]:
        """Deliver all news, settle orders over nothing, until nothing waits; the names of the events delivered."""
        told: list[str] = []
        while True:
            async with self.database.reading() as reading:
                waiting = await reading.connection.fetch("DELETE FROM jobs.pgqueuer RETURNING id, entrypoint, payload")
                events = await reading.connection.fetch("SELECT id, name FROM platform.event")
            if not waiting:
                return told
            names = {event["id"]: event["name"] for event in events}
            for job in sorted(waiting, key=lambda job: job["id"]):
                if job["entrypoint"] == "deliver":
                    await self.subscribers.deliver(self.database, job["payload"])
                    told.append(names[msgspec.json.decode(job["payload"])[0]])
                elif job["entrypoint"] in jobs.WORK:
                    await jobs.WORK[job["entrypoint"]](self.database, job["payload"])

    async def dead_letters(self) -> int:
        async with self.database.reading() as reading:
            count: int = await reading.connection.fetchval(
                "SELECT count(*) FROM platform.delivery WHERE delivered_at IS NULL"
            )
        return count

    async def snapshot(self) -> dict[str, str]:
        """A digest of every table of orders, payments and stock: equal digests, nothing changed."""
        async with self.database.reading() as reading:
            tables = await reading.connection.fetch(
                "SELECT table_name FROM platform.placement WHERE table_name ~ '^(orders|payments|inventory|staff)[.]'"
            )
            return {
                table: await reading.connection.fetchval(
                    f"SELECT COALESCE(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} AS t"
                )
                for (table,) in tables
            }

    async def _notify(self, channel: str, kind: str, state: ProviderState | ProviderRefundState) -> None:
        await payments.receive_notice(
            self.database,
            self.channels,
            channel=channel,
            headers={"kind": kind, "event": secrets.token_hex(8)},
            body=msgspec.json.encode(state),
        )

    async def _channel_of(self, key: OrderKey, intent_id: int) -> str:
        async with self.database.reading() as reading:
            listed = await payments.list_payments(reading, customer_id=key.customer_id, order_id=key.order_id)
        return next(payment.channel for payment in listed if payment.intent_id == intent_id)
