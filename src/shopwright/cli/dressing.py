"""The demo's window: its home page, and a picture for every category."""

from shopwright.demo.home import publish_demo_home
from shopwright.kernel.actor import Actor
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category
from shopwright.platform.db import Transaction
from shopwright.platform.files.pictures import FILES_PATH
from shopwright.shop import Shop

LANGUAGE = "zh_CN"
_ACTOR = Actor.system("first run")


async def dress_the_window(shop: Shop) -> None:
    """Publish the home page and give each category the picture of its newest product."""
    await publish_demo_home(shop.database, shop.files)
    async with shop.database.reading() as reading:
        categories = await catalog.list_categories(reading, language=LANGUAGE)
    for category in categories:
        await _picture_category(shop, category)


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
