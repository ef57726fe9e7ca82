from shopwright.modules.content import store
from shopwright.modules.content.queries import PUBLISHED
from shopwright.platform.db import Reading, Transaction
from shopwright.platform.db.cache import invalidate
from shopwright.platform.demo import require_demo

_STEMS_AT_ONCE = 1_000


async def clear_pages(tx: Transaction) -> list[str]:
    """Remove the pages of a demo with all their editions; shoppers see the house's own. Raises NotADemo.

    Returns the stems of the pictures' files, which stay: others may show them too.
    """
    await require_demo(tx)
    stems = await list_picture_stems(tx)
    await store.remove_all(tx)
    await invalidate(tx, PUBLISHED)
    return stems


async def list_picture_stems(reading: Reading) -> list[str]:
    """The stems of all pictures' files that any draft or edition shows."""
    stems: list[str] = []
    while True:
        found = await store.list_file_keys(reading, after=stems[-1] if stems else "", count=_STEMS_AT_ONCE)
        stems += found
        if len(found) < _STEMS_AT_ONCE:
            return stems
