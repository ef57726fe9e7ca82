"""The demo's window: collections of its goods, and a home page of scenes, shelves and the brand's story."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from shopwright.demo.load import FOLDER, LANGUAGE, LOADER
from shopwright.kernel.ids import CollectionId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    CollectionInput,
    CollectionPicture,
    CollectionRule,
    ProductSort,
    Words,
)
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import (
    HOME,
    BestSellers,
    BlockPicture,
    Body,
    CategoryTiles,
    CollectionShelf,
    NewArrivals,
    Scene,
    Story,
)
from shopwright.modules.markets import public as markets
from shopwright.platform.db import Database, Transaction
from shopwright.platform.files import FileStore


class DemoCollection(msgspec.Struct, frozen=True):
    """A collection of the demo: by a rule, or by the handles of its products; a price in it is in the home market."""

    slug: str
    names: Words
    descriptions: Words
    rule: CollectionRule | None = None
    handles: tuple[str, ...] = ()
    picture: str = ""


COLLECTIONS = (
    DemoCollection(
        "new-tea",
        {"zh_CN": "新茶季", "en": "New tea season"},
        {"zh_CN": "趁鲜喝，一年就这几个星期。", "en": "Drink it fresh: the year has only a few such weeks."},
        CollectionRule(tags=("绿茶", "乌龙茶", "红茶", "白茶", "花草茶")),
        picture="scene-tea",
    ),
    DemoCollection(
        "gifts",
        {"zh_CN": "送礼", "en": "Gifts"},
        {"zh_CN": "拿得出手，也放得进日子。", "en": "Good to give, and good to live with."},
        CollectionRule(tags=("送礼",)),
        picture="scene-gift",
    ),
    DemoCollection(
        "first-home",
        {"zh_CN": "安顿一个家", "en": "Settling in"},
        {"zh_CN": "搬进新家，先有这几样。", "en": "What to have first in a new home."},
        handles=(
            "rice-bowl",
            "paper-moon-lamp",
            "daybreak-mug",
            "oak-tray",
            "waffle-towel",
            "slender-vase",
            "shallow-plate",
            "three-leg-stool",
        ),
        picture="scene-table",
    ),
    DemoCollection(
        "clay",
        {"zh_CN": "泥与火", "en": "Clay and fire"},
        {"zh_CN": "一窑有一窑的釉色。", "en": "Every firing has a glaze of its own."},
        CollectionRule(tags=("陶瓷",)),
        picture="scene-kitchen",
    ),
    DemoCollection(
        "under-100",
        {"zh_CN": "百元好物", "en": "Under a hundred"},
        {"zh_CN": "不贵，也不将就。", "en": "Modest in price, not in making."},
        CollectionRule(price_to_minor=10_000),
        picture="scene-bath",
    ),
)


async def publish_demo_home(database: Database, files: FileStore) -> None:
    """Make the demo's collections and publish its home page. Twice is once; a page that somebody touched stays."""
    brand: Mapping[str, Any] = json.loads((FOLDER / "brand.json").read_text(encoding="utf-8"))
    pictures = {
        path.stem: await content.store_picture(files, content=path.read_bytes())
        for path in (FOLDER / "pictures").glob("scene-*.webp")
    }
    made = {
        wanted.slug: await database.transact(
            lambda tx, wanted=wanted: _make(tx, wanted, pictures)  # type: ignore[misc]  # The default binds the loop's value.
        )
        for wanted in COLLECTIONS
    }
    async with database.reading() as reading:
        tree = await catalog.list_categories(reading, language=LANGUAGE)
        draft = await content.get_draft(reading, code=HOME)
    if draft.version:
        return
    urls = {category.name: f"/categories/{category.slug}" for category in tree}
    scenes = [_scene(told, pictures, urls) for told in brand["scenes"]]
    await database.transact(lambda tx: _publish(tx, _arrange(brand, scenes, made)))


async def _make(tx: Transaction, wanted: DemoCollection, pictures: Mapping[str, BlockPicture]) -> CollectionId:
    present = await catalog.list_collections_for_staff(tx, language=LANGUAGE)
    for collection in present:
        if collection.slug == wanted.slug:
            return collection.id
    market, rule, picture = await markets.get_default_market(tx), wanted.rule, pictures.get(wanted.picture)
    collection_id = await catalog.create_collection(
        tx,
        actor=LOADER,
        collection=CollectionInput(
            names=wanted.names,
            descriptions=wanted.descriptions,
            slug=wanted.slug,
            sort=ProductSort.POSITION if rule is None else ProductSort.BEST_SELLING,
            rule=rule and msgspec.structs.replace(rule, price_currency=market.currency),
            picture=None if picture is None else CollectionPicture(picture.file_key, picture.width, picture.height),
        ),
    )
    products = await catalog.list_products_by_slug(tx, slugs=list(wanted.handles))
    id_of = {product.slug: product.id for product in products}
    chosen = [id_of[handle] for handle in wanted.handles if handle in id_of]
    if chosen:
        await catalog.choose_products(tx, actor=LOADER, collection_id=collection_id, product_ids=chosen)
    await catalog.list_collection(tx, actor=LOADER, collection_id=collection_id)
    return collection_id


def _scene(told: Mapping[str, Any], pictures: Mapping[str, BlockPicture], urls: Mapping[str, str]) -> Scene:
    stem = told["picture"].rpartition("/")[2].removesuffix(".webp")
    return Scene(
        picture=msgspec.structs.replace(pictures[stem], alts=told["alt"]),
        headings=told["heading"],
        texts=told["text"],
        links=told["link"],
        url=urls.get(told["category"], "/search"),
    )


def _arrange(brand: Mapping[str, Any], scenes: Sequence[Scene], made: Mapping[str, CollectionId]) -> list[Body]:
    """The page from top to bottom: a picture to arrive at, ways in, then goods and pictures in turn."""
    shelves: list[list[Body]] = [
        [CategoryTiles(), CollectionShelf(made["new-tea"])],
        [NewArrivals()],
        [CollectionShelf(made["gifts"])],
        [CollectionShelf(made["first-home"])],
        [Story(brand["tagline"], brand["story"])],
        [BestSellers()],
        [CollectionShelf(made["under-100"])],
    ]
    blocks: list[Body] = []
    for place, shelf in enumerate(shelves):
        blocks += [*scenes[place : place + 1], *shelf]
    return [*blocks, *scenes[len(shelves) :]]


async def _publish(tx: Transaction, blocks: Sequence[Body]) -> None:
    for body in blocks:
        await content.add_block(tx, actor=LOADER, code=HOME, body=body)
    draft = await content.get_draft(tx, code=HOME)
    await content.publish_page(tx, actor=LOADER, code=HOME, version=draft.version)
