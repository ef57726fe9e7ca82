"""The list of products."""

from typing import Any

from litestar import Response

from shopwright.kernel.errors import Refusal
from shopwright.kernel.ids import ProductId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import Category, ProductState, StaffProduct
from shopwright.modules.catalog.public import StateCounts
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.inventory import public as inventory
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, get, local_path, post, read_form, requires, visit_of
from shopwright.platform.i18n import _, format_money, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.authorise import staff_actor
from shopwright.web.console.pages import address, capped, category_options, frame, list_tree, may, render
from shopwright.web.context import see_other

PATH = "/console/products"
PAGE_SIZE = 30
TERMS_LENGTH_MAX = 100
CHOSEN_COUNT_MAX = 100
_STATES = {
    ProductState.ALL: _("All"),
    ProductState.LISTED: _("Listed"),
    ProductState.DELISTED: _("Delisted"),
}


@get(PATH, requires(permissions.VIEW))
async def list_products(request: Request) -> Response[str]:
    """All products by whether shoppers see them, searched by words and SKU, narrowed by category. Four statements."""
    shop, language = shop_of(request), language_of(request)
    terms = request.query_params.get("q", "").strip()[:TERMS_LENGTH_MAX]
    after = request.query_params.get("after")
    state = _state(request.query_params.get("tab"))
    async with shop.database.reading() as reading:
        context = await frame(request, reading, module="products")
        tree = await list_tree(request, reading)
        category = _category(tree, request.query_params.get("category", ""))
        within = None if category is None else category.subtree_ids
        page = await catalog.list_products_for_staff(
            reading,
            market=context["market"].code,
            language=language,
            terms=terms,
            category_ids=within,
            state=state,
            after=after,
            limit=PAGE_SIZE,
        )
        counts = await catalog.count_products_for_staff(reading, terms=terms, category_ids=within)
        pieces = await _count_pieces(request, reading, page.items)
    kept = {
        "tab": "" if state is ProductState.ALL else state.value,
        "category": "" if category is None else str(category.id),
        "q": terms,
    }
    context |= {
        "rows": [_show(product, pieces, language) for product in page.items],
        "tabs": _tabs(state, counts, kept, language),
        "terms": terms,
        "category": category,
        "categories": category_options(tree),
        "hidden": {"tab": kept["tab"]} if kept["tab"] else {},
        "count": {
            ProductState.ALL: counts.all,
            ProductState.LISTED: counts.listed,
            ProductState.DELISTED: counts.delisted,
        }[state],
        "here": address(PATH, **kept, after=after),
        "without_terms_url": address(PATH, **(kept | {"q": ""})),
        "without_category_url": address(PATH, **(kept | {"category": ""})),
        "next_url": address(PATH, **kept, after=page.next_key) if page.next_key else "",
        "first_url": address(PATH, **kept) if after else "",
    }
    return render(request, "console/products/list.html", context)


@post(f"{PATH}/listings", requires(permissions.LIST))
async def change_listings(request: Request) -> Response[None]:
    """List or delist the chosen products, each by itself, and say how many could not be."""
    form, shop, actor = await read_form(request), shop_of(request), staff_actor(request)
    is_listing = form.text("act") == "list"
    change = catalog.list_product if is_listing else catalog.delist_product
    done_count, refused_count = 0, 0
    for text in form.texts.get("id", ())[:CHOSEN_COUNT_MAX]:
        if not (text.isascii() and text.isdigit()):
            continue
        product_id = ProductId(int(text))
        try:
            await shop.database.transact(
                lambda tx, product_id=product_id: change(tx, actor=actor, product_id=product_id)  # type: ignore[misc]  # The default binds the loop's value.
            )
            done_count += 1
        except Refusal:
            refused_count += 1
    session = await visit_of(request.scope).console_session()
    if done_count:
        told = _("{count} products are listed now.") if is_listing else _("{count} products are delisted now.")
        session.flash("positive", told, count=done_count)
    if refused_count:
        session.flash("danger", _("{count} products have nothing to sell yet: give them a price."), count=refused_count)
    return see_other(_back(form.text("back")))


def _back(text: str) -> str:
    place = local_path(text, otherwise=PATH)
    return place if place == PATH or place.startswith(f"{PATH}?") else PATH


async def _count_pieces(
    request: Request, reading: Reading, products: tuple[StaffProduct, ...]
) -> dict[ProductId, int] | None:
    """How many pieces of each product may be sold; None for who may not see the stock. Two statements."""
    if not may(request, inventory_permissions.VIEW):
        return None
    ids = [product.id for product in products]
    variants = await catalog.list_variants_of_products(reading, product_ids=ids)
    totals = await inventory.list_stock_totals_of(reading, variant_ids=[variant.id for variant in variants])
    available = {total.variant_id: total.available for total in totals}
    pieces = dict.fromkeys(ids, 0)
    for variant in variants:
        pieces[variant.product_id] += available.get(variant.id, 0)
    return pieces


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


def _state(text: str | None) -> ProductState:
    return ProductState(text) if text in set(ProductState) else ProductState.ALL


def _category(tree: list[Category], text: str) -> Category | None:
    return next((category for category in tree if str(category.id) == text), None)


def _tabs(current: ProductState, counts: StateCounts, kept: dict[str, str], language: str) -> list[dict[str, Any]]:
    return [
        {
            "label": translate(name, language),
            "url": address(PATH, **(kept | {"tab": "" if state is ProductState.ALL else state.value})),
            "is_current": state is current,
            "count": capped(getattr(counts, state.value), language),
        }
        for state, name in _STATES.items()
    ]
