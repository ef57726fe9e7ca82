"""茶器, second part: the travel set and the scoop."""

import math

import materials
import shapes
from palette import Look
from registry import form
from shapes import lathe, merge, moved, tube
from stage import Shot, group

from forms.tea_ware import cup


@form("wayfarer-set", Shot(turn=-8, rise=18, fill=0.8))
def travel_set(look: Look) -> None:
    """A small pot, two cups and their pouch."""
    glaze = look.glaze()
    body = lathe(
        [(0, 0.03), (0.24, 0.03), (0.25, 0, 2), (0.30, 0, 2), (0.36, 0.06), (0.425, 0.24), (0.42, 0.5), (0.36, 0.63),
         (0.33, 0.65, 2),
         (0.31, 0.64, 2), (0, 0.62)],
        glaze,
    )  # fmt: skip
    spout = tube(
        [(0.3, 0, 0.48, 0.11), (0.41, 0, 0.55, 0.075), (0.5, 0, 0.63, 0.05)], glaze, hollow=0.1, wall=0.016, flat=1.2
    )
    merge([body, spout], voxel=0.0075, smooth=6)
    lathe(
        [(0, 0.64), (0.3, 0.64), (0.35, 0.65), (0.352, 0.675), (0.32, 0.69), (0.13, 0.70, 2), (0.12, 0.72),
         (0.125, 0.765), (0.1, 0.78), (0, 0.78)],
        glaze,
    )  # fmt: skip
    for x, y in ((0.72, -0.52), (0.02, -0.78)):
        with group(at=(x, y, 0), size=0.92):
            cup(look, inside=None if look.colour == "celadon" else "white")
    pouch(look, at=(-0.75, 0.55))


def pouch(look: Look, *, at: tuple[float, float]) -> None:
    """A round linen bag, its neck drawn together."""
    linen = look.cloth("natural")

    def gathered(angle: float, height: float) -> float:
        fold = min(max((height - 0.35) / 0.5, 0), 1)
        return (
            1
            + fold * (0.07 * math.sin(13 * angle) + 0.05 * math.sin(7 * angle + 1))
            + 0.02 * math.sin(3 * angle + 4 * height)
        )

    lathe(
        [(0, 0), (0.38, 0.0), (0.52, 0.12), (0.56, 0.4), (0.46, 0.72), (0.2, 0.86), (0.15, 0.9), (0.19, 0.96),
         (0.32, 1.12), (0.3, 1.12),
         (0.15, 0.95), (0.1, 0.9), (0, 0.88)],
        linen, swell=gathered, at=(*at, 0), steps=220,
    )  # fmt: skip
    cord = look.cloth("clay")
    ring = [
        (at[0] + 0.185 * math.cos(a), at[1] + 0.185 * math.sin(a), 0.9, 0.02)
        for a in (math.pi * 2 * i / 16 for i in range(17))
    ]
    tube(ring, cord, sides=10)
    x, y = at
    tube(
        [
            (x, y - 0.18, 0.9, 0.018),
            (x + 0.05, y - 0.36, 0.88, 0.018),
            (x + 0.1, y - 0.58, 0.6, 0.018),
            (x + 0.16, y - 0.62, 0.3, 0.018),
        ],
        cord,
        sides=10,
    )


@form("leaf-scoop", Shot(turn=24, rise=30, fill=0.72))
def scoop(look: Look) -> None:
    """A half pipe like a leaf, with some tea in it."""
    paint = look.wood("bamboo") if look.colour == "bamboo" else look.metal("brass", rough=0.3)
    long, rows, columns = 1.7, 60, 24
    points = []
    for side in (0, 1):
        for row in range(rows + 1):
            t = row / rows
            half = 0.225 * min(1.0, 1.25 * math.sin(math.pi * min(0.5, 0.55 * (1 - t) + 0.02)) ** 0.7) * (1 - 0.12 * t)
            for column in range(columns + 1):
                angle = math.pi * (0.06 + 0.88 * column / columns)
                radius = half - 0.018 * side * min(1, half / 0.08)
                points.append(
                    (
                        long * (t - 0.5),
                        -radius * math.cos(angle),
                        0.235 - radius * math.sin(angle) * 0.95 + 0.05 * t * t,
                    )
                )
    wide, layer = columns + 1, (rows + 1) * (columns + 1)
    faces = []
    for row in range(rows):
        for column in range(columns):
            a = row * wide + column
            faces.append((a, a + 1, a + wide + 1, a + wide))
            faces.append((layer + a + wide, layer + a + wide + 1, layer + a + 1, layer + a))
        for column, turn in ((0, 1), (columns, -1)):
            a = row * wide + column
            faces.append((a, a + wide, layer + a + wide, layer + a)[::turn])
    for row, turn in ((0, -1), (rows, 1)):
        for column in range(columns):
            a = row * wide + column
            faces.append((a, a + 1, layer + a + 1, layer + a)[::turn])
    shapes.solid("scoop", points, faces, paint)
    leaves(46, middle=(-0.35, 0, 0.1), spread=(0.42, 0.07, 0.05))


def leaves(
    count: int, *, middle: tuple[float, float, float], spread: tuple[float, float, float], tone: str = "#3d3a20"
) -> None:
    """A scatter of dry rolled tea leaves."""
    paints = [materials.plain(tone, rough=0.7), materials.plain("#574c28", rough=0.7)]
    for number in range(count):
        long = 0.05 + 0.05 * shapes.chance(number, 7)
        leaf = tube(
            [(-long, 0, 0, 0.005), (0, 0.02, 0.012, 0.014), (long, 0, 0, 0.005)],
            paints[number % 2],
            flat=0.6,
            sides=8,
            fine=3,
        )
        place = [
            m + s * (shapes.chance(number, axis + 1) + shapes.chance(number, axis + 11) - 1)
            for axis, (m, s) in enumerate(zip(middle, spread, strict=True))
        ]
        moved(
            leaf,
            at=place,
            turn=(360 * shapes.chance(number, 4), 30 * shapes.chance(number, 5) - 15, 360 * shapes.chance(number, 6)),
        )
