from typing import Any

from litestar import Response

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ProductSort
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Reading
from shopwright.platform.http import PUBLIC, Request, get
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import Context
from shopwright.web.storefront.cards import show_cards, show_tiles
from shopwright.web.storefront.home.scenes import list_scenes
from shopwright.web.storefront.pages import absolute_url, finder_facts, frame_context, public_page
from shopwright.web.storefront.tree import list_tree

SHELF_SIZE = 8


@get("/", PUBLIC)
async def show_home(request: Request) -> Response[Any]:
    """Scenes, the ways in by category, what is new and what others buy. Two statements, three with a cart."""
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading)
        market: Market = context["market"]
        context |= {
            "new_cards": await _shelf(request, reading, market=market.code, sort=ProductSort.NEWEST),
            "best_cards": await _shelf(request, reading, market=market.code, sort=ProductSort.BEST_SELLING),
            "tiles": show_tiles(await list_tree(request, reading)),
            "scenes": await list_scenes(request, reading),
        }
    context["scenes"] = context["scenes"] or _plain_scene(context, language_of(request))
    return await public_page(request, "storefront/home/home.html", context | _facts(request, context, market))


async def _shelf(request: Request, reading: Reading, *, market: str, sort: ProductSort) -> list[dict[str, Any]]:
    language = language_of(request)
    found = await catalog.list_products(reading, market=market, language=language, sort=sort, limit=SHELF_SIZE)
    return show_cards(found.items, language)


def _plain_scene(context: Context, language: str) -> list[dict[str, Any]]:
    """Before anybody chose a scene, the newest product stands for the shop."""
    return [
        {
            "title": context["shop"]["name"],
            "text": translate("Look at what has just come in.", language),
            "link": translate("Have a look", language),
            "url": card["url"],
            "image": card["image"],
        }
        for card in context["new_cards"][:1]
    ]


def _facts(request: Request, context: Context, market: Market) -> Context:
    """How search engines and sharing know the shop."""
    name = context["shop"]["name"]
    scenes = context["scenes"]
    description = scenes[0]["text"] if scenes else ""
    image = scenes[0]["image"] if scenes else None
    facts = finder_facts(request, market.languages, path="/", description=description)
    site = {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": name,
        "url": absolute_url(request, "/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": absolute_url(request, "/search") + "?q={terms}",
            "query-input": "required name=terms",
        },
    }
    return facts | {
        "structured_data": [site],
        "share_image": "" if image is None else absolute_url(request, image["url"]),
    }
