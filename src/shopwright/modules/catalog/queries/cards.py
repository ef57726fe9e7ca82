"""The card of a product in a list: how it is read, whatever chose the product, and how it is shown."""

from datetime import datetime

import msgspec

from shopwright.kernel.ids import ProductId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import ProductCard
from shopwright.platform.files import picture_srcset, picture_url

# `listing` chooses products as `found`, with what a card shows and a number `rank`; `order` repeats its order.
CARD = """
    SELECT found.id, found.slug, platform.words(found.titles, :language) AS title,
           platform.words(found.subtitles, :language) AS subtitle,
           shown.file_key AS picture_key, shown.width AS picture_width,
           found.lowest_minor AS price_minor, found.currency AS price_currency,
           found.highest_minor AS price_max_minor, found.currency AS price_max_currency,
           found.compare_at_minor, found.is_available, found.sold_count, found.listed_at, found.rank
    FROM ({listing}) AS found
    LEFT JOIN LATERAL (
        SELECT i.file_key, i.width FROM catalog.picture AS i WHERE i.product_id = found.id
        ORDER BY i.position, i.id LIMIT 1
    ) AS shown ON true
    ORDER BY {order}
"""
# The same where one statement fills several shelves: `found.place` says which.
PLACED_CARD = CARD.replace("found.rank", "found.rank, found.place")


class CardRow(msgspec.Struct, frozen=True):
    """A card as it is read, its picture by stem and width."""

    id: ProductId
    slug: str
    title: str
    subtitle: str
    picture_key: str | None
    picture_width: int | None
    price: Money
    price_max: Money
    compare_at_minor: int | None
    is_available: bool
    sold_count: int
    listed_at: datetime
    rank: int


class PlacedCardRow(CardRow, frozen=True):
    """A card with the place of its shelf, from 0."""

    place: int


def card_of(row: CardRow) -> ProductCard:
    """The card that a row says."""
    stem, width = row.picture_key, row.picture_width or 0
    return ProductCard(
        id=row.id,
        slug=row.slug,
        title=row.title,
        subtitle=row.subtitle,
        picture_url=None if stem is None else picture_url(stem, width),
        picture_srcset="" if stem is None else picture_srcset(stem, width),
        price=row.price,
        price_max=row.price_max,
        compare_at_minor=row.compare_at_minor,
        is_available=row.is_available,
        sold_count=row.sold_count,
        listed_at=row.listed_at,
    )
