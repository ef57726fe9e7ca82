"""The list of products."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response

from shopwright.kernel.ids import CategoryId, ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.kernel.page import Page
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, ProductState, StaffProduct, StaffSort
from shopwright.modules.catalog.public import StateCounts
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, format_money, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.listing import Column
from shopwright.web.console.pages import address, capped, category_options, frame, list_context, list_tree, may, render

PATH = "/console/products"
PAGE_SIZE = 30
TERMS_LENGTH_MAX = 100
LOW = "low"
LOW_COUNT_MAX = 1_000
_TABS = {
    ProductState.ALL: _("All"),
    ProductState.LISTED: _("For sale"),
    ProductState.DELISTED: _("Delisted"),
    ProductState.SOLD_OUT: _("Out of stock"),
    LOW: _("Low stock"),
}
_BY_CHANGE = (StaffSort.CHANGED_UP.value, StaffSort.CHANGED_DOWN.value)
_BY_SALES = (StaffSort.SOLD_UP.value, StaffSort.SOLD_DOWN.value)


class Wanted(msgspec.Struct, frozen=True):
    """What the address asks of the list; `tab` is a state, or `low` for what can be sold but not for long."""

    tab: str
    terms: str
    category: Category | None
    sort: StaffSort

    def query(self) -> dict[str, str]:
        """The same as the parts of an address, empty where nothing is asked."""
        return {
            "tab": "" if self.tab == ProductState.ALL else self.tab,
            "category": "" if self.category is None else str(self.category.id),
            "q": self.terms,
            "sort": "" if self.sort is StaffSort.CHANGED_DOWN else self.sort.value,
        }

    @property
    def category_ids(self) -> Sequence[CategoryId] | None:
        """The category with all below it; None for all there are."""
        return None if self.category is None else self.category.subtree_ids


@get(PATH, requires(permissions.VIEW))
async def list_products(request: Request) -> Response[str]:
    """All products by state and stock, searched by words and SKU, narrowed by category. Four statements."""
    shop, language = shop_of(request), language_of(request)
    after = request.query_params.get("after")
    async with shop.database.reading() as reading:
        context = await frame(request, reading, module="products")
        tree = await list_tree(request, reading)
        wanted = read_wanted(request, request.query_params, tree)
        low_ids = await list_low(request, reading)
        page = await read_products(
            request, reading, wanted, low_ids, market=context["market"].code, after=after, limit=PAGE_SIZE
        )
        counts = await catalog.count_products_for_staff(
            reading, terms=wanted.terms, category_ids=wanted.category_ids, low_variant_ids=low_ids or ()
        )
        pieces = await count_pieces(request, reading, page.items)
    query = wanted.query()
    context |= list_context(
        request,
        "products",
        columns_for(wanted),
        path=PATH,
        query=query,
        after=after,
        next_key=page.next_key,
        usual_sort=StaffSort.CHANGED_DOWN.value,
    )
    context |= {
        "rows": [_show(product, pieces, language) for product in page.items],
        "tabs": _tabs(wanted, counts, language, with_low=low_ids is not None),
        "terms": wanted.terms,
        "category": wanted.category,
        "categories": category_options(tree),
        "hidden": {name: query[name] for name in ("tab", "sort") if query[name]},
        "count": getattr(counts, wanted.tab),
        "without_terms_url": address(PATH, **(query | {"q": ""})),
        "without_category_url": address(PATH, **(query | {"category": ""})),
    }
    return render(request, "console/products/list.html", context)


def columns_for(wanted: Wanted) -> tuple[Column, ...]:
    """The columns; only listed products have an index by sales."""
    by_sales = _BY_SALES if wanted.tab == ProductState.LISTED else ("", "")
    return (
        Column("picture", "", "picture", is_fixed=True),
        Column("product", _("Product"), "wide", is_fixed=True),
        Column("status", _("Status"), "optional"),
        Column("available", _("Available"), "numeric"),
        Column("price", _("Price"), "numeric optional"),
        Column("sold", _("Sold"), "numeric optional", sort=by_sales),
        Column("changed", _("Changed"), "optional", sort=_BY_CHANGE),
    )


def read_wanted(request: Request, asked: Mapping[str, str], tree: Sequence[Category]) -> Wanted:
    """What a query or a form asks; who may not see the stock sees no tab of it."""
    tab = asked.get("tab", "")
    is_open = tab in _TABS and (tab != LOW or may(request, inventory_permissions.VIEW))
    tab = tab if is_open else ProductState.ALL.value
    sort = StaffSort(asked["sort"]) if asked.get("sort") in set(StaffSort) else StaffSort.CHANGED_DOWN
    if sort.value in _BY_SALES and tab != ProductState.LISTED:
        sort = StaffSort.CHANGED_DOWN
    category = next((one for one in tree if str(one.id) == asked.get("category")), None)
    return Wanted(tab, asked.get("q", "").strip()[:TERMS_LENGTH_MAX], category, sort)


async def list_low(request: Request, reading: Reading) -> list[VariantId] | None:
    """The variants that run low, the newest thousand; None for who may not see the stock."""
    if not may(request, inventory_permissions.VIEW):
        return None
    return await inventory.list_low_variant_ids(reading, low_max=inventory.LOW_AVAILABLE_MAX, count_max=LOW_COUNT_MAX)


async def read_products(
    request: Request,
    reading: Reading,
    wanted: Wanted,
    low_ids: Sequence[VariantId] | None,
    *,
    market: str,
    after: str | None,
    limit: int,
) -> Page[StaffProduct]:
    """A page of what is wanted."""
    is_low = wanted.tab == LOW
    return await catalog.list_products_for_staff(
        reading,
        market=market,
        language=language_of(request),
        terms=wanted.terms,
        category_ids=wanted.category_ids,
        state=ProductState.AVAILABLE if is_low else ProductState(wanted.tab),
        variant_ids=low_ids if is_low else None,
        sort=wanted.sort,
        after=after,
        limit=limit,
    )


async def count_pieces(
    request: Request, reading: Reading, products: Sequence[StaffProduct]
) -> dict[ProductId, int] | None:
    """How many pieces of each product may be sold; None for who may not see the stock. One statement."""
    if not may(request, inventory_permissions.VIEW):
        return None
    ids = [variant_id for product in products for variant_id in product.variant_ids]
    totals = await inventory.list_stock_totals_of(reading, variant_ids=ids)
    available = {total.variant_id: total.available for total in totals}
    return {product.id: sum(available.get(variant_id, 0) for variant_id in product.variant_ids) for product in products}


def _show(product: StaffProduct, pieces: dict[ProductId, int] | None, language: str) -> dict[str, Any]:
    return {
        "id": product.id,
        "url": f"{PATH}/{product.id}",
        "title": product.title,
        "picture_url": product.picture_url,
        "category": product.category_name,
        "variant_count": product.variant_count,
        "price": _price_range(product, language),
        "pieces": None if pieces is None else pieces[product.id],
        "is_available": product.is_available,
        "is_listed": product.listed_at is not None,
        "sold_count": product.sold_count,
        "updated_at": product.updated_at,
    }


def _price_range(product: StaffProduct, language: str) -> str:
    if product.lowest_minor is None or product.highest_minor is None or product.currency is None:
        return ""
    lowest = format_money(Money(product.lowest_minor, product.currency), language)
    if product.lowest_minor == product.highest_minor:
        return lowest
    return f"{lowest} – {format_money(Money(product.highest_minor, product.currency), language)}"


def _tabs(wanted: Wanted, counts: StateCounts, language: str, *, with_low: bool) -> list[dict[str, Any]]:
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, **(wanted.query() | {"tab": "" if tab == ProductState.ALL else tab, "sort": ""})),
            "is_current": tab == wanted.tab,
            "count": capped(getattr(counts, tab), language),
        }
        for tab, name in _TABS.items()
        if tab != LOW or with_low
    ]
