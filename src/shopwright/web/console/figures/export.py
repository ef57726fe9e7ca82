from litestar.response import Stream

from shopwright.modules.orders import permissions
from shopwright.platform.http import Request, get, requires
from shopwright.platform.i18n import _, translate
from shopwright.shop import language_of, shop_of
from shopwright.web.console.csv_file import Rows, csv_answer
from shopwright.web.console.figures.reading import load_figures

HEADS = (_("Day"), _("Paid orders"), _("Amount paid"), _("Currency"))


@get("/console/figures", requires(permissions.VIEW))
async def export_figures(request: Request) -> Stream:
    """The days that the start page draws, as a file. It tells of nobody in particular."""
    shop, language = shop_of(request), language_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        figures = await load_figures(reading, cache=shop.cache, market=market)

    async def read_page(_key: str | None) -> tuple[Rows, str | None]:
        return [[day.day.isoformat(), day.order_count, day.paid, day.paid.currency] for day in figures.days], None

    return csv_answer("figures.csv", [translate(head, language) for head in HEADS], read_page, zone=market.zone)
