"""Candles, scents, lamps, linen and small furniture."""

import math

from demo_goods.materials import Material, cloth, plain, wood
from demo_goods.shapes import Facet, Facets, disc, pillow, slab, surface, tube, turned
from demo_goods.space import Colour, Plane, Vector, colour, mix, scale
from demo_goods.studio import Body, Piece, Print, placed
from demo_goods.table_ware import OAK, WALNUT
from demo_goods.tea_ware import CLEAR, glazed
from demo_goods.teas import text

SCENTS = {
    "cedar": ("雪松", "CEDAR", "#5d6b56"),
    "osmanthus": ("桂子", "OSMANTHUS", "#b98a35"),
    "rain": ("新雨", "NEW RAIN", "#6f8791"),
}
LINENS = {"oat": "#d9ccb4", "moss": "#7f8a66", "clay": "#b9785a", "mist": "#a9b5bb", "white": "#ece6da"}


def _wrapped(radius: float, low: float, high: float, half_angle: float) -> Facets:
    """A paper label that follows a round body."""

    def place(u: float, v: float) -> Vector:
        angle = math.pi / 2 - half_angle + 2 * half_angle * u
        return radius * math.cos(angle), low + (high - low) * v, radius * math.sin(angle)

    return surface(place, 40, 6)


def _words(scent: str, top: float, front: float, size: float) -> Print:
    name, line, ink = SCENTS[scent]
    drawing = "".join(
        (
            text(name, ink, size, y=size, spacing=size * 0.2),
            text(line, ink, size * 0.3, y=size * 1.62, spacing=size * 0.08),
            f'<path d="M{-size * 0.4:.2f} {size * 1.95:.2f}h{size * 0.8:.2f}" stroke="{ink}" stroke-width=".03"/>',
            text("汀禾", ink, size * 0.34, y=size * 2.5),
        )
    )
    return Print((0.0, top, front), (1.0, 0.0, 0.0), (0.0, -1.0, 0.0), drawing)


def candle(scent: str, *, lit: bool = False) -> list[Body]:
    """Wax in a matt porcelain cup with a paper label."""
    profile = [
        (3.7, 0.0), (4.0, 0.0), (4.2, 0.2), (4.3, 0.8), (4.3, 0.8), (4.3, 2.4), (4.3, 4.4), (4.3, 9.0), (4.3, 9.0),
        (4.2, 9.15), (4.0, 9.0), (4.0, 9.0), (4.0, 6.8),
    ]  # fmt: skip
    cup = Material(plain("#efe8db"), gloss=0.3, blur=0.3, mirror=0.16)
    wax = Material(plain("#f3e6c8"), gloss=0.2, blur=0.4, mirror=0.1, glow=0.3 if lit else 0.04)
    wick = tube([(0.0, 7.6, 0.0), (0.05, 8.6, 0.0), (0.2, 9.2, 0.0)], [0.09, 0.09, 0.08], columns=8)
    pieces = [
        Piece(turned(profile, samples=9), cup),
        Piece(disc(4.0, 7.7), wax),
        Piece(wick, Material(plain("#3a2d22"))),
    ]
    label = Body([Piece(_wrapped(4.33, 2.4, 7.0, 0.62), Material(plain("#f7f1e4"), wrap=0.4))],
                 prints=(_words(scent, 6.4, 4.35, 1.15),), shadow=0.0)  # fmt: skip
    return [Body(pieces), label]


