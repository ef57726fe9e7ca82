from shopwright.kernel.actor import Actor
from shopwright.modules.catalog.contracts import Words
from shopwright.modules.catalog.operations.close_change import SHELF
from shopwright.modules.catalog.rules import texts
from shopwright.modules.catalog.store import brands
from shopwright.platform.db import Transaction
from shopwright.platform.db.cache import invalidate
from shopwright.platform.i18n import DEFAULT_LANGUAGE


async def name_brand(
    tx: Transaction,
    *,
    actor: Actor,  # noqa: ARG001 - an act names its actor; what a brand is called is not among what is audited.
    name: str,
    names: Words,
) -> None:
    """Call the brand that products know as `name` by `names`, one a language; without any, by `name` everywhere.

    In the first language it is called by `name` too where nothing else is said. Its products are found by the new names
    soon. Raises InvalidInput.
    """
    filled = texts.filled(names)
    # A product that is being written under the old names is seen by nobody yet, and so would not be marked.
    await brands.lock_names(tx, name=name)
    if filled:
        texts.check_names(names)
        await brands.write_brand(tx, name=name, names={DEFAULT_LANGUAGE: name} | filled)
    else:
        await brands.delete_brand(tx, name=name)
    await brands.mark_branded(tx, name=name)
    await invalidate(tx, SHELF)
