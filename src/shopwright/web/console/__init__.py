"""The console: where the people of the shop work. Each package lists its own ROUTES; here they come together."""

from litestar.handlers import HTTPRouteHandler

from shopwright.web.console import (
    audit,
    categories,
    collections,
    dead_letters,
    figures,
    home,
    lists,
    messages,
    opening,
    orders,
    products,
    search,
    session,
    staff,
    start,
    stock,
)

ROUTES: list[HTTPRouteHandler] = [
    *session.ROUTES,
    *start.ROUTES,
    *search.ROUTES,
    *figures.ROUTES,
    *opening.ROUTES,
    *orders.ROUTES,
    *products.ROUTES,
    *categories.ROUTES,
    *collections.ROUTES,
    *home.ROUTES,
    *lists.ROUTES,
    *stock.ROUTES,
    *messages.ROUTES,
    *staff.ROUTES,
    *audit.ROUTES,
    *dead_letters.ROUTES,
]
