from datetime import timedelta

import pytest
from tests.modules.orders.desk import CLERK, CUP, POT, UNPAID_TIME, Desk, OrderKey

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import IntentId
from shopwright.kernel.money import CurrencyMismatch, Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import PriceInput, ProductInput, ProductTexts, VariantInput
from shopwright.modules.inventory import public as inventory
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason, TimelineKind
from shopwright.modules.orders.errors import OrderNotFound
from shopwright.modules.orders.subscribers import on_payment_captured
from shopwright.modules.payments import public as payments
from shopwright.modules.payments.contracts import IntentStatus
from shopwright.modules.payments.events import PaymentCaptured


async def kinds(desk: Desk, key: OrderKey) -> list[str]:
    """What happened to an order, oldest first."""
    return [entry.kind.value for entry in reversed((await desk.order(key)).timeline)]


async def test_a_capture_pays_the_order_and_commits_its_stock(desk: Desk, clock: VirtualClock) -> None:
    key = await desk.place((CUP, 2, 1_999), (POT, 1, 9_900))
    await desk.charge(key, await desk.open_page(key))
    clock.advance(timedelta(minutes=1))
    assert await desk.drain() == ["payments.payment_captured", "orders.order_paid"]
    order, level = await desk.order(key), await desk.level()
    assert (order.order_status, order.payment_status, order.fulfilment_status) == ("placed", "paid", "unfulfilled")
    assert (order.captured, order.paid_at) == (Money(14_698, "CNY"), desk.database.clock.now())
    assert (level.held, level.committed) == (0, 2)
    assert await kinds(desk, key) == ["placed", "payment_captured"]
    assert order.timeline[0].detail.amount == Money(14_698, "CNY")
    assert order.timeline[0].sentence == "Paid {amount}"


async def test_a_capture_told_again_and_again_counts_once(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    event = await desk.charge(key, await desk.open_page(key))
    await desk.drain()
    before = await desk.snapshot()
    for _ in range(5):
        await desk.database.transact(lambda tx: on_payment_captured(tx, event))
    assert await desk.snapshot() == before


async def test_what_was_sold_is_told_to_the_catalogue(desk: Desk) -> None:
    variant = VariantInput(sku="CUP-1", prices=(PriceInput("cn", Money(1_999, "CNY")),))
    product_id = await desk.database.transact(
        lambda tx: catalog.create_product(
            tx,
            actor=CLERK,
            product=ProductInput(texts=ProductTexts(titles={"zh_CN": "茶杯", "en": "Cup"}), variants=(variant,)),
        )
    )
    async with desk.database.reading() as reading:
        product = await catalog.get_product_for_staff(reading, product_id=product_id)
    cup = product.variants[0].id
    await desk.stock({cup: 10})
    key = await desk.place((cup, 2, 1_999), (cup, 3, 1_999))
    await desk.pay(key)
    async with desk.database.reading() as reading:
        assert (
            await reading.connection.fetchval("SELECT sold_count FROM catalog.product WHERE id = $1", product_id) == 5
        )


async def test_money_that_comes_after_the_end_brings_the_order_back(desk: Desk, clock: VirtualClock) -> None:
    key = await desk.place((CUP, 2, 1_999), (POT, 1, 9_900))
    reference = await desk.open_page(key)
    clock.advance(UNPAID_TIME)
    await orders.expire_due(desk.database)
    assert (await desk.order(key)).cancel_reason is CancelReason.UNPAID_IN_TIME
    assert (await desk.level()).held == 0
    await desk.charge(key, reference)
    assert await desk.drain() == ["payments.payment_captured", "orders.order_paid"]
    order, level = await desk.order(key), await desk.level()
    assert (order.order_status, order.payment_status) == ("placed", "paid")
    assert (order.cancelled_at, order.cancel_reason, order.cancelled_quantity) == (None, None, 0)
    assert [line.cancelled_quantity for line in order.lines] == [0, 0]
    assert (level.held, level.committed) == (0, 2)
    assert await kinds(desk, key) == ["placed", "expired", "payment_captured", "revived"]
    await desk.ship(key)


async def test_money_that_comes_after_the_goods_are_gone_goes_back(desk: Desk, clock: VirtualClock) -> None:
    key = await desk.place((CUP, 2, 1_999), (POT, 100, 100))
    reference = await desk.open_page(key)
    clock.advance(UNPAID_TIME)
    await orders.expire_due(desk.database)
    await desk.place((POT, 1, 100))
    await desk.charge(key, reference)
    await desk.drain()
    order = await desk.order(key)
    assert (order.order_status, order.payment_status) == ("cancelled", "paid")
    assert (order.refund_requested, order.refunded) == (Money(14_798, "CNY"), Money(0, "CNY"))
    assert (await desk.level()).held == 0
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.order_status, order.payment_status, order.refunded) == ("cancelled", "refunded", Money(14_798, "CNY"))
    assert await kinds(desk, key) == [
        "placed",
        "expired",
        "payment_captured",
        "payment_surplus",
        "refund_requested",
        "refund_succeeded",
    ]


