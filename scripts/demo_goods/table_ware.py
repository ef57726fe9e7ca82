"""Tableware: bowls, plates, mugs, trays; and vases with what stands in them."""

import math
import random

from demo_goods.materials import Material, plain, wood
from demo_goods.shapes import Facets, disc, leaf, rounded_square, tube, turned, way
from demo_goods.space import Vector, add, scale
from demo_goods.studio import Body, Piece
from demo_goods.tea_ware import CLEAR, SMOKED, glazed

OAK = ("#d2ab78", "#a87a48")
WALNUT = ("#8a5f3e", "#523320")


def bowl(name: str) -> Body:
    """A rice bowl on a tall foot."""
    profile = [
        (2.5, 0.0), (2.8, 0.0), (2.8, 0.0), (2.75, 0.9), (2.75, 0.9), (4.6, 1.9), (6.0, 3.8), (6.5, 6.2),
        (6.42, 6.34), (6.25, 6.2), (5.7, 3.9), (4.3, 2.1), (1.5, 1.4), (0.01, 1.35),
    ]  # fmt: skip
    return Body([Piece(turned(profile, samples=12), glazed(name, 6.4, foot_height=0.5))])


def plate(name: str, radius: float = 11.0) -> Body:
    """A shallow plate with a raised edge."""
    r = radius
    profile = [
        (r * 0.5, 0.0), (r * 0.56, 0.0), (r * 0.56, 0.0), (r * 0.58, 0.4), (r * 0.58, 0.4), (r * 0.8, 0.75),
        (r * 0.96, 1.9), (r, 2.5), (r - 0.15, 2.62), (r - 0.3, 2.5), (r * 0.92, 1.9), (r * 0.76, 1.15),
        (r * 0.4, 0.95), (0.01, 0.92),
    ]  # fmt: skip
    return Body([Piece(turned(profile, samples=12, columns=220), glazed(name, 2.7, foot_height=0.3))])


def mug(name: str) -> list[Body]:
    """A straight mug with a round handle."""
    profile = [
        (3.3, 0.0), (3.6, 0.0), (3.6, 0.0), (3.7, 0.3), (3.7, 0.3), (4.2, 0.8), (4.3, 3.0), (4.25, 6.0), (4.3, 8.6),
        (4.2, 8.72), (4.05, 8.6), (4.0, 6.0), (4.0, 3.0), (3.6, 0.9), (0.01, 0.8),
    ]  # fmt: skip
    handle = tube(
        [(3.6, 7.0, 0.2), (5.7, 7.4, 0.3), (7.2, 5.9, 0.4), (6.8, 3.6, 0.4), (5.2, 2.3, 0.3), (3.6, 2.2, 0.2)],
        [0.6, 0.48, 0.46, 0.46, 0.6],
        flat=1.35,
        columns=44,
    )
    material = glazed(name, 8.7, foot_height=1.1)
    return [Body([Piece(handle, material)]), Body([Piece(turned(profile, samples=12), material)])]


def tray(width: float = 17.0) -> Body:
    """A tray of oak with a low rounded edge."""
    w = width
    profile = [
        (w - 1.2, 0.0), (w - 0.8, 0.0), (w - 0.1, 0.5), (w, 1.6), (w, 2.1), (w - 0.2, 2.3), (w - 0.7, 2.1),
        (w - 0.95, 1.3), (w - 1.4, 0.95), (w - 1.4, 0.95), (w * 0.5, 0.9), (0.01, 0.9),
    ]  # fmt: skip
    material = Material(wood(*OAK, along=0, fine=1.5), gloss=0.12, blur=0.45, mirror=0.05)
    facets = turned(profile, samples=26, columns=260, plan=rounded_square(5.5, 0.58))
    return Body([Piece(facets, material)], texture="wood")


