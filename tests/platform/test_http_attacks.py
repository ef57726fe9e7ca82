"""What an attacker sent to the whole shop, each in one or two requests: it must answer, soon, and with a refusal."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import quote, unquote

import pytest
from litestar import Litestar
from tests.kit.app import BASE_URL, Browser, open_browser

from shopwright.kernel.errors import FieldError
from shopwright.modules.customers.contracts import AddressInput
from shopwright.modules.customers.rules import check_address
from shopwright.platform.credentials import check_password, clean_line, hash_password, narrow, verify_password
from shopwright.platform.http.fields import Context, Text

# Marks of two classes in the wrong order: putting them in order takes the square of their number, here eight seconds.
HEAP = "a" + "\u0300" * 16_000 + "\u0316" * 16_000
TOKEN = "t" * 32
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": f"sw_shop={TOKEN}"}


@contextmanager
def soon() -> Iterator[None]:
    """Fail when the block keeps the processor for a second; each of these attacks took many."""
    started = time.process_time()
    yield
    assert time.process_time() - started < 1.0


async def test_a_body_of_nothing_but_the_tokens_name_is_refused_at_once(client: Browser) -> None:
    for body in (b'name="csrf"\r\n' * 40_000, b'name="csrf"\r\n' + b"a: b\r\n" * 100_000):
        with soon():
            answer = await client.post("/cart/lines", content=body, headers=MULTIPART)
        assert answer.status_code == 403


async def test_more_fields_than_any_form_has_are_a_forged_form(client: Browser) -> None:
    body = "&".join(f"a{number}=1" for number in range(5_000))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"sw_shop={TOKEN}"}
    assert (await client.post("/cart/lines", content=body, headers=headers)).status_code == 403


@pytest.mark.parametrize("place", ["/session", "/registration", "/console/session"])
async def test_heaps_of_marks_cost_no_time(client: Browser, place: str) -> None:
    fields = {"login": HEAP, "email": HEAP, "password": HEAP, "name": HEAP}
    with soon():
        answer = await client.post(place, data=fields)
    assert answer.status_code < 500


async def test_no_reader_puts_a_heap_of_marks_in_order() -> None:
    with soon():
        assert Text(most=200).read(HEAP, Context()) == FieldError("Enter at most {most} characters.", most=200)
        unusable = FieldError("This contains characters that cannot be used.")
        assert Text(most=100_000).read(HEAP, Context()) == unusable
        assert narrow(HEAP) == HEAP
        assert len(clean_line(HEAP)) == 2_000
        assert check_password(HEAP, logins=[HEAP]) == FieldError("Enter at most {most} characters.", most=128)
        assert check_password("correct horse", logins=[HEAP]) is None
        wrong = check_address(AddressInput(HEAP, HEAP, HEAP, HEAP, HEAP))
        assert isinstance(wrong, dict)
        assert sorted(wrong) == ["district_code", "phone", "postcode", "recipient", "street"]


async def test_a_password_of_more_than_500_signs_is_wrong() -> None:
    kept = await hash_password("x" * 500)
    assert await verify_password(kept, "x" * 500)
    assert not await verify_password(kept, "x" * 501)
    assert not await verify_password(await hash_password(""), HEAP)
    with pytest.raises(ValueError, match="500"):
        await hash_password("x" * 501)


@pytest.mark.parametrize("path", ["//console/orders", "/console//orders", "//", "/%2Fconsole/orders", "/products//x"])
async def test_no_slash_too_many_leads_anywhere(app: Litestar, path: str) -> None:
    assert await answered(app, path) == 404


@pytest.mark.parametrize("path", ["/products/a%00b", "/search?q=a%00b", "/%00", "/static/%00/x"])
async def test_a_zero_byte_is_not_understood(app: Litestar, path: str) -> None:
    assert await answered(app, path) == 400


async def answered(
    app: Litestar, address: str, method: str = "GET", headers: Sequence[tuple[bytes, bytes]] = ()
) -> int:
    """The status for an address exactly as it is written; a client's library would put it in order first."""
    path, _, query = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost:8000"), *headers],
        "client": ("203.0.113.9", 4000),
        "server": ("localhost", 8000),
        "state": {},
    }
    told: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        told.append(message)

    await app(cast("Any", scope), cast("Any", receive), cast("Any", send))
    return cast("int", told[0]["status"])


ODD_PARTS = (str(2**70), "%00", "7" * 5_000, quote("中文" * 20), "a" * 5_000)


async def test_no_odd_address_makes_the_shop_stumble(app: Litestar) -> None:
    """Every route, with something odd in place of each part, for a visitor whom nobody knows."""
    stumbled = []
    for route in app.routes:
        for odd in ODD_PARTS:
            address = re.sub(r"\{\w+:\w+\}", odd, route.path)
            for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
                status = await answered(app, address, method)
                if status >= 500:
                    stumbled.append((method, route.path, odd[:20], status))
    assert stumbled == []


@pytest.mark.parametrize(
    "address",
    [
        "/cart?added=" + "9" * 5_000,
        "/cart?added=" + "9" * 30,
        "/language?code=en&next=/" + "中",
        "/language?code=en&next=/%E4%B8%AD",
        "/files/" + "a" * 5_000,
        "/files/" + "a/" * 2_000,
        "/search?q=" + "%CC%80%CC%96" * 5_000,
        "/gallery?lang=%FF",
        "/gallery?lang=../../console&face=console",
    ],
)
async def test_odd_questions_are_answered(app: Litestar, address: str) -> None:
    with soon():
        assert await answered(app, address) < 500


async def test_a_language_leads_back_to_a_chinese_address(client: Browser) -> None:
    answer = await client.get("/language", params={"code": "en", "next": "/categories/茶?q=100%25"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/categories/%E8%8C%B6?q=100%25")


async def test_json_fifty_thousand_deep_is_refused(client: Browser) -> None:
    for deep, status in ((b"[" * 50_000, 422), (b'{"a":' * 50_000, 400)):
        assert (await client.post("/api/v1/cart/lines", content=deep, headers=JSON)).status_code == status


@pytest.mark.parametrize("variant_id", [2**63, 2**70, 10**400])
async def test_an_id_larger_than_any_is_no_crash(client: Browser, variant_id: int) -> None:
    body = b'{"variant_id": %d, "quantity": 1}' % variant_id
    assert (await client.post("/api/v1/cart/lines", content=body, headers=JSON)).status_code in {400, 404, 422}


async def test_a_part_in_no_character_set_is_not_understood(client: Browser) -> None:
    part = b'Content-Disposition: form-data; name="login"\r\nContent-Type: text/plain; charset=zzz\r\n\r\na'
    body = b"--x\r\n" + part + b"\r\n--x--"
    answer = await client.post("/session", content=body, headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("origin", "status"),
    [(BASE_URL, 303), ("https://localhost:8000", 403), ("ftp://localhost:8000", 403), ("http://localhost", 403)],
)
async def test_an_origin_is_ours_by_scheme_and_host(client: Browser, origin: str, status: int) -> None:
    answer = await client.post("/cart/lines/1/removal", headers={"Origin": origin})
    assert answer.status_code == status


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP"])
async def test_the_metrics_are_not_shown_through_a_proxy(app: Litestar, header: str) -> None:
    async with open_browser(app, peer="127.0.0.1") as near:
        assert (await near.get("/metrics")).status_code == 200
        assert (await near.get("/metrics", headers={header: "127.0.0.1"})).status_code == 404
