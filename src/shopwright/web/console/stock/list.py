"""The list of stock, a variant a row."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response

from shopwright.kernel.ids import VariantId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.public import StaffVariant
from shopwright.modules.inventory import permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import StockTotal
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.listing import Column
from shopwright.web.console.pages import address, capped, frame, list_context, read_key, render

PATH = "/console/stock"
PAGE_SIZE = 50
LOW = "low"
COUNT_MAX = 1_000
TERMS_LENGTH_MAX = 100
COLUMNS = (
    Column("picture", "", "picture optional", is_fixed=True),
    Column("variant", _("Variant"), "wide", is_fixed=True),
    Column("available", _("Available"), "numeric", is_fixed=True),
    Column("on_hand", _("On hand"), "numeric"),
    Column("held", _("Held"), "numeric optional"),
    Column("committed", _("Committed"), "numeric optional"),
    Column("safety", _("Kept back"), "numeric optional"),
)
_FIRST = 2**63 - 1


@get(PATH, requires(permissions.VIEW))
async def list_stock(request: Request) -> Response[str]:
    """What there is of every variant, the newest first; or of those that are sought, all at once. Four statements."""
    shop, language = shop_of(request), language_of(request)
    terms = request.query_params.get("q", "").strip()[:TERMS_LENGTH_MAX]
    after = request.query_params.get("after", "")
    shown = LOW if request.query_params.get("tab") == LOW else ""
    async with shop.database.reading() as reading:
        context = await frame(request, reading, module="stock")
        warehouses = await inventory.list_warehouses(reading, language=language)
        low_count = await inventory.count_low_stock(reading, low_max=inventory.LOW_AVAILABLE_MAX, count_max=COUNT_MAX)
        if terms:
            rows, next_key = await search_stock(reading, terms=terms, shown=shown, language=language), ""
        else:
            rows, next_key = await read_stock(reading, after=after, shown=shown, language=language, count_max=PAGE_SIZE)
    query = {"tab": shown, "q": terms}
    context |= list_context(request, "stock", COLUMNS, path=PATH, query=query, after=after, next_key=next_key)
    context |= {
        "rows": rows,
        "terms": terms,
        "hidden": {"tab": shown} if shown else {},
        "tabs": [
            {"label": translate(_("All"), language), "url": address(PATH, q=terms), "is_current": not shown},
            {
                "label": translate(_("Low"), language),
                "url": address(PATH, tab=LOW, q=terms),
                "is_current": bool(shown),
                "count": capped(low_count, language),
            },
        ],
        "is_low": bool(shown),
        "low_max": inventory.LOW_AVAILABLE_MAX,
        "has_warehouse": bool(warehouses),
        "without_terms_url": address(PATH, tab=shown),
        "counts_url": address("/console/counting", tab=shown, q=terms),
    }
    return render(request, "console/stock/list.html", context)


async def read_stock(
    reading: Reading, *, after: str, shown: str, language: str, count_max: int
) -> tuple[list[dict[str, Any]], str]:
    """A page of variants with their totals, the newest first, and the next page's key, empty behind the last."""
    before_id = read_key(after)
    totals = await inventory.list_stock_totals(
        reading,
        before_variant_id=VariantId(_FIRST if before_id is None else before_id),
        shown=shown or "all",
        low_max=inventory.LOW_AVAILABLE_MAX,
        count_max=count_max + 1,
    )
    page = totals[:count_max]
    variants = await catalog.list_variants_for_staff(
        reading, variant_ids=[total.variant_id for total in page], language=language
    )
    by_id = {variant.id: variant for variant in variants}
    rows = _rows([by_id[total.variant_id] for total in page if total.variant_id in by_id], page)
    return rows, str(page[-1].variant_id) if len(totals) > count_max else ""


async def search_stock(reading: Reading, *, terms: str, shown: str, language: str) -> list[dict[str, Any]]:
    """The variants that are sought with their totals, a hundred at most."""
    variants = await catalog.find_variants_for_staff(reading, terms=terms, language=language)
    totals = await inventory.list_stock_totals_of(reading, variant_ids=[variant.id for variant in variants])
    rows = _rows(variants, totals)
    return [row for row in rows if not shown or row["total"].available <= inventory.LOW_AVAILABLE_MAX]


def _rows(variants: Sequence[StaffVariant], totals: Sequence[StockTotal]) -> list[dict[str, Any]]:
    by_id: Mapping[VariantId, StockTotal] = {total.variant_id: total for total in totals}
    return [
        {
            "variant": variant,
            "url": f"{PATH}/{variant.id}",
            "total": by_id.get(variant.id, StockTotal(variant.id, 0, 0, 0, 0, 0)),
        }
        for variant in variants
    ]
