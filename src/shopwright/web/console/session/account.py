"""One's own account: who one is, what one may do, and another password."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.permissions import EVERYTHING
from shopwright.platform.http import STAFF, Form, Request, explain, get, post, read_form, visit_of
from shopwright.platform.http.fields import Text
from shopwright.platform.http.sessions import end_sessions_of_staff
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.authorise import ACCOUNT as PATH
from shopwright.web.authorise import member_of, staff_actor
from shopwright.web.console.access import SENTENCE_OF
from shopwright.web.console.pages import done, frame, render


class PasswordForm(msgspec.Struct, frozen=True):
    """The old password, the new one, and the new one again; the staff module says what it may be."""

    current_password: Annotated[str, Text(least=1, most=300, is_exact=True)]
    new_password: Annotated[str, Text(least=1, most=300, is_exact=True)]
    repeated_password: Annotated[str, Text(most=300, is_exact=True)] = ""


@get(PATH, STAFF)
async def show_account(request: Request) -> Response[str]:
    """Who is at the console."""
    return await _page(request)


@post(f"{PATH}/password", STAFF)
async def change_password(request: Request) -> Response[Any]:
    """Replace one's own password; every other session ends, this one goes on under a new token."""
    form, member = await read_form(request), member_of(request)
    try:
        wanted = _parse(form)
        changed_at = await staff.change_password(
            shop_of(request).database,
            actor=staff_actor(request),
            staff_id=member.id,
            current_password=wanted.current_password,
            new_password=wanted.new_password,
            end_sessions=partial(end_sessions_of_staff, staff_id=member.id),
        )
    except InvalidInput as refused:
        return await _page(request, fields=refused.fields)
    (await visit_of(request.scope).console_session()).rotate(password_of=changed_at)
    return await done(request, PATH, _("Your password was changed. Other devices have been signed out."))


def _parse(form: Form) -> PasswordForm:
    wanted = form.parse(PasswordForm)
    if wanted.new_password != wanted.repeated_password:
        raise InvalidInput({"repeated_password": FieldError("This is not the same password.")})
    return wanted


async def _page(request: Request, *, fields: Mapping[str, FieldError] = MappingProxyType({})) -> Response[str]:
    language, member = language_of(request), member_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await frame(request, reading, crumbs=[(translate("My account", language), PATH)], at=PATH)
    context |= {
        "member": member,
        "rights": [
            translate(sentence, language)
            for name, sentence in SENTENCE_OF.items()
            if staff.grants(member.permissions, name)
        ],
        "is_owner": EVERYTHING in member.permissions,
        "errors": explain(fields, language),
    }
    return render(request, "console/session/account.html", context, status=422 if fields else 200)
