"""Which requests may be answered with a page that was made for another visitor, and which pages are the same."""

from collections.abc import Hashable
from typing import Any

from shopwright.platform.http import visit_of
from shopwright.platform.http.sessions import ShopFacts
from shopwright.shop import Shop, scope_language
from shopwright.web.appearance import scheme_of
from shopwright.web.storefront.listing import RESULTS

ADDRESS_LENGTH_MAX = 500
"""Longer ones are made for no other visitor, and would only fill the memory."""


def shared_key(shop: Shop, scope: Any) -> Hashable | None:
    """What makes a page of the shop the same for two visitors without a session; None for everybody else."""
    visit = visit_of(scope)
    if scope["method"] != "GET" or visit.cookie(ShopFacts.cookie):
        return None
    if len(scope["path"]) + len(scope["query_string"]) > ADDRESS_LENGTH_MAX:
        return None
    is_part = visit.header(b"hx-request") == b"true" and visit.header(b"hx-history-restore-request") != b"true"
    is_list = visit.header(b"hx-target") == RESULTS.encode()
    return scope["path"], scope["query_string"], scope_language(scope, shop), scheme_of(scope), is_part, is_list
