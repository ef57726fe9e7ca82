from shopwright.modules.content.contracts import Block, Draft, Edition, EditionRecord
from shopwright.modules.content.rules import EDITION_SHOWN_MAX, shown
from shopwright.platform.db import Reading, statement

# Under this name processes keep what is published; whoever publishes drops it there.
PUBLISHED = "content.published"


async def find_published(reading: Reading, *, code: str) -> Edition | None:
    """A page as shoppers see it, or None while nothing was published. One statement; keep it under `PUBLISHED`."""
    return await find_published_edition(reading, code=code)


async def get_draft(reading: Reading, *, code: str) -> Draft:
    """A page as staff works on it; empty where nobody began. One statement."""
    found = await find_draft(reading, code=code)
    return found or Draft(code, blocks=(), version=0, published_number=0, changed_at=reading.at)


async def preview_draft(reading: Reading, *, code: str) -> tuple[Block, ...]:
    """The blocks that shoppers would see if the draft were published now. One statement."""
    return shown((await get_draft(reading, code=code)).blocks)


async def list_editions(reading: Reading, *, code: str) -> list[EditionRecord]:
    """The latest editions of a page, newest first. One statement."""
    return await list_edition_records(reading, code=code, count_max=EDITION_SHOWN_MAX)


@statement(
    """
    SELECT e.number, e.blocks FROM content.page AS p
    JOIN content.edition AS e ON e.page_code = p.code AND e.number = p.published_number
    WHERE p.code = :code
    """
)
async def find_published_edition(reading: Reading, *, code: str) -> Edition | None:
    """The edition that a page points to."""


@statement(
    """
    SELECT code, draft AS blocks, draft_version AS version, published_number, changed_at
    FROM content.page WHERE code = :code
    """
)
async def find_draft(reading: Reading, *, code: str) -> Draft | None:
    """The draft, or None for a page that nobody touched."""


@statement(
    """
    SELECT number, jsonb_array_length(blocks) AS block_count, COALESCE(actor ->> 'label', '') AS actor, note,
           published_at
    FROM content.edition WHERE page_code = :code ORDER BY number DESC LIMIT :count_max
    """
)
async def list_edition_records(reading: Reading, *, code: str, count_max: int) -> list[EditionRecord]:
    """The rows of `list_editions`."""
