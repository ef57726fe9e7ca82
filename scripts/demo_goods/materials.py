"""What the goods are made of: how a surface answers the light of the studio."""

import math
from collections.abc import Callable
from typing import NamedTuple

from demo_goods.shapes import Facet
from demo_goods.space import Colour, Vector, code, colour, dot, mix, noise, scale, step, subtract, unit

KEY = unit((-0.62, 0.72, 0.46))
KEY_LIGHT = colour("#fff6e8")
SKY_LIGHT = colour("#f4f1ec")
FLOOR_LIGHT = colour("#d8cbb8")

Paint = Callable[[Facet], Colour]


class Material(NamedTuple):
    """How a surface answers: `gloss` for the lamps it reflects, `blur` for their edges, `mirror` for the room.

    Below the height `bare_below` nothing is reflected; `glow` is light of its own.
    """

    paint: Paint
    gloss: float = 0.0
    blur: float = 0.1
    mirror: float = 0.0
    wrap: float = 0.3
    opacity: float = 1.0
    glow: float = 0.0
    bare_below: float = 0.0
    two_sided: bool = False


NEVER_SEEN = 0.05


class Lamp(NamedTuple):
    """A soft box as seen in a reflection: where it stands, its half width and height, its strength."""

    to: tuple[float, float, float]
    width: float
    height: float
    strength: float


LAMPS = (
    Lamp(unit((-0.80, 0.62, 0.52)), 0.26, 0.50, 1.0),
    Lamp(unit((0.96, 0.22, 0.16)), 0.10, 0.75, 0.34),
    Lamp(unit((0.15, 0.97, -0.30)), 0.55, 0.20, 0.30),
)


def shade(facet: Facet, material: Material, view: Vector) -> tuple[str, float]:
    """Colour code and opacity of a facet as it is seen from the direction `view`."""
    normal = facet.normal
    facing = dot(normal, view)
    if facing < 0:
        normal, facing = scale(normal, -1), -facing
    base = material.paint(facet)
    light = _lit(base, facet, normal, material)
    edge = (1 - facing) ** 4
    mirrored = subtract(scale(normal, 2 * facing), view)
    lamps = sum(lamp.strength * _seen(lamp, mirrored, material.blur) for lamp in LAMPS)
    lamps *= material.gloss if facet.home[1] >= material.bare_below else 0.0
    lamps *= 0.55 + 0.45 * edge
    room = mix(FLOOR_LIGHT, SKY_LIGHT, step(-0.35, 0.6, mirrored[1]))
    share = material.mirror * (0.06 + 0.94 * edge) if facet.home[1] >= material.bare_below else 0.0
    light = mix(light, room, min(1.0, share))
    light = (light[0] + lamps * KEY_LIGHT[0], light[1] + lamps * KEY_LIGHT[1], light[2] + lamps * KEY_LIGHT[2])
    opacity = material.opacity
    if opacity < 1:
        opacity = min(1.0, opacity + 0.62 * (1 - facing) ** 2.2 + 0.75 * lamps)
    return code(light), opacity


def _lit(base: Colour, facet: Facet, normal: tuple[float, float, float], material: Material) -> Colour:
    key = max(0.0, (dot(normal, KEY) + material.wrap) / (1 + material.wrap)) ** 1.15
    # The key light stands near, on the left: what is nearer to it, and higher, gets more of it.
    key *= max(0.3, 1.0 - 0.012 * facet.middle[0] + 0.006 * facet.middle[1])
    sky = 0.5 + 0.5 * normal[1]
    low = math.exp(-max(0.0, facet.home[1]) / 1.6)
    shelter = 1 - low * (0.42 - 0.22 * max(0.0, normal[1]))
    lit = []
    for index in range(3):
        around = 0.27 * sky * SKY_LIGHT[index] + 0.16 * (1 - sky) * FLOOR_LIGHT[index] + 0.05
        lit.append(base[index] * ((0.92 * key * KEY_LIGHT[index] + around) * shelter + material.glow))
    return lit[0], lit[1], lit[2]


def _seen(lamp: Lamp, mirrored: tuple[float, float, float], blur: float) -> float:
    toward = dot(mirrored, lamp.to)
    if toward < NEVER_SEEN:
        return 0.0
    aside = unit((lamp.to[2], 0.0, -lamp.to[0]))
    upright = (
        lamp.to[1] * aside[2] - lamp.to[2] * aside[1],
        lamp.to[2] * aside[0] - lamp.to[0] * aside[2],
        lamp.to[0] * aside[1] - lamp.to[1] * aside[0],
    )
    x, y = abs(dot(mirrored, aside)) / toward, abs(dot(mirrored, upright)) / toward
    inside = (1 - step(lamp.width - blur, lamp.width + blur, x)) * (1 - step(lamp.height - blur, lamp.height + blur, y))
    return inside / (1 + 2.2 * blur)


def plain(paint: str) -> Paint:
    """One colour all over."""
    value = colour(paint)
    return lambda _facet: value


def glaze(
    body: str,
    *,
    rim: str | None = None,
    foot: str = "#b59a7c",
    height: float = 10,
    foot_height: float = 0.35,
    pool: str | None = None,
) -> Paint:
    """A fired glaze: thinner and lighter at the rim, gathered towards the foot, the foot itself bare clay."""
    main, bare = colour(body), colour(foot)
    thin = colour(rim) if rim else mix(main, (1.0, 1.0, 1.0), 0.22)
    thick = colour(pool) if pool else scale(main, 0.86)

    def paint(facet: Facet) -> Colour:
        x, y, z = facet.home
        share = y / height + 0.05 * (noise((x * 0.9, y * 0.6, z * 0.9)) - 0.5)
        tone = mix(thick, main, step(0.0, 0.55, share))
        tone = mix(tone, thin, step(0.93, 1.0, share))
        tone = scale(tone, 0.97 + 0.06 * noise((x * 1.7, y * 1.7, z * 1.7)))
        return mix(bare, tone, step(foot_height - 0.05, foot_height + 0.05, y))

    return paint


def wood(light: str, dark: str, *, along: int = 0, fine: float = 2.2) -> Paint:
    """Planed wood; `along` is the axis of the grain."""
    early, late = colour(light), colour(dark)

    def paint(facet: Facet) -> Colour:
        position = list(facet.home)
        position[along] *= 0.05
        x, y, z = position
        swirl = noise((x * 0.35, y * 0.35, z * 0.35)) * 2.4
        ring = 0.5 + 0.5 * math.sin((x + 1.3 * y + z) * fine + swirl * 2)
        fibre = noise((x * 14, y * 14, z * 14))
        return mix(early, late, 0.55 * ring**2 + 0.28 * fibre)

    return paint


def cloth(body: str, *, threads: float = 5.0) -> Paint:
    """Woven linen: threads of slightly different tone in both directions."""
    main = colour(body)

    def paint(facet: Facet) -> Colour:
        x, y, z = facet.home
        weft = noise((x * 0.6, (y - z) * threads, 1.0))
        warp = noise((x * threads, (y - z) * 0.6, 7.0))
        return scale(main, 0.86 + 0.14 * weft + 0.14 * warp)

    return paint
