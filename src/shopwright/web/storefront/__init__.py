"""The shopper's pages. Each package lists its own ROUTES; here they come together."""

from litestar.handlers import HTTPRouteHandler

from shopwright.web.storefront import (
    account,
    cart,
    category,
    checkout,
    collections,
    home,
    orders,
    payment,
    product,
    search,
    session,
    sitemap,
)

ROUTES: list[HTTPRouteHandler] = [
    *home.ROUTES,
    *category.ROUTES,
    *collections.ROUTES,
    *search.ROUTES,
    *product.ROUTES,
    *session.ROUTES,
    *account.ROUTES,
    *cart.ROUTES,
    *checkout.ROUTES,
    *payment.ROUTES,
    *orders.ROUTES,
    *sitemap.ROUTES,
]
