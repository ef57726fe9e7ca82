"""The demo's window: the brand's scenes on the home page, and a picture for every category."""

import json
from collections.abc import Mapping
from typing import Any

from shopwright.demo.load import FOLDER
from shopwright.kernel.actor import Actor
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category
from shopwright.platform.db import Transaction
from shopwright.platform.db.setting import put_setting
from shopwright.platform.files.pictures import FILES_PATH
from shopwright.shop import Shop
from shopwright.web.storefront.home.scenes import SETTING, HomeScenes, Scene

LANGUAGE = "zh_CN"
LINK_WORDS = {"zh_CN": "去看看", "en": "Have a look"}
_ACTOR = Actor.system("first run")


async def dress_the_window(shop: Shop) -> None:
    """Put the scenes on the home page and give each category the picture of its newest product."""
    async with shop.database.reading() as reading:
        categories = await catalog.list_categories(reading, language=LANGUAGE)
    urls = {category.name: f"/categories/{category.slug}" for category in categories}
    brand: Mapping[str, Any] = json.loads((FOLDER / "brand.json").read_text(encoding="utf-8"))
    scenes = tuple([await _scene(shop, told, urls) for told in brand["scenes"]])
    await shop.database.transact(lambda tx: put_setting(tx, name=SETTING, value=HomeScenes(scenes)))
    for category in categories:
        await _picture_category(shop, category)


async def _scene(shop: Shop, told: Mapping[str, Any], urls: Mapping[str, str]) -> Scene:
    content = (FOLDER / told["picture"]).read_bytes()
    stored = await catalog.store_picture(shop.files, content=content)
    return Scene(
        titles=told["heading"],
        texts=told["text"],
        links=LINK_WORDS,
        url=urls[told["category"]],
        picture_stem=stored.file_key,
        width=stored.width,
        height=stored.height,
    )


async def _picture_category(shop: Shop, category: Category) -> None:
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        page = await catalog.list_products(
            reading, market=market.code, language=LANGUAGE, category_ids=category.subtree_ids, limit=1
        )
    picture_url = page.items[0].picture_url if page.items else None
    if picture_url is None:
        return

    async def act(tx: Transaction) -> None:
        kept = await catalog.get_category_for_staff(tx, category_id=category.id)
        await catalog.change_category(
            tx,
            actor=_ACTOR,
            category_id=kept.id,
            names=kept.names,
            parent_id=kept.parent_id,
            slug=kept.slug,
            position=kept.position,
            picture_key=picture_url.removeprefix(FILES_PATH),
        )

    await shop.database.transact(act)
