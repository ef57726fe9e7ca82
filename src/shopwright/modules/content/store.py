from datetime import datetime

from shopwright.modules.content.contracts import Block, Draft
from shopwright.platform.db import Reading, RowCount, Transaction, statement


@statement("SELECT nextval('content.block_id_seq')")
async def take_block_id(tx: Transaction) -> int:
    """A fresh id."""


@statement("INSERT INTO content.page (code, changed_at) VALUES (:code, :at) ON CONFLICT (code) DO NOTHING")
async def insert_page(tx: Transaction, *, code: str, at: datetime) -> RowCount:
    """Insert an empty page; no row where it exists."""


@statement(
    """
    SELECT code, draft AS blocks, draft_version AS version, published_number, changed_at
    FROM content.page WHERE code = :code FOR UPDATE
    """
)
async def lock_page(tx: Transaction, *, code: str) -> Draft:
    """Lock a page that exists, with its draft."""


@statement(
    """
    UPDATE content.page SET draft = :blocks::jsonb, draft_version = draft_version + 1, changed_at = :at
    WHERE code = :code RETURNING draft_version
    """
)
async def write_draft(tx: Transaction, *, code: str, blocks: tuple[Block, ...], at: datetime) -> int:
    """Write the draft of a locked page; its new version."""


@statement(
    """
    INSERT INTO content.edition (page_code, number, blocks, actor, note, published_at)
    SELECT :code, COALESCE(max(e.number), 0) + 1, :blocks::jsonb, :actor::jsonb, :note, :at
    FROM content.edition AS e WHERE e.page_code = :code
    RETURNING number
    """
)
async def insert_edition(
    tx: Transaction, *, code: str, blocks: tuple[Block, ...], actor: object, note: str, at: datetime
) -> int:
    """Add an edition of a locked page behind the others; its number."""


@statement("UPDATE content.page SET published_number = :number WHERE code = :code")
async def write_published(tx: Transaction, *, code: str, number: int) -> RowCount:
    """Say which edition shoppers see."""


@statement("SELECT blocks FROM content.edition WHERE page_code = :code AND number = :number")
async def find_edition_blocks(reading: Reading, *, code: str, number: int) -> tuple[Block, ...] | None:
    """The blocks of an edition, or None where there is no such one."""


@statement("SELECT max(number) FROM content.edition WHERE page_code = :code AND number < :number")
async def find_number_before(reading: Reading, *, code: str, number: int) -> int | None:
    """The number of the edition before one, or None for the first."""


@statement(
    """
    SELECT DISTINCT found.stem[1] AS stem
    FROM (SELECT draft AS blocks FROM content.page UNION ALL SELECT blocks FROM content.edition) AS said
    CROSS JOIN LATERAL regexp_matches(said.blocks::text, 'p/[0-9a-f]{2}/[0-9a-f]{32}', 'g') AS found (stem)
    WHERE found.stem[1] > :after ORDER BY 1 LIMIT :count
    """
)
async def list_file_keys(reading: Reading, *, after: str, count: int) -> list[str]:
    """The next stems of pictures' files that any draft or edition shows, in their own order."""


@statement("TRUNCATE content.edition, content.page")
async def remove_all(tx: Transaction) -> None:
    """Every page with its editions."""
