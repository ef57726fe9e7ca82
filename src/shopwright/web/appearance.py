"""How the shop looks: light or dark by the device or by the visitor's choice, with an accent and a seal of its own."""

import hashlib
from functools import lru_cache
from typing import Any

import minijinja

from shopwright.platform.files import picture_url
from shopwright.platform.http import visit_of
from shopwright.shop import ShopProfile
from shopwright.web.theme import accent_css, accent_of, is_accent, to_hex

SCHEMES = ("light", "dark")
SCHEME_COOKIE = "sw_scheme"
LOGO_WIDTH = 320
_HOUSE_SEAL = "#b9432a"
_HASH_LENGTH = 12


def scheme_of(scope: Any) -> str:
    """`light` or `dark` as this visitor chose; empty where the device shall say."""
    chosen = visit_of(scope).cookie(SCHEME_COOKIE)
    return chosen if chosen in SCHEMES else ""


def theme_url(profile: ShopProfile) -> str:
    """The address of the shop's own colours, which changes with them; empty for the house's."""
    return f"/theme.css?v={version_of(theme_css(profile.accent))}" if is_accent(profile.accent) else ""


def icon_url(profile: ShopProfile) -> str:
    """The address of the logo or the seal as an icon, which changes with it; empty where the house's will do."""
    if profile.logo is not None:
        return logo_url(profile)
    return f"/seal.svg?v={version_of(seal_svg(profile))}" if is_accent(profile.accent) or profile.logo_text else ""


def logo_url(profile: ShopProfile) -> str:
    """The address of the logo's smallest size; empty where the shop has a seal only."""
    logo = profile.logo
    return "" if logo is None else picture_url(logo.file_key, logo.width, wanted_width=LOGO_WIDTH)


def seal_svg(profile: ShopProfile) -> str:
    """The seal: the first character of the logo's text in white on the accent."""
    ground = to_hex(accent_of(profile.accent, "light").accent) if is_accent(profile.accent) else _HOUSE_SEAL
    character = minijinja.escape(profile.logo_text[:1])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{ground}"/>'
        '<text x="16" y="16.5" fill="#fff" font-family="PingFang SC,HarmonyOS Sans SC,Noto Sans CJK SC,sans-serif" '
        f'font-size="18" font-weight="600" text-anchor="middle" dominant-baseline="central">{character}</text></svg>'
    )


@lru_cache(maxsize=8)
def theme_css(accent: str) -> str:
    """The stylesheet of an accent, empty for the house's; computed once, as it takes hundredths of a second."""
    return accent_css(accent.lower()) if is_accent(accent) else ""


@lru_cache(maxsize=64)
def version_of(text: str) -> str:
    """The part of an address that changes with the content."""
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]
