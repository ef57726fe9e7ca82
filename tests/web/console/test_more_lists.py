"""The one list pattern on the lists of people, messages, acts, collections and what waits for a person."""

from typing import Any

import httpx
import pytest
from tests.kit.app import Browser, open_browser, statement_budget
from tests.web.console.conftest import Office, links_of, typed, words_of
from tests.web.console.test_lists import _only_toasts, export, table_of

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import EventId, VariantId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.inventory.events import AvailabilityChanged
from shopwright.platform.db import Transaction
from shopwright.platform.events import page_dead_letters, publish
from shopwright.platform.events import store as outbox
from shopwright.platform.jobs import Job, enqueue, page_held_jobs

STAFF, AUDIT, MESSAGES = "/console/staff", "/console/audit", "/console/messages"
COLLECTIONS, LETTERS = "/console/collections", "/console/dead-letters"


def names_of(answer: httpx.Response, place: str) -> list[str]:
    """The records that the rows lead to, by the end of their address."""
    return [link.rpartition("/")[2] for link in links_of(answer) if link.startswith(f"{place}/") and link[-1].isdigit()]


async def test_staff_is_narrowed_by_standing_role_and_words_and_turned_round(office: Office, owner: Browser) -> None:
    people = {role: str(member_id) for role, member_id in office.people.items()}
    member = f"{STAFF}/{people['guest']}"
    assert (await owner.submit(member, action=f"{member}/deactivation")).status_code == 303
    everybody = await owner.get(STAFF)
    assert "全部 4 正常 3 已停用 1" in words_of(everybody)
    assert names_of(everybody, STAFF) == [people[role] for role in ("owner", "clerk", "merchandiser", "guest")]
    assert f"{STAFF}?sort=newest" in links_of(everybody)
    newest = await owner.get(STAFF, params={"sort": "newest", "tab": "active"})
    assert names_of(newest, STAFF) == [people[role] for role in ("merchandiser", "clerk", "owner")]
    assert f"{STAFF}?tab=closed&sort=newest" in links_of(newest)
    clerks = await owner.get(STAFF, params={"role": "2", "q": "CLERK@"})
    assert names_of(clerks, STAFF) == [people["clerk"]]
    assert "没有符合的员工" in words_of(await owner.get(STAFF, params={"role": "2", "q": "owner"}))
    rows = table_of(await export(office, owner, STAFF, tab="closed"))
    assert [row[:4] for row in rows] == [["员工", "邮箱", "角色", "状态"], ["Guest", "guest@shop.test", "", "已停用"]]
    assert ("staff.export", "Owner") in await office.subjects()


async def test_only_who_may_see_people_and_take_them_along_gets_the_file(office: Office, owner: Browser) -> None:
    place, roles = f"{STAFF}/roles/new", f"{STAFF}/{office.people['guest']}"
    seeing = ["staff.view", "staff.audit", "messages.view", "orders.view"]
    taking = ["staff.export", "messages.export", "orders.export"]
    for name, permissions in (("HR", seeing), ("Couriers", taking)):
        await owner.submit(place, action=place, name=name, permissions=permissions)
    lists = (STAFF, AUDIT, MESSAGES, "/console/orders")
    async with open_browser(office.app, peer="203.0.113.60") as guest:
        await office.enter(guest, "guest")
        await owner.submit(roles, action=f"{roles}/roles", roles=["4"])
        for listed in lists:
            assert f"{listed}/export" not in (await guest.get(listed)).text
            assert (await export(office, guest, listed)).status_code == 403
        await owner.submit(roles, action=f"{roles}/roles", roles=["5"])
        assert [(await export(office, guest, listed)).status_code for listed in lists] == [403] * 4
        await owner.submit(roles, action=f"{roles}/roles", roles=["4", "5"])
        assert [(await export(office, guest, listed)).status_code for listed in lists] == [200] * 4


async def test_the_log_lies_in_tabs_by_topic_and_leaves_as_a_file(office: Office, owner: Browser) -> None:
    stock = f"/console/stock/{office.diary.floor.variant_ids[0]}"
    for quantity in ("1", "2"):
        await owner.submit(stock, action=f"{stock}/receipts", quantity=quantity)
    place = f"{STAFF}/roles/new"
    await owner.submit(place, action=place, name="盘点员", permissions=["inventory.view"])
    shown = words_of(await owner.get(AUDIT, params={"topic": "inventory", "sort": "oldest"}))
    assert "新建了角色" not in shown
    assert shown.index("件数: 规格 1: 1") < shown.index("件数: 规格 1: 2")
    rows = table_of(await export(office, owner, AUDIT, topic="inventory"))[1:]
    assert [(row[1], row[4]) for row in rows] == [("Owner", "件数: 规格 1: 2"), ("Owner", "件数: 规格 1: 1")]
    assert (await office.subjects())[-1] == ("staff.export", "Owner")


