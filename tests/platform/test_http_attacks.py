"""What an attacker sent to the whole shop, each in one or two requests: it must answer, soon, and with a refusal."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast
from urllib.parse import unquote

import pytest
from litestar import Litestar
from tests.kit.app import Browser

from shopwright.kernel.errors import FieldError
from shopwright.modules.customers.contracts import AddressInput
from shopwright.modules.customers.rules import check_address
from shopwright.platform.credentials import check_password, clean_line, hash_password, narrow, verify_password
from shopwright.platform.http.fields import Context, Text

# Marks of two classes in the wrong order: putting them in order takes the square of their number, here eight seconds.
HEAP = "a" + "\u0300" * 16_000 + "\u0316" * 16_000
TOKEN = "t" * 32
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
