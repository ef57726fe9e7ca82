"""The specification of this face, made from the routes themselves."""

import functools
import inspect
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Litestar, Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig

from shopwright import __version__
from shopwright.platform.http import PUBLIC, get


def describe(routes: Sequence[HTTPRouteHandler]) -> dict[str, Any]:
    """The OpenAPI document of `routes`, without anything of the machine it is made on."""
    config = OpenAPIConfig(
        title="Shopwright",
        version=__version__,
        description=(
            "Money is an object of integer minor units and an ISO 4217 currency. Errors are "
            '{"error": {"code", "message", "fields"}}, in the language of Accept-Language. Acts of a session need the '
            "header X-CSRF-Token with the token that the session resource tells. "
            "Placing, receiving and correcting stock take an Idempotency-Key."
        ),
    )
    app = Litestar(route_handlers=list(routes), openapi_config=config, logging_config=None)
    document: dict[str, Any] = app.openapi_schema.to_schema()
    for operations in document["paths"].values():
        for operation in operations.values():
            operation.pop("deprecated", None)
    _clean_descriptions(document)
    return document


def _clean_descriptions(part: Any) -> None:
    """Docstrings without their indentation, which Python itself leaves out from 3.13 on."""
    if isinstance(part, list):
        for each in part:
            _clean_descriptions(each)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "description" and isinstance(value, str):
                part[name] = inspect.cleandoc(value)
            else:
                _clean_descriptions(value)


def description_route(routes: Sequence[HTTPRouteHandler]) -> HTTPRouteHandler:
    """The route that shows the specification of `routes`; it is made when it is first asked for."""

    @functools.cache
    def document() -> bytes:
        return msgspec.json.encode(describe(routes))

    @get("/api/v1/openapi.json", PUBLIC, include_in_schema=False)
    async def show_description() -> Response[bytes]:
        """The specification of this face."""
        return Response(document(), media_type="application/json", headers={"Cache-Control": "public, max-age=300"})

    return show_description
