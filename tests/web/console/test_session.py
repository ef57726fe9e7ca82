import asyncio
from datetime import timedelta

import pytest
from tests.kit.app import Browser, open_browser
from tests.web.console.conftest import PASSWORD, Office, error_at, seen, words_of

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction

DOOR = "/console/login"


@pytest.mark.parametrize(
    ("email", "password"),
    [("owner@shop.test", "wrong-password"), ("nobody@shop.test", PASSWORD), ("guest@shop.test", "")],
)
async def test_unknown_and_wrong_are_answered_alike(office: Office, client: Browser, email: str, password: str) -> None:
    answer = await client.submit(DOOR, email=email, password=password)
    page = words_of(answer)
    if password:
        assert answer.status_code == 401
        assert "账号或密码不正确。" in page
    else:
        assert (answer.status_code, error_at(answer, "field-password")) == (422, "请填写此项。")
    assert f'value="{email}"' in answer.text
    assert PASSWORD not in answer.text
    assert "sw_console" not in client.cookies
    assert office.people


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/console/orders?tab=to_ship", "/console/orders?tab=to_ship"),
        ("https://evil.test/", "/console"),
        ("//evil.test", "/console"),
        ("/account", "/console"),
        ("/consoles", "/console"),
    ],
)
async def test_the_way_on_stays_in_the_console(office: Office, client: Browser, wanted: str, reached: str) -> None:
    opened = await client.get(DOOR, params={"next": wanted})
    answer = await client.send_form(opened, action=DOOR, email="owner@shop.test", password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, reached)
    assert office.people


async def test_who_is_in_goes_straight_on(owner: Browser) -> None:
    assert (await owner.get(DOOR)).headers["location"] == "/console"


async def test_the_thirty_first_try_in_five_minutes_has_to_wait(office: Office, client: Browser) -> None:
    for _ in range(30):
        assert (await client.post(DOOR, data={"email": "x@shop.test", "password": "x"})).status_code == 401
    answer = await client.post(DOOR, data={"email": "owner@shop.test", "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) == 300
    assert office.people


async def test_pages_and_programs_share_one_count(office: Office, client: Browser) -> None:
    for _ in range(30):
        assert (await client.post(DOOR, data={"email": "x@shop.test", "password": "x"})).status_code == 401
    answer = await client.post("/console/api/v1/session", json={"email": "owner@shop.test", "password": PASSWORD})
    assert answer.status_code == 429
    assert office.people


async def test_who_comes_in_is_not_counted(office: Office, client: Browser) -> None:
    for _ in range(31):
        client.cookies.clear()
        answer = await client.post(DOOR, data={"email": "owner@shop.test", "password": PASSWORD})
        assert answer.status_code == 303
    assert office.people


async def test_logging_out_ends_the_session(owner: Browser) -> None:
    answer = await owner.submit("/console", action="/console/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, DOOR)
    assert (await owner.get("/console")).headers["location"] == f"{DOOR}?next=%2Fconsole"


async def test_another_password_keeps_this_session_and_ends_the_others(
    office: Office, owner: Browser, clock: VirtualClock
) -> None:
    async with open_browser(office.app, peer="203.0.113.31") as elsewhere:
        await office.enter(elsewhere)
        clock.advance(timedelta(minutes=1))
        answer = await owner.submit(
            "/console/account",
            action="/console/account/password",
            current_password=PASSWORD,
            new_password="yue-bai-2028",
            repeated_password="yue-bai-2028",
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/console/account")
        assert "密码已修改" in seen(await owner.get("/console/account"))
        assert (await elsewhere.get("/console")).headers["location"].startswith(DOOR)


@pytest.mark.usefixtures("may_hold_two")
async def test_a_log_in_that_verified_the_old_password_opens_nothing_after_the_change(
    office: Office, owner: Browser
) -> None:
    typed = {"email": "owner@shop.test", "password": PASSWORD, "csrf": office.token(owner)}
    async with office.shop.database.transaction() as tx:
        # The session that the log-in replaces is held, so it stands still between the password and the new session.
        await tx.connection.execute("SELECT FROM platform.session FOR UPDATE")
        entering = asyncio.create_task(owner.post(DOOR, data=typed))
        while not await tx.connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        ):
            done, _ = await asyncio.wait([entering], timeout=0.01)
            assert not done, "nobody waited"
        await change_password(office)
    assert (await entering).headers["location"] == "/console"
    assert (await owner.get("/console")).headers["location"].startswith(DOOR)


async def change_password(office: Office) -> None:
    """Elsewhere the owner takes another password; the deletion of sessions misses the one that is on its way."""

    async def miss(_tx: Transaction) -> None:
        pass

    owner_id = office.people["owner"]
    await staff.change_password(
        office.shop.database,
        actor=Actor.staff(owner_id),
        staff_id=owner_id,
        current_password=PASSWORD,
        new_password="yue-bai-2028",
        end_sessions=miss,
    )


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (("wrong", "yue-bai-2028", "yue-bai-2028"), "current_password", "当前密码不正确。"),
        ((PASSWORD, "short", "short"), "new_password", "请输入至少 8 个字符。"),
        ((PASSWORD, "yue-bai-2028", "yue-bai-2029"), "repeated_password", "两次输入的密码不一致。"),
    ],
)
async def test_a_wrong_password_form_says_where(
    owner: Browser, typed: tuple[str, str, str], field: str, sentence: str
) -> None:
    answer = await owner.submit(
        "/console/account",
        action="/console/account/password",
        current_password=typed[0],
        new_password=typed[1],
        repeated_password=typed[2],
    )
    assert (answer.status_code, error_at(answer, f"field-{field}")) == (422, sentence)


async def test_no_page_of_the_console_is_kept_by_anybody(owner: Browser) -> None:
    assert (await owner.get("/console")).headers["cache-control"] == "private, no-store"
