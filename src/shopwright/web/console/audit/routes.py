"""The audit log: who did what, when, on what."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.ids import StaffId
from shopwright.kernel.page import Page
from shopwright.modules.staff import permissions
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.contracts import AuditRecord, AuditTopic
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.audit.detail import detail_text
from shopwright.web.console.audit.words import NAMELESS, PLACES, SUBJECTS, action_text
from shopwright.web.console.days import NO_DAYS, Days, read_days, show_days
from shopwright.web.console.listing import Column
from shopwright.web.console.orders.words import actor_name
from shopwright.web.console.pages import address, frame, list_context, read_key, render

PATH = "/console/audit"
PAGE_SIZE = 50
SUBJECT_LENGTH_MAX = 80
OLDEST, NEWEST = "oldest", "newest"
TOPICS = {
    AuditTopic.ORDERS: _("Orders"),
    AuditTopic.PAYMENTS: _("Payments"),
    AuditTopic.PRODUCTS: _("Products"),
    AuditTopic.STOCK: _("Stock"),
    AuditTopic.CONTENT: _("Home page"),
    AuditTopic.CUSTOMERS: _("Customers"),
    AuditTopic.STAFF: _("Staff"),
    AuditTopic.MESSAGES: _("Messages"),
    AuditTopic.SHOP: _("Settings"),
    AuditTopic.EVENTS: _("Dead letters"),
}


COLUMNS = (
    Column("when", _("When"), sort=(OLDEST, NEWEST), is_fixed=True),
    Column("who", _("Who")),
    Column("what", _("What"), "wide", is_fixed=True),
    Column("subject", _("On what"), "optional"),
    Column("details", _("Details"), "wide optional"),
)


class Wanted(msgspec.Struct, frozen=True):
    """What the address asks of the log: a topic, a member, one subject such as `variant:12`, days, the oldest first."""

    topic: AuditTopic | None
    staff_id: StaffId | None
    subject: str
    days: Days
    is_oldest_first: bool

    def query(self) -> dict[str, str]:
        """The same as the parts of an address, empty where nothing is asked."""
        return {
            "topic": "" if self.topic is None else self.topic.value,
            "member": "" if self.staff_id is None else str(self.staff_id),
            "subject": self.subject,
            **self.days.query(),
            "sort": OLDEST if self.is_oldest_first else "",
        }


@get(PATH, requires(permissions.AUDIT))
async def list_audit(request: Request) -> Response[str]:
    """What was done, the newest first, about one topic, by one member, on one thing or on some days if asked.

    Two statements. Days that are none are told, and nothing is listed.
    """
    language, after = language_of(request), request.query_params.get("after")
    wanted = read_wanted(request.query_params)
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="audit")
        page = (
            Page[AuditRecord](())
            if wanted.days.wrong
            else await read_audit(request, reading, wanted, after=after, limit=PAGE_SIZE)
        )
        members = await staff.list_members(reading, limit=100)
    query = wanted.query()
    context |= list_context(
        request, "audit", COLUMNS, path=PATH, query=query, after=after, next_key=page.next_key, usual_sort=NEWEST
    )
    context |= {
        "rows": [_show(request, record, language) for record in page.items],
        "tabs": _tabs(wanted, language),
        "hidden": {name: query[name] for name in ("topic", "subject", "sort") if query[name]},
        "days": show_days(wanted.days, language),
        "has_wrong_days": bool(wanted.days.wrong),
        "without_days_url": address(PATH, **(query | NO_DAYS.query())) if any(wanted.days.query().values()) else "",
        "members": [(str(one.id), one.name) for one in members.items],
        "subject_text": subject_text(request, wanted.subject, language) if wanted.subject else "",
        "without_subject_url": address(PATH, **(query | {"subject": ""})),
    }
    return render(request, "console/audit/list.html", context, status=422 if wanted.days.wrong else 200)


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """What a query or a form asks."""
    member, topic = read_key(asked.get("member")), asked.get("topic")
    return Wanted(
        topic=AuditTopic(topic) if topic in set(AuditTopic) else None,
        staff_id=None if member is None else StaffId(member),
        subject=asked.get("subject", "").strip()[:SUBJECT_LENGTH_MAX],
        days=read_days(asked),
        is_oldest_first=asked.get("sort") == OLDEST,
    )


async def read_audit(
    request: Request, reading: Reading, wanted: Wanted, *, after: str | None, limit: int
) -> Page[AuditRecord]:
    """A page of what is wanted. Raises InvalidInput for days that are none."""
    since, until = wanted.days.span((await shop_of(request).market(reading)).zone)
    return await staff.list_audit(
        reading,
        subject=wanted.subject or None,
        staff_id=wanted.staff_id,
        topic=wanted.topic,
        since=since,
        until=until,
        is_oldest_first=wanted.is_oldest_first,
        after=after,
        limit=limit,
    )


def _tabs(wanted: Wanted, language: str) -> list[dict[str, Any]]:
    topics = [(None, _("All")), *TOPICS.items()]
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, **(wanted.query() | {"topic": "" if topic is None else topic.value})),
            "is_current": topic is wanted.topic,
            "count": "",
        }
        for topic, name in topics
    ]


def _show(request: Request, record: AuditRecord, language: str) -> dict[str, Any]:
    return {
        "at": record.at,
        "actor": actor_name(record.actor_kind, record.actor_label, language),
        "action": action_text(record.action, record.subject, language),
        "code": record.action,
        "subject": subject_text(request, record.subject, language),
        "subject_url": _subject_url(request, record.subject),
        "only_url": address(PATH, subject=record.subject),
        "detail": detail_text(json.loads(record.detail), language),
    }


def subject_text(request: Request, subject: str, language: str) -> str:
    """What an act was done on, such as `Order 1520543847554`."""
    kind, _colon, key = subject.partition(":")
    name = translate(SUBJECTS.get(kind, kind), language)
    if kind == "order" and key.isdigit():
        return f"{name} {shop_of(request).numbers.number(int(key))}"
    return name if kind in NAMELESS else f"{name} {key}"


def _subject_url(request: Request, subject: str) -> str:
    kind, _colon, key = subject.partition(":")
    if kind == "order" and key.isdigit():
        return f"/console/orders/{shop_of(request).numbers.number(int(key))}"
    return f"{PLACES[kind]}/{key}" if kind in PLACES else ""
