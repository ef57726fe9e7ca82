"""The pay page as a browser meets it, and the whole provider on a live port."""

import asyncio
import html
import json
import os
import re
import socket
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.simulators.merchant import MERCHANT_SECRET, PROVIDER_SECRET, Shop, payment_order

from shopwright.simulators.payment.signing import sign_request

BACK = "http://127.0.0.1:8000/orders/7?from=pay&out_trade_no=PI-1"


@pytest.mark.parametrize(
    ("query", "header", "language", "button"),
    [
        ("", None, "zh-CN", "确认支付"),
        ("", "en-GB,en;q=0.9", "en", "Pay"),
        ("?lang=zh", "en", "zh-CN", "确认支付"),
        ("?lang=en", "zh", "en", "Pay"),
        ("?lang=xx", "fr", "zh-CN", "确认支付"),
    ],
)
async def test_the_page_speaks_the_language_of_the_person(
    shop: Shop, query: str, header: str | None, language: str, button: str
) -> None:
    payment = await shop.open_payment()
    headers = {} if header is None else {"Accept-Language": header}
    response = await shop.http.get(f"/pay/{payment['payment_id']}{query}", headers=headers)
    assert response.status_code == 200
    assert f'<html lang="{language}">' in response.text
    assert re.search(rf'name="action" value="pay">{button}</button>', response.text)
    assert "129<small>.00</small>" in response.text


async def test_words_of_the_merchant_are_escaped(shop: Shop) -> None:
    payment = await shop.open_payment(description="<script>alert(1)</script>")
    text = (await shop.http.get(f"/pay/{payment['payment_id']}")).text
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize(("action", "status"), [("pay", "succeeded"), ("fail", "failed"), ("leave", "pending")])
async def test_every_button_leads_back_to_the_shop(shop: Shop, action: str, status: str) -> None:
    payment = await shop.open_payment()
    response = await shop.http.post(f"/pay/{payment['payment_id']}", data={"action": action, "notice": "twice"})
    assert (response.status_code, response.headers["Location"]) == (303, BACK)
    assert (await shop.query())["status"] == status
    assert await shop.deliver() == (0 if action == "leave" else 2)


async def test_a_second_press_of_pay_changes_nothing(shop: Shop) -> None:
    payment = await shop.open_payment()
    for _ in range(2):
        response = await shop.http.post(f"/pay/{payment['payment_id']}", data={"action": "pay"})
        assert (response.status_code, response.headers["Location"]) == (303, BACK)
    assert await shop.deliver() == 1


async def test_an_expired_page_says_so_and_leads_back(shop: Shop) -> None:
    payment = await shop.open_payment()
    shop.clock.advance(timedelta(hours=1))
    response = await shop.http.post(f"/pay/{payment['payment_id']}", data={"action": "pay"})
    assert response.status_code == 409
    assert "支付已超时" in response.text
    assert 'value="pay"' not in response.text
    assert f'href="{BACK}"' in html.unescape(response.text)


async def test_an_unknown_page_is_designed(shop: Shop) -> None:
    response = await shop.http.get("/pay/pay_unknown")
    assert response.status_code == 404
    assert "没有这笔支付" in response.text


@pytest.mark.parametrize(
    "form",
    [
        {"action": "steal"},
        {"action": "pay", "notice": "sometimes"},
        {"action": "pay", "delay_seconds": "-1"},
        {"action": "pay", "delay_seconds": "9999999999"},
        {},
    ],
)
async def test_a_malformed_form_changes_nothing(shop: Shop, form: dict[str, str]) -> None:
    payment = await shop.open_payment()
    assert (await shop.http.post(f"/pay/{payment['payment_id']}", data=form)).status_code == 422
    assert (await shop.query())["status"] == "pending"


async def test_the_provider_runs_on_a_port_of_its_own(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    received: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    merchant = await asyncio.start_server(_merchant(received), "127.0.0.1", 0)
    notify_url = f"http://127.0.0.1:{merchant.sockets[0].getsockname()[1]}/notices"
    arguments = ["-m", "shopwright.simulators.payment", "--port", str(port), "--folder", str(tmp_path)]
    environment = {
        **os.environ,
        "SIMPAY_MERCHANT_SECRET": MERCHANT_SECRET,
        "SIMPAY_PROVIDER_SECRET": PROVIDER_SECRET,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        transport = httpx.AsyncHTTPTransport(retries=8)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=10) as http:
            await http.get("/health")
            payment = (await _open(http, notify_url)).json()
            assert payment["pay_url"] == f"http://127.0.0.1:{port}/pay/{payment['payment_id']}"
            paid = await http.post(payment["pay_url"], data={"action": "pay"})
            assert (paid.status_code, paid.headers["Location"]) == (303, BACK)
            event = await asyncio.wait_for(received.get(), 10)
            assert (event["type"], event["resource"]["out_trade_no"]) == ("payment.succeeded", "PI-1")
    finally:
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 20) == 0
        merchant.close()
        await merchant.wait_closed()


async def _open(http: httpx.AsyncClient, notify_url: str) -> httpx.Response:
    body = json.dumps({**payment_order(), "notify_url": notify_url}).encode()
    authorization = sign_request(
        merchant_id="shopwright-demo",
        serial="merchant-1",
        secret=MERCHANT_SECRET,
        method="POST",
        path="/v1/payments",
        timestamp=int(time.time()),
        nonce="nonce-of-the-live-test",
        body=body,
    )
    return await http.post("/v1/payments", content=body, headers={"Authorization": authorization})


def _merchant(received: asyncio.Queue[dict[str, Any]]) -> Any:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length.group(1)) if length else 0)
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        received.put_nowait(json.loads(body))

    return answer