def diffuser(scent: str) -> list[Body]:
    """A square-shouldered glass bottle with scented oil and five reeds."""
    glass = [
        (0.01, 0.0), (3.2, 0.0), (3.7, 0.4), (3.7, 5.6), (3.3, 6.9), (1.5, 7.7), (1.2, 8.2), (1.2, 9.6), (1.0, 9.7),
    ]  # fmt: skip
    oil = Material(plain(SCENTS[scent][2]), opacity=0.42, mirror=0.1)
    level = [(0.01, 0.3), (3.1, 0.35), (3.55, 0.7), (3.55, 4.6)]
    collar = [(1.3, 8.1), (1.6, 8.1), (1.6, 8.1), (1.65, 9.5), (1.65, 9.5), (1.55, 9.8), (0.01, 9.8)]
    cane = Material(plain("#b99a6c"))
    reeds = [
        Piece(tube([(0.2 * side, 8.0, 0.0), (1.1 * side, 14.0, -0.4 * side), (2.1 * side, 20.0, 0.3)], [0.13, 0.13],
                   columns=8), cane)
        for side in (-1.9, -0.8, 0.15, 1.0, 2.0)
    ]  # fmt: skip
    paper = Body([Piece(_wrapped(3.76, 1.3, 5.2, 0.6), Material(plain("#f7f1e4"), wrap=0.4))],
                 prints=(_words(scent, 4.8, 3.78, 0.98),), shadow=0.0)  # fmt: skip
    neck = Material(wood(*OAK, along=1, fine=2.0), gloss=0.1, blur=0.4)
    return [
        Body([Piece(turned(level, columns=120), oil), Piece(disc(3.5, 4.6), oil._replace(mirror=0.6))], shadow=0.5),
        Body([Piece(turned(glass, columns=130), CLEAR)], shadow=0.5),
        Body([Piece(turned(collar), neck), *reeds]),
        paper,
    ]


def lamp(timber: str) -> list[Body]:
    """A globe of ribbed paper on a turned wooden foot, lit."""
    light, dark = WALNUT if timber == "walnut" else OAK
    foot = [(4.6, 0.0), (5.4, 0.0), (5.6, 0.3), (5.4, 1.0), (2.2, 1.7), (1.1, 3.0), (0.8, 5.6), (1.1, 7.6), (0.01, 7.8)]
    globe: list[Plane] = []
    for index in range(121):
        share = index / 120
        angle = -math.pi / 2 + 0.25 + (math.pi - 0.5) * share
        rib = 0.12 * abs(math.sin(share * math.pi * 17))
        globe.append(((10.2 + rib) * math.cos(angle), 15.6 + 9.0 * math.sin(angle)))

    def paper(facet: Facet) -> Colour:
        middle = max(0.0, facet.normal[2]) * (1 - 0.3 * abs(facet.normal[1] + 0.2))
        return mix(colour("#e0a863"), colour("#ffedc9"), middle**0.7)

    shade = Material(paper, wrap=0.9, glow=0.42)
    opening = Material(plain("#fff0cf"), glow=0.7)
    return [
        Body([Piece(turned(foot, samples=12), Material(wood(light, dark, along=1, fine=1.8), gloss=0.2, blur=0.35))]),
        Body([Piece(turned(globe, samples=1), shade), Piece(disc(2.55, 24.2), opening)], shadow=0.55),
    ]


def incense(name: str) -> list[Body]:
    """A pebble that holds a stick over a small round dish."""
    dish = [(4.2, 0.0), (5.0, 0.1), (6.2, 0.6), (6.5, 1.1), (6.4, 1.2), (6.0, 0.9), (4.5, 0.6), (0.01, 0.55)]
    stone = [(1.5, 0.5), (2.0, 0.8), (2.2, 1.5), (1.8, 2.3), (0.9, 2.75), (0.01, 2.8)]
    brass = Material(plain("#b98d4a"), gloss=0.8, blur=0.18, mirror=0.5)
    stick = tube([(0.0, 2.6, 0.0), (0.9, 9.0, 0.2), (1.8, 15.5, 0.4)], [0.1, 0.1, 0.1], columns=8)
    ember = tube([(1.8, 15.5, 0.4), (1.86, 15.9, 0.4)], [0.12, 0.1], columns=8)
    return [
        Body([Piece(turned(dish), glazed(name, 30, foot_height=0.1, matt=True))], texture="grain"),
        Body([Piece(turned(stone), brass), Piece(stick, Material(plain("#7a5a3c"))),
              Piece(ember, Material(plain("#e0703a"), glow=0.8))]),
    ]  # fmt: skip


SMOKE = (
    '<g fill="none" stroke="#fff" stroke-linecap="round" filter="url(#near)">'
    '<path d="{0}" stroke-width="15" opacity=".28"/><path d="{0}" stroke-width="6" opacity=".34"/></g>'
)


