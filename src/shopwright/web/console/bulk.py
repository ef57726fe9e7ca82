"""Acts on the chosen rows of a list: each row by itself, so that one refusal stops no other."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec
from litestar import Response

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import Refusal
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form, Request, Undo, local_path, visit_of
from shopwright.platform.i18n import _
from shopwright.web.console.pages import act
from shopwright.web.context import see_other

# The longest list shows all collections on one page, and there may be so many of them.
CHOSEN_COUNT_MAX = 200
Change = Callable[[Transaction, Actor, str], Awaitable[bool | None]]
"""Does the act on the row of a key: whether it changed anything, None where there can be no such row."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of the rows: the keys of those that changed, how many are as wished now, how many were refused."""

    changed: Sequence[str]
    done_count: int
    refused_count: int


async def change_each(request: Request, form: Form, change: Change) -> Outcome:
    """Do an act on every chosen row in a transaction of its own, two hundred at most."""
    changed: list[str] = []
    done_count, refused_count = 0, 0
    for key in form.texts.get("id", ())[:CHOSEN_COUNT_MAX]:

        async def work(tx: Transaction, actor: Actor, key: str = key) -> bool | None:
            return await change(tx, actor, key)

        try:
            is_changed = await act(request, work)
        except Refusal:
            refused_count += 1
            continue
        done_count += is_changed is not None
        if is_changed:
            changed.append(key)
    return Outcome(changed, done_count, refused_count)


async def tell_listing(
    request: Request, outcome: Outcome, *, back: str, is_listing: bool, told: str, refused: str
) -> Response[None]:
    """Go back to the list and say how many rows are listed or delisted now; what changed can be taken back."""
    session = await visit_of(request.scope).console_session()
    if outcome.done_count:
        fields = (
            ("act", "delist" if is_listing else "list"),
            ("back", back),
            *(("id", key) for key in outcome.changed),
        )
        undo = Undo(request.scope["path"], fields) if outcome.changed else None
        session.flash("positive", told, undo=undo, count=outcome.done_count)
    if outcome.refused_count:
        session.flash("danger", refused, count=outcome.refused_count)
    return see_other(back)


async def tell_retried(request: Request, outcome: Outcome, back: str) -> Response[None]:
    """Go back to the list and say how many rows are tried again, and how many somebody else had settled."""
    session = await visit_of(request.scope).console_session()
    if outcome.done_count:
        session.flash("positive", _("Tried again: {count}"), count=outcome.done_count)
    if outcome.refused_count:
        session.flash("note", _("Settled by somebody else meanwhile: {count}"), count=outcome.refused_count)
    return see_other(back)


def back_to(form: Form, path: str) -> str:
    """The list that the rows were chosen from, with its filters; nothing else of what a form names."""
    place = local_path(form.text("back"), otherwise=path)
    return place if place == path or place.startswith(f"{path}?") else path
