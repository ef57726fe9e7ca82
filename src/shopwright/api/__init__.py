"""The face for programs: JSON resources under `/api/v1`, described by `/api/v1/openapi.json`."""

from litestar import Router

from shopwright.api.v1 import addresses, cart, collections, console_goods, console_orders, goods, orders, sessions
from shopwright.api.v1.answers import JsonAnswer
from shopwright.api.v1.bodies import StrictRequest
from shopwright.api.v1.description import description_route

RESOURCES = [
    *goods.ROUTES,
    *collections.ROUTES,
    *sessions.ROUTES,
    *addresses.ROUTES,
    *cart.ROUTES,
    *orders.ROUTES,
    *console_goods.ROUTES,
    *console_orders.ROUTES,
]

ROUTES = [
    Router(
        "/",
        route_handlers=[*RESOURCES, description_route(RESOURCES)],
        request_class=StrictRequest,
        response_class=JsonAnswer,
    )
]
