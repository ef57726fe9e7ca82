"""Products and categories as the components want to see them."""

from collections.abc import Sequence
from typing import Any

from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import Category, ProductCard
from shopwright.platform.files.finer import finer_srcset
from shopwright.platform.i18n import translate

CARD_SIDE = 800


def show_cards(cards: Sequence[ProductCard], language: str) -> list[dict[str, Any]]:
    """The cards of a listing."""
    return [_card(card, language) for card in cards]


def show_picture(url: str | None, srcset: str = "", *, width: int = CARD_SIDE, height: int = CARD_SIDE) -> Any:
    """A picture for the picture component, in its sizes as AVIF and WebP. None where there is none."""
    if url is None:
        return None
    return {"url": url, "width": width, "height": height, "avif": finer_srcset(url, srcset), "webp": srcset}


def show_tiles(categories: Sequence[Category], counted_note: str = "") -> list[dict[str, Any]]:
    """The ways in at the top of the category tree."""
    return [show_tile(category) | {"note": counted_note} for category in categories if category.depth == 0]


def show_tile(category: Category) -> dict[str, Any]:
    """The way into one category."""
    return {
        "name": category.name,
        "url": category_url(category),
        "image": show_picture(category.picture_url),
        "note": "",
    }


def category_url(category: Category) -> str:
    """The address of a category's page."""
    return f"/categories/{category.slug}"


def _card(card: ProductCard, language: str) -> dict[str, Any]:
    was = None if card.compare_at_minor is None else Money(card.compare_at_minor, card.price.currency)
    return {
        "url": f"/products/{card.slug}",
        "title": card.title,
        "image": show_picture(card.picture_url, card.picture_srcset),
        "price": card.price,
        "was": was,
        "is_price_from": card.price_max.minor != card.price.minor,
        "badge": "" if was is None else translate("Sale", language),
        "sold_count": card.sold_count,
        "is_sold_out": not card.is_available,
    }
