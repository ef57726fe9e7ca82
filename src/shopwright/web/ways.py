"""Where the foot of every shop page leads: through the goods, and to what is one's own."""

from collections.abc import Sequence
from typing import Any

from shopwright.platform.i18n import translate

CATEGORY_COUNT_MAX = 8


def list_ways(categories: Sequence[dict[str, Any]], language: str, *, has_collections: bool) -> list[dict[str, Any]]:
    """Groups of links for the footer component; `categories` are those of the menu."""
    tops = [{"name": category["name"], "url": category["url"]} for category in categories[:CATEGORY_COUNT_MAX]]
    discover = [
        (translate("New arrivals", language), "/search?sort=newest"),
        (translate("Best selling", language), "/search?sort=best_selling"),
        *([(translate("Collections", language), "/collections")] if has_collections else []),
        (translate("All categories", language), "/categories"),
    ]
    own = [
        (translate("My orders", language), "/orders"),
        (translate("My addresses", language), "/account/addresses"),
        (translate("Cart", language), "/cart"),
        (translate("Profile and security", language), "/account"),
    ]
    groups = [
        {"title": translate("Categories", language), "items": tops},
        {"title": translate("Discover", language), "items": _named(discover)},
        {"title": translate("Your account", language), "items": _named(own)},
    ]
    return [group for group in groups if group["items"]]


def _named(links: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "url": url} for name, url in links]
