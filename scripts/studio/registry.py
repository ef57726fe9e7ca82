"""Which form draws which product, and how it is photographed."""

from collections.abc import Callable
from dataclasses import dataclass, field

from palette import Look
from stage import Shot

Build = Callable[[Look], None]


@dataclass
class Form:
    """How to build a product, and its shots: whole, detail and in use."""

    build: Build
    whole: Shot
    detail: Shot | None = None
    use: Build | None = None
    use_shot: Shot = field(default_factory=lambda: Shot(mood="window", fill=0.86, rise=20, backdrop="sand"))


FORMS: dict[str, Form] = {}


def form(handle: str, whole: Shot | None = None, *, detail: Shot | None = None) -> Callable[[Build], Build]:
    """Register the function that builds a product of the range."""

    def keep(build: Build) -> Build:
        FORMS[handle] = Form(build, whole or Shot(), detail)
        return build

    return keep


def in_use(handle: str, shot: Shot | None = None) -> Callable[[Build], Build]:
    """Register the function that sets a product among its neighbours."""

    def keep(build: Build) -> Build:
        FORMS[handle].use = build
        if shot:
            FORMS[handle].use_shot = shot
        return build

    return keep
