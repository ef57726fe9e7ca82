"""The category tree, kept until the catalogue says that it changed."""

from collections.abc import Sequence

from shopwright.kernel.ids import CategoryId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category
from shopwright.modules.catalog.errors import CategoryNotFound
from shopwright.platform.db import Reading
from shopwright.platform.http import Request
from shopwright.platform.i18n import translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import CATEGORIES
from shopwright.web.storefront.cards import category_url


async def list_tree(request: Request, reading: Reading) -> Sequence[Category]:
    """Every category in the visitor's language, parents before children; no statement once it is kept."""
    language = language_of(request)

    async def load(reading: Reading) -> Sequence[Category]:
        return await catalog.list_categories(reading, language=language)

    return await shop_of(request).cache.get(reading, CATEGORIES, load, key=("tree", language))


def find_category(tree: Sequence[Category], slug: str) -> Category:
    """The category of an address. Raises CategoryNotFound."""
    for category in tree:
        if category.slug == slug:
            return category
    raise CategoryNotFound


def list_crumbs(tree: Sequence[Category], category_id: CategoryId | None, language: str) -> list[dict[str, str]]:
    """The way from the home page down to a category, as the breadcrumb component wants it."""
    by_id = {category.id: category for category in tree}
    crumbs: list[dict[str, str]] = []
    found = by_id.get(category_id) if category_id is not None else None
    while found is not None:
        crumbs.insert(0, {"name": found.name, "url": category_url(found)})
        found = by_id.get(found.parent_id) if found.parent_id is not None else None
    return [{"name": translate("Home", language), "url": "/"}, *crumbs]