def bottle_vase(name: str) -> Body:
    """A vase with a slim neck, higher than wide."""
    profile = [
        (2.6, 0.0), (3.0, 0.0), (3.0, 0.0), (3.2, 0.5), (4.7, 2.6), (5.3, 5.6), (4.4, 9.0), (2.1, 11.8), (1.25, 14.6),
        (1.2, 17.6), (1.75, 19.4), (1.7, 19.5), (1.5, 19.4), (0.9, 17.6), (0.9, 15.0),
    ]  # fmt: skip
    return Body([Piece(turned(profile, samples=12), glazed(name, 19.6, foot_height=0.4, matt=True))], texture="grain")


def moon_jar(name: str) -> Body:
    """A full round jar with a small mouth."""
    profile = [
        (3.2, 0.0), (3.6, 0.0), (3.6, 0.0), (3.8, 0.5), (6.6, 2.4), (8.3, 6.6), (7.6, 11.0), (4.6, 13.9), (3.0, 14.4),
        (3.0, 14.4), (3.05, 15.2), (2.9, 15.3), (2.65, 15.2), (2.6, 13.5),
    ]  # fmt: skip
    return Body([Piece(turned(profile, samples=14, columns=220), glazed(name, 15.3, foot_height=0.5))])


def glass_vase(*, smoked: bool) -> list[Body]:
    """A ribbed glass vase, half full of water."""
    profile = [
        (0.01, 0.0), (3.6, 0.0), (4.0, 0.5), (4.3, 4.0), (3.6, 9.0), (3.3, 13.0), (4.2, 17.0),
        (4.0, 17.1), (3.05, 13.0), (3.35, 9.0), (4.0, 4.0), (3.6, 1.3), (0.01, 1.1),
    ]  # fmt: skip
    material = SMOKED if smoked else CLEAR

    def ribs(angle: float) -> float:
        return 1 + 0.012 * math.cos(28 * angle)

    water = Material(plain("#b9865a" if smoked else "#cfe0dd"), gloss=0.0, mirror=0.1, opacity=0.2)
    level = [(0.01, 1.15), (3.5, 1.35), (3.95, 4.0), (3.45, 8.6)]
    return [
        Body(
            [Piece(turned(level, samples=10, columns=120), water), Piece(disc(3.4, 8.6), water._replace(mirror=0.7))],
            shadow=0.3,
        ),
        Body([Piece(turned(profile, samples=11, columns=224, plan=ribs), material)], shadow=0.55),
    ]


def branch(mouth: Vector, reach: Vector, *, seed: int, leaves: int = 9, tone: str = "#6d7f57") -> Body:
    """A twig that rises from the mouth of a vase, with leaves on both sides."""
    chance = random.Random(seed)  # noqa: S311 - the same twig at every run.
    end = add(mouth, reach)
    bend = add(add(mouth, scale(reach, 0.5)), (-0.14 * reach[1], 0.06 * reach[1], 0.4))
    below = add(mouth, (-0.1 * reach[0], -6.0, 0.0))
    path = [below, mouth, bend, end]
    twig = Material(plain("#6b513a"), gloss=0.05, blur=0.4)
    pieces = [Piece(tube(path, [0.24, 0.2, 0.14, 0.05], columns=10), twig)]
    line = way(path, 30)[34:]
    for index in range(leaves):
        root = line[int((index + 0.5) / leaves * (len(line) - 1))]
        side = 1 if index % 2 else -1
        length = 3.6 + 1.5 * chance.random() - 1.2 * index / leaves
        tip = add(root, (side * length * 0.75, length * (0.35 + 0.4 * chance.random()), 1.6 * (chance.random() - 0.3)))
        pieces.append(
            Piece(_blade(root, tip, chance), Material(plain(tone), gloss=0.12, blur=0.4, wrap=0.5, two_sided=True))
        )
    return Body(pieces)


def _blade(root: Vector, tip: Vector, chance: random.Random) -> Facets:
    return leaf(root, tip, 0.75 + 0.3 * chance.random(), 0.5 + 0.6 * chance.random())
