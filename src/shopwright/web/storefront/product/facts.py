"""A product as search engines read it (schema.org Product)."""

from typing import Any

from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import ProductPage, VariantOffer
from shopwright.platform.http import Request
from shopwright.platform.http.forms import amount_text
from shopwright.web.storefront.pages import absolute_url

_IN_STOCK = "https://schema.org/InStock"
_SOLD_OUT = "https://schema.org/OutOfStock"


def product_facts(request: Request, product: ProductPage, url: str, description: str) -> dict[str, Any]:
    """The structured data of a product and its offers."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "description": description,
        "image": [absolute_url(request, picture.url) for picture in product.pictures],
        "url": url,
    }
    if product.brand:
        facts["brand"] = {"@type": "Brand", "name": product.brand_name}
    if product.category is not None:
        facts["category"] = product.category.name
    if len(product.variants) == 1:
        facts["sku"] = product.variants[0].sku
        facts["offers"] = _offer(product.variants[0], url)
    elif product.variants:
        facts["offers"] = _offers(product, url)
    return facts


def _offer(variant: VariantOffer, url: str) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "url": url,
        "price": amount_text(variant.price),
        "priceCurrency": variant.price.currency,
        "availability": _IN_STOCK if variant.is_available else _SOLD_OUT,
    }


def _offers(product: ProductPage, url: str) -> dict[str, Any]:
    prices = [variant.price.minor for variant in product.variants]
    currency = product.variants[0].price.currency
    return {
        "@type": "AggregateOffer",
        "url": url,
        "lowPrice": amount_text(Money(min(prices), currency)),
        "highPrice": amount_text(Money(max(prices), currency)),
        "priceCurrency": currency,
        "offerCount": len(prices),
        "availability": _IN_STOCK if product.is_available else _SOLD_OUT,
        "offers": [_offer(variant, _url_of(variant, url)) | {"sku": variant.sku} for variant in product.variants],
    }


def _url_of(variant: VariantOffer, url: str) -> str:
    """The product's address with this variant chosen beforehand."""
    return f"{url}{'&' if '?' in url else '?'}variant={variant.id}"
