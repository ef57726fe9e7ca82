"""The way back from a change of a category, as long as nobody changed it since."""

from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import Refusal
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CategoryForStaff
from shopwright.platform.db import Transaction
from shopwright.platform.http import Request, Undo, post, read_form, requires
from shopwright.platform.i18n import _
from shopwright.web.console.pages import act, done
from shopwright.web.console.sealed import UndoneAlready, UndoTooLate, sealed_undo, unseal, use_once

PATH = "/console/categories"
RESTORATION = f"{PATH}/restoration"


class Changed(msgspec.Struct, frozen=True):
    """A category as it was before a change, and as the change left it."""

    before: CategoryForStaff
    after: CategoryForStaff


def undo_of(request: Request, changed: Changed) -> Undo | None:
    """The form that writes a category as it was; None where nothing changed."""
    if changed.before == changed.after:
        return None
    return sealed_undo(request, RESTORATION, "changed", changed)


@post(RESTORATION, requires(permissions.EDIT))
async def restore_category(request: Request) -> Response[Any]:
    """Write a category as it was before somebody's last change, once."""
    sealed = (await read_form(request)).text("changed")
    try:
        changed = unseal(request, sealed, Changed)
    except UndoTooLate as late:
        return await done(request, PATH, late.sentence, kind="danger")
    before = changed.before

    async def work(tx: Transaction, actor: Actor) -> None:
        await use_once(tx, sealed)
        await catalog.change_category(
            tx,
            actor=actor,
            category_id=before.id,
            names=before.names,
            parent_id=before.parent_id,
            slug=before.slug,
            position=before.position,
            picture_key=before.picture_key,
            seen=changed.after,
        )

    try:
        await act(request, work)
    except UndoneAlready as refused:
        return await done(request, PATH, refused.sentence, kind="danger")
    except Refusal:
        # It was changed since, or whatever it stood below, or was called, is gone or taken by now.
        told = _("Somebody else changed the categories meanwhile, so this one was left as it is.")
        return await done(request, PATH, told, kind="danger")
    return await done(request, PATH, _("Undone."))
