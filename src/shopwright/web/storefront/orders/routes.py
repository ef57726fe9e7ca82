from datetime import timedelta
from typing import Any

from litestar import Response
from litestar.params import FromPath

from shopwright.kernel.errors import Refusal
from shopwright.kernel.ids import CustomerId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import Order, OrderTab
from shopwright.platform.db import Reading
from shopwright.platform.http import CUSTOMER, Limit, Request, TooManyAttempts, get
from shopwright.shop import language_of, shop_of
from shopwright.web.context import Context, csrf_of
from shopwright.web.storefront.cart.answers import frame_at, sentence_of
from shopwright.web.storefront.orders.own import find_own, owner_of
from shopwright.web.storefront.orders.paying import Paying, ask_provider, load_paying
from shopwright.web.storefront.orders.polling import STOP_POLLING_STATUS, Polling
from shopwright.web.storefront.orders.view import order_context, show_card, show_tabs, variant_ids_of
from shopwright.web.storefront.pages import address, frame_context, private_page, wants_part

PAGE_SIZE = 10
ASK_LIMIT = Limit("orders.ask_provider", 20, timedelta(minutes=5))
_OK = 200
_UNCHANGED = 204


@get("/orders", CUSTOMER)
async def list_orders(request: Request) -> Response[Any]:
    """My orders, newest first, in the lists that people think in. Three statements; one for more of them."""
    shop, language, customer_id = shop_of(request), language_of(request), await owner_of(request)
    asked, after = request.query_params.get("tab", ""), request.query_params.get("after")
    tab = OrderTab(asked) if asked in set(OrderTab) else OrderTab.ALL
    async with shop.database.reading() as reading:
        found = await orders.list_orders(reading, customer_id=customer_id, tab=tab, after=after, limit=PAGE_SIZE)
        market, at = await shop.market(reading), reading.at
        context: Context = {}
        if not wants_part(request):
            counts = await orders.count_orders(reading, customer_id=customer_id)
            context = await frame_context(request, reading) | {"tabs": show_tabs(tab, counts, language)}
    context |= {
        "cards": [
            show_card(card, shop.numbers.number(card.id), language=language, zone=market.zone, at=at)
            for card in found.items
        ],
        "next_url": ""
        if found.next_key is None
        else address("/orders", [("tab", "" if tab is OrderTab.ALL else str(tab)), ("after", found.next_key)]),
        "tab": tab,
        "list_url": address("/orders", [("tab", "" if tab is OrderTab.ALL else str(tab))]),
    }
    name = "storefront/orders/more.html" if wants_part(request) else "storefront/orders/list.html"
    return private_page(request, name, context)


@get("/orders/{number:str}", CUSTOMER)
async def show_order(request: Request, number: FromPath[str]) -> Response[Any]:
    """One order: where it is and what can be done. What the address says beyond the number proves nothing."""
    return await order_page(request, number)


@get("/orders/{number:str}/progress", CUSTOMER)
async def show_progress(request: Request, number: FromPath[str]) -> Response[Any]:
    """What changes of an order's page, for htmx that asks again and again: 204 while nothing has changed.

    Who comes back from paying has the provider asked as well, now and then. After a while the asking ends (286).
    """
    shop, customer_id = shop_of(request), await owner_of(request)
    polling = Polling.read(request.query_params)
    async with shop.database.reading() as reading:
        at, market = reading.at, await shop.market(reading)
        order = await find_own(request, reading, customer_id=customer_id, number=number)
    is_heard = order.can_pay and polling.asks_provider(at) and await _ask_provider(request, order, customer_id)
    is_over = polling.is_over(order, at)
    async with shop.database.reading() as reading:
        paying = await load_paying(reading, order, is_back=polling.is_back, before=polling.paying, is_heard=is_heard)
        if not is_over and not polling.is_new(order, paying):
            return Response(None, status_code=_UNCHANGED, headers={"Cache-Control": "no-store"})
        following = polling.follow(order, is_over=is_over, paying=paying)
        context = await _context(reading, request, order, number, market, polling=following)
    context |= {"csrf": csrf_of(request), "is_part": True}
    status = STOP_POLLING_STATUS if is_over else _OK
    return private_page(request, "storefront/orders/progress.html", context, status=status)


async def order_page(request: Request, number: str, *, refused: Refusal | None = None) -> Response[Any]:
    """An order's page, perhaps with the reason why an act was not done. Three statements, four while it is unpaid.

    For who comes back from paying the provider is asked before, so that the page knows without any script.
    """
    shop, language, customer_id = shop_of(request), language_of(request), await owner_of(request)
    async with shop.database.reading() as reading:
        order = await find_own(request, reading, customer_id=customer_id, number=number)
    is_back = order.can_pay and "from" in request.query_params
    is_heard = is_back and await _ask_provider(request, order, customer_id)
    async with shop.database.reading() as reading:
        context = await frame_at(request, reading, f"/orders/{number}")
        paying = await load_paying(reading, order, is_back=is_back, before=Paying.WAITING, is_heard=is_heard)
        polling = Polling.begin(order, at=reading.at, is_back=is_back, paying=paying)
        context |= await _context(reading, request, order, number, context["market"], polling=polling)
    context |= {"problem": "" if refused is None else sentence_of(refused, language), "is_part": False}
    return private_page(
        request, "storefront/orders/order.html", context, status=_OK if refused is None else refused.status
    )


async def _context(
    reading: Reading, request: Request, order: Order, number: str, market: Market, *, polling: Polling
) -> Context:
    language = language_of(request)
    sales = await catalog.list_sale_lines(
        reading, variant_ids=variant_ids_of(order), market=order.market_code, language=language
    )
    context = order_context(
        order, number, sales=sales, market=market, language=language, at=reading.at, paying=polling.paying
    )
    return context | {"polling": polling, "poll_url": polling.url(number)}


async def _ask_provider(request: Request, order: Order, customer_id: CustomerId) -> bool:
    """Let the provider be asked about the order's payments; nobody makes us ask without end. Whether it answered."""
    try:
        await ASK_LIMIT.hit(shop_of(request).database, who=str(order.id))
    except TooManyAttempts:
        return False
    return await ask_provider(request, order, customer_id)
