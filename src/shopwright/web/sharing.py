"""Which requests may be answered with a page that was made for another visitor, and which pages are the same."""

from collections.abc import Hashable
from typing import Any

from shopwright.platform.http import visit_of
from shopwright.platform.http.sessions import ShopFacts
from shopwright.shop import scope_language
from shopwright.web.appearance import scheme_of


def shared_key(scope: Any) -> Hashable | None:
    """What makes a page of the shop the same for two visitors without a session; None for everybody else."""
    visit = visit_of(scope)
    if scope["method"] != "GET" or visit.cookie(ShopFacts.cookie):
        return None
    part = tuple(visit.header(name) for name in (b"hx-request", b"hx-target", b"hx-history-restore-request"))
    return scope["path"], scope["query_string"], scope_language(scope), scheme_of(scope), part
