from shopwright.kernel.actor import Actor, ActorKind
from shopwright.modules.content import permissions, store
from shopwright.modules.content.errors import EditionNotFound, NothingToPublish, PageChanged
from shopwright.modules.content.queries import PUBLISHED
from shopwright.modules.content.rules import check_note, shown
from shopwright.modules.staff.public import record_audit
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate


async def publish_page(tx: Transaction, *, actor: Actor, code: str, version: int, note: str = "") -> int:
    """Show shoppers the draft as it is at `version`, as a new edition. Returns its number.

    Raises InvalidInput for the note, PageChanged where the draft is past `version`, NothingToPublish where it shows
    nothing or what shoppers see already.
    """
    check_note(note)
    await store.insert_page(tx, code=code, at=tx.at)
    draft = await store.lock_page(tx, code=code)
    if draft.version != version:
        raise PageChanged
    blocks = shown(draft.blocks)
    published = await store.find_edition_blocks(tx, code=code, number=draft.published_number)
    if not blocks or blocks == published:
        raise NothingToPublish
    number = await store.insert_edition(tx, code=code, blocks=blocks, actor=actor, note=note, at=tx.at)
    await _point_to(tx, actor=actor, code=code, before=draft.published_number, number=number, note=note)
    return number


async def restore_edition(
    tx: Transaction, *, actor: Actor, code: str, number: int | None = None, note: str = ""
) -> int:
    """Show shoppers an earlier edition again; without a `number` the one before what they see. Returns its number.

    The draft stays as it is. Raises InvalidInput for the note, EditionNotFound.
    """
    check_note(note)
    await store.insert_page(tx, code=code, at=tx.at)
    draft = await store.lock_page(tx, code=code)
    wanted = number or await store.find_number_before(tx, code=code, number=draft.published_number)
    if wanted is None or await store.find_edition_blocks(tx, code=code, number=wanted) is None:
        raise EditionNotFound
    if wanted != draft.published_number:
        await _point_to(tx, actor=actor, code=code, before=draft.published_number, number=wanted, note=note)
    return wanted


async def _point_to(tx: Transaction, *, actor: Actor, code: str, before: int, number: int, note: str) -> None:
    await store.write_published(tx, code=code, number=number)
    await invalidate(tx, PUBLISHED)
    if actor.kind is ActorKind.STAFF:
        await record_audit(
            tx,
            actor=actor,
            action=permissions.PUBLISH,
            subject=f"page:{code}",
            detail={"before": before, "after": number, **({"note": note} if note else {})},
        )
