from datetime import timedelta

import pytest
from tests.modules.orders.desk import CLERK, CUP, POT, Desk, OrderKey

from shopwright.kernel.ids import OrderId, RefundId
from shopwright.kernel.money import Money
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CancelReason, Concern
from shopwright.modules.orders.errors import NothingToRefund, OrderNotFound, OrderNotPaid
from shopwright.modules.orders.subscribers import on_refund_failed, on_refund_succeeded
from shopwright.modules.payments.events import RefundFailed, RefundSucceeded


async def a_paid_order(desk: Desk) -> OrderKey:
    """Three cups and two pots, paid."""
    key = await desk.place((CUP, 3, 1_999), (POT, 2, 9_900))
    await desk.pay(key)
    return key


async def waiting_refunds(desk: Desk) -> tuple[list[OrderId], list[OrderId]]:
    """Whose money is on its way back, and whose could not go; both as listed, and as many as counted."""
    async with desk.database.reading() as reading:
        counts = await orders.count_work(reading, expiring_within=timedelta(0))
        running = await orders.list_orders_for_staff(reading, tab=Concern.REFUND_RUNNING)
        failed = await orders.list_orders_for_staff(reading, tab=Concern.REFUND_FAILED)
    assert (counts.refund_running, counts.refund_failed) == (len(running.items), len(failed.items))
    return [card.id for card in running.items], [card.id for card in failed.items]


async def test_an_unshipped_order_is_refunded_and_cancelled(desk: Desk) -> None:
    key = await a_paid_order(desk)
    await desk.act(orders.refund_fully, key, actor=CLERK, reason=" 顾客改主意 ")
    order, level = await desk.order(key), await desk.level()
    assert (order.order_status, order.cancel_reason) == ("cancelled", CancelReason.REFUNDED)
    assert (order.refund_requested, order.refundable, order.can_refund) == (order.total, Money(0, "CNY"), False)
    assert (level.committed, level.available) == (0, 100)
    requested, cancelled = order.timeline[:2]
    assert (cancelled.kind, cancelled.detail.reason) == ("cancelled", "refunded")
    assert (requested.kind, requested.detail.reason, requested.detail.amount) == (
        "refund_requested",
        "顾客改主意",
        order.total,
    )
    assert requested.sentence == "Refund of {amount} requested: {reason}"
    await desk.drain()
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.order_status, order.payment_status, order.refunded) == ("cancelled", "refunded", order.captured)
    assert sum(line.refunded.minor for line in order.lines) == order.captured.minor
    assert order.timeline[0].kind == "refund_succeeded"


async def test_of_a_shipped_order_only_the_money_goes_back(desk: Desk) -> None:
    key = await a_paid_order(desk)
    await desk.ship(key)
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="破损")
    await desk.end_refunds(key)
    order, level = await desk.order(key), await desk.level()
    assert (order.order_status, order.payment_status, order.fulfilment_status) == ("placed", "refunded", "fulfilled")
    assert (level.on_hand, level.committed) == (97, 0)
    assert "shipped stay with the customer" in order.timeline[1].sentence
    await desk.act(orders.confirm_receipt, key, actor=key.shopper)
    assert (await desk.order(key)).order_status == "completed"


async def test_what_a_partly_shipped_order_still_waits_for_stays_here(desk: Desk) -> None:
    key = await a_paid_order(desk)
    cups, _ = (line.id for line in (await desk.order(key)).lines)
    shipment_id = await desk.ship(key, (cups, 1))
    await desk.act(orders.record_delivery, key, actor=CLERK, shipment_id=shipment_id)
    assert (await desk.order(key)).delivered_at is None
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="断货")
    order = await desk.order(key)
    assert [(line.shipped_quantity, line.cancelled_quantity) for line in order.lines] == [(1, 2), (0, 2)]
    assert (order.order_status, order.fulfilment_status) == ("placed", "delivered")
    assert order.delivered_at == desk.database.clock.now()
    cups_level, pots_level = await desk.level(CUP), await desk.level(POT)
    assert (cups_level.on_hand, cups_level.committed) == (99, 0)
    assert (pots_level.on_hand, pots_level.committed) == (100, 0)


async def test_a_completed_order_can_be_refunded(desk: Desk) -> None:
    key = await a_paid_order(desk)
    await desk.ship(key)
    await desk.act(orders.confirm_receipt, key, actor=key.shopper)
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="破损")
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.order_status, order.payment_status) == ("completed", "refunded")


async def test_what_cannot_be_refunded_is_refused(desk: Desk) -> None:
    unpaid, paid = await desk.place((CUP, 1, 1_999)), await a_paid_order(desk)
    await desk.act(orders.refund_fully, paid, actor=CLERK, reason="")
    before = await desk.snapshot()
    for key, refusal in (
        (unpaid, OrderNotPaid),
        (paid, NothingToRefund),
        (OrderKey(unpaid.customer_id, paid.order_id), OrderNotFound),
        (OrderKey(paid.customer_id, OrderId(9_999)), OrderNotFound),
    ):
        with pytest.raises(refusal):
            await desk.act(orders.refund_fully, key, actor=CLERK, reason="")
    for key in (unpaid, paid):
        with pytest.raises(NothingToRefund):
            await desk.act(orders.refund_surplus, key, actor=CLERK)
    assert await desk.snapshot() == before


