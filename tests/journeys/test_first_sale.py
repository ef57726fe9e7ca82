"""The first sale, and everything that may happen to it, as dated diaries."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from litestar import Litestar
from tests.kit.app import sweep
from tests.kit.diary import CLERK, Diary
from tests.kit.shop_floor import open_shop, seat_buyers

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import CustomerId
from shopwright.kernel.money import Money
from shopwright.shop import Shop


@pytest.fixture
async def diary(shop: Shop, app: Litestar, provider: Litestar, clock: VirtualClock) -> AsyncIterator[Diary]:
    """A shop with five pieces of two things. When the test ends, the books are asked."""
    assert app.state["shop"] is shop
    kept = Diary(shop, await open_shop(shop.database, variant_count=2, pieces=5), provider, clock)
    yield kept
    await kept.close_the_day()


@pytest.fixture
async def buyer(diary: Diary) -> CustomerId:
    (customer_id,) = await seat_buyers(diary.shop.database, count=1)
    return customer_id


async def test_bought_paid_sent_in_two_parcels_and_received(diary: Diary, buyer: CustomerId) -> None:
    # Monday noon: two cups and a pot.
    cup, pot = diary.floor.variant_ids
    placed = await diary.place(buyer, [(cup, 2), (pot, 1)])
    assert await diary.statuses(placed) == ("pending_payment", "unpaid", "unfulfilled")
    assert await diary.available() == [3, 4]
    # Five minutes later: paid.
    await diary.wait(minutes=5)
    await diary.pay(placed)
    assert await diary.statuses(placed) == ("placed", "paid", "unfulfilled")
    # Tuesday: the first parcel.
    await diary.wait(days=1)
    await diary.ship(placed, pieces=2, tracking_number="SF1001")
    assert await diary.statuses(placed) == ("placed", "paid", "partially_fulfilled")
    # Wednesday: the second.
    await diary.wait(days=1)
    await diary.ship(placed, pieces=1, tracking_number="SF1002")
    assert await diary.statuses(placed) == ("placed", "paid", "fulfilled")
    # Friday: both arrive, and the buyer says so.
    await diary.wait(days=2)
    await diary.deliver_parcels(placed)
    assert await diary.statuses(placed) == ("placed", "paid", "delivered")
    await diary.receive(placed)
    assert await diary.statuses(placed) == ("completed", "paid", "delivered")
    assert await diary.told(placed) == [
        "placed", "payment_captured", "shipped", "shipped", "delivered", "delivered", "received", "completed",
    ]  # fmt: skip
    assert await diary.available() == [3, 4]


async def test_a_buyer_who_says_nothing_is_done_a_week_after_delivery(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 1)])
    await diary.pay(placed)
    await diary.ship(placed, pieces=1, tracking_number="SF1001")
    await diary.deliver_parcels(placed)
    await diary.wait(days=6, hours=23)
    assert (await diary.statuses(placed))[0] == "placed"
    await diary.wait(hours=2)
    assert (await diary.statuses(placed))[0] == "completed"


async def test_who_does_not_pay_in_time_gives_the_stock_back(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 5)])
    await diary.wait(minutes=29)
    assert await diary.available() == [0, 5]
    await diary.wait(minutes=2)
    assert await diary.available() == [5, 5]
    assert await diary.statuses(placed) == ("cancelled", "unpaid", "unfulfilled")
    assert await diary.told(placed) == ["placed", "expired"]


async def test_money_that_comes_late_revives_the_order_while_there_is_stock(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 2)])
    await diary.wait(minutes=29)
    pay_url = await diary.open_pay_page(placed)
    await diary.at_provider(pay_url, notice="delayed", delay_seconds=600)
    await expire_unheard(diary)
    assert (await diary.statuses(placed))[0] == "cancelled"
    await diary.wait(minutes=10)
    await diary.hear()
    assert await diary.statuses(placed) == ("placed", "paid", "unfulfilled")
    assert await diary.available() == [3, 5]
    assert "revived" in await diary.told(placed)


async def test_money_that_comes_too_late_goes_back_by_itself(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 5)])
    await diary.wait(minutes=29)
    pay_url = await diary.open_pay_page(placed)
    await diary.at_provider(pay_url, notice="delayed", delay_seconds=600)
    await expire_unheard(diary)
    (other,) = await seat_buyers(diary.shop.database, count=1)
    winner = await diary.place(other, [(diary.floor.variant_ids[0], 1)])
    await diary.pay(winner)
    await diary.wait(minutes=10)
    await diary.hear()
    await diary.wait(minutes=1)
    await diary.hear()
    order = await diary.order(placed)
    assert (order.order_status, order.payment_status) == ("cancelled", "refunded")
    assert (order.captured, order.refunded) == (Money(64_500, "CNY"), Money(64_500, "CNY"))
    assert await diary.available() == [4, 5]


@pytest.mark.parametrize("canceller", ["shopper", "clerk"])
async def test_who_cancels_while_the_pay_page_is_open_gets_the_money_back_once(
    diary: Diary, buyer: CustomerId, canceller: str
) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 2)])
    pay_url = await diary.open_pay_page(placed)
    # The buyer pays in the bank's app; before the bank says so, the order is cancelled.
    await diary.at_provider(pay_url, notice="delayed", delay_seconds=600)
    await diary.cancel_unheard(placed, actor=CLERK if canceller == "clerk" else Actor.customer(buyer))
    await diary.wait(minutes=10)
    await diary.hear()
    await diary.hear()
    await diary.wait(minutes=1)
    await diary.hear()
    order = await diary.order(placed)
    assert (order.order_status, order.payment_status) == ("cancelled", "refunded")
    assert (order.captured, order.refunded) == (order.total, order.total)
    assert await diary.told(placed) == [
        "placed", "cancelled", "payment_captured", "payment_surplus", "refund_requested", "refund_succeeded",
    ]  # fmt: skip
    assert await diary.available() == [5, 5]


async def test_a_notice_that_never_comes_is_found_by_asking(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 1)])
    await diary.at_provider(await diary.open_pay_page(placed), notice="never")
    await diary.wait(seconds=10)
    assert await diary.statuses(placed) == ("placed", "paid", "unfulfilled")


async def test_five_notices_of_one_payment_have_one_effect(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 1)])
    await diary.pay(placed, notice="five_times")
    assert await diary.told(placed) == ["placed", "payment_captured"]


async def test_a_failed_payment_may_be_tried_again(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 1)])
    await diary.at_provider(await diary.open_pay_page(placed), action="fail")
    await diary.hear()
    assert (await diary.statuses(placed))[1] == "unpaid"
    await diary.pay(placed)
    assert (await diary.statuses(placed))[1] == "paid"


async def test_cancelling_what_was_paid_brings_money_and_stock_back(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 3)])
    await diary.pay(placed)
    await diary.cancel(placed)
    await diary.wait(minutes=1)
    await diary.hear()
    assert await diary.statuses(placed) == ("cancelled", "refunded", "unfulfilled")
    assert await diary.available() == [5, 5]


async def test_a_refund_that_the_provider_refuses_is_seen(diary: Diary, buyer: CustomerId) -> None:
    placed = await diary.place(buyer, [(diary.floor.variant_ids[0], 3)])
    await diary.pay(placed, refund="fail")
    await diary.cancel(placed)
    await diary.wait(minutes=1)
    await diary.hear()
    assert (await diary.statuses(placed))[:2] == ("cancelled", "paid")
    assert (await diary.told(placed))[-1] == "refund_failed"
    assert await diary.available() == [5, 5]


async def expire_unheard(diary: Diary) -> None:
    """The half hour is over, and neither a notice nor a question has told that the money came."""
    diary.clock.advance(timedelta(minutes=2))
    await sweep(diary.shop, "orders.expire")
