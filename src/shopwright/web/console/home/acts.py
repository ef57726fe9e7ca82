"""Rearrange the draft, publish it, go back."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.actor import Actor
from shopwright.kernel.errors import InvalidInput, NotFound, Refusal
from shopwright.modules.content import permissions
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import HOME, RemovedBlock
from shopwright.platform.db import Transaction
from shopwright.platform.http import Form, Request, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of
from shopwright.web.console.home.overview import PATH, home_page
from shopwright.web.console.pages import act, done, read_key
from shopwright.web.console.sealed import UndoTooLate, sealed_undo, unseal, use_once

BLOCK = PATH + "/blocks/{block_id:int}"


@post(BLOCK + "/place", requires(permissions.EDIT))
async def move_block(request: Request, block_id: FromPath[int]) -> Response[Any]:
    """One place up or down."""
    form = await read_form(request)
    steps = -1 if form.text("direction") == "up" else 1

    async def work(tx: Transaction, actor: Actor) -> None:
        await content.move_block(tx, actor=actor, code=HOME, block_id=block_id, steps=steps)

    return await _do(request, form, work, "", at=f"#block-{block_id}")


@post(PATH + "/order", requires(permissions.EDIT))
async def order_blocks(request: Request) -> Response[Any]:
    """All blocks in the order that somebody dragged them into."""
    form = await read_form(request)
    texts = form.text("ids").split(",")

    async def work(tx: Transaction, actor: Actor) -> None:
        ids = [read_key(text) for text in texts]
        await content.order_blocks(tx, actor=actor, code=HOME, block_ids=[key for key in ids if key is not None])

    return await _do(request, form, work, "")


@post(BLOCK + "/visibility", requires(permissions.EDIT))
async def change_visibility(request: Request, block_id: FromPath[int]) -> Response[Any]:
    """Leave a block out, or take it in again."""
    form = await read_form(request)
    is_hidden = form.text("act") == "hide"

    async def work(tx: Transaction, actor: Actor) -> None:
        await content.hide_block(tx, actor=actor, code=HOME, block_id=block_id, is_hidden=is_hidden)

    return await _do(request, form, work, "", at=f"#block-{block_id}")


@post(BLOCK + "/removal", requires(permissions.EDIT))
async def remove_block(request: Request, block_id: FromPath[int]) -> Response[Any]:
    """Take a block out of the draft."""
    removed: list[RemovedBlock] = []

    async def work(tx: Transaction, actor: Actor) -> None:
        removed[:] = [await content.remove_block(tx, actor=actor, code=HOME, block_id=block_id)]

    await act(request, work)
    undo = sealed_undo(request, f"{PATH}/blocks/restoration", "removed", removed[0])
    return await done(request, PATH, _("The block was removed from the draft."), undo=undo)


@post(PATH + "/blocks/restoration", requires(permissions.EDIT))
async def put_back_block(request: Request) -> Response[Any]:
    """Put a block back that was just removed, where it was, once."""
    form = await read_form(request)
    sealed = form.text("removed")
    try:
        removed = unseal(request, sealed, RemovedBlock)
    except UndoTooLate as late:
        return await done(request, PATH, late.sentence, kind="danger")

    async def work(tx: Transaction, actor: Actor) -> None:
        await use_once(tx, sealed)
        await content.put_back_block(tx, actor=actor, code=HOME, removed=removed)

    return await _do(request, form, work, _("Undone."), at=f"#block-{removed.block.id}")


@post(PATH + "/publication", requires(permissions.PUBLISH))
async def publish(request: Request) -> Response[Any]:
    """Show shoppers the draft as this page showed it."""
    form = await read_form(request)
    version = form.text("version")

    async def work(tx: Transaction, actor: Actor) -> None:
        await content.publish_page(
            tx, actor=actor, code=HOME, version=read_key(version) or 0, note=form.text("note").strip()
        )

    return await _do(request, form, work, _("Published. Shoppers see it from now on."))


@post(PATH + "/restoration", requires(permissions.PUBLISH))
async def restore(request: Request) -> Response[Any]:
    """Show shoppers an earlier edition again; without a number the one before."""
    form = await read_form(request)
    text = form.text("number")

    async def work(tx: Transaction, actor: Actor) -> None:
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= len("99999999") else None
        await content.restore_edition(tx, actor=actor, code=HOME, number=number)

    return await _do(request, form, work, _("The earlier version is shown again. The draft is as it was."))


@post(PATH + "/reset", requires(permissions.EDIT))
async def reset(request: Request) -> Response[Any]:
    """Begin the draft anew from what shoppers see."""

    async def work(tx: Transaction, actor: Actor) -> None:
        await content.reset_draft(tx, actor=actor, code=HOME)

    return await _do(request, await read_form(request), work, _("The draft is what shoppers see now."))


async def _do(
    request: Request,
    form: Form,
    work: Callable[[Transaction, Actor], Awaitable[None]],
    told: str,
    *,
    at: str = "",
) -> Response[Any]:
    """Do it and come back to the page, or show there why not."""
    try:
        await act(request, work)
    except NotFound:
        raise
    except InvalidInput as refused:
        return await home_page(request, fields=refused.fields, note=form.text("note"), status=refused.status)
    except Refusal as refused:
        problem = translate(refused.sentence, language_of(request), **refused.values)
        return await home_page(request, problem=problem, note=form.text("note"), status=refused.status)
    return await done(request, f"{PATH}{at}", told or _("Saved in the draft."))
