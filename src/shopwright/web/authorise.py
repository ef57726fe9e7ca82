"""Whether a person of the staff may use a route: what the console's guard asks."""

from typing import Any, cast

from litestar.connection import ASGIConnection

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import NotAllowed
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.contracts import StaffMember
from shopwright.platform.http import LoginNeeded, Permission, Request, visit_of
from shopwright.shop import Shop

LOGIN = "/console/login"
ACCOUNT = "/console/account"
OPEN_WITHOUT_OWN_PASSWORD = frozenset({ACCOUNT, f"{ACCOUNT}/password", "/console/logout", "/console/api/v1/session"})


class OwnPasswordNeeded(LoginNeeded):
    """The member came in with a password that a colleague made up, and must choose another first."""

    code = "own_password_needed"
    status = 403
    sentence = "Please choose a password of your own first."

    def __init__(self) -> None:
        super().__init__(place=ACCOUNT)


async def authorise_staff(connection: ASGIConnection[Any, Any, Any, Any], permission: Permission) -> None:
    """Find out who works here and lay the member into the scope as `staff`.

    Raises LoginNeeded for nobody, for one who left and for a session that was ended elsewhere; NotAllowed for one
    whose roles do not grant the permission; OwnPasswordNeeded for one whose password is temporary.
    """
    session = await visit_of(connection.scope).console_session()
    if session.facts.staff_id is None:
        raise LoginNeeded(place=LOGIN)
    shop: Shop = connection.app.state["shop"]
    async with shop.database.reading() as reading:
        member = await staff.get_member(reading, staff_id=StaffId(session.facts.staff_id))
    if not member.is_active or session.facts.password_of != member.sessions_valid_after:
        session.end()
        raise LoginNeeded(place=LOGIN)
    connection.scope["staff"] = member  # type: ignore[typeddict-unknown-key]  # A scope may carry more than ASGI says.
    if member.is_password_temporary and connection.scope["path"] not in OPEN_WITHOUT_OWN_PASSWORD:
        raise OwnPasswordNeeded
    if permission.name and not staff.grants(member.permissions, permission.name):
        raise NotAllowed


async def enter_console(request: Request, member: StaffMember) -> None:
    """Let the visitor go on as `member` under a new session token."""
    session = await visit_of(request.scope).console_session()
    session.rotate(staff_id=int(member.id), password_of=member.sessions_valid_after, flash=())


def member_of(request: Request) -> StaffMember:
    """The person of the staff whom the guard let in."""
    return cast("StaffMember", request.scope["staff"])  # type: ignore[typeddict-item]  # As above.


def staff_actor(request: Request) -> Actor:
    """The actor of an act in the console."""
    member = member_of(request)
    return Actor.staff(member.id, member.name)
