from collections.abc import Sequence
from typing import Any

from litestar import Response

from shopwright.modules.content import permissions
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import HOME
from shopwright.modules.markets.contracts import Market
from shopwright.platform.http import PUBLIC, Request, get, requires
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import Context
from shopwright.web.storefront.home.blocks import DEFAULT, Shown, find_blocks, show_blocks
from shopwright.web.storefront.pages import absolute_url, finder_facts, frame_context, private_page, public_page

TEMPLATE = "storefront/home/home.html"
PREVIEW_PATH = "/console/home/preview"


@get("/", PUBLIC)
async def show_home(request: Request) -> Response[Any]:
    """The blocks that were published. One statement, two with a cart."""
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading)
        blocks = await show_blocks(request, reading, await find_blocks(request, reading))
    return await public_page(request, TEMPLATE, context | _page(request, context, blocks))


@get(PREVIEW_PATH, requires(permissions.VIEW))
async def preview_home(request: Request) -> Response[str]:
    """The draft in the frame of the shop, for those who work on it; below the console, whose session it needs."""
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading, at="/")
        draft = await content.preview_draft(reading, code=HOME)
        blocks = await show_blocks(request, reading, draft or DEFAULT)
    return private_page(request, TEMPLATE, context | _page(request, context, blocks) | {"is_preview": True})


def _page(request: Request, context: Context, blocks: Sequence[Shown]) -> Context:
    shown = [*_plain_scene(context, blocks, language_of(request)), *blocks]
    return _facts(request, context, shown) | {"blocks": shown, "is_preview": False}


def _plain_scene(context: Context, blocks: Sequence[Shown], language: str) -> list[Shown]:
    """Where nobody chose a scene, the first product of the page stands for the shop."""
    cards: list[Shown] = next((block["cards"] for block in blocks if block["kind"] == "shelf"), [])
    if not cards or any(block["kind"] == "scene" for block in blocks):
        return []
    return [
        {
            "kind": "scene",
            "id": "block-0",
            "title": context["shop"]["name"],
            "text": translate("Look at what has just come in.", language),
            "kicker": "",
            "link": translate("Have a look", language),
            "url": cards[0]["url"],
            "image": cards[0]["image"],
            "alt": "",
        }
    ]


def _facts(request: Request, context: Context, blocks: Sequence[Shown]) -> Context:
    """How search engines and sharing know the shop."""
    name, market = context["shop"]["name"], context["market"]
    scene = next((block for block in blocks if block["kind"] == "scene"), None)
    languages: Sequence[str] = market.languages if isinstance(market, Market) else ()
    facts = finder_facts(request, languages, path="/", description="" if scene is None else scene["text"])
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
        "share_image": absolute_url(request, scene["image"]["url"]) if scene and scene["image"] else "",
    }
