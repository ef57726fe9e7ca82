from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog.contracts import CategoryForStaff, Words
from shopwright.modules.catalog.errors import CategoryChanged, CategoryInsideItself, CategoryNotFound, SlugTaken
from shopwright.modules.catalog.queries.categories import CATEGORIES, find_category_for_staff, list_category_rows
from shopwright.modules.catalog.rules import texts, tree
from shopwright.modules.catalog.store import categories, searching
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate
from shopwright.platform.i18n import DEFAULT_LANGUAGE


async def change_category(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; the shape of the tree is not among what is audited.
    category_id: CategoryId,
    names: Words,
    parent_id: CategoryId | None,
    slug: str,
    position: int,
    picture_key: str | None = None,
    seen: CategoryForStaff | None = None,
) -> None:
    """Write a category anew: names, address, place in the tree and among its siblings, picture.

    Another name or place changes what everything below it is found by; a sweep sees to that soon.

    Raises InvalidInput, CategoryNotFound, CategoryInsideItself, SlugTaken, and CategoryChanged where it is not as it
    was `seen` any more.
    """
    texts.check_names(names)
    texts.check_slug(slug, is_required=True)
    await categories.lock_tree(tx)
    present = await find_category_for_staff(tx, category_id=category_id)
    if present is None:
        raise CategoryNotFound
    if seen is not None and present != seen:
        raise CategoryChanged
    if parent_id is not None:
        await _check_parent(tx, category_id, parent_id)
    written = await categories.write_category(
        tx,
        category_id=category_id,
        parent_id=parent_id,
        slug=slug,
        names=texts.filled(names),
        position=position,
        picture_key=picture_key,
    )
    if not written:
        raise SlugTaken(slug=slug)
    if (present.parent_id, present.names) != (parent_id, texts.filled(names)):
        await searching.mark_below(tx, category_id=category_id)
    await invalidate(tx, CATEGORIES)


async def _check_parent(tx: Transaction, category_id: CategoryId, parent_id: CategoryId) -> None:
    rows = await list_category_rows(tx, language=DEFAULT_LANGUAGE, count_max=tree.CATEGORY_COUNT_MAX)
    parent_of = {row.id: row.parent_id for row in rows}
    if parent_id not in parent_of:
        raise CategoryNotFound
    if tree.is_below(parent_id, ancestor_id=category_id, parent_of=parent_of.__getitem__):
        raise CategoryInsideItself
