"""Stand before acts on people of the shop: nobody gives or takes more than they hold, and an owner always remains."""

from collections.abc import Iterable, Sequence

from shopwright.kernel.actor import Actor, ActorKind
from shopwright.kernel.errors import FieldError, InvalidInput, NotAllowed
from shopwright.kernel.ids import StaffId
from shopwright.modules.staff import queries, store
from shopwright.modules.staff.contracts import Role, RoleId
from shopwright.modules.staff.errors import LastOwner
from shopwright.modules.staff.rules import covers
from shopwright.platform.db import Transaction


async def guard_reach(tx: Transaction, *, actor: Actor, permissions: Iterable[str]) -> None:
    """Refuse an act on permissions that the actor does not hold. The system may do all. Raises NotAllowed."""
    if actor.kind is ActorKind.SYSTEM:
        return
    if actor.kind is not ActorKind.STAFF or actor.id is None:
        raise NotAllowed
    member = await queries.find_member(tx, staff_id=StaffId(actor.id))
    if member is None or not member.is_active or not covers(member.permissions, permissions):
        raise NotAllowed


async def guard_roles(tx: Transaction, *, actor: Actor, roles: Sequence[RoleId]) -> list[Role]:
    """The roles of these ids, which the actor may give. Raises InvalidInput at `roles`, NotAllowed."""
    wanted = sorted(set(roles))
    found = await queries.list_roles_of(tx, role_ids=list(wanted))
    unknown = [role_id for role_id in wanted if role_id not in {role.id for role in found}]
    if unknown:
        raise InvalidInput({"roles": FieldError("There is no role {wrong}.", wrong=", ".join(map(str, unknown)))})
    await guard_reach(tx, actor=actor, permissions=[text for role in found for text in role.permissions])
    return found


async def guard_last_owner(tx: Transaction) -> None:
    """Refuse what has just left the shop without an owner. Call it under `store.lock_owner_roles`. Raises LastOwner."""
    if await store.find_active_owner(tx) is None:
        raise LastOwner
