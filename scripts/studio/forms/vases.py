"""花器: vases, jars, basins, pots, and the twigs that stand in them."""

import math
from collections.abc import Sequence

import materials
import shapes
from palette import Look
from registry import form
from shapes import lathe, moved, tube
from stage import Shot, group


def leaf(paint: materials.Paint, long: float, wide: float, *, bend: float = 0.25) -> shapes.Thing:
    """A leaf along +x from its stalk, folded a little along its middle."""
    rows, columns = 12, 6
    points = []
    for row in range(rows + 1):
        t = row / rows
        half = wide / 2 * math.sin(math.pi * t**0.75) ** 0.9
        for column in range(columns + 1):
            s = 2 * column / columns - 1
            points.append(
                (long * t, half * s, long * (bend * t * (1 - t) * 2 - bend * 0.4 * t * t) + 0.12 * wide * abs(s))
            )
    faces = [
        (r * (columns + 1) + c, (r + 1) * (columns + 1) + c, (r + 1) * (columns + 1) + c + 1, r * (columns + 1) + c + 1)
        for r in range(rows)
        for c in range(columns)
    ]
    return shapes.solid("leaf", points, faces, paint)


def twig(
    start: Sequence[float],
    path: Sequence[Sequence[float]],
    *,
    thick: float = 0.022,
    bloom: str = "leaf",
    every: int = 3,
    seed: float = 0,
) -> None:
    """A branch along its path, with leaves or small blossoms on its upper part."""
    bark = materials.plain("#5a4636", rough=0.8)
    count = len(path)
    knots = [
        (start[0] + x, start[1] + y, start[2] + z, thick * (1 - 0.65 * i / count)) for i, (x, y, z) in enumerate(path)
    ]
    tube(knots, bark, sides=12)
    points = shapes.spline(knots, size=4, fine=8)
    greens = [materials.plain(tone, rough=0.55) for tone in ("#6f8060", "#7f8f6c", "#5e7052")]
    petal = materials.plain("#f1e3dc", rough=0.7)
    for number, point in enumerate(points[len(points) // 4 :: every]):
        angle = 137.5 * number + 60 * shapes.chance(number, seed)
        if bloom == "leaf":
            made_leaf = leaf(
                greens[number % 3], 0.26 + 0.16 * shapes.chance(number, 2, seed), 0.12 + 0.05 * shapes.chance(number, 3)
            )
            moved(
                made_leaf,
                at=point[:3],
                turn=(20 * shapes.chance(number, 4) - 10, -35 + 30 * shapes.chance(number, 5), angle),
            )
        elif bloom == "round":
            made_leaf = leaf(greens[number % 3], 0.3, 0.28, bend=0.1)
            moved(
                made_leaf,
                at=point[:3],
                turn=(70 * shapes.chance(number, 4, seed) - 35, -50 + 70 * shapes.chance(number, 5, seed), angle),
            )
        else:
            for step in range(5):
                one = leaf(petal, 0.13, 0.125, bend=-0.3)
                moved(one, at=(point[0], point[1], point[2]), turn=(0, -42, angle + 72 * step))


def water(radius: float, height: float) -> None:
    """The surface of water in an opaque basin."""
    lathe([(0, height), (radius, height), (radius + 0.01, height - 0.002)], materials.film("#dfeae6"), fine=2)


def bottle(look: Look) -> None:
    """The slender vase, 19.5 cm high."""
    lathe(
        [(0, 0.04), (0.26, 0.04), (0.27, 0, 2), (0.32, 0, 2), (0.37, 0.05), (0.47, 0.24), (0.475, 0.44),
         (0.36, 0.68), (0.19, 0.9), (0.135, 1.15), (0.128, 1.6),
         (0.14, 1.84), (0.175, 1.935), (0.172, 1.95), (0.158, 1.948), (0.12, 1.84), (0.105, 1.6), (0.105, 1.2)],
        look.glaze(gloss=0.25, speckle=look.colour == "white"), foot=(0.015, materials.clay()),
        inside=look.glaze("ink"), steps=160,
    )  # fmt: skip


def moon(look: Look) -> None:
    """The full moon jar, 17 cm wide."""
    lathe(
        [(0, 0.05), (0.3, 0.05), (0.31, 0, 2), (0.37, 0, 2), (0.40, 0.05), (0.64, 0.22), (0.835, 0.56),
         (0.875, 0.76), (0.84, 0.98),
         (0.66, 1.24), (0.38, 1.40), (0.325, 1.42, 2), (0.325, 1.49), (0.318, 1.505), (0.302, 1.5), (0.3, 1.4),
          (0.55, 1.25), (0.7, 1.0)],
        look.glaze(gloss=0.6), foot=(0.014, materials.clay()), steps=192,
        swell=lambda a, z: 1 + 0.006 * math.sin(2 * a + 1) * math.sin(z * 2),
    )  # fmt: skip


def ribbed(look: Look) -> None:
    """The ripple vase, 17 cm high, a third full."""
    rib = 24

    def ribs(angle: float, height: float) -> float:
        fade = min(1, max(0, (height - 0.1) / 0.15)) * min(1, max(0, (1.62 - height) / 0.2))
        return 1 + 0.022 * fade * math.cos(rib * angle)

    lathe(
        [(0, 0), (0.32, 0, 2), (0.38, 0.03), (0.43, 0.25), (0.45, 0.6), (0.42, 1.05), (0.365, 1.38), (0.385, 1.56),
         (0.43, 1.685), (0.425, 1.7), (0.405, 1.692),
         (0.35, 1.55), (0.332, 1.38), (0.385, 1.05), (0.415, 0.6), (0.39, 0.28), (0.3, 0.16), (0, 0.15)],
        look.glass(), steps=288, fine=8, swell=ribs,
    )  # fmt: skip
    lathe(
        [(0, 0.14), (0.3, 0.15), (0.398, 0.28), (0.422, 0.6), (0.412, 0.7, 2), (0.4, 0.695, 2), (0, 0.695)],
        materials.liquid("#f4faf9"),
    )


def basin(look: Look) -> None:
    """The low flower basin, 28 cm wide, with water."""
    for step in range(3):
        angle = math.pi / 2 + 2 * math.pi * step / 3
        lathe(
            [(0, 0), (0.09, 0), (0.13, 0.05), (0.14, 0.12), (0, 0.14)],
            look.glaze(gloss=0.6),
            at=(1.02 * math.cos(angle), 1.02 * math.sin(angle), 0),
            steps=48,
        )
    lathe(
        [(0, 0.08), (1.1, 0.08), (1.28, 0.09), (1.36, 0.14), (1.385, 0.24), (1.4, 0.46), (1.394, 0.49),
         (1.37, 0.495), (1.35, 0.46), (1.335, 0.26),
         (1.27, 0.17), (1.1, 0.15), (0, 0.15)],
        look.glaze(gloss=0.6), steps=192,
    )  # fmt: skip
    water(1.335, 0.3)


def hill(look: Look, high: float, wide: float) -> None:
    """A closed bud vase like a hill, a hole at its top."""
    r = wide / 2
    lathe(
        [(0, 0.02), (r * 0.75, 0.02), (r * 0.78, 0, 2), (r * 0.9, 0, 2), (r, 0.08), (r * 0.99, high * 0.3),
         (r * 0.8, high * 0.68), (r * 0.42, high * 0.93),
         (0.08, high * 0.99), (0.055, high), (0.05, high * 0.97), (0.05, high * 0.85)],
        look.glaze(gloss=0.12, speckle=True), foot=(0.012, materials.clay()),
    )  # fmt: skip


def hills(look: Look) -> None:
    """All three, close together."""
    for x, y, high, wide in ((-0.42, -0.2, 0.7, 0.62), (0.1, 0.3, 1.1, 0.8), (0.5, -0.3, 0.9, 0.7)):
        with group(at=(x, y, 0)):
            hill(look, high, wide)


@form("slender-vase", Shot(rise=12, fill=0.78))
def slender_vase(look: Look) -> None:
    """The bottle alone."""
    bottle(look)


@form("full-moon-jar", Shot(rise=13, fill=0.66), detail=Shot(turn=10, rise=26, focus=(0.1, 0, 1.25), span=1.5, blur=8))
def full_moon_jar(look: Look) -> None:
    """The jar alone."""
    moon(look)


@form("ripple-vase", Shot(rise=12, fill=0.72))
def ripple_vase(look: Look) -> None:
    """The glass vase with a little water."""
    ribbed(look)


@form("low-tide-bowl", Shot(rise=24, fill=0.8))
def low_tide_bowl(look: Look) -> None:
    """The basin with its pin holder and one bent twig."""
    basin(look)
    lathe(
        [(0, 0.16), (0.33, 0.16, 2), (0.35, 0.18), (0.35, 0.26), (0.33, 0.28), (0, 0.28)],
        look.metal("brass"),
        at=(-0.5, 0.15, 0),
        steps=64,
    )
    for number in range(60):
        angle, out = 2.4 * number, 0.036 * math.sqrt(number)
        lathe(
            [(0.008, 0.27), (0.006, 0.36), (0, 0.37)],
            look.metal("brass"),
            at=(-0.5 + out * math.cos(angle), 0.15 + out * math.sin(angle), 0),
            steps=8,
            fine=2,
        )
    twig(
        (-0.5, 0.15, 0.28),
        [(0, 0, 0), (0.05, 0, 0.4), (0.3, 0, 0.8), (0.75, -0.05, 1.05), (1.3, -0.1, 1.15), (1.8, -0.1, 1.45)],
        bloom="blossom",
        every=4,
    )


@form("three-hills-vases", Shot(rise=18, fill=0.72))
def three_hills(look: Look) -> None:
    """The three hills."""
    hills(look)


@form("terrace-pot", Shot(rise=14, fill=0.78))
def plant_pot(look: Look) -> None:
    """A stepped pot in its saucer, planted."""
    clay = materials.clay("#c08a68", "#ad7756") if look.colour == "clay" else look.glaze(gloss=0.15)
    lathe(
        [
            (0, 0.02),
            (0.58, 0.02),
            (0.6, 0, 2),
            (0.68, 0, 2),
            (0.74, 0.05),
            (0.77, 0.14),
            (0.76, 0.15),
            (0.74, 0.145),
            (0.7, 0.07),
            (0, 0.06),
        ],
        clay,
        steps=160,
    )
    lathe(
        [(0, 0.06), (0.52, 0.06, 2), (0.54, 0.08, 2), (0.555, 0.22, 3), (0.595, 0.235, 3), (0.61, 0.38, 3),
         (0.65, 0.395, 3), (0.665, 0.54, 3), (0.705, 0.555, 3),
         (0.79, 1.45), (0.8, 1.52), (0.785, 1.535), (0.75, 1.53), (0.73, 1.42), (0.7, 1.2)],
        clay, steps=160,
    )  # fmt: skip
    lathe([(0, 1.36), (0.5, 1.36), (0.75, 1.35)], materials.clay("#3b2e25", "#2a201a", rough=1), fine=3)
    for number in range(13):
        angle, reach = 2.4 * number, 0.18 + 0.5 * shapes.chance(number)
        x, y, high = math.cos(angle) * reach, math.sin(angle) * reach, 0.65 + 0.75 * shapes.chance(number, 2)
        twig(
            (0.12 * x, 0.12 * y, 1.34),
            [(0, 0, 0), (x * 0.3, y * 0.3, high * 0.6), (x, y, high)],
            thick=0.015,
            bloom="round",
            every=5,
            seed=number,
        )
