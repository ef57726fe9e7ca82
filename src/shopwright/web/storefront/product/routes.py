import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.ids import CategoryId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Picture, ProductCard, ProductPage, ProductSort, VariantOffer
from shopwright.modules.catalog.errors import ProductNotFound
from shopwright.modules.markets.contracts import Market
from shopwright.platform.db import Reading
from shopwright.platform.http import PUBLIC, Request, get
from shopwright.platform.i18n import format_money, format_round_money, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.context import Context
from shopwright.web.storefront.cards import show_cards, show_picture
from shopwright.web.storefront.pages import (
    absolute_url,
    breadcrumb_facts,
    finder_facts,
    frame_context,
    public_page,
)
from shopwright.web.storefront.product.choosing import describe_variant, list_choices, pick_variant
from shopwright.web.storefront.product.facts import product_facts
from shopwright.web.storefront.tree import list_crumbs, list_tree

RELATED_COUNT = 8
SUGGESTED_COUNT = 8
_NOT_FOUND = 404
_GONE = 410
_TAG = re.compile(r"<[^>]*>")


@get("/products/{slug:str}", PUBLIC)
async def show_product(request: Request, slug: FromPath[str]) -> Response[Any]:
    """A product with its variants and what lies beside it. Two statements, three with a cart.

    `?variant=` chooses one beforehand, so that each has an address.
    """
    language = language_of(request)
    async with shop_of(request).database.reading() as reading:
        context = await frame_context(request, reading)
        market: Market = context["market"]
        try:
            product = await catalog.get_product(reading, slug=slug, market=market.code, language=language)
        except ProductNotFound:
            return await _missing(request, reading, context, slug)
        related = await catalog.list_related(
            reading,
            product_id=product.id,
            category_id=None if product.category is None else product.category.id,
            brand=product.brand,
            market=market.code,
            language=language,
            limit=RELATED_COUNT,
        )
        tree = await list_tree(request, reading)
    crumbs = list_crumbs(tree, None if product.category is None else product.category.id, language)
    crumbs.append({"name": product.title, "url": f"/products/{product.slug}"})
    context |= {"product": product, "crumbs": crumbs, "related": show_cards(related, language)}
    context |= _purchase(product, request.query_params.get("variant", ""), language)
    context |= _about(request, product, market, crumbs)
    context["delivery"] = say_delivery(market, product.variants, language)
    return await public_page(request, "storefront/product/product.html", context)


def say_delivery(market: Market, variants: Sequence[VariantOffer], language: str) -> str:
    """What bringing it costs, in the market's words: free by itself, free from a sum on, or a flat price."""
    free_over, flat = market.freight_free_over, format_round_money(market.freight_flat, language)
    if not market.freight_flat:
        return translate("Free delivery", language)
    if free_over is None:
        return translate("Delivery {price}", language, price=flat)
    if variants and all(variant.price >= free_over for variant in variants):
        return translate("Free delivery", language)
    bound = format_round_money(free_over, language)
    return translate("Delivery {price}, free from {sum}", language, price=flat, sum=bound)


def _purchase(product: ProductPage, wanted_id: str, language: str) -> Context:
    """The chosen variant, the choices beside it, and every variant for the script that follows them."""
    chosen = pick_variant(product.variants, wanted_id)
    pictures = _arrange_pictures(product, chosen)
    places = {picture.id: place for place, picture in enumerate(pictures)}
    offers = [
        {
            "id": variant.id,
            "name": describe_variant(product, variant),
            "sku": variant.sku,
            "price": variant.price,
            "was": None
            if variant.compare_at_minor is None
            else Money(variant.compare_at_minor, variant.price.currency),
            "is_available": variant.is_available,
            "values": variant.option_value_ids,
            "slide": None if variant.picture_id is None else places.get(variant.picture_id),
        }
        for variant in product.variants
    ]
    told = [{name: offer[name] for name in ("id", "sku", "is_available", "values", "slide")} for offer in offers]
    return {
        "offers": offers,
        "offer": next((offer for offer in offers if chosen is not None and offer["id"] == chosen.id), None),
        "options": [] if chosen is None else list_choices(product, chosen, language),
        "plain_offers": [(offer["id"], _say_offer(offer, language)) for offer in offers],
        "variants_json": msgspec.json.encode(told).decode(),
        "pictures": [
            {
                **show_picture(picture.url, picture.srcset, width=picture.width, height=picture.height),
                "alt": picture.alt,
            }
            for picture in pictures
        ],
    }


def _arrange_pictures(product: ProductPage, chosen: VariantOffer | None) -> Sequence[Picture]:
    """The pictures as the merchant ordered them; who comes for another variant than the first sees that one first."""
    if chosen is None or chosen.id == product.variants[0].id:
        return product.pictures
    return sorted(product.pictures, key=lambda picture: picture.id != chosen.picture_id)


def _say_offer(offer: Mapping[str, Any], language: str) -> str:
    """A variant in one line, for those without script."""
    price = format_money(offer["price"], language)
    if offer["is_available"]:
        return translate("{name}, {price}", language, name=offer["name"], price=price)
    return translate("{name}, {price} (sold out)", language, name=offer["name"], price=price)


def _about(request: Request, product: ProductPage, market: Market, crumbs: Sequence[dict[str, str]]) -> Context:
    """How search engines and sharing know the product."""
    text = product.subtitle or html.unescape(_TAG.sub(" ", product.body_html)) or product.title
    facts = finder_facts(request, market.languages, path=f"/products/{product.slug}", description=text)
    return facts | {
        "share_image": absolute_url(request, product.pictures[0].url) if product.pictures else "",
        "structured_data": [
            product_facts(request, product, facts["canonical"], facts["description"]),
            breadcrumb_facts(request, crumbs),
        ],
    }


async def _missing(request: Request, reading: Reading, context: Context, slug: str) -> Response[Any]:
    """A product that is not there, or is no more (410), with others of its category or what sells best.

    Two more statements, three where its category has nothing else.
    """
    language, market = language_of(request), context["market"].code
    withdrawn = await catalog.find_withdrawn(reading, slug=slug)
    crumbs: list[dict[str, str]] = []
    cards: tuple[ProductCard, ...] = ()
    if withdrawn is not None and withdrawn.category_id is not None:
        tree = await list_tree(request, reading)
        crumbs = list_crumbs(tree, withdrawn.category_id, language)
        within = [one for category in tree if category.id == withdrawn.category_id for one in category.subtree_ids]
        cards = await _best_selling(reading, market=market, language=language, category_ids=within)
    cards = cards or await _best_selling(reading, market=market, language=language, category_ids=None)
    context |= {"cards": show_cards(cards, language), "crumbs": crumbs, "is_gone": withdrawn is not None}
    status = _NOT_FOUND if withdrawn is None else _GONE
    return await public_page(request, "storefront/product/missing.html", context | {"is_indexed": False}, status=status)


async def _best_selling(
    reading: Reading, *, market: str, language: str, category_ids: Sequence[CategoryId] | None
) -> tuple[ProductCard, ...]:
    found = await catalog.list_products(
        reading,
        market=market,
        language=language,
        category_ids=category_ids,
        sort=ProductSort.BEST_SELLING,
        limit=SUGGESTED_COUNT,
    )
    return found.items
