"""How the news reaches the merchant: once, often, late, never, wrongly signed, and again until it is taken."""

from datetime import timedelta

import pytest
from tests.simulators.merchant import Shop, make_settings


@pytest.mark.parametrize(
    ("action", "kind", "status"), [("pay", "payment.succeeded", "succeeded"), ("fail", "payment.failed", "failed")]
)
async def test_the_outcome_is_told_with_the_payment(shop: Shop, action: str, kind: str, status: str) -> None:
    payment = await shop.open_payment()
    await shop.act(payment, action)
    assert shop.notices == []
    assert await shop.deliver() == 1
    event = shop.notices[0]
    assert event == {
        "id": event["id"],
        "type": kind,
        "created_at": "2026-11-22T08:00:00Z",
        "merchant_id": "shopwright-demo",
        "resource": await shop.query(),
    }
    assert event["resource"]["status"] == status
    assert shop.is_verified == [True]
    assert await shop.deliver() == 0


@pytest.mark.parametrize(("mode", "count"), [("normal", 1), ("twice", 2), ("five_times", 5), ("never", 0)])
async def test_a_notice_comes_as_often_as_was_chosen(shop: Shop, mode: str, count: int) -> None:
    await shop.act(await shop.open_payment(), "pay", notice=mode)
    assert await shop.deliver() == count
    assert len(shop.notices) == count
    assert len({event["id"] for event in shop.notices}) == min(count, 1)
    assert (await shop.query())["status"] == "succeeded"


async def test_a_notice_may_come_late(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay", notice="delayed", delay_seconds=90)
    shop.clock.advance(timedelta(seconds=89))
    assert await shop.deliver() == 0
    shop.clock.advance(timedelta(seconds=1))
    assert await shop.deliver() == 1


async def test_a_notice_may_come_before_the_person_is_back(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay", notice="before_redirect")
    assert [event["type"] for event in shop.notices] == ["payment.succeeded"]
    assert await shop.deliver() == 0


async def test_a_wrong_signature_does_not_verify(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay", notice="wrong_signature")
    shop.answers = [401]
    await shop.deliver()
    shop.clock.advance(timedelta(seconds=1))
    await shop.deliver()
    assert shop.is_verified == [False, False]


async def test_a_notice_is_repeated_until_it_is_taken() -> None:
    shop = Shop(make_settings(retry_delays_seconds=(1, 5, 30)))
    shop.answers = [500, 302, 200]
    payment = await shop.open_payment()
    await shop.act(payment, "pay")
    assert await shop.deliver() == 1
    assert await shop.deliver() == 0
    shop.clock.advance(timedelta(seconds=1))
    assert await shop.deliver() == 1
    shop.clock.advance(timedelta(seconds=4))
    assert await shop.deliver() == 0
    shop.clock.advance(timedelta(seconds=1))
    assert await shop.deliver() == 1
    shop.clock.advance(timedelta(days=1))
    assert await shop.deliver() == 0
    notices = (await shop.http.get(f"/test/payments/{payment['payment_id']}/notices")).json()
    assert notices == [
        {
            "event_id": shop.notices[0]["id"],
            "type": "payment.succeeded",
            "attempt_count": 3,
            "last_answer": "200",
            "delivered_at": "2026-11-22T08:00:06Z",
            "due_at": None,
        }
    ]
    await shop.close()


async def test_a_notice_that_nobody_takes_is_given_up() -> None:
    shop = Shop(make_settings(retry_delays_seconds=(1, 1)))
    shop.answers = [500] * 10
    await shop.act(await shop.open_payment(), "pay")
    sent = 0
    for _ in range(5):
        sent += await shop.deliver()
        shop.clock.advance(timedelta(seconds=1))
    assert sent == 3
    await shop.close()


async def test_an_old_event_can_be_sent_again_many_times_at_once(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay")
    await shop.deliver()
    event_id = shop.notices[0]["id"]
    shop.clock.advance(timedelta(days=1))
    response = await shop.http.post(f"/test/notices/{event_id}/resend", json={"copies": 100})
    assert response.json() == {"sent": 100}
    assert [event["id"] for event in shop.notices] == [event_id] * 101
    assert shop.is_verified == [True] * 101


async def test_controls_take_json_only(shop: Shop) -> None:
    payment = await shop.open_payment()
    path = f"/test/payments/{payment['payment_id']}/act"
    response = await shop.http.post(path, content='{"action": "pay"}', headers={"Content-Type": "text/plain"})
    assert (response.status_code, response.json()["code"]) == (415, "json_needed")
    assert (await shop.query())["status"] == "pending"


async def test_a_merchant_that_cannot_be_reached_is_tried_again() -> None:
    shop = Shop(make_settings(retry_delays_seconds=(1,)))
    payment = await shop.open_payment()
    shop.is_reachable = False
    await shop.act(payment, "pay")
    assert (await shop.deliver(), shop.notices) == (1, [])
    shop.is_reachable = True
    shop.clock.advance(timedelta(seconds=1))
    assert await shop.deliver() == 1
    assert [event["type"] for event in shop.notices] == ["payment.succeeded"]
    await shop.close()
