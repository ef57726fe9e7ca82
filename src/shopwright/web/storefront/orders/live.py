from litestar.types import ASGIApp

from shopwright.platform.http import CUSTOMER, Request, get
from shopwright.shop import shop_of
from shopwright.web.storefront.orders.own import owner_of


@get("/live", CUSTOMER)
async def follow_orders(request: Request) -> ASGIApp:
    """A stream that says "look again" whenever something of the visitor's own orders changed, and nothing more."""
    return shop_of(request).live.answer(await owner_of(request))
