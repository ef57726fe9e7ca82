"""Roles: what they are called, what they allow, and new ones."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.modules.staff import permissions
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.contracts import Role
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, explain, get, post, read_form, requires, shown
from shopwright.platform.http.fields import Choice, Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.access import PERMISSIONS, RIGHTS, SENTENCE_OF
from shopwright.web.console.pages import act, done, frame, may, render

PATH = "/console/staff"
ROLES_OF_THE_HOUSE = frozenset({_("Owner"), _("Merchandiser"), _("Order clerk"), _("Finance")})
"""The roles that come with the shop are called in the reader's language; every other as it was named."""


class RoleForm(msgspec.Struct, frozen=True):
    """A role: its name, and what it allows."""

    name: Annotated[str, Text(least=1, most=40)]
    permissions: tuple[Annotated[str, Choice(PERMISSIONS)], ...] = ()


@get(f"{PATH}/roles/new", requires(permissions.EDIT))
async def show_new_role(request: Request) -> Response[str]:
    """An empty role."""
    return await _role_page(request, values=shown(RoleForm))


@post(f"{PATH}/roles/new", requires(permissions.EDIT))
async def add_role(request: Request) -> Response[Any]:
    """Make a role, no wider than one's own rights."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = form.parse(RoleForm)
        if not wanted.permissions:
            raise InvalidInput({"permissions": FieldError("Please choose one.")})
        await staff.create_role(tx, actor=actor, name=wanted.name, permissions=wanted.permissions)

    try:
        await act(request, work)
    except InvalidInput as refused:
        return await _role_page(request, values=form.filled(RoleForm), fields=refused.fields, status=refused.status)
    return await done(request, f"{PATH}#roles", _("The role was made."))


def show_role(role: Role, language: str) -> dict[str, Any]:
    """A role with what it allows, in words."""
    allowed = [
        translate(sentence, language) for name, sentence in SENTENCE_OF.items() if staff.grants(role.permissions, name)
    ]
    return {
        "id": role.id,
        "name": say_role(role.name, language),
        "is_all": permissions.EVERYTHING in role.permissions,
        "rights": allowed,
        "text": translate(_("Everything"), language)
        if permissions.EVERYTHING in role.permissions
        else " · ".join(allowed),
    }


def say_role(name: str, language: str) -> str:
    """What a role is called."""
    return translate(name, language) if name in ROLES_OF_THE_HOUSE else name


async def _role_page(
    request: Request,
    *,
    values: Mapping[str, Any],
    fields: Mapping[str, FieldError] = MappingProxyType({}),
    status: int = 200,
) -> Response[str]:
    language, path = language_of(request), f"{PATH}/roles/new"
    async with shop_of(request).database.reading() as reading:
        crumbs = [(translate(_("New role"), language), path)]
        context = await frame(request, reading, module="staff", crumbs=crumbs, at=path)
    context |= {
        "values": values,
        "errors": explain(fields, language),
        "groups": [
            {
                "name": translate(group, language),
                "rights": [
                    {"name": right.name, "text": translate(right.sentence, language)}
                    for right in rights
                    if may(request, right.name)
                ],
            }
            for group, rights in RIGHTS
        ],
    }
    return render(request, "console/staff/role.html", context, status=status)
