import json
from typing import Any

from litestar import Response

from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import permissions
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.contracts import AuditRecord
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.audit.detail import detail_text
from shopwright.web.console.orders.words import actor_name
from shopwright.web.console.pages import address, frame, render

PATH = "/console/audit"
PAGE_SIZE = 50
SUBJECT_LENGTH_MAX = 80
_ID_DIGITS_MAX = 18
ACTIONS = {
    "catalog.price": _("Set a price"),
    "catalog.list": _("Listed or delisted a product"),
    "catalog.edit": _("Retired a variant"),
    "inventory.received": _("Received stock"),
    "inventory.adjusted": _("Corrected stock"),
    "inventory.counted": _("Counted stock"),
    "inventory.keep_back": _("Kept stock back"),
    "inventory.create_warehouse": _("Opened a warehouse"),
    "orders.ship": _("Shipped a parcel"),
    "orders.record_delivery": _("Recorded a delivery"),
    "orders.confirm_receipt": _("Completed an order"),
    "orders.cancel": _("Cancelled an order"),
    "orders.refund": _("Refunded an order"),
    "orders.refund_surplus": _("Gave a surplus back"),
    "orders.export": _("Took orders along as a file"),
    "payments.refund": _("Asked for a refund"),
    "staff.create_member": _("Added a member"),
    "staff.create_role": _("Made a role"),
    "staff.change_roles": _("Changed roles"),
    "staff.change_password": _("Changed the own password"),
    "staff.reset_password": _("Reset a password"),
    "staff.deactivate": _("Deactivated a member"),
    "staff.reactivate": _("Reactivated a member"),
    "messages.resend": _("Sent a message again"),
    "markets.change_freight": _("Changed freight"),
    "events.retry": _("Retried a dead letter"),
    "events.discard": _("Discarded a dead letter"),
    "events.retry_job": _("Retried a held job"),
    "events.discard_job": _("Discarded a held job"),
}
_SUBJECTS = {
    "order": _("Order"),
    "product": _("Product"),
    "variant": _("Variant"),
    "warehouse": _("Warehouse"),
    "staff": _("Member"),
    "role": _("Role"),
    "customer": _("Customer"),
    "market": _("Market"),
    "event": _("Event"),
    "job": _("Job"),
    "export": _("File"),
}
_PLACES = {"product": "/console/products", "variant": "/console/stock", "staff": "/console/staff"}


@get(PATH, requires(permissions.AUDIT))
async def list_audit(request: Request) -> Response[str]:
    """The newest acts, of one member or on one thing if asked. Two statements."""
    language, query = language_of(request), request.query_params
    subject = query.get("subject", "").strip()[:SUBJECT_LENGTH_MAX]
    member = query.get("member", "")
    member = member if member.isascii() and member.isdigit() and len(member) <= _ID_DIGITS_MAX else ""
    after = query.get("after")
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, module="audit")
        page = await staff.list_audit(
            reading,
            subject=subject or None,
            staff_id=StaffId(int(member)) if member else None,
            after=after,
            limit=PAGE_SIZE,
        )
        members = await staff.list_members(reading, limit=100)
    context |= {
        "rows": [_show(request, record, language) for record in page.items],
        "members": [(str(one.id), one.name) for one in members.items],
        "member": member,
        "subject": subject,
        "subject_text": _subject_text(request, subject, language) if subject else "",
        "without_subject_url": address(PATH, member=member),
        "next_url": address(PATH, member=member, subject=subject, after=page.next_key) if page.next_key else "",
        "first_url": address(PATH, member=member, subject=subject) if after else "",
    }
    return render(request, "console/audit/list.html", context)


def _show(request: Request, record: AuditRecord, language: str) -> dict[str, Any]:
    return {
        "at": record.at,
        "actor": actor_name(record.actor_kind, record.actor_label, language),
        "action": translate(ACTIONS.get(record.action, record.action), language),
        "code": record.action,
        "subject": _subject_text(request, record.subject, language),
        "subject_url": _subject_url(request, record.subject),
        "only_url": address(PATH, subject=record.subject),
        "detail": detail_text(json.loads(record.detail), language),
    }


def _subject_text(request: Request, subject: str, language: str) -> str:
    kind, _colon, key = subject.partition(":")
    name = translate(_SUBJECTS.get(kind, kind), language)
    if kind == "order" and key.isdigit():
        return f"{name} {shop_of(request).numbers.number(int(key))}"
    return f"{name} {key}"


def _subject_url(request: Request, subject: str) -> str:
    kind, _colon, key = subject.partition(":")
    if kind == "order" and key.isdigit():
        return f"/console/orders/{shop_of(request).numbers.number(int(key))}"
    return f"{_PLACES[kind]}/{key}" if kind in _PLACES else ""
