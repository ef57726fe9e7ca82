"""The audit log as a file."""

import json

from litestar.response import Stream

from shopwright.modules.staff import permissions
from shopwright.modules.staff.contracts import AuditRecord
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.shop import language_of
from shopwright.web.console.audit.detail import detail_text
from shopwright.web.console.audit.routes import PATH, read_audit, read_wanted, subject_text
from shopwright.web.console.audit.words import action_text
from shopwright.web.console.csv_file import PAGE_SIZE, Cell, Rows, list_answer, record_export
from shopwright.web.console.days import FROM, UNTIL
from shopwright.web.console.orders.words import actor_name

HEADS = (_("When"), _("Who"), _("What"), _("On what"), _("Details"))


@post(f"{PATH}/export", requires(permissions.EXPORT))
async def export_audit(request: Request) -> Stream:
    """The present view as a file, an act a row; taking it along is an act of the log itself."""
    language, form = language_of(request), await read_form(request)
    wanted = read_wanted({name: form.text(name) for name in ("topic", "member", "subject", FROM, UNTIL, "sort")})
    wanted.days.check()
    await record_export(
        request, action=permissions.EXPORT, view=permissions.AUDIT, subject="audit", asked=wanted.query()
    )

    def row(record: AuditRecord) -> list[Cell]:
        return [
            record.at,
            actor_name(record.actor_kind, record.actor_label, language),
            action_text(record.action, record.subject, language),
            subject_text(request, record.subject, language),
            detail_text(json.loads(record.detail), language),
        ]

    async def read_rows(reading: Reading, key: str | None) -> tuple[Rows, str | None]:
        page = await read_audit(request, reading, wanted, after=key, limit=PAGE_SIZE)
        return [row(record) for record in page.items], page.next_key

    return await list_answer(request, "audit.csv", HEADS, read_rows)
