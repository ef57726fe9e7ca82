"""One member: come in, other roles, out and in again."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import FieldError, InvalidInput, NotAllowed, NotFound, Refusal
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import permissions
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.contracts import Role, RoleId
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, explain, get, post, read_form, requires, shown
from shopwright.platform.http.fields import Key, Text
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.authorise import member_of, staff_actor
from shopwright.web.console.audit.timeline import list_acts
from shopwright.web.console.pages import act, done, frame, may, render
from shopwright.web.console.staff.routes import PATH, say_role, show_role


class MemberForm(msgspec.Struct, frozen=True):
    """Who comes in, with which roles, and the password to begin with."""

    name: Annotated[str, Text(least=1, most=40)]
    email: Annotated[str, Text(least=1, most=300)]
    password: Annotated[str, Text(least=1, most=300, is_exact=True)]
    roles: tuple[Annotated[int, Key()], ...] = ()


class RolesForm(msgspec.Struct, frozen=True):
    """Which roles a member has."""

    roles: tuple[Annotated[int, Key()], ...] = ()


@get(f"{PATH}/new", requires(permissions.EDIT))
async def show_new_member(request: Request) -> Response[str]:
    """An empty form with a password that nobody could guess."""
    values = shown(MemberForm) | {"password": staff.make_temporary_password()}
    return await _new_page(request, values=values)


@post(f"{PATH}/new", requires(permissions.EDIT))
async def add_member(request: Request) -> Response[Any]:
    """Let somebody in."""
    form = await read_form(request)
    try:
        wanted = form.parse(MemberForm)
        staff_id = await staff.create_member(
            shop_of(request).database,
            actor=staff_actor(request),
            email=wanted.email,
            name=wanted.name,
            password=wanted.password,
            roles=[RoleId(role_id) for role_id in wanted.roles],
            temporary_for=temporary_for(request),
        )
    except InvalidInput as refused:
        return await _new_page(request, values=form.filled(MemberForm), fields=refused.fields, status=refused.status)
    except NotAllowed as refused:
        wrong = {"roles": FieldError("You can only give roles that reach no further than your own.")}
        return await _new_page(request, values=form.filled(MemberForm), fields=wrong, status=refused.status)
    told = _("{name} can sign in now. Tell the temporary password; another must be chosen at the first sign-in.")
    return await done(request, f"{PATH}/{staff_id}", told, name=wanted.name)


@get(PATH + "/{staff_id:int}", requires(permissions.VIEW))
async def show_member(request: Request, staff_id: FromPath[int]) -> Response[str]:
    """One member, and for who may read the audit log what was done to the account. Four statements."""
    return await member_page(request, StaffId(staff_id))


@post(PATH + "/{staff_id:int}/roles", requires(permissions.EDIT))
async def change_roles(request: Request, staff_id: FromPath[int]) -> Response[Any]:
    """Give a member other roles."""
    form = await read_form(request)

    async def work(tx: Transaction, actor: Actor) -> None:
        wanted = form.parse(RolesForm)
        await staff.change_roles(
            tx, actor=actor, staff_id=StaffId(staff_id), roles=[RoleId(role_id) for role_id in wanted.roles]
        )

    try:
        await act(request, work)
    except NotFound:
        raise
    except Refusal as refused:
        return await member_page(request, StaffId(staff_id), values=form.filled(RolesForm), refused=refused)
    return await done(request, f"{PATH}/{staff_id}", _("Saved."))


@post(PATH + "/{staff_id:int}/deactivation", requires(permissions.EDIT))
async def deactivate_member(request: Request, staff_id: FromPath[int]) -> Response[Any]:
    """Let a member in no longer."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await staff.deactivate_member(tx, actor=actor, staff_id=StaffId(staff_id))

    return await _turn(request, StaffId(staff_id), work, _("The account is closed; its sessions have ended."))


@post(PATH + "/{staff_id:int}/reactivation", requires(permissions.EDIT))
async def reactivate_member(request: Request, staff_id: FromPath[int]) -> Response[Any]:
    """Let a member in again."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await staff.reactivate_member(tx, actor=actor, staff_id=StaffId(staff_id))

    return await _turn(request, StaffId(staff_id), work, _("The account is open again."))


def temporary_for(request: Request) -> timedelta:
    """How long a password that a colleague made up opens the console."""
    return timedelta(hours=shop_of(request).settings.temporary_password_hours)


async def _turn(request: Request, staff_id: StaffId, work: Any, sentence: str) -> Response[Any]:
    try:
        await act(request, work)
    except NotFound:
        raise
    except Refusal as refused:
        return await member_page(request, staff_id, refused=refused)
    return await done(request, f"{PATH}/{staff_id}", sentence)


async def _new_page(
    request: Request,
    *,
    values: Mapping[str, Any],
    fields: Mapping[str, FieldError] = MappingProxyType({}),
    status: int = 200,
) -> Response[str]:
    language, path = language_of(request), f"{PATH}/new"
    async with shop_of(request).database.reading() as reading:
        crumbs = [(translate(_("New member"), language), path)]
        context = await frame(request, reading, module="staff", crumbs=crumbs, at=path)
        roles = await staff.list_roles(reading)
    context |= {
        "values": values,
        "errors": explain(fields, language),
        "roles": _choices(roles, values["roles"], language),
    }
    return render(request, "console/staff/new.html", context, status=status)


async def member_page(
    request: Request,
    staff_id: StaffId,
    *,
    values: Mapping[str, Any] = MappingProxyType({}),
    refused: Refusal | None = None,
    temporary_password: str = "",
) -> Response[str]:
    """A member as they are now, with what was refused; a temporary password is shown here and nowhere else."""
    language, path = language_of(request), f"{PATH}/{staff_id}"
    async with shop_of(request).database.reading() as reading:
        member = await staff.get_member(reading, staff_id=staff_id)
        summary = await staff.get_member_summary(reading, staff_id=staff_id)
        roles = await staff.list_roles(reading)
        acts = (
            await list_acts(reading, subject=f"staff:{staff_id}", language=language)
            if may(request, permissions.AUDIT)
            else []
        )
        context = await frame(request, reading, module="staff", crumbs=[(member.name, path)], at=path)
    chosen = values.get("roles", [str(role.id) for role in roles if role.name in summary.roles])
    fields = explain(refused.fields, language) if isinstance(refused, InvalidInput) else {}
    context |= {
        "member": member,
        "held": ", ".join(say_role(name, language) for name in summary.roles),
        "since": summary.created_at,
        "is_password_over": member.temporary_until is not None and member.temporary_until <= reading.at,
        "timeline": acts,
        "member_url": path,
        "is_self": member.id == member_of(request).id,
        "roles": _choices(roles, chosen, language),
        "errors": fields,
        "temporary_password": temporary_password,
        "problem": translate(refused.sentence, language, **refused.values) if refused and not fields else "",
    }
    return render(request, "console/staff/member.html", context, status=refused.status if refused else 200)


def _choices(roles: list[Role], chosen: list[str], language: str) -> list[dict[str, Any]]:
    return [show_role(role, language) | {"is_chosen": str(role.id) in chosen} for role in roles]
