"""Which addresses are looked at at all: none that the router would read in another way than we do."""

from typing import Any

from shopwright.kernel.errors import NotFound, Refusal


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
