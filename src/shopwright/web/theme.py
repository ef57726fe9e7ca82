"""A shop's own accent colour: every shade of it computed so that words on it, and words in it, can be read.

Colours are OKLCH (lightness 0–1, chroma, hue in degrees) as in `static/css/tokens.css`, by the matrices of Björn
Ottosson's Oklab. A shop names one colour; its hue stays, its chroma gives way where a screen cannot show it, and its
lightness moves as little as contrast demands.
"""

import math
import re
from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

Scheme = Literal["light", "dark"]

WORDS_MIN = 4.5
"""WCAG 2.2, 1.4.3: the contrast of words."""
EDGES_MIN = 3.0
"""WCAG 2.2, 1.4.11: the contrast of what tells a control from its ground."""

_HEX = re.compile(r"#[0-9a-f]{6}")
_STEP = 0.0025
# A little more than the rule, for what rounding to eight bits a channel takes away.
_MARGIN = 0.06
_CHROMA_MAX = 0.2
_HOVER = 0.05
_SHALLOW = 1e-4
# Where the curve of sRGB leaves its straight foot, told as a channel and as light.
_KNEE_CURVED = 0.04045
_KNEE_LIGHT = 0.0031308


class Colour(msgspec.Struct, frozen=True):
    """One colour in OKLCH."""

    lightness: float
    chroma: float
    hue: float

    @property
    def css(self) -> str:
        """As a stylesheet writes it."""
        return f"oklch({self.lightness:.4f} {self.chroma:.4f} {self.hue:.2f})"


WHITE = Colour(1.0, 0.0, 0.0)
# What accents stand on, as tokens.css has it: canvas, surface, and the lightest or darkest of the sunken grounds.
GROUNDS: dict[Scheme, tuple[Colour, ...]] = {
    "light": (Colour(0.995, 0.002, 80), WHITE, Colour(0.972, 0.006, 80), Colour(0.955, 0.007, 80)),
    "dark": (Colour(0.185, 0.006, 80), Colour(0.22, 0.007, 80), Colour(0.245, 0.007, 80), Colour(0.285, 0.008, 80)),
}


class Accent(msgspec.Struct, frozen=True):
    """The shades of one accent in one scheme; the names are those of the tokens."""

    accent: Colour
    accent_hover: Colour
    accent_ink: Colour
    accent_soft: Colour
    accent_line: Colour
    on_accent: Colour


def is_accent(text: str) -> bool:
    """Whether this is a colour that `accent_css` takes: `#` and six hexadecimal digits."""
    return _HEX.fullmatch(text.lower()) is not None


def accent_css(hex_colour: str) -> str:
    """The stylesheet that gives a shop its accent `#rrggbb`, in both schemes; load it after the shop's own.

    White words on the accent, and words in the accent on every ground, reach 4.5 to 1, whatever the colour is.
    Raises ValueError for anything else than six digits after a `#`.
    """
    light, dark = (_tokens(accent_of(hex_colour, scheme)) for scheme in ("light", "dark"))
    return (
        f":root {{ {light} }}\n"
        f'@media (prefers-color-scheme: dark) {{ :root:not([data-scheme="light"]) {{ {dark} }} }}\n'
        f':root[data-scheme="dark"] {{ {dark} }}\n'
    )


def accent_of(hex_colour: str, scheme: Scheme) -> Accent:
    """The shades of `#rrggbb` in one scheme. Raises ValueError for anything else than six digits after a `#`."""
    wanted = from_hex(hex_colour)
    base = Colour(wanted.lightness, min(wanted.chroma, _CHROMA_MAX), wanted.hue)
    grounds = GROUNDS[scheme]
    accent = _moved(base, lambda shade: contrast(shade, WHITE) >= WORDS_MIN + _MARGIN, towards=0.0)
    if scheme == "dark":
        # White on it is the upper bound, the darkest edges of controls the lower one; between them there is room.
        accent = _moved(accent, lambda shade: contrast(shade, grounds[1]) >= EDGES_MIN + _MARGIN, towards=1.0)
    soft = _soft(base, scheme)
    inked = (*grounds, soft)
    return Accent(
        accent=accent,
        accent_hover=_shown(accent.lightness - _HOVER, accent),
        accent_ink=_moved(base, _readable_on(inked), towards=0.0 if scheme == "light" else 1.0),
        accent_soft=soft,
        accent_line=_shown(0.87, base, 0.38) if scheme == "light" else _shown(0.42, base, 0.5),
        on_accent=WHITE,
    )


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def from_hex(hex_colour: str) -> Colour:
    """`#rrggbb` in OKLCH. Raises ValueError for any other text."""
    if not is_accent(hex_colour):
        raise ValueError(f"not a colour of six digits: {hex_colour!r}")
    red, green, blue = (_linear(int(hex_colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Colour(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_hex(colour: Colour) -> str:
    """The nearest `#rrggbb`, for places that know no other words, such as a picture or the frame of a browser."""
    parts = (round(255 * _bent(min(max(part, 0.0), 1.0))) for part in _rgb(colour))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _tokens(shades: Accent) -> str:
    base = shades.accent
    words = [f"--accent-hue: {base.hue:.2f}", f"--accent-chroma: {base.chroma:.4f}"]
    words += [f"--{name.replace('_', '-')}: {colour.css}" for name, colour in msgspec.structs.asdict(shades).items()]
    return "; ".join(words) + ";"


def _soft(base: Colour, scheme: Scheme) -> Colour:
    """The ground of a chosen thing: hardly a colour."""
    return _shown(0.967, base, 0.1) if scheme == "light" else _shown(0.28, base, 0.28)


def _readable_on(grounds: Sequence[Colour]) -> Callable[[Colour], bool]:
    return lambda shade: all(contrast(shade, ground) >= WORDS_MIN + _MARGIN for ground in grounds)


def _moved(base: Colour, is_enough: Callable[[Colour], bool], *, towards: float) -> Colour:
    """`base`, moved in lightness no further than needed. Black and white end the way and are always enough."""
    lightness, step = base.lightness, _STEP if towards > base.lightness else -_STEP
    shade = _shown(lightness, base)
    while lightness != towards and not is_enough(shade):
        lightness = min(max(lightness + step, 0.0), 1.0)
        shade = _shown(lightness, base)
    return shade


def _shown(lightness: float, base: Colour, chroma_part: float = 1.0) -> Colour:
    """The colour of that lightness with as much of the chroma as sRGB can show, so that no screen has to guess."""
    lightness, chroma = min(max(lightness, 0.0), 1.0), base.chroma * chroma_part
    while chroma > 0 and not all(
        -_SHALLOW <= part <= 1 + _SHALLOW for part in _rgb(Colour(lightness, chroma, base.hue))
    ):
        chroma = max(0.0, chroma - _STEP)
    return Colour(lightness, chroma, base.hue)


def _luminance(colour: Colour) -> float:
    """Relative luminance, 0–1."""
    parts = (min(max(part, 0.0), 1.0) for part in _rgb(colour))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _rgb(colour: Colour) -> tuple[float, float, float]:
    """Linear-light sRGB; outside 0–1 where a screen cannot show the colour."""
    a = colour.chroma * math.cos(math.radians(colour.hue))
    b = colour.chroma * math.sin(math.radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _linear(channel: float) -> float:
    """From sRGB's curve to light."""
    return channel / 12.92 if channel <= _KNEE_CURVED else ((channel + 0.055) / 1.055) ** 2.4


def _bent(light: float) -> float:
    """From light to sRGB's curve."""
    return 12.92 * light if light <= _KNEE_LIGHT else 1.055 * light ** (1 / 2.4) - 0.055
