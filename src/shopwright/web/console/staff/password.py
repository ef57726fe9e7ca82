"""A temporary password for a colleague who forgot the own one."""

from functools import partial
from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.errors import NotAllowed
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import permissions
from shopwright.modules.staff import public as staff
from shopwright.platform.http import Request, post, requires
from shopwright.platform.http.sessions import end_sessions_of_staff
from shopwright.shop import shop_of
from shopwright.web.authorise import staff_actor
from shopwright.web.console.staff.member import member_page, temporary_for
from shopwright.web.console.staff.routes import PATH


@post(PATH + "/{staff_id:int}/temporary-password", requires(permissions.EDIT))
async def reset_password(request: Request, staff_id: FromPath[int]) -> Response[Any]:
    """Replace a colleague's password. The answer shows the new one, so that it is stored nowhere on its way."""
    member_id = StaffId(staff_id)
    try:
        password = await staff.reset_password(
            shop_of(request).database,
            actor=staff_actor(request),
            staff_id=member_id,
            end_sessions=partial(end_sessions_of_staff, staff_id=member_id),
            temporary_for=temporary_for(request),
        )
    except NotAllowed as refused:
        return await member_page(request, member_id, refused=refused)
    return await member_page(request, member_id, temporary_password=password)
