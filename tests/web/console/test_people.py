import re
from datetime import timedelta
from typing import Any

import pytest
from tests.kit.app import Browser, open_browser, statement_budget
from tests.web.console.conftest import HIRING, PASSWORD, Office, error_at, links_of, seen, typed, words_of

from shopwright.kernel.actor import Actor
from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import EventId, VariantId
from shopwright.modules.inventory.events import AvailabilityChanged
from shopwright.modules.staff import permissions
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.events import list_dead_letters, publish
from shopwright.platform.events import store as outbox
from shopwright.platform.jobs import Job, enqueue

STAFF = "/console/staff"
LETTERS = "/console/dead-letters"
JOBS = f"{LETTERS}?tab=jobs"


async def test_a_member_comes_in_with_a_temporary_password(office: Office, owner: Browser) -> None:
    opened = await owner.get(f"{STAFF}/new")
    answer = await owner.send_form(
        opened, action=f"{STAFF}/new", name="小李", email="li@shop.test", password="ling-shi-99", roles=["2"]
    )
    assert answer.status_code == 303, words_of(answer)
    assert "小李 现在可以登录了" in words_of(await owner.get(answer.headers["location"]))
    async with open_browser(office.app, peer="203.0.113.50") as member:
        entered = await member.submit(
            "/console/login", action="/console/login", email="li@shop.test", password="ling-shi-99"
        )
        assert entered.headers["location"] == "/console"
        await _choose_own_password(member, temporary="ling-shi-99")
        assert (await member.get("/console/orders")).status_code == 200
    assert ("staff.create_member", "Owner") in await office.subjects()


async def _choose_own_password(member: Browser, *, temporary: str) -> None:
    """Nothing opens but one's own account until another password is chosen there."""
    for closed in ("/console", "/console/orders", STAFF):
        answer = await member.get(closed)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/console/account")
    program = await member.get("/console/api/v1/products")
    assert (program.status_code, program.json()["error"]["code"]) == (403, "own_password_needed")
    opened = await member.get("/console/account")
    assert "请设置自己的密码" in words_of(opened)
    place = "/console/account/password"
    same = {"new_password": temporary, "repeated_password": temporary}
    refused = await member.send_form(opened, action=place, current_password=temporary, **typed(same))
    assert error_at(refused, "field-new_password") == "新密码不能与当前密码相同。"
    own = {"new_password": "zi-ji-de-1", "repeated_password": "zi-ji-de-1"}
    chosen = await member.send_form(refused, action=place, current_password=temporary, **typed(own))
    assert chosen.status_code == 303
    assert "请设置自己的密码" not in words_of(await member.get("/console/account"))


async def test_a_forgotten_password_is_reset_and_shown_once(office: Office, owner: Browser, clerk: Browser) -> None:
    place = f"{STAFF}/{office.people['clerk']}"
    answer = await owner.submit(place, action=f"{place}/temporary-password")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "private, no-store")
    (temporary,) = re.findall(r'<code class="code-text">([\w-]{12})</code>', answer.text)
    shown = (await owner.get(place)).text
    assert temporary not in shown
    assert ("临时密码有效期至" in answer.text, "临时密码有效期至" in shown) == (True, True)
    assert (await clerk.get("/console/orders")).headers["location"].startswith("/console/login")
    old = await clerk.submit("/console/login", action="/console/login", email="clerk@shop.test", password=PASSWORD)
    assert old.status_code == 401
    login = {"email": "clerk@shop.test", "password": temporary}
    assert (await clerk.submit("/console/login", action="/console/login", **login)).status_code == 303
    await _choose_own_password(clerk, temporary=temporary)
    assert (await clerk.get("/console/orders")).status_code == 200
    assert "临时密码有效期至" not in (await owner.get(place)).text
    assert await office.subjects() == [("staff.reset_password", "Owner"), ("staff.change_password", "Clerk")]


async def test_what_was_done_to_a_member_is_for_who_may_read_the_log(
    office: Office, owner: Browser, clerk: Browser
) -> None:
    async def let_in(tx: Transaction) -> None:
        role_id = await staff.create_role(tx, actor=HIRING, name="keeper", permissions=[permissions.VIEW])
        await staff.change_roles(tx, actor=HIRING, staff_id=office.people["clerk"], roles=[role_id])

    await office.shop.database.transact(let_in)
    place = f"{STAFF}/{office.people['clerk']}"
    mine, theirs = await owner.get(place), await clerk.get(place)
    assert (mine.status_code, theirs.status_code) == (200, 200)
    assert ("时间线" in words_of(mine), "时间线" in words_of(theirs)) == (True, False)


