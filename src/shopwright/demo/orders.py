"""Lives the demo's last month: every order is placed, paid, sent and sent back through the modules' own faces."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from shopwright.demo.load import FOLDER, read_translations
from shopwright.demo.people import PEOPLE, Person
from shopwright.demo.story import DEALS, ENDINGS, Act, Deal
from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, VariantId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.checkout import public as checkout
from shopwright.modules.checkout.contracts import Placed, PlaceRequest
from shopwright.modules.checkout.public import Placing
from shopwright.modules.customers import public as customers
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import Order, OrderAddress, OrderLine, ParcelLine
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import Channels
from shopwright.platform.db import Database, Transaction

CHANNEL = "simpay"
REFUND_REASON = "与顾客商量后退款"
REFUND_REASON_ENGLISH = "Refunded as agreed with the customer"


class Days(Protocol):
    """A shop whose clock is moved by hand, up to `today`, and the provider that people pay at."""

    @property
    def database(self) -> Database:
        """The shop's database, whose clock is the one that is moved."""
        ...

    @property
    def placing(self) -> Placing:
        """The shop's till."""
        ...

    @property
    def channels(self) -> Channels:
        """The shop's payment providers."""
        ...

    @property
    def today(self) -> datetime:
        """Where the days end."""
        ...

    async def wait_until(self, moment: datetime) -> None:
        """Let time pass and what comes round by itself come round; a moment that has passed already changes nothing."""
        ...

    async def pay_at(self, pay_url: str, *, succeeds: bool) -> None:
        """What the buyer does on the provider's page."""
        ...

    async def settle(self) -> None:
        """Everybody hears of everything: the provider's notices arrive, the shop's own news are delivered."""
        ...


class Cast(msgspec.Struct, frozen=True):
    """Who and what an order may name: shoppers by key, variants by SKU, and the two who work on orders."""

    market: Market
    customers: Mapping[str, CustomerId]
    variants: Mapping[str, VariantId]
    clerk: Actor
    finance: Actor


async def find_variants(database: Database) -> Mapping[str, VariantId]:
    """The variants of the demo's goods by SKU."""
    handles = [handle for handle in read_translations(FOLDER / "translations_en.csv") if handle != "*"]
    async with database.reading() as reading:
        products = await catalog.list_products_by_slug(reading, slugs=handles)
    return {variant.sku: variant.id for product in products for variant in product.variants}


async def live(
    days: Days, cast: Cast, *, deals: Sequence[Deal] = DEALS, on_placed: Callable[[int], None] | None = None
) -> int:
    """Live through the deals and return how many orders there are. Lived twice, every order is there once.

    An order whose goods are not on the shelf is left out, as is what lies in the future. `on_placed` is told after each
    order how many there are by then.
    """
    zone = ZoneInfo(cast.market.zone)
    diaries = [
        _Diary(days, cast, deal, number)
        for number, deal in enumerate(deals, start=1)
        if all(sku in cast.variants for sku in deal.wants)
    ]
    agenda: list[tuple[datetime, int, _Diary, Act | None]] = []
    for place, diary in enumerate(diaries):
        placed_at = diary.deal.placed_at(days.today, zone=zone)
        agenda.append((placed_at, place, diary, None))
        steps = ENDINGS[diary.deal.ending]
        agenda += [(step.moment(placed_at, zone=zone), place, diary, step.act) for step in steps]
    for moment, place, diary, act in sorted(agenda, key=lambda entry: entry[:2]):
        if moment <= days.today:
            await days.wait_until(moment)
            await diary.do(act)
            if act is None and on_placed is not None:
                on_placed(place + 1)
    await days.wait_until(days.today)
    await days.settle()
    return len(diaries)