async def test_messages_are_found_by_order_and_address_and_each_has_a_page(office: Office, owner: Browser) -> None:
    number, other = await office.sell(1), office.number(await office.place(1, key="b"))
    log = await owner.get(MESSAGES)
    assert "全部 待发送 0 已发送 0 发送失败 0 未发送 1" in words_of(log)
    (message_id,) = names_of(log, MESSAGES)
    for terms, found in ((number, [message_id]), (other, []), ("lin@example.com", [])):
        assert names_of(await owner.get(MESSAGES, params={"q": terms, "status": "skipped"}), MESSAGES) == found
    page = f"{MESSAGES}/{message_id}"
    with statement_budget(office.shop, at_most=2 + 1):
        opened = await owner.get(page)
    assert "邮件没有发送 还没有设置邮件服务器" in words_of(opened)
    again = await owner.send_form(opened, action=f"/console/orders/{number}/messages/{message_id}/resend")
    assert again.headers["location"] == page
    told = words_of(await owner.get(page))
    assert "稍后自动发送" in told
    assert "重新发送消息 Owner" in told
    assert (await owner.get(f"{MESSAGES}/999")).status_code == 404
    (row,) = table_of(await export(office, owner, MESSAGES))[1:]
    assert row[1:4] == ["订单确认", number, ""]


async def _make(owner: Browser, name: str) -> str:
    answer = await owner.submit(f"{COLLECTIONS}/new", action=COLLECTIONS, name_zh=name, name_en=name)
    return answer.headers["location"].rpartition("/")[2]


async def _listed(office: Office) -> dict[str, bool]:
    async with office.shop.database.reading() as reading:
        found = await catalog.list_collections_for_staff(reading, language="zh_CN")
    return {one.name: one.listed_at is not None for one in found}


async def test_chosen_collections_are_listed_together_and_that_is_undone(office: Office, owner: Browser) -> None:
    first, second = await _make(owner, "Gifts"), await _make(owner, "Tea")
    headers = {"X-CSRF-Token": office.token(owner)}
    chosen = {"act": "list", "id": ["999", *["x"] * 197, first, second], "back": f"{COLLECTIONS}?tab=delisted"}
    answer = await owner.post(f"{COLLECTIONS}/listings", data=chosen, headers=headers)
    told = await owner.get(answer.headers["location"])
    assert "2 个专题已上架" in words_of(told)
    assert "1 个专题已被其他人删除" in words_of(told)
    assert await _listed(office) == {"Gifts": True, "Tea": True}
    assert (await owner.send_form(_only_toasts(told), action=f"{COLLECTIONS}/listings")).status_code == 303
    assert await _listed(office) == {"Gifts": False, "Tea": False}
    assert names_of(await owner.get(COLLECTIONS, params={"q": "gif", "tab": "delisted"}), COLLECTIONS) == [first]
    assert names_of(await owner.get(COLLECTIONS, params={"tab": "listed"}), COLLECTIONS) == []
    assert [row[:2] for row in table_of(await export(office, owner, COLLECTIONS, q="tea"))[1:]] == [["Tea", "tea"]]
    log = words_of(await owner.get(AUDIT, params={"topic": "catalog"}))
    assert f"上架或下架专题 专题 {first} 专题 {first} 下架" in log


@pytest.mark.usefixtures("office")
async def test_a_move_is_undone_unless_somebody_moved_since(owner: Browser) -> None:
    first, second = await _make(owner, "Gifts"), await _make(owner, "Tea")
    move: dict[str, Any] = {"action": f"{COLLECTIONS}/{second}/place", "press": ("direction", "up")}
    await owner.submit(COLLECTIONS, **move)
    told = await owner.get(COLLECTIONS)
    assert names_of(told, COLLECTIONS) == [second, first]
    undo: dict[str, Any] = {"action": f"{COLLECTIONS}/order"}
    await owner.send_form(_only_toasts(told), **undo)
    assert names_of(await owner.get(COLLECTIONS), COLLECTIONS) == [first, second]
    late = await owner.send_form(_only_toasts(told), **undo)
    assert "顺序保持现状" in words_of(await owner.get(late.headers["location"]))
    assert names_of(await owner.get(COLLECTIONS), COLLECTIONS) == [first, second]


