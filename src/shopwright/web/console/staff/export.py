"""Members as a file."""

from litestar.response import Stream

from shopwright.modules.staff import permissions
from shopwright.modules.staff.contracts import MemberSummary
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of
from shopwright.web.console.csv_file import PAGE_SIZE, Cell, Rows, list_answer, record_export
from shopwright.web.console.staff.list import read_members, read_wanted
from shopwright.web.console.staff.routes import PATH, say_role

HEADS = (_("Member"), _("E-mail"), _("Roles"), _("Status"), _("Here since"))


@post(f"{PATH}/export", requires(permissions.EXPORT))
async def export_members(request: Request) -> Stream:
    """The present view as a file, a member a row. It names people, so the audit log keeps who took it along."""
    language, form = language_of(request), await read_form(request)
    wanted = read_wanted({name: form.text(name) for name in ("tab", "q", "role", "sort")})
    await record_export(
        request, action=permissions.EXPORT, view=permissions.VIEW, subject="staff", asked=wanted.query()
    )

    async def read_rows(reading: Reading, key: str | None) -> tuple[Rows, str | None]:
        page = await read_members(reading, wanted, after=key, limit=PAGE_SIZE)
        return [_row(one, language) for one in page.items], page.next_key

    return await list_answer(request, "staff.csv", HEADS, read_rows)


def _row(member: MemberSummary, language: str) -> list[Cell]:
    return [
        member.name,
        member.email,
        ", ".join(say_role(name, language) for name in member.roles),
        translate(_("Active") if member.is_active else _("Deactivated"), language),
        member.created_at,
    ]
