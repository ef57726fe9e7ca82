"""What the search field offers while somebody types: words, categories, products."""

from collections.abc import Sequence
from typing import Any

from litestar import Response

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category
from shopwright.modules.catalog.contracts.narrowing import Suggestions
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Reading
from shopwright.platform.http import PUBLIC, Request, get, visit_of
from shopwright.shop import language_of, shop_of
from shopwright.web import limits
from shopwright.web.context import page
from shopwright.web.storefront.cards import category_url, show_cards
from shopwright.web.storefront.pages import address
from shopwright.web.storefront.tree import list_tree

SUGGESTIONS = "catalog.suggestions"
"""Under this name a process keeps what was typed before, and nobody drops it: it is looked up anew every minute."""

CATEGORY_COUNT_MAX = 3
_KEPT_SECONDS = 60


@get("/search/suggestions", PUBLIC)
async def show_suggestions(request: Request) -> Response[Any]:
    """The inside of the search field's list. One statement, and the limit's; none for what was typed just now."""
    shop, language = shop_of(request), language_of(request)
    typed = catalog.clean_terms(request.query_params.get("q", ""))
    async with shop.database.reading() as reading:
        tree = await list_tree(request, reading)
        market = await shop.market(reading)
        found = await _find(request, reading, typed=typed, market=market)
    context = {
        "typed": typed,
        "words": [{"text": word, "url": address("/search", [("q", word)])} for word in found.words],
        "categories": [
            {"name": category.name, "url": category_url(category)} for category in match_categories(tree, typed)
        ],
        "products": show_cards(found.products, language),
        "all_url": address("/search", [("q", typed)]),
    }
    answer = page("storefront/search/suggestions.html", context, language=language, request=request)
    answer.headers.update({"Cache-Control": f"private, max-age={_KEPT_SECONDS}", "Vary": "Cookie"})
    return answer


def match_categories(tree: Sequence[Category], typed: str) -> list[Category]:
    """The categories whose names hold what was typed, those first that begin with it."""
    asked = typed.casefold()
    if not asked:
        return []
    matching = [category for category in tree if asked in category.name.casefold()]
    return sorted(matching, key=lambda category: not category.name.casefold().startswith(asked))[:CATEGORY_COUNT_MAX]


async def _find(request: Request, reading: Reading, *, typed: str, market: Market) -> Suggestions:
    shop, language = shop_of(request), language_of(request)

    async def load(reading: Reading) -> Suggestions:
        await limits.SUGGESTION.hit_with(reading, who=visit_of(request.scope).household)
        return await catalog.find_suggestions(reading, typed=typed, market=market.code, language=language)

    moment = int(reading.at.timestamp()) // _KEPT_SECONDS
    return await shop.cache.get(reading, SUGGESTIONS, load, key=(moment, market.code, language, typed.casefold()))
