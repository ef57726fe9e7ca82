"""Products as a file."""

from litestar.response import Stream

from shopwright.kernel.money import Money
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog.contracts import StaffProduct
from shopwright.platform.db import Reading
from shopwright.platform.http import Request, post, read_form, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.csv_file import PAGE_SIZE, Cell, Rows, list_answer
from shopwright.web.console.pages import list_tree
from shopwright.web.console.products.list import PATH, count_pieces, list_low, read_products, read_wanted

HEADS = (
    _("Product"),
    _("Web address"),
    _("Category"),
    _("Listed"),
    _("Variants"),
    _("Available"),
    _("Lowest price"),
    _("Highest price"),
    _("Currency"),
    _("Sold"),
    _("Changed"),
)


@post(f"{PATH}/export", requires(permissions.VIEW))
async def export_products(request: Request) -> Stream:
    """The present view as a file, a product a row."""
    shop, language = shop_of(request), language_of(request)
    form = await read_form(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        tree = await list_tree(request, reading)
        wanted = read_wanted(request, {name: form.text(name) for name in ("tab", "q", "category", "sort")}, tree)
        low_ids = await list_low(request, reading)

    async def read_rows(reading: Reading, key: str | None) -> tuple[Rows, str | None]:
        page = await read_products(request, reading, wanted, low_ids, market=market.code, after=key, limit=PAGE_SIZE)
        pieces = await count_pieces(request, reading, page.items) or {}
        return [_row(product, pieces.get(product.id), language) for product in page.items], page.next_key

    return await list_answer(request, "products.csv", HEADS, read_rows)


def _row(product: StaffProduct, pieces: int | None, language: str) -> list[Cell]:
    return [
        product.title,
        product.slug,
        product.category_name,
        translate(_("Yes") if product.listed_at is not None else _("No"), language),
        product.variant_count,
        pieces,
        _amount(product.lowest_minor, product.currency),
        _amount(product.highest_minor, product.currency),
        product.currency,
        product.sold_count,
        product.updated_at,
    ]


def _amount(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None or currency is None else Money(minor, currency)
