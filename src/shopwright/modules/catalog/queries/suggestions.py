"""What somebody may be looking for who has typed the beginning of it."""

from shopwright.modules.catalog.contracts.narrowing import Suggestions
from shopwright.modules.catalog.queries.cards import CARD, CardRow, card_of
from shopwright.modules.catalog.queries.narrowing import IS_FOUND, IS_LISTED
from shopwright.modules.catalog.rules.completions import complete_words
from shopwright.modules.catalog.rules.words import search_question
from shopwright.platform.db import Reading, statement

PRODUCT_COUNT_MAX = 6
# The titles from which words are completed: the best selling matches, most of which are only read.
READ_COUNT_MAX = 24

NO_SUGGESTIONS = Suggestions((), ())


async def find_suggestions(reading: Reading, *, typed: str, market: str, language: str) -> Suggestions:
    """Products that `typed` finds, the best selling first, and how its last word might go on.

    One statement, or none where nothing of a word is typed.
    """
    question = search_question(typed)
    if question is None:
        return NO_SUGGESTIONS
    rows = await list_suggested_cards(
        reading, question=question, market=market, language=language, count_max=READ_COUNT_MAX
    )
    words = complete_words(typed, [f"{row.title} {row.subtitle}" for row in rows])
    return Suggestions(tuple(card_of(row) for row in rows[:PRODUCT_COUNT_MAX]), words)


@statement(
    CARD.format(
        listing=f"""
        SELECT p.id, p.slug, p.titles, p.subtitles, p.is_available, p.sold_count, p.listed_at,
               r.lowest_minor, r.highest_minor, r.currency, r.compare_at_minor, 0::bigint AS rank
        FROM catalog.product AS p
        JOIN catalog.price_range AS r ON r.product_id = p.id AND r.market_code = :market
        WHERE {IS_LISTED} AND {IS_FOUND}
        ORDER BY p.sold_count DESC, p.id DESC LIMIT :count_max""",
        order="found.sold_count DESC, found.id DESC",
    )
)
async def list_suggested_cards(
    reading: Reading, *, question: str, market: str, language: str, count_max: int
) -> list[CardRow]:
    """The matches that sell best."""
