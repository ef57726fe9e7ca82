"""Nobody but the merchant is let in, and no call twice."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.simulators.merchant import MERCHANT_SECRET, PROVIDER_SECRET, Shop, make_settings, payment_order

from shopwright.simulators.payment import PaymentSimulatorSettings, read_or_make_secret
from shopwright.simulators.payment.signing import parse_authorization, request_message, sign

PATH = "/v1/payments"
BODY = json.dumps(payment_order()).encode()


def test_the_signature_is_that_of_the_documented_message() -> None:
    message = request_message(method="post", path="/v1/payments?x=1", timestamp=1795334400, nonce="n0nce-1", body=b"{}")
    # The figure was made with another program: openssl dgst -sha256 -hmac.
    assert message == b"POST\n/v1/payments?x=1\n1795334400\nn0nce-1\n{}\n"
    assert sign(message, secret="k" * 32) == "Xi++FSnJKPTb+PI9PLLGzjWx5fl2nXjCtIVy3+WBIyo="


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Basic abc",
        "SIMPAY2-HMAC-SHA256",
        'SIMPAY2-HMAC-SHA256 merchant_id="m",nonce="n",timestamp="1",serial="s"',
        'SIMPAY2-HMAC-SHA256 merchant_id="m",nonce="n",timestamp="1",serial="s",signature="a",more="b"',
        'SIMPAY2-HMAC-SHA256 merchant_id="m",nonce="n",nonce="n",timestamp="1",serial="s",signature="a"',
        'SIMPAY2-HMAC-SHA256 merchant_id="m",nonce="n",timestamp="-1",serial="s",signature="a"',
        'SIMPAY2-HMAC-SHA256 merchant_id="m",nonce="n",timestamp="1",serial="s",signature="' + "a" * 5000 + '"',
    ],
)
async def test_a_malformed_header_is_refused(shop: Shop, header: str) -> None:
    assert parse_authorization(header) is None
    response = await shop.http.post(PATH, content=BODY, headers={"Authorization": header})
    assert (response.status_code, response.json()["code"]) == (401, "authorization_malformed")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"secret": PROVIDER_SECRET}, "signature_invalid"),
        ({"body": BODY.replace(b"12900", b"00001")}, "signature_invalid"),
        ({"path": "/v1/refunds"}, "signature_invalid"),
        ({"path": "/v1/payments?x=1"}, "signature_invalid"),
        ({"method": "GET"}, "signature_invalid"),
        ({"merchant_id": "another"}, "merchant_unknown"),
        ({"serial": "merchant-2"}, "merchant_unknown"),
        ({"nonce": "short"}, "authorization_malformed"),
    ],
)
async def test_an_altered_call_is_refused(shop: Shop, changes: dict[str, Any], code: str) -> None:
    headers = {"Authorization": shop.signed("POST", PATH, BODY, **changes)}
    response = await shop.http.post(PATH, content=BODY, headers=headers)
    assert (response.status_code, response.json()["code"]) == (401, code)
    assert (await shop.call("GET", "/v1/payments/by-reference/PI-1")).status_code == 404


@pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-300, 200), (300, 200), (301, 401)])
async def test_the_timestamp_must_be_near(shop: Shop, seconds: int, status: int) -> None:
    timestamp = int(shop.clock.now().timestamp()) + seconds
    headers = {"Authorization": shop.signed("POST", PATH, BODY, timestamp=timestamp)}
    assert (await shop.http.post(PATH, content=BODY, headers=headers)).status_code == status


@pytest.mark.parametrize("after_seconds", [0, 299, 599])
async def test_a_replayed_call_is_refused(shop: Shop, after_seconds: int) -> None:
    # Signed with a timestamp as far ahead as is allowed, a call stays fresh for twice the skew.
    timestamp = int(shop.clock.now().timestamp()) + 300
    headers = {"Authorization": shop.signed("POST", PATH, BODY, timestamp=timestamp)}
    assert (await shop.http.post(PATH, content=BODY, headers=headers)).status_code == 200
    shop.clock.advance(timedelta(seconds=after_seconds))
    response = await shop.http.post(PATH, content=BODY, headers=headers)
    assert (response.status_code, response.json()["code"]) == (401, "nonce_replayed")


async def test_a_forger_cannot_use_up_a_nonce(shop: Shop) -> None:
    forged = shop.signed("POST", PATH, BODY, nonce="the-same-nonce", secret="f" * 32)
    await shop.http.post(PATH, content=BODY, headers={"Authorization": forged})
    honest = shop.signed("POST", PATH, BODY, nonce="the-same-nonce")
    assert (await shop.http.post(PATH, content=BODY, headers={"Authorization": honest})).status_code == 200


async def test_a_query_string_is_signed_with_the_path(shop: Shop) -> None:
    await shop.open_payment()
    response = await shop.call("GET", "/v1/payments/by-reference/PI-1?view=%E5%85%A8")
    assert response.status_code == 200


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 60_000, b'{"out_trade_no": NaN}'])
async def test_a_body_that_is_not_the_order_is_refused(shop: Shop, body: bytes) -> None:
    headers = {"Authorization": shop.signed("POST", PATH, body)}
    response = await shop.http.post(PATH, content=body, headers=headers)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


async def test_a_large_body_is_refused(shop: Shop) -> None:
    response = await shop.http.post(PATH, content=b"x" * 70_000)
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


async def test_too_many_calls_are_refused() -> None:
    shop = Shop(make_settings(requests_per_second_max=1))
    answers = [(await shop.http.get("/health")).status_code for _ in range(3)]
    assert answers[0] == 200
    assert 429 in answers[1:]
    await shop.close()


@pytest.mark.parametrize(
    "secrets",
    [
        {"merchant_secret": "short", "provider_secret": PROVIDER_SECRET},
        {"merchant_secret": MERCHANT_SECRET, "provider_secret": MERCHANT_SECRET},
    ],
)
def test_poor_secrets_are_refused(secrets: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="secret"):
        PaymentSimulatorSettings(**secrets)


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "merchant.secret"
    secret = read_or_make_secret(path)
    assert len(secret) == 64
    assert read_or_make_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["merchant.secret"]