async def test_a_failed_refund_shows_and_is_tried_again(desk: Desk) -> None:
    key = await a_paid_order(desk)
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="一")
    (first,) = await desk.end_refunds(key, is_success=False)
    order = await desk.order(key)
    assert (order.order_status, order.payment_status, order.refund_requested) == ("cancelled", "paid", Money(0, "CNY"))
    assert (order.timeline[0].kind, order.timeline[0].detail.amount) == ("refund_failed", order.total)
    assert order.can_refund
    assert await waiting_refunds(desk) == ([], [key.order_id])
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="二")
    assert await waiting_refunds(desk) == ([key.order_id], [])
    (second,) = await desk.end_refunds(key)
    assert second != first
    assert await waiting_refunds(desk) == ([], [])
    order = await desk.order(key)
    assert (order.order_status, order.payment_status) == ("cancelled", "refunded")
    assert [entry.kind.value for entry in reversed(order.timeline)] == [
        "placed",
        "payment_captured",
        "cancelled",
        "refund_requested",
        "refund_failed",
        "refund_requested",
        "refund_succeeded",
    ]


async def test_a_surplus_that_did_not_go_back_is_tried_again_without_touching_the_order(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    one, two = await desk.open_page(key), await desk.open_page(key, channel="other")
    await desk.charge(key, one)
    await desk.charge(key, two, channel="other")
    await desk.drain()
    await desk.end_refunds(key, is_success=False)
    assert await waiting_refunds(desk) == ([], [key.order_id])
    await desk.act(orders.refund_surplus, key, actor=CLERK)
    assert await waiting_refunds(desk) == ([key.order_id], [])
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.order_status, order.payment_status, order.refunded) == ("placed", "paid", order.total)


async def test_a_late_second_payment_does_not_hide_that_the_order_was_not_refunded(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    one, two = await desk.open_page(key), await desk.open_page(key, channel="other")
    await desk.charge(key, one)
    await desk.drain()
    await desk.ship(key)
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="破损")
    await desk.end_refunds(key, is_success=False)
    failed_at = (await desk.order(key)).refund_failed_at
    assert failed_at is not None
    await desk.charge(key, two, channel="other")
    await desk.drain()
    order = await desk.order(key)
    assert (order.refund_requested, order.refund_failed_at) == (order.total, failed_at)
    await desk.end_refunds(key)
    assert await waiting_refunds(desk) == ([], [key.order_id])
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="破损")
    assert await waiting_refunds(desk) == ([key.order_id], [])


async def test_everything_of_an_order_paid_twice_goes_back(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    one, two = await desk.open_page(key), await desk.open_page(key, channel="other")
    await desk.charge(key, one)
    await desk.charge(key, two, channel="other")
    await desk.drain()
    await desk.end_refunds(key, is_success=False)
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="全退")
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.payment_status, order.refunded) == ("refunded", Money(5_598, "CNY"))
    assert [line.refunded for line in order.lines] == [order.total]
    assert await desk.dead_letters() == 0


async def test_the_end_of_a_refund_counts_once(desk: Desk) -> None:
    key = await a_paid_order(desk)
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="")
    (refund_id,) = await desk.end_refunds(key)
    total = (await desk.order(key)).total
    before = await desk.snapshot()
    succeeded = RefundSucceeded(key.customer_id, key.order_id, refund_id, total.minor, total.currency)
    unknown = RefundSucceeded(key.customer_id, key.order_id, RefundId(9_999), 1, "CNY")
    failed = RefundFailed(key.customer_id, key.order_id, RefundId(9_999), 1, "CNY")
    for _ in range(3):
        await desk.database.transact(lambda tx: on_refund_succeeded(tx, succeeded))
        await desk.database.transact(lambda tx: on_refund_succeeded(tx, unknown))
        await desk.database.transact(lambda tx: on_refund_failed(tx, failed))
    assert await desk.snapshot() == before


async def test_a_refund_that_ends_half_and_half_counts_both(desk: Desk) -> None:
    key = await desk.place((CUP, 1, 1_999))
    one, two = await desk.open_page(key), await desk.open_page(key, channel="other")
    await desk.charge(key, one)
    await desk.charge(key, two, channel="other")
    await desk.drain()
    await desk.end_refunds(key, is_success=False)
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="")
    assert (await desk.order(key)).refund_requested == Money(5_598, "CNY")
    (first,) = await desk.end_refunds(key, count_max=1)
    assert (await desk.order(key)).refunded == Money(0, "CNY")
    assert await desk.end_refunds(key, is_success=False) == [first]
    order = await desk.order(key)
    assert (order.refunded, order.refund_requested) == (order.total, order.total)
    assert {entry.kind.value for entry in order.timeline[:2]} == {"refund_succeeded", "refund_failed"}
    await desk.act(orders.refund_fully, key, actor=CLERK, reason="")
    await desk.end_refunds(key)
    order = await desk.order(key)
    assert (order.payment_status, order.refunded) == ("refunded", order.captured)
