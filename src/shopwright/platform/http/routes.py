"""How a route is declared: Litestar's own, with a permission that cannot be forgotten."""

from collections.abc import Callable
from typing import Any, TypeAlias

import litestar
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler, route

from shopwright.platform.http.permissions import PUBLIC, Permission, guard

Request: TypeAlias = litestar.Request[Any, Any, Any]
Declare: TypeAlias = Callable[[Callable[..., Any]], HTTPRouteHandler]

BODY_BYTES_MAX = 1_000_000


def get(path: str | list[str], permission: Permission, **options: Any) -> Declare:
    """A page or a resource to read, by GET and HEAD."""
    return _declare(path, permission, [HttpMethod.GET, HttpMethod.HEAD], options)


def post(path: str, permission: Permission, **options: Any) -> Declare:
    """An act. `is_proven=False` for callers that prove themselves by signature, such as payment providers.

    `body_bytes_max` lets larger bodies in than the usual megabyte.
    """
    return _declare(path, permission, [HttpMethod.POST], options)


def put(path: str, permission: Permission, **options: Any) -> Declare:
    """Put a resource in its place; options as for `post`."""
    return _declare(path, permission, [HttpMethod.PUT], options)


def patch(path: str, permission: Permission, **options: Any) -> Declare:
    """Change a part of a resource; options as for `post`."""
    return _declare(path, permission, [HttpMethod.PATCH], options)


def delete(path: str, permission: Permission, **options: Any) -> Declare:
    """Take a resource away; options as for `post`."""
    return _declare(path, permission, [HttpMethod.DELETE], options)


def _declare(
    path: str | list[str], permission: Permission, methods: list[HttpMethod], options: dict[str, Any]
) -> Declare:
    limit = options.pop("body_bytes_max", None)
    opt = {"permission": permission, "is_proven": options.pop("is_proven", True), **options.pop("opt", {})}
    if limit is not None:
        options["request_max_body_size"] = limit
    return route(
        path,
        http_method=methods,
        status_code=options.pop("status_code", 200),
        guards=[] if permission == PUBLIC else [guard],
        opt=opt,
        **options,
    )
