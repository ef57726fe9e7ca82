"""Addresses: which pages are looked at at all, and whom a visitor's network address counts as."""

import ipaddress
from typing import Any

from shopwright.kernel.errors import NotFound, Refusal

HOUSEHOLD_BITS = 64


class NotUnderstood(Refusal):
    """The request is none that a browser or a program in its right mind would send."""

    code = "bad_request"
    status = 400
    sentence = "This request cannot be understood."


def check_address(scope: Any) -> None:
    """Raise NotFound or NotUnderstood before anybody decides by the path.

    The router takes several slashes for one, so `//console` would be a page of the console that has passed as one of
    the shop. A zero byte is in no text that the database keeps.
    """
    if "//" in scope["path"]:
        raise NotFound
    if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
        raise NotUnderstood


def household(address: str) -> str:
    """A network address as limits count it; empty for one that is none.

    One household has 2^64 addresses of version 6, so its network counts; one of version 4 that was written as version
    6, as a socket for both does, counts as what it is.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            return str(ipaddress.ip_network((parsed.packed, HOUSEHOLD_BITS), strict=False))
        parsed = parsed.ipv4_mapped
    return str(parsed)
