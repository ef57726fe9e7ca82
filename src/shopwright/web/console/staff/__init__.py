"""The people of the shop and what they may do."""

from shopwright.web.console.staff.export import export_members
from shopwright.web.console.staff.list import list_members
from shopwright.web.console.staff.member import (
    add_member,
    change_roles,
    deactivate_member,
    reactivate_member,
    show_member,
    show_new_member,
)
from shopwright.web.console.staff.password import reset_password
from shopwright.web.console.staff.routes import add_role, show_new_role

ROUTES = [
    list_members,
    export_members,
    show_new_member,
    add_member,
    show_member,
    change_roles,
    deactivate_member,
    reactivate_member,
    reset_password,
    show_new_role,
    add_role,
]
