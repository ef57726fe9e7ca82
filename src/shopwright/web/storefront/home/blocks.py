"""The blocks of the home page as its template wants them: in one language, shelves filled, what is gone left out."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Collection, ProductSort, Shelf, ShelfInput
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import (
    HOME,
    BestSellers,
    Block,
    BlockPicture,
    CategoryTiles,
    CollectionShelf,
    NewArrivals,
    Scene,
    Story,
)
from shopwright.platform.db import Reading
from shopwright.platform.files import picture_srcset, picture_url
from shopwright.platform.http import Request
from shopwright.platform.i18n import localised, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import keep_collections
from shopwright.web.storefront.cards import show_cards, show_picture, show_tile
from shopwright.web.storefront.collections.kept import collection_url
from shopwright.web.storefront.tree import list_tree

Shown = dict[str, Any]
SHELF_SIZE = 8
SHELF_SIZE_LEAST = 4
TILE_COUNT_MAX = 8
DEFAULT = (Block(1, CategoryTiles()), Block(2, NewArrivals()), Block(3, BestSellers()))
"""What a shop shows before anybody worked on its home page."""

_WIDE = 1280


async def find_blocks(request: Request, reading: Reading) -> Sequence[Block]:
    """What was published, or the default; no statement once it is kept."""

    async def load(reading: Reading) -> Sequence[Block]:
        published = await content.find_published(reading, code=HOME)
        return DEFAULT if published is None else published.blocks

    return await shop_of(request).cache.get(reading, content.PUBLISHED, load, key=HOME)


class Around(msgspec.Struct, frozen=True):
    """What blocks name by ids, and the cards of those that are shelves, by the block's id."""

    collections: Mapping[int, Collection]
    tiles: Mapping[int, Shown]
    tops: Sequence[CategoryId]
    cards: Mapping[int, list[Shown]]
    language: str


async def show_blocks(request: Request, reading: Reading, blocks: Sequence[Block]) -> list[Shown]:
    """Every block that has something to show, in order. One statement for all shelves together."""
    language = language_of(request)
    collections = {int(one.id): one for one in await keep_collections(request, reading)}
    tree = await list_tree(request, reading)
    asked = {block.id: shelf for block in blocks if (shelf := _shelf_of(block, collections)) is not None}
    market = await shop_of(request).market(reading)
    found = await catalog.list_shelves(
        reading, shelves=list(asked.values()), market=market.code, language=language, size=2 * SHELF_SIZE
    )
    around = Around(
        collections=collections,
        tiles={int(category.id): show_tile(category) for category in tree},
        tops=[category.id for category in tree if category.depth == 0],
        cards=dict(zip(asked, _unlike(asked, found, language), strict=True)),
        language=language,
    )
    return [shown | {"id": f"block-{block.id}"} for block in blocks if (shown := _show(block, around)) is not None]


def _shelf_of(block: Block, collections: Mapping[int, Collection]) -> ShelfInput | None:
    match block.body:
        case NewArrivals():
            return ShelfInput(ProductSort.NEWEST)
        case BestSellers():
            return ShelfInput(ProductSort.BEST_SELLING)
        case CollectionShelf(collection_id=collection_id) if collection_id in collections:
            collection = collections[collection_id]
            return ShelfInput(collection.sort, collection)
    return None


def _unlike(asked: Mapping[int, ShelfInput], shelves: Sequence[Shelf], language: str) -> list[list[Shown]]:
    """The cards of each shelf; those of the whole shop pass over what stands above them, where enough is left."""
    seen: set[str] = set()
    filled: list[list[Shown]] = []
    for shelf, found in zip(asked.values(), shelves, strict=True):
        cards = show_cards(found.cards, language)
        if shelf.collection is None:
            others = [card for card in cards if card["url"] not in seen]
            cards = others if len(others) >= SHELF_SIZE_LEAST else cards
        cards = cards[:SHELF_SIZE]
        # Whole rows of four on a desk look finished.
        cards = cards[:SHELF_SIZE_LEAST] if SHELF_SIZE_LEAST < len(cards) < SHELF_SIZE else cards
        seen |= {card["url"] for card in cards}
        filled.append(cards)
    return filled


def _show(block: Block, around: Around) -> Shown | None:
    match block.body:
        case Scene() as scene:
            return _scene(scene, around.language)
        case Story() as story:
            return _story(story, around.language)
        case CategoryTiles() as wanted:
            return _tiles(wanted, around)
        case shelf:
            cards = around.cards.get(block.id, [])
            return {**_name_shelf(shelf, around), "kind": "shelf", "cards": cards} if cards else None


def _tiles(wanted: CategoryTiles, around: Around) -> Shown | None:
    ids = wanted.category_ids or around.tops
    chosen = [around.tiles[one] for one in ids if one in around.tiles][:TILE_COUNT_MAX]
    title = localised(wanted.headings, around.language) or translate("Categories", around.language)
    return {"kind": "tiles", "title": title, "tiles": chosen} if chosen else None


def _name_shelf(shelf: NewArrivals | BestSellers | CollectionShelf, around: Around) -> Shown:
    """The shelf's own words, or those of what stands on it, and where all of it is."""
    language = around.language
    match shelf:
        case NewArrivals():
            title, text = translate("New arrivals", language), translate("Fresh on the shelf", language)
            url = "/search?sort=newest"
        case BestSellers():
            title, text = translate("Best selling", language), translate("What others take home", language)
            url = "/search?sort=best_selling"
        case _:
            collection = around.collections[shelf.collection_id]
            title, text, url = collection.name, collection.description, collection_url(collection)
    return {
        "title": localised(shelf.headings, language) or title,
        "text": localised(shelf.texts, language) or text,
        "url": url,
    }


def _scene(scene: Scene, language: str) -> Shown:
    return {
        "kind": "scene",
        "title": localised(scene.headings, language),
        "text": localised(scene.texts, language),
        "kicker": localised(scene.kickers, language),
        "link": localised(scene.links, language) or translate("Have a look", language),
        "url": scene.url,
        "image": _picture(scene.picture),
        "alt": localised(scene.picture.alts, language),
    }


def _story(story: Story, language: str) -> Shown:
    return {
        "kind": "story",
        "title": localised(story.headings, language),
        "paragraphs": [line for line in localised(story.texts, language).splitlines() if line.strip()],
        "link": (localised(story.links, language) or translate("Have a look", language)) if story.url else "",
        "url": story.url,
        "image": None if story.picture is None else _picture(story.picture),
        "alt": "" if story.picture is None else localised(story.picture.alts, language),
    }


def _picture(picture: BlockPicture) -> Any:
    url = picture_url(picture.file_key, picture.width, wanted_width=_WIDE)
    return show_picture(
        url, picture_srcset(picture.file_key, picture.width), width=picture.width, height=picture.height
    )