@pytest.fixture
async def waiting(office: Office) -> list[EventId]:
    """Three events that nobody could hear, and two jobs that were given up."""

    async def work(tx: Transaction) -> list[EventId]:
        events = [AvailabilityChanged(VariantId(number)) for number in (1, 2, 3)]
        await publish(tx, actor=Actor.system("test"), events=events)
        ids = [EventId(row["id"]) for row in await tx.connection.fetch("SELECT id FROM platform.event ORDER BY id")]
        for event_id in ids[-3:]:
            for _ in range(8):
                await outbox.record_failure(
                    tx, event_id=event_id, subscriber="test.deaf", error="Deaf()", attempt_count_max=8, at=tx.at
                )
        await enqueue(tx, jobs=[Job("payments.refund", b"[7]"), Job("payments.refund", b"[8]")])
        await tx.connection.execute(
            "UPDATE jobs.pgqueuer SET status = 'failed', attempts = 7 WHERE entrypoint = 'payments.refund'"
        )
        return ids[-3:]

    return await office.shop.database.transact(work)


async def test_what_waits_is_read_page_by_page(office: Office, waiting: list[EventId]) -> None:
    async with office.shop.database.reading() as reading:
        first = await page_dead_letters(reading, limit=2)
        rest = await page_dead_letters(reading, after=first.next_key, limit=2)
        jobs = await page_held_jobs(reading, limit=1)
        last = await page_held_jobs(reading, after=jobs.next_key, limit=1)
    assert [letter.event_id for letter in (*first.items, *rest.items)] == waiting[::-1]
    assert [job.payload for job in (*jobs.items, *last.items)] == [b"[8]", b"[7]"]
    assert (rest.next_key, last.next_key) == (None, None)


async def test_chosen_letters_and_jobs_are_tried_again_together(
    office: Office, owner: Browser, waiting: list[EventId]
) -> None:
    page = await owner.get(LETTERS)
    assert "未送达的消息 3 搁置的任务 2" in words_of(page)
    headers = {"X-CSRF-Token": office.token(owner)}
    chosen = [f"{event_id}/test.deaf" for event_id in waiting[:2]]
    sent = {"id": [*chosen, f"{waiting[0]}/nobody", "x"]}
    answer = await owner.post(f"{LETTERS}/retries", data=sent, headers=headers)
    told = words_of(await owner.get(answer.headers["location"]))
    assert "正在重试 2 项" in told
    assert "1 项已由其他人处理" in told
    owner.cookies.set("sw_language", "en")
    answer = await owner.post(f"{LETTERS}/retries", data={"id": chosen[:1]}, headers=headers)
    told = words_of(await owner.get(answer.headers["location"]))
    assert ("Settled by somebody else meanwhile: 1" in told, "Tried again" in told) == (True, False)
    owner.cookies.delete("sw_language")
    jobs = await owner.get(LETTERS, params={"tab": "jobs"})
    assert "payments.refund" in words_of(jobs)
    rows = table_of(await export(office, owner, LETTERS, tab="jobs"))[1:]
    assert [(row[0], row[2]) for row in rows] == [("payments.refund", "[8]"), ("payments.refund", "[7]")]
    too_large = str(2**31)
    for act in ("retry", "discard"):
        assert (await owner.post(f"{LETTERS}/jobs/{too_large}/{act}", headers=headers)).status_code == 404
    await owner.post(f"{LETTERS}/jobs/retries", data={"id": [too_large, *(row[1] for row in rows)]}, headers=headers)
    assert "没有搁置的任务" in words_of(await owner.get(LETTERS, params={"tab": "jobs"}))
    acts = [action for action, _who in await office.subjects()]
    assert acts == ["events.retry", "events.retry", "events.retry_job", "events.retry_job"]


async def test_each_list_keeps_its_budget_and_remembers_its_columns(office: Office, owner: Browser) -> None:
    number = await office.sell(1)
    for place, params, most in (
        (STAFF, {"q": "a", "role": "1"}, 3),
        (AUDIT, {"topic": "orders", "sort": "oldest"}, 2),
        (MESSAGES, {}, 2),
        (MESSAGES, {"q": number}, 3),
        (COLLECTIONS, {"q": "x"}, 1),
        (LETTERS, {"tab": "jobs"}, 4),
    ):
        with statement_budget(office.shop, at_most=most + 1):
            assert (await owner.get(place, params=params)).status_code == 200
    for name in ("staff", "audit", "messages"):
        page = await owner.get(f"/console/{name}")
        kept = {"staff": "since", "audit": "who", "messages": "order"}[name]
        await owner.send_form(page, action=f"/console/lists/{name}/view", **typed({"shown": kept}))
    assert owner.cookies.get("sw_lists", path="/console") == (
        "audit:details-subject.messages:attempts-recipient.staff:roles-status"
    )