async def test_a_temporary_password_that_is_over_is_told_and_made_anew(
    office: Office, owner: Browser, clock: VirtualClock
) -> None:
    place = f"{STAFF}/{office.people['clerk']}"
    await owner.submit(place, action=f"{place}/temporary-password")
    clock.advance(timedelta(hours=72))
    late = await (await office.enter(owner)).get(place)
    assert ("临时密码已过期" in words_of(late), "临时密码有效期至" in words_of(late)) == (True, False)
    anew = words_of(await owner.send_form(late, action=f"{place}/temporary-password"))
    assert ("临时密码已过期" in anew, "临时密码有效期至" in anew) == (False, True)


async def test_nobody_resets_the_own_password(office: Office, owner: Browser) -> None:
    place = f"{STAFF}/{office.people['owner']}"
    assert "temporary-password" not in (await owner.get(place)).text
    answer = await owner.post(f"{place}/temporary-password", headers={"X-CSRF-Token": office.token(owner)})
    assert answer.status_code == 403
    assert await office.subjects() == []


async def test_each_new_member_is_offered_another_password(owner: Browser) -> None:
    first, second = [(await owner.get(f"{STAFF}/new")).text for _ in range(2)]
    assert first != second


@pytest.mark.parametrize(
    ("typed", "field", "status", "sentence"),
    [
        ({"email": "not-one"}, "field-email", 422, "请输入邮箱。"),
        ({"email": "clerk@shop.test"}, "field-email", 409, "已有其他员工使用该邮箱。"),
        ({"password": "12345678"}, "field-password", 422, "该密码过于常见，容易被猜到，请更换。"),
        ({"name": ""}, "field-name", 422, "请填写此项。"),
    ],
)
async def test_a_wrong_member_comes_back_filled(
    *, office: Office, owner: Browser, typed: dict[str, Any], field: str, status: int, sentence: str
) -> None:
    sent = {"name": "小李", "email": "li@shop.test", "password": "ling-shi-99"} | typed
    answer = await owner.submit(f"{STAFF}/new", action=f"{STAFF}/new", **sent)
    assert (answer.status_code, error_at(answer, field)) == (status, sentence)
    for text in sent.values():
        assert not text or f'value="{text}"' in seen(answer)
    assert await office.subjects() == []


async def test_roles_are_made_and_given(office: Office, owner: Browser) -> None:
    made = await owner.submit(
        f"{STAFF}/roles/new",
        action=f"{STAFF}/roles/new",
        name="盘点员",
        permissions=["inventory.view", "inventory.adjust"],
    )
    assert made.headers["location"] == f"{STAFF}#roles"
    listed = words_of(await owner.get(STAFF))
    assert "盘点员 查看库存 · 调整、盘点与预留库存" in listed
    place = f"{STAFF}/{office.people['guest']}"
    await owner.submit(place, action=f"{place}/roles", roles=["4"])
    async with open_browser(office.app, peer="203.0.113.51") as guest:
        await office.enter(guest, "guest")
        assert (await guest.get("/console/stock")).status_code == 200


async def test_the_last_owner_stays(office: Office, owner: Browser) -> None:
    place = f"{STAFF}/{office.people['owner']}"
    answer = await owner.submit(place, action=f"{place}/roles", roles=[])
    assert answer.status_code == 409
    assert 'class="notice notice-danger"' in answer.text
    assert (await owner.get(STAFF)).status_code == 200


async def test_an_empty_role_is_refused(owner: Browser) -> None:
    answer = await owner.submit(f"{STAFF}/roles/new", action=f"{STAFF}/roles/new", name="空")
    assert answer.status_code == 422
    assert 'value="空"' in seen(answer)


async def test_the_log_tells_who_did_what_to_which_order(office: Office, owner: Browser, clerk: Browser) -> None:
    number = await office.sell(1)
    place = f"/console/orders/{number}"
    await clerk.submit(place, action=f"{place}/shipments", carrier="jd", tracking_number="JD7")
    page = await owner.get("/console/audit", params={"member": str(office.people["clerk"])})
    assert f"Clerk 发货 订单 {number}" in words_of(page)
    assert "快递: 京东物流, 运单号: JD7" in words_of(page)
    assert place in links_of(page)
    other = await owner.get("/console/audit", params={"member": str(office.people["guest"])})
    assert "暂无记录" in words_of(other)
    only = [link for link in links_of(page) if link.startswith("/console/audit?subject=order")]
    assert f"Clerk 发货 订单 {number}" in words_of(await owner.get(only[0]))


@pytest.fixture
async def letter(office: Office) -> EventId:
    """An event that nobody could hear any more."""

    async def act(tx: Transaction) -> None:
        await publish(tx, actor=Actor.system("test"), events=[AvailabilityChanged(VariantId(1))])
        event_id = await tx.connection.fetchval("SELECT max(id) FROM platform.event")
        for _ in range(8):
            await outbox.record_failure(
                tx, event_id=event_id, subscriber="test.deaf", error="Deaf('<b>')", attempt_count_max=8, at=tx.at
            )

    await office.shop.database.transact(act)
    async with office.shop.database.reading() as reading:
        (found,) = await list_dead_letters(reading)
    return found.event_id