class _Diary:
    """One order's life. Every act looks first whether it was done, so that a life may be taken up where it stopped."""

    def __init__(self, days: Days, cast: Cast, deal: Deal, number: int) -> None:
        self.days = days
        self.cast = cast
        self.deal = deal
        self.number = number
        self.person: Person = next(person for person in PEOPLE if person.key == deal.who)
        self.customer_id = cast.customers[deal.who]
        self.buyer = Actor.customer(self.customer_id)
        self.placed: Placed | None = None

    async def do(self, act: Act | None) -> None:
        """Do one act, or place the order for None, and let everybody hear of it."""
        acts = {
            Act.PAY: self._pay,
            Act.FAIL_TO_PAY: self._fail_to_pay,
            Act.CANCEL: self._cancel,
            Act.SHIP_FIRST_LINE: self._ship_first_line,
            Act.SHIP: self._ship,
            Act.DELIVER: self._deliver,
            Act.RECEIVE: self._receive,
            Act.REFUND: self._refund,
        }
        if act is None:
            await self._place()
        elif act in acts:
            await acts[act]()
        await self.days.settle()

    async def _place(self) -> None:
        key = f"demo-{self.number}"
        digest = sha256(key.encode()).digest()
        async with self.days.database.reading() as reading:
            self.placed = await self.days.placing.find_earlier(
                reading, customer_id=self.customer_id, idempotency_key=key, request_digest=digest
            )
        if self.placed is None:
            self.placed = await self._buy(key, digest)

    async def _buy(self, key: str, digest: bytes) -> Placed:
        await self.days.database.transact(self._fill_cart)
        language, market = self.person.language, self.cast.market
        async with self.days.database.reading() as reading:
            cart = await checkout.get_cart(reading, customer_id=self.customer_id, market=market, language=language)
            home = (await customers.list_addresses(reading, customer_id=self.customer_id))[0]
        address = OrderAddress(
            recipient=home.recipient,
            phone=home.phone,
            province=home.province,
            city=home.city,
            district=home.district,
            district_code=home.district_code,
            street=home.street,
        )
        request = PlaceRequest(
            customer_id=self.customer_id,
            cart_version=cart.version,
            address=address,
            expected_total=cart.total,
            idempotency_key=key,
            request_digest=digest,
            language=language,
            note=self.deal.note,
        )
        return await self.days.placing.submit(request, market=market)

    async def _fill_cart(self, tx: Transaction) -> None:
        for sku, quantity in self.deal.wants.items():
            await checkout.add_to_cart(
                tx,
                actor=self.buyer,
                customer_id=self.customer_id,
                variant_id=self.cast.variants[sku],
                quantity=quantity,
                market=self.cast.market,
                language=self.person.language,
            )

    async def _pay(self) -> None:
        await self._open_pay_page(succeeds=True)

    async def _fail_to_pay(self) -> None:
        await self._open_pay_page(succeeds=False)

    async def _open_pay_page(self, *, succeeds: bool) -> None:
        order = await self._order()
        if not order.can_pay:
            return
        page = await payments.pay(
            self.days.database,
            self.days.channels,
            actor=self.buyer,
            customer_id=self.customer_id,
            order_id=order.id,
            amount=order.total,
            channel=CHANNEL,
            return_url="http://localhost/",
            language=self.person.language,
            expires_at=order.expires_at,
        )
        await self.days.pay_at(page.pay_url, succeeds=succeeds)

    async def _cancel(self) -> None:
        order = await self._order()
        await self.days.database.transact(
            lambda tx: orders.cancel_order(
                tx, actor=self.buyer, customer_id=self.customer_id, order_id=order.id, reason=self.deal.reason
            )
        )

    async def _ship_first_line(self) -> None:
        order = await self._order()
        if order.can_ship and not order.shipments:
            await self._send(order, order.lines[:1])

    async def _ship(self) -> None:
        order = await self._order()
        if order.can_ship:
            await self._send(order, order.lines)

    async def _send(self, order: Order, lines: Sequence[OrderLine]) -> None:
        parcel = [ParcelLine(line.id, line.unshipped_quantity) for line in lines if line.unshipped_quantity]
        await self.days.database.transact(
            lambda tx: orders.ship(
                tx,
                actor=self.cast.clerk,
                customer_id=self.customer_id,
                order_id=order.id,
                carrier=self.deal.carrier,
                tracking_number=f"{self.deal.carrier.name}{1_000_000 + self.number * 10 + len(order.shipments)}",
                lines=parcel,
            )
        )

    async def _deliver(self) -> None:
        order = await self._order()
        for parcel in order.shipments:
            await self.days.database.transact(
                lambda tx, parcel=parcel: orders.record_delivery(  # type: ignore[misc]  # Binds the loop's value.
                    tx,
                    actor=self.cast.clerk,
                    customer_id=self.customer_id,
                    order_id=order.id,
                    shipment_id=parcel.id,
                )
            )

    async def _receive(self) -> None:
        order = await self._order()
        await self.days.database.transact(
            lambda tx: orders.confirm_receipt(tx, actor=self.buyer, customer_id=self.customer_id, order_id=order.id)
        )

    async def _refund(self) -> None:
        order = await self._order()
        reason = REFUND_REASON if self.person.language == "zh_CN" else REFUND_REASON_ENGLISH
        if order.can_refund:
            await self.days.database.transact(
                lambda tx: orders.refund_fully(
                    tx, actor=self.cast.finance, customer_id=self.customer_id, order_id=order.id, reason=reason
                )
            )

    async def _order(self) -> Order:
        if self.placed is None:
            raise RuntimeError(f"order {self.number} was not placed")
        order_id = self.placed.order_id
        async with self.days.database.reading() as reading:
            return await orders.get_order(reading, customer_id=self.customer_id, order_id=order_id)