def cushion(linen: str) -> Body:
    """A stuffed linen cushion with piping, leaning back a little."""
    size = 22.0
    woven = Material(cloth(LINENS[linen]), gloss=0.0, wrap=0.42)
    body = Body([Piece(pillow(size, size, 6.4), woven)], texture="linen")
    return placed(body, leaning=13, turned=-9)


def _rounded(depth: float, low: float, high: float) -> list[Plane]:
    """The outline of a folded cloth from the side: up behind, over, down in front with a round fold, back below."""
    half, radius = depth / 2, (high - low) / 2
    middle = (high + low) / 2
    front = [
        (half - radius + radius * math.cos(angle), middle + radius * math.sin(angle))
        for angle in (math.pi / 2 - math.pi * index / 16 for index in range(17))
    ]
    back = [
        (-half + radius - radius * math.cos(angle), middle + radius * math.sin(angle))
        for angle in (-math.pi / 2 + math.pi * index / 16 for index in range(17))
    ]
    top = [(-half + radius + (depth - 2 * radius) * index / 40, high) for index in range(1, 40)]
    return [*back, *top, *front]


def _end(outline: list[Plane], x: float) -> Facets:
    closed = [*outline, outline[0]]
    middle = (outline[0][1] + outline[17][1]) / 2

    def place(u: float, v: float) -> Vector:
        z, y = closed[round((1 - u) * (len(closed) - 1))]
        return x, middle + (y - middle) * (1 - v), z * (1 - 0.98 * v)

    return surface(place, len(closed) - 1, 3)


def folded(linen: str, *, layers: int = 4, width: float = 20.0, depth: float = 13.0, waffle: bool = True) -> list[Body]:
    """A pile of folded cloth: waffle towels, or a plain runner."""
    tone = colour(LINENS[linen])

    def paint(facet: Facet) -> Colour:
        x, y, z = facet.home
        if not waffle:
            return scale(cloth(LINENS[linen])(facet), 1.0)
        cell = max(abs(math.sin(x * 3.1)), abs(math.sin((z - y) * 3.1)))
        return scale(tone, 0.72 + 0.32 * cell**3)

    cloth_of = Material(paint, wrap=0.45)
    thick = 1.75
    bodies = []
    for layer in range(layers):
        outline = _rounded(depth - 0.25 * (layer % 2), layer * thick, (layer + 1) * thick)
        length = width - 0.3 * ((layer * 7) % 3)
        pieces = [Piece(slab(outline, length, columns=150), cloth_of), Piece(_end(outline, length / 2), cloth_of)]
        bodies.append(Body(pieces, texture="grain" if waffle else "linen"))
    return bodies


def stool(timber: str) -> list[Body]:
    """A round stool with a hollowed seat on three splayed legs."""
    light, dark = WALNUT if timber == "walnut" else OAK
    seat = [
        (13.0, 39.0), (15.2, 39.3), (16.0, 40.3), (15.8, 41.6), (15.2, 42.0), (12.0, 41.6), (6.0, 41.2), (0.01, 41.1),
    ]  # fmt: skip
    grain = Material(wood(light, dark, along=0, fine=0.7), gloss=0.14, blur=0.4, mirror=0.05)
    upright = Material(wood(light, dark, along=1, fine=0.9), gloss=0.14, blur=0.4, mirror=0.05)
    bodies = []
    for degrees in (270, 35, 145):
        angle = math.radians(degrees)
        top = (9.0 * math.cos(angle), 39.5, 9.0 * math.sin(angle))
        end = (15.0 * math.cos(angle), 0.0, 15.0 * math.sin(angle))
        bodies.append(Body([Piece(_leg(end, top), upright)]))
    # The back leg first, then those before it.
    return [*bodies, Body([Piece(turned(seat, samples=16), grain)], texture="wood")]


def _leg(end: Vector, top: Vector) -> Facets:
    """A leg that grows thicker upwards, cut level at the floor."""

    def place(u: float, v: float) -> Vector:
        x, y, z = mix(end, top, v)
        radius, angle = 1.05 + 0.65 * v, math.tau * u
        return x + radius * math.cos(angle), y, z + radius * math.sin(angle)

    return surface(place, 60, 48)