@pytest.mark.parametrize("verb", ["retry", "discard"])
async def test_a_dead_letter_is_settled_and_recorded(
    office: Office, owner: Browser, letter: EventId, verb: str
) -> None:
    place = f"{LETTERS}/{letter}/test.deaf"
    assert place in links_of(await owner.get(LETTERS))
    opened = await owner.get(place)
    assert "Deaf('<b>')" in seen(opened)
    assert "<b>')" not in opened.text
    answer = await owner.send_form(opened, action=f"{place}/{verb}")
    assert (answer.status_code, answer.headers["location"]) == (303, LETTERS)
    assert "全部消息均已送达" in words_of(await owner.get(LETTERS))
    assert await office.subjects() == [(f"events.{verb}", "Owner")]
    token = {"X-CSRF-Token": office.token(owner)}
    assert (await owner.post(f"{place}/{verb}", headers=token)).status_code == 404


@pytest.fixture
async def job_id(office: Office) -> int:
    """A job that the worker gave up."""

    async def act(tx: Transaction) -> int:
        await enqueue(tx, jobs=[Job("payments.refund", b"[7,<b>]")])
        held: int = await tx.connection.fetchval(
            "UPDATE jobs.pgqueuer SET status = 'failed', attempts = 7 WHERE entrypoint = $1 RETURNING id",
            "payments.refund",
        )
        return held

    return await office.shop.database.transact(act)


@pytest.mark.parametrize(("verb", "status"), [("retry", "queued"), ("discard", None)])
async def test_a_held_job_is_settled_and_recorded(
    *, office: Office, owner: Browser, job_id: int, verb: str, status: str | None
) -> None:
    opened = await owner.get(JOBS)
    assert f"payments.refund {job_id} · [7,<b>] — 8" in words_of(opened)
    place = f"{LETTERS}/jobs/{job_id}/{verb}"
    answer = await owner.send_form(opened, action=place)
    assert (answer.status_code, answer.headers["location"]) == (303, JOBS)
    assert "没有搁置的任务" in words_of(await owner.get(JOBS))
    async with office.shop.database.reading() as reading:
        assert await reading.connection.fetchval("SELECT status FROM jobs.pgqueuer WHERE id = $1", job_id) == status
    assert await office.subjects() == [(f"events.{verb}_job", "Owner")]
    assert (await owner.post(place, headers={"X-CSRF-Token": office.token(owner)})).status_code == 404


async def test_a_notice_that_fits_nothing_is_shown(office: Office, owner: Browser) -> None:
    assert "不符的支付通知" not in words_of(await owner.get(LETTERS))
    async with office.shop.database.reading() as reading:
        for number, outcome in ((1, "captured"), (2, "other_amount")):
            await reading.connection.execute(
                "INSERT INTO payments.provider_event VALUES ('simpay', $1, 'payment.succeeded', '{}', $2, $2, $3)",
                f"evt-{number}",
                reading.at,
                outcome,
            )
    page = words_of(await owner.get(f"{LETTERS}?tab=notices"))
    assert "payment.succeeded simpay · evt-2 金额不符" in page
    assert "evt-1" not in page


async def test_the_start_page_counts_what_waits(office: Office, owner: Browser, letter: EventId) -> None:
    assert letter
    number = await office.sell(6)
    page = await owner.get("/console")
    assert "待发货 1 待付款 0 退款中 0 退款失败 0 缺货 0 库存紧张 1 没发出的邮件 0 失败任务 1" in words_of(page)
    assert f"/console/orders/{number}" in links_of(page)


async def test_pages_keep_their_budgets(office: Office, owner: Browser) -> None:
    member = 1
    for place, most in ((STAFF, 3), (f"{STAFF}/{office.people['clerk']}", 4), ("/console/audit", 2), (LETTERS, 4)):
        with statement_budget(office.shop, at_most=most + member):
            assert (await owner.get(place)).status_code == 200


async def test_english_is_spoken_too(owner: Browser) -> None:
    owner.cookies.set("sw_language", "en")
    assert "Waiting to be shipped" in words_of(await owner.get("/console"))


async def test_the_roles_of_the_house_are_called_in_the_readers_language(owner: Browser) -> None:
    place = f"{STAFF}/roles/new"
    await owner.submit(place, action=place, name="Order clerk", permissions=["orders.view"])
    chinese = (await owner.get(STAFF)).text
    assert "<b>订单专员</b>" in chinese
    assert "Order clerk" not in chinese
    owner.cookies.set("sw_language", "en")
    assert "<b>Order clerk</b>" in (await owner.get(STAFF)).text