async def test_an_order_paid_twice_gets_the_second_payment_back(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    one, two = await desk.open_page(key), await desk.open_page(key, channel="other")
    await desk.charge(key, one)
    await desk.charge(key, two, channel="other")
    await desk.drain()
    order = await desk.order(key)
    assert (order.order_status, order.payment_status) == ("placed", "paid")
    assert (order.captured, order.refund_requested) == (Money(5_598, "CNY"), Money(2_799, "CNY"))
    assert order.can_ship
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.payment_status, order.refunded, order.refundable) == (
        "paid",
        Money(2_799, "CNY"),
        Money(2_799, "CNY"),
    )
    assert [line.refunded for line in order.lines] == [Money(0, "CNY")]
    assert (await kinds(desk, key))[-3:] == ["payment_surplus", "refund_requested", "refund_succeeded"]
    await desk.ship(key)


async def test_a_cancelled_and_refunded_order_is_not_revived_by_its_second_payment(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    one, two = await desk.open_page(key), await desk.open_page(key, channel="other")
    await desk.charge(key, one)
    await desk.drain()
    await desk.act(orders.cancel_order, key, actor=CLERK, reason=CancelReason.OUT_OF_STOCK)
    await desk.charge(key, two, channel="other")
    await desk.drain()
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.order_status, order.payment_status) == ("cancelled", "refunded")
    assert (order.captured, order.refunded) == (Money(5_598, "CNY"), Money(5_598, "CNY"))
    assert [line.refunded for line in order.lines] == [Money(2_799, "CNY")]
    assert await desk.dead_letters() == 0


async def test_paying_closes_what_else_is_open(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    await desk.open_page(key, channel="other")
    await desk.pay(key)
    async with desk.database.reading() as reading:
        closing = await reading.connection.fetch(
            "SELECT channel, close_requested_at IS NOT NULL FROM payments.intent ORDER BY channel"
        )
        listed = await payments.list_payments(reading, customer_id=key.customer_id, order_id=key.order_id)
    assert [tuple(row) for row in closing] == [("other", True), ("till", False)]
    assert [payment.status for payment in listed] == [IntentStatus.CAPTURED, IntentStatus.PENDING]


async def test_part_of_the_money_leaves_the_order_waiting(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    await desk.charge(key, await desk.open_page(key, amount=Money(1_000, "CNY")))
    await desk.drain()
    order = await desk.order(key)
    assert (order.order_status, order.payment_status) == ("pending_payment", "partially_paid")
    assert (await desk.level()).held == 1
    await desk.act(orders.cancel_order, key, actor=key.shopper, reason=CancelReason.OTHER)
    await desk.drain()
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.order_status, order.payment_status, order.refunded) == ("cancelled", "refunded", Money(1_000, "CNY"))
    assert [line.refunded for line in order.lines] == [Money(0, "CNY")]


@pytest.mark.parametrize("is_left", [True, False])
async def test_holds_that_went_astray_are_taken_again_or_the_order_is_closed(desk: Desk, *, is_left: bool) -> None:
    key = await desk.place((CUP, 60, 1_999))
    await desk.database.transact(
        lambda tx: inventory.release_order(tx, actor=CLERK, order_id=key.order_id, variant_ids=[CUP])
    )
    other = None if is_left else await desk.place((CUP, 60, 1_999))
    await desk.pay(key)
    order, level = await desk.order(key), await desk.level()
    if is_left:
        assert (order.order_status, order.payment_status, level.committed) == ("placed", "paid", 60)
        return
    assert (order.order_status, order.cancel_reason) == ("cancelled", CancelReason.STOCK_GONE)
    assert order.refund_requested == order.captured == order.total
    assert (level.held, level.committed) == (60, 0)
    assert other is not None
    assert (await kinds(desk, key))[1:] == ["payment_captured", "cancelled", "refund_requested"]


async def test_money_in_another_currency_or_for_no_order_is_not_counted(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    before = await desk.snapshot()
    dollars = PaymentCaptured(key.customer_id, key.order_id, IntentId(1), 2_799, "USD")
    stranger = PaymentCaptured(await desk.seat(), key.order_id, IntentId(1), 2_799, "CNY")
    with pytest.raises(CurrencyMismatch):
        await desk.database.transact(lambda tx: on_payment_captured(tx, dollars))
    with pytest.raises(OrderNotFound):
        await desk.database.transact(lambda tx: on_payment_captured(tx, stranger))
    assert await desk.snapshot() == before
    assert TimelineKind.PAYMENT_CAPTURED not in await kinds(desk, key)
