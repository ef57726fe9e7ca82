from collections.abc import AsyncIterator

import msgspec
import pytest
from litestar import Litestar
from tests.kit.app import BASE_URL, drain
from tests.kit.diary import Diary
from tests.kit.shop_floor import fill_cart, open_shop, request_for, seat_buyers

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import CustomerId
from shopwright.modules.checkout.contracts import Placed
from shopwright.modules.messages import public as messages
from shopwright.modules.messages.contracts import Message
from shopwright.platform.settings import Settings
from shopwright.shop import Shop
from shopwright.simulators.mailbox import KeptMail, Mailbox
from shopwright.simulators.mailbox.store import Store


class PostOffice:
    """A shop that writes to its customers, and the mailbox where the mails arrive."""

    def __init__(self, diary: Diary, mailbox: Mailbox) -> None:
        self.diary = diary
        self.mailbox = mailbox
        self.shop: Shop = diary.shop

    async def place(self, *, email: str = "lin@example.com", language: str = "zh_CN", pieces: int = 2) -> Placed:
        """A guest orders cups, and says where the news shall go."""
        (buyer,) = await seat_buyers(self.shop.database, count=1, language=language)
        return await self.place_for(buyer, email=email, language=language, pieces=pieces)

    async def place_for(
        self, buyer: CustomerId, *, email: str = "", language: str = "zh_CN", pieces: int = 1, key: str = "a"
    ) -> Placed:
        """Somebody orders cups."""
        floor, database = self.diary.floor, self.shop.database
        await fill_cart(database, shop=floor, customer_id=buyer, wants=[(floor.variant_ids[0], pieces)])
        request = await request_for(database, shop=floor, customer_id=buyer, key=key)
        request = msgspec.structs.replace(request, email=email, language=language)
        return await self.shop.placing.submit(request, market=floor.market)

    async def sell(self, *, email: str = "lin@example.com", language: str = "zh_CN") -> Placed:
        """The same, paid, and the news of it heard."""
        placed = await self.place(email=email, language=language)
        await self.diary.pay(placed)
        return placed

    async def ship(self, placed: Placed, *, pieces: int, tracking_number: str) -> None:
        """A parcel leaves, and the news of it are heard."""
        await self.diary.ship(placed, pieces=pieces, tracking_number=tracking_number)
        await drain(self.shop)

    async def log(self, placed: Placed) -> list[Message]:
        """What was said about an order, the oldest first."""
        async with self.shop.database.reading() as reading:
            found = await messages.list_messages_of_order(
                reading, customer_id=placed.customer_id, order_id=placed.order_id
            )
        return found[::-1]

    async def log_in_words(self, placed: Placed) -> list[tuple[str, str, str]]:
        """The same as template, status and error."""
        return [(one.template, one.status, one.last_error) for one in await self.log(placed)]

    def mails(self) -> list[KeptMail]:
        """What arrived, the oldest first."""
        return self.mailbox.store.list_newest()[::-1]

    def number(self, placed: Placed) -> str:
        """The order's number as the customer knows it."""
        return self.shop.numbers.number(placed.order_id)


@pytest.fixture
async def mailbox(clock: VirtualClock) -> AsyncIterator[Mailbox]:
    made = Mailbox(Store(None), clock=clock)
    yield made
    await made.close()
    made.store.close()


@pytest.fixture
async def settings(settings: Settings, mailbox: Mailbox) -> Settings:
    """A shop with a mail server."""
    port = await mailbox.open()
    return msgspec.structs.replace(
        settings, mail_url=f"smtp://127.0.0.1:{port}", mail_from="青瓷茶舍 <orders@shop.example>", base_url=BASE_URL
    )


@pytest.fixture
async def post_office(
    shop: Shop, app: Litestar, provider: Litestar, clock: VirtualClock, mailbox: Mailbox
) -> AsyncIterator[PostOffice]:
    """A shop with ten cups; when the test ends, the books are asked."""
    assert app.state["shop"] is shop
    diary = Diary(shop, await open_shop(shop.database, pieces=10), provider, clock)
    yield PostOffice(diary, mailbox)
    await diary.close_the_day()
