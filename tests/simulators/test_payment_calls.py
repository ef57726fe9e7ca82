"""Payments and refunds as a merchant's adapter meets them, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from tests.simulators.merchant import PROVIDER_SECRET, START, Shop, make_settings, payment_order, refund_order

from shopwright.simulators.payment.signing import notice_message, verify


async def test_a_payment_is_opened_with_a_page_to_pay_on(shop: Shop) -> None:
    response = await shop.call("POST", "/v1/payments", payment_order())
    answer = response.json()
    payment_id = answer["payment_id"]
    assert response.status_code == 200
    assert answer == {
        "payment_id": payment_id,
        "out_trade_no": "PI-1",
        "amount": {"minor": 12900, "currency": "CNY"},
        "status": "pending",
        "pay_url": f"http://127.0.0.1:8100/pay/{payment_id}",
        "created_at": "2026-11-22T08:00:00Z",
        "expires_at": "2026-11-22T08:15:00Z",
        "paid_at": None,
        "refunded_minor": 0,
    }
    message = notice_message(
        timestamp=int(response.headers["Simpay-Timestamp"]),
        nonce=response.headers["Simpay-Nonce"],
        body=response.content,
    )
    assert verify(message, signature=response.headers["Simpay-Signature"], secret=PROVIDER_SECRET)


async def test_the_same_reference_is_the_same_payment(shop: Shop) -> None:
    first = await shop.open_payment()
    assert await shop.open_payment() == first


@pytest.mark.parametrize("amount", [{"minor": 12901, "currency": "CNY"}, {"minor": 12900, "currency": "JPY"}])
async def test_the_same_reference_with_another_amount_is_refused(shop: Shop, amount: dict[str, Any]) -> None:
    first = await shop.open_payment()
    response = await shop.call("POST", "/v1/payments", {**payment_order(), "amount": amount})
    assert (response.status_code, response.json()["code"]) == (409, "reference_conflict")
    assert await shop.query() == first


@pytest.mark.parametrize(
    "change",
    [
        {"amount": {"minor": 0, "currency": "CNY"}},
        {"amount": {"minor": -1, "currency": "CNY"}},
        {"amount": {"minor": 1.5, "currency": "CNY"}},
        {"amount": {"minor": "100", "currency": "CNY"}},
        {"amount": {"minor": 2**63, "currency": "CNY"}},
        {"amount": {"minor": 100, "currency": "cny"}},
        {"out_trade_no": "with space"},
        {"out_trade_no": "x" * 65},
        {"description": ""},
        {"surprise": 1},
    ],
)
async def test_a_malformed_order_is_refused(shop: Shop, change: dict[str, Any]) -> None:
    response = await shop.call("POST", "/v1/payments", {**payment_order(), **change})
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
    assert (await shop.call("GET", "/v1/payments/by-reference/PI-1")).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.7/notices",
        "http://shop.example/notices",
        "http://127.0.0.1.shop.example/notices",
        "http://localhost@shop.example/notices",
        "http://user@127.0.0.1/notices",
        "http://[::ffff:10.0.0.7]/notices",
        "http://[broken/notices",
        "http://127.0.0.1:port/notices",
        "http://shop.example\\@127.0.0.1/notices",
        "http://127.0.0.1\\@shop.example/notices",
        "http://127.0.0.1/not\nices",
        "http:///notices",
        "http://0.0.0.0/notices",
        "ftp://127.0.0.1/notices",
        "/notices",
    ],
)
async def test_notices_go_to_this_machine_only(shop: Shop, url: str) -> None:
    response = await shop.call("POST", "/v1/payments", {**payment_order(), "notify_url": url})
    assert (response.status_code, response.json()["code"]) == (422, "url_not_allowed")


@pytest.mark.parametrize("url", ["http://localhost:8000/n", "http://[::1]:8000/n", "http://127.9.9.9/n"])
async def test_every_way_to_name_this_machine_is_taken(shop: Shop, url: str) -> None:
    response = await shop.call("POST", "/v1/payments", {**payment_order(), "notify_url": url})
    assert response.status_code == 200


async def test_a_paid_payment_says_when(shop: Shop) -> None:
    payment = await shop.open_payment()
    shop.clock.advance(timedelta(minutes=2))
    await shop.act(payment, "pay")
    assert await shop.query() == {**payment, "status": "succeeded", "paid_at": "2026-11-22T08:02:00Z"}


async def test_who_walks_away_leaves_the_payment_to_expire(shop: Shop) -> None:
    payment = await shop.open_payment(expires_in_seconds=60)
    response = await shop.act(payment, "leave")
    assert response.json() == {
        "status": "pending",
        "redirect_url": "http://127.0.0.1:8000/orders/7?from=pay&out_trade_no=PI-1",
    }
    shop.clock.advance(timedelta(seconds=59))
    assert (await shop.query())["status"] == "pending"
    shop.clock.advance(timedelta(seconds=1))
    assert (await shop.query())["status"] == "expired"
    late = await shop.act(payment, "pay")
    assert (late.status_code, late.json()["code"]) == (409, "payment_not_pending")
    assert (await shop.deliver(), shop.notices) == (0, [])


async def test_a_closed_payment_cannot_be_paid(shop: Shop) -> None:
    payment = await shop.open_payment()
    for _ in range(2):
        response = await shop.call("POST", "/v1/payments/by-reference/PI-1/close")
        assert (response.status_code, response.json()["status"]) == (200, "closed")
    assert (await shop.act(payment, "pay")).status_code == 409
    assert (await shop.query())["status"] == "closed"


async def test_a_paid_payment_cannot_be_closed(shop: Shop) -> None:
    payment = await shop.open_payment()
    await shop.act(payment, "pay")
    response = await shop.call("POST", "/v1/payments/by-reference/PI-1/close")
    assert (response.status_code, response.json()["code"]) == (409, "payment_already_succeeded")
    assert (await shop.query())["status"] == "succeeded"


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/v1/payments/by-reference/PI-9", "payment_not_found"),
        ("POST", "/v1/payments/by-reference/PI-9/close", "payment_not_found"),
        ("GET", "/v1/refunds/by-reference/RF-9", "refund_not_found"),
        ("GET", "/v1/nothing", "not_found"),
    ],
)
async def test_what_does_not_exist_is_not_found(shop: Shop, method: str, path: str, code: str) -> None:
    response = await shop.call(method, path)
    assert (response.status_code, response.json()["code"]) == (404, code)


async def test_a_refund_is_processed_and_told(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay")
    await shop.deliver()
    answer = (await shop.call("POST", "/v1/refunds", refund_order())).json()
    assert (answer["status"], answer["amount"], answer["settled_at"]) == (
        "processing",
        {"minor": 5000, "currency": "CNY"},
        None,
    )
    assert await shop.deliver() == 1
    settled = (await shop.call("GET", "/v1/refunds/by-reference/RF-1")).json()
    assert settled == {**answer, "status": "succeeded", "settled_at": "2026-11-22T08:00:00Z"}
    assert (shop.notices[-1]["type"], shop.notices[-1]["resource"]) == ("refund.succeeded", settled)
    assert (await shop.query())["refunded_minor"] == 5000


async def test_a_refund_takes_as_long_as_the_settings_say() -> None:
    shop = Shop(make_settings(refund_settling_seconds=30))
    await shop.act(await shop.open_payment(), "pay")
    await shop.deliver()
    await shop.call("POST", "/v1/refunds", refund_order())
    assert await shop.deliver() == 0
    shop.clock.advance(timedelta(seconds=30))
    assert await shop.deliver() == 1
    await shop.close()


async def test_the_same_refund_reference_is_the_same_refund(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay")
    first = (await shop.call("POST", "/v1/refunds", refund_order())).json()
    assert (await shop.call("POST", "/v1/refunds", refund_order())).json() == first
    response = await shop.call("POST", "/v1/refunds", refund_order(minor=4999))
    assert (response.status_code, response.json()["code"]) == (409, "reference_conflict")


async def test_refunds_never_exceed_what_was_paid(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay")
    # What is still under way counts, so two refunds of sixty per cent do not both pass.
    assert (await shop.call("POST", "/v1/refunds", refund_order("RF-1", 7740))).status_code == 200
    response = await shop.call("POST", "/v1/refunds", refund_order("RF-2", 7740))
    assert (response.status_code, response.json()["code"]) == (422, "refund_exceeds_payment")
    await shop.deliver()
    assert (await shop.call("POST", "/v1/refunds", refund_order("RF-2", 5161))).status_code == 422
    assert (await shop.call("POST", "/v1/refunds", refund_order("RF-2", 5160))).status_code == 200
    await shop.deliver()
    assert (await shop.query())["refunded_minor"] == 12900


async def test_a_failed_refund_gives_its_amount_free(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay", refund="fail")
    await shop.call("POST", "/v1/refunds", refund_order("RF-1", 12900))
    await shop.deliver()
    assert (await shop.call("GET", "/v1/refunds/by-reference/RF-1")).json()["status"] == "failed"
    assert shop.notices[-1]["type"] == "refund.failed"
    assert (await shop.query())["refunded_minor"] == 0
    assert (await shop.call("POST", "/v1/refunds", refund_order("RF-2", 12900))).status_code == 200


async def test_what_was_not_paid_cannot_be_refunded(shop: Shop) -> None:
    await shop.open_payment()
    response = await shop.call("POST", "/v1/refunds", refund_order())
    assert (response.status_code, response.json()["code"]) == (422, "payment_not_succeeded")


async def test_a_refund_in_another_currency_is_refused(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay")
    order = {**refund_order(), "amount": {"minor": 1, "currency": "JPY"}}
    response = await shop.call("POST", "/v1/refunds", order)
    assert (response.status_code, response.json()["code"]) == (422, "currency_mismatch")


async def test_an_unavailable_provider_did_nothing(shop: Shop) -> None:
    await shop.http.post("/test/faults", json={"operation": "create_payment", "kind": "unavailable"})
    assert (await shop.call("POST", "/v1/payments", payment_order())).status_code == 503
    assert (await shop.call("GET", "/v1/payments/by-reference/PI-1")).status_code == 404
    assert (await shop.call("POST", "/v1/payments", payment_order())).status_code == 200


async def test_a_lost_answer_leaves_its_effect(shop: Shop) -> None:
    await shop.act(await shop.open_payment(), "pay")
    await shop.http.post("/test/faults", json={"operation": "create_refund", "kind": "answer_lost"})
    assert (await shop.call("POST", "/v1/refunds", refund_order())).status_code == 504
    assert (await shop.call("GET", "/v1/refunds/by-reference/RF-1")).json()["status"] == "processing"


async def test_a_restart_forgets_nothing(shop_with_folder: Shop) -> None:
    shop = shop_with_folder
    await shop.act(await shop.open_payment(), "pay")
    await shop.simulator.close()
    again = Shop(shop.simulator.settings)
    assert (await again.query())["paid_at"] == START.isoformat().replace("+00:00", "Z")
    assert await again.deliver() == 1
    assert again.notices[0]["type"] == "payment.succeeded"
    await again.close()
