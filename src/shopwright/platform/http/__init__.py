"""The HTTP machine: routes with permissions, sessions, forms, limits, errors, and the one layer around them all."""

from shopwright.platform.http.forms import Form, explain, read_form, read_query, shown
from shopwright.platform.http.idempotency import digest_request, find_idempotency_key
from shopwright.platform.http.limits import Limit, TooManyAttempts
from shopwright.platform.http.permissions import (
    CUSTOMER,
    PUBLIC,
    REGISTERED,
    STAFF,
    LoginNeeded,
    Permission,
    local_path,
    requires,
)
from shopwright.platform.http.routes import Request, delete, get, patch, post, put
from shopwright.platform.http.sessions import ConsoleSession, Flash, ShopSession, Undo
from shopwright.platform.http.visit import visit_of

__all__ = [
    "CUSTOMER",
    "PUBLIC",
    "REGISTERED",
    "STAFF",
    "ConsoleSession",
    "Flash",
    "Form",
    "Limit",
    "LoginNeeded",
    "Permission",
    "Request",
    "ShopSession",
    "TooManyAttempts",
    "Undo",
    "delete",
    "digest_request",
    "explain",
    "find_idempotency_key",
    "get",
    "local_path",
    "patch",
    "post",
    "put",
    "read_form",
    "read_query",
    "requires",
    "shown",
    "visit_of",
]
