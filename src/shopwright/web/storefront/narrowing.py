"""The filters of a list as they stand in an address, and the panel in which they are chosen."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

import msgspec
from babel.numbers import get_currency_precision

from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts.narrowing import Facets, FacetValue, ListingFilters, OptionFilter, PriceBand
from shopwright.platform.http import Request
from shopwright.platform.http.forms import amount_text
from shopwright.platform.i18n import format_number, format_round_money, money_parts, translate

Url = Callable[[ListingFilters], str]
"""The address of the same list with other filters."""

_ENTRY_COUNT_MAX = 60
_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,3}))?")


def read_filters(request: Request, currency: str) -> ListingFilters:
    """What the address asks for: `option=颜色:青岚`, `brand=`, `price_from=100`, `price_to=`, `stock=1`.

    What nobody can mean is passed over, and bounds of the wrong order are turned round.
    """
    query = request.query_params
    bounds = [_price(query.get(name, ""), currency) for name in ("price_from", "price_to")]
    if bounds[0] is not None and bounds[1] is not None and bounds[1] < bounds[0]:
        bounds.reverse()
    return ListingFilters(
        options=catalog.read_options(query.getall("option", [])),
        brands=tuple(dict.fromkeys(brand for brand in query.getall("brand", [])[:_ENTRY_COUNT_MAX] if brand)),
        price_from=bounds[0],
        price_to=bounds[1],
        is_in_stock_only=query.get("stock", "") == "1",
    )


def filter_query(filters: ListingFilters) -> list[tuple[str, str]]:
    """The filters as parts of an address; empty ones are left out there."""
    return [
        *(("option", f"{each.option}:{value}") for each in filters.options for value in each.values),
        *(("brand", brand) for brand in filters.brands),
        ("price_from", _typed(filters.price_from)),
        ("price_to", _typed(filters.price_to)),
        ("stock", "1" if filters.is_in_stock_only else ""),
    ]


def show_panel(facets: Facets, filters: ListingFilters, url: Url, *, currency: str, language: str) -> dict[str, Any]:
    """What the facets component needs; it is empty where nothing can be narrowed and nothing is."""
    groups = [
        {
            "name": facet.label,
            "field": "option",
            "values": [_value(value, facets, language, prefix=f"{facet.key}:") for value in facet.values],
        }
        for facet in facets.options
    ]
    if len(facets.brands) > 1 or filters.brands:
        brands = {"name": translate("Brand", language), "field": "brand"}
        groups.append({**brands, "values": [_value(brand, facets, language) for brand in facets.brands]})
    can_be_sold_out = filters.is_in_stock_only or facets.in_stock_count < facets.product_count
    chips = list_chips(facets, filters, url, language)
    return {
        "groups": groups,
        "price": _price_panel(facets, filters, url, currency=currency, language=language),
        "stock": {"is_chosen": filters.is_in_stock_only, "count": _count(facets.in_stock_count, facets, language)}
        if can_be_sold_out
        else None,
        "chips": chips,
        "clear_url": url(ListingFilters()) if chips else "",
    }


def list_chips(facets: Facets, filters: ListingFilters, url: Url, language: str) -> list[dict[str, str]]:
    """Every filter that is on, with the address without it."""
    label_of = {(facet.key, value.key): value.label for facet in facets.options for value in facet.values}
    chips = [
        {
            "label": label_of.get((each.option, value), value),
            "url": url(msgspec.structs.replace(filters, options=_without(filters, each.option, value))),
        }
        for each in filters.options
        for value in each.values
    ]
    name_of = {value.key: value.label for value in facets.brands}
    for brand in filters.brands:
        others = tuple(other for other in filters.brands if other != brand)
        chips.append({"label": name_of.get(brand, brand), "url": url(msgspec.structs.replace(filters, brands=others))})
    if filters.price_from is not None or filters.price_to is not None:
        label = say_band(PriceBand(filters.price_from, filters.price_to, 0), language, is_exact=True)
        chips.append({"label": label, "url": url(msgspec.structs.replace(filters, price_from=None, price_to=None))})
    if filters.is_in_stock_only:
        chips.append(
            {
                "label": translate("In stock", language),
                "url": url(msgspec.structs.replace(filters, is_in_stock_only=False)),
            }
        )
    return chips


def say_band(band: PriceBand, language: str, *, is_exact: bool = False) -> str:
    """A span of prices in words. A band ends just below the next, and is said to end there unless `is_exact`."""
    low = None if band.price_from is None else format_round_money(band.price_from, language)
    top = band.price_to
    if top is not None and not is_exact:
        top = Money(top.minor + 1, top.currency)
    high = None if top is None else format_round_money(top, language)
    if low is None:
        return translate("Up to {price}", language, price=high)
    if high is None:
        return translate("From {price}", language, price=low)
    return translate("{low} to {high}", language, low=low, high=high)


def _value(value: FacetValue, facets: Facets, language: str, *, prefix: str = "") -> dict[str, Any]:
    return {
        "value": prefix + value.key,
        "label": value.label,
        "count": _count(value.product_count, facets, language),
        "is_chosen": value.is_chosen,
    }


def _count(count: int, facets: Facets, language: str) -> str:
    """A count as it is shown; with a plus where only a part of the matches was looked at."""
    return format_number(count, language) + ("+" if facets.is_capped else "")


def _price_panel(
    facets: Facets, filters: ListingFilters, url: Url, *, currency: str, language: str
) -> dict[str, Any] | None:
    is_asked = filters.price_from is not None or filters.price_to is not None
    if facets.price_lowest == facets.price_highest and not is_asked:
        return None
    return {
        "from": _typed(filters.price_from),
        "to": _typed(filters.price_to),
        "symbol": money_parts(Money(0, currency), language).symbol,
        "bands": [
            {
                "label": say_band(band, language),
                "count": _count(band.product_count, facets, language),
                "is_chosen": (band.price_from, band.price_to) == (filters.price_from, filters.price_to),
                "url": url(msgspec.structs.replace(filters, price_from=band.price_from, price_to=band.price_to)),
            }
            for band in facets.price_bands
        ],
    }


def _without(filters: ListingFilters, option: str, value: str) -> tuple[OptionFilter, ...]:
    left = (
        OptionFilter(each.option, tuple(one for one in each.values if (each.option, one) != (option, value)))
        for each in filters.options
    )
    return tuple(each for each in left if each.values)


def _price(typed: str, currency: str) -> Money | None:
    """An amount as somebody types it, `100` or `99.50`, in full-width digits too; None where it is none."""
    match = _AMOUNT.fullmatch(unicodedata.normalize("NFKC", typed[:40]).strip())
    if match is None:
        return None
    digits = get_currency_precision(currency)
    part = (match[2] or "")[:digits].ljust(digits, "0")
    return Money(int(match[1]) * 10**digits + int(part or 0), currency)


def _typed(price: Money | None) -> str:
    """An amount for a form; whole ones without their empty minor part."""
    return "" if price is None else amount_text(price).removesuffix(".00")
