# ruff: noqa: PLR2004 - the numbers are the shape; a name for each would only repeat it.
"""文具与书桌: notebooks, trays, weights, clocks, pen pots, mats, bookends."""

import math
from itertools import pairwise

import materials
import prints
import shapes
from palette import CLOTHS, Look
from registry import form
from shapes import box, lathe, moved, patch, slab, solid, tube
from stage import Shot, group, made

DARK = "#2b2a29"


def notebook(look: Look) -> None:
    """A thread-bound book lying flat, its spine to the left, 14.8 by 21 cm."""
    cover = look.paper()
    pages = materials.paper("#f0e9da", fibre=0.6)
    box((1.45, 2.07, 0.11), pages, at=(0, 0, 0.012), round_=0.006)
    for z in (0.0, 0.122):
        slab(shapes.rounded(1.48, 2.1, 0.02, fine=4), 0.014, cover, round_=0.005, z=z)
    box((0.03, 2.1, 0.132), cover, at=(-0.727, 0, 0.002), round_=0.008)
    thread = materials.cloth("#efe9dc", "#d9d0bf", weave=80)
    for y in (-0.75, -0.25, 0.25, 0.75):
        for shift in (-0.13, 0.13) if abs(y) < 0.5 else (-0.1, 0.1):
            tube(
                [(-0.56, y, 0.139, 0.008), (-0.65, y + shift / 2, 0.1395, 0.008), (-0.738, y + shift, 0.139, 0.008)],
                thread,
                sides=8,
                fine=2,
            )
        tube(
            [(-0.56, y, 0.139, 0.008), (-0.65, y, 0.1395, 0.008), (-0.746, y, 0.136, 0.008), (-0.746, y, 0.0, 0.008)],
            thread,
            sides=8,
            fine=3,
        )
    tube(
        [(-0.56, -1.04, 0.139, 0.007), (-0.56, 0, 0.1395, 0.007), (-0.56, 1.04, 0.139, 0.007)], thread, sides=8, fine=2
    )
    path = prints.tag("notebook", "札记", "汀禾", size=(360, 900), seal_at=0.8)
    patch(materials.printed(path), lambda u, v: (0.12 + 0.3 * (u - 0.5), 0.42 + 0.76 * (v - 0.5), 0.1372), fine=1)


@form(
    "thread-notebook",
    Shot(turn=-16, rise=30, fill=0.78),
    detail=Shot(turn=-34, rise=30, focus=(-0.5, -0.35, 0.28), span=1.35),
)
def notebooks(look: Look) -> None:
    """Two stacked at an angle and one standing behind."""
    with group(at=(0, 0, 0), turn=8):
        notebook(look)
    with group(at=(0.05, -0.06, 0.145), turn=-7):
        notebook(look)
    with made() as standing:
        notebook(look)
    for thing in standing:
        moved(thing, at=(0.32, 1.42, 1.06), turn=(80, 0, -6))


def pencil(paint: materials.Paint, length: float) -> None:
    """A pencil along x, its point at the far end."""
    tube(
        [(-length / 2, 0, 0.036, 0.036), (0, 0, 0.036, 0.036), (length / 2 - 0.16, 0, 0.036, 0.036, 2)],
        paint,
        sides=6,
        fine=2,
    )
    tube(
        [(length / 2 - 0.16, 0, 0.036, 0.034), (length / 2 - 0.04, 0, 0.036, 0.010)],
        materials.wood("#d9b98c", "#bb9465"),
        sides=16,
        fine=2,
    )
    tube([(length / 2 - 0.04, 0, 0.036, 0.010), (length / 2, 0, 0.036, 0.003)], materials.plain(DARK), sides=10, fine=2)


def pen(length: float, look: Look) -> None:
    """A slim brass pen along x."""
    brass = look.metal("brass", rough=0.22)
    tube(
        [
            (-length / 2, 0, 0.045, 0.035),
            (-length / 2 + 0.1, 0, 0.045, 0.043),
            (length / 2 - 0.25, 0, 0.045, 0.045),
            (length / 2 - 0.05, 0, 0.045, 0.02),
            (length / 2, 0, 0.045, 0.006),
        ],
        brass,
        sides=24,
    )
    box((0.4, 0.03, 0.012), brass, at=(-length / 2 + 0.25, 0, 0.088), round_=0.005)


@form("pen-boat", Shot(turn=-26, rise=30, fill=0.82))
def pen_boat(look: Look) -> None:
    """The tray with a pencil and a pen in it."""
    rows = []
    for inset, height in (
        (0.08, 0.0),
        (0.04, 0.015),
        (0.0, 0.1),
        (0.0, 0.18),
        (0.012, 0.197),
        (0.03, 0.2),
        (0.05, 0.192),
        (0.085, 0.11),
        (0.14, 0.07),
        (0.24, 0.065),
    ):
        outline = []
        for step in range(96):
            angle = 2 * math.pi * step / 96
            cos, sin = math.cos(angle), math.sin(angle)
            outline.append(
                (
                    (1.2 - inset) * math.copysign(abs(cos) ** 0.75, cos),
                    (0.31 - inset) * math.copysign(abs(sin) ** 0.8, sin),
                )
            )
        rows.append((outline, height))
    count = 96
    points = [(x, y, z + 0.05 * (x / 1.2) ** 4 * (z > 0.09)) for outline, z in rows for x, y in outline]
    faces = [
        (r * count + i, r * count + (i + 1) % count, (r + 1) * count + (i + 1) % count, (r + 1) * count + i)
        for r in range(len(rows) - 1)
        for i in range(count)
    ]
    last = (len(rows) - 1) * count
    solid("boat", points, [*faces, tuple(range(count))[::-1], tuple(range(last, last + count))], look.wood(along=0))
    with group(at=(0.03, 0.055, 0.07), turn=1.5):
        pencil(materials.plain(DARK, rough=0.35), 1.75)
    with group(at=(-0.05, -0.06, 0.07), turn=-2):
        pen(1.4, look)


@form("level-weight", Shot(turn=-28, rise=34, fill=0.82))
def weight(look: Look) -> None:
    """The bar on a sheet of paper with one written column."""
    felt = slab(
        shapes.rounded(2.9, 2.2, 0.06, fine=5),
        0.012,
        materials.cloth("#5d6468", "#50575b", weave=60, depth=0.2),
        round_=0.004,
        z=-0.014,
    )
    felt.location = (0, -0.25, 0.014)
    bar = slab(
        shapes.rounded(2.0, 0.26, 0.03, fine=5),
        0.17,
        look.metal(rough=0.3) if look.colour == "brass" else look.wood(along=0),
        round_=0.02,
        z=0.03,
    )
    bar.location = (0, 0.1, 0)
    bar.rotation_euler = (0, 0, math.radians(2))
    lathe(
        [(0, 0.004), (0.05, 0.006), (0.082, 0.0115), (0.09, 0.013)],
        look.metal("brass", rough=0.2),
        at=(0, 0.1, 0.191),
        steps=64,
    )

    def written(draw: prints.Pen, size: tuple[int, int]) -> None:
        wide, tall = size
        for number, line in enumerate(("水静云平", "日长无事", "煮茶一壶")):
            prints.words(
                draw,
                line,
                (wide * (0.80 - 0.13 * number), tall * 0.62),
                int(tall * 0.085),
                tone="#3a3835",
                upright=True,
            )
        prints.seal(draw, (wide * 0.42, tall * 0.8), tall * 0.09)

    path = prints.sheet("letter", (1400, 1000), "#f3eee2", written)
    patch(
        materials.printed(path, rough=0.85),
        lambda u, v: (2.3 * (u - 0.5), 1.64 * (v - 0.5) - 0.3, 0.02 + 0.05 * max(0, 2 * v * u - 1.5) ** 2),
        fine=24,
    )


def clock(look: Look) -> None:
    """A thick wooden disc, flat below, with an open white face; it looks towards the camera."""
    radius, deep, cut = 0.7, 0.45, -0.65
    outline = []
    for step in range(160):
        angle = 2 * math.pi * step / 160 - math.pi / 2
        outline.append((radius * math.cos(angle), max(radius * math.sin(angle), cut)))
    with made() as parts:
        slab(outline, deep, look.wood(along=0), round_=0.05)
        lathe(
            [(0, 0.004), (0.56, 0.004, 2), (0.575, -0.004)],
            materials.plain("#f3efe6", rough=0.6),
            at=(0, 0, deep),
            steps=96,
        )
        lathe([(0.565, 0.0), (0.585, 0.012), (0.605, 0.0)], look.metal("brass"), at=(0, 0, deep), steps=128)
        dark = materials.plain(DARK, rough=0.4)
        for step in range(12):
            angle = math.pi * step / 6
            lathe(
                [(0, 0), (0.017 if step % 3 else 0.026, 0.0)],
                dark,
                at=(0.47 * math.sin(angle), 0.47 * math.cos(angle), deep + 0.0055),
                steps=24,
                fine=2,
            )
        for degrees, length, half, z in ((-52, 0.3, 0.016, 0.016), (52, 0.43, 0.011, 0.026)):
            hand = box((2 * half, length + 0.06, 0.008), dark, at=(0, length / 2 - 0.03, 0), round_=0.003)
            moved(hand, at=(0, 0, deep + z), turn=(0, 0, -degrees))
        lathe(
            [(0, 0), (0.028, 0), (0.03, 0.01), (0.02, 0.02), (0, 0.022)],
            look.metal("brass"),
            at=(0, 0, deep + 0.028),
            steps=32,
        )
    for part in parts:
        moved(part, at=(0, 0, -cut), turn=(90, 0, 0))


@form("slow-clock", Shot(turn=22, rise=12, fill=0.64))
def slow_clock(look: Look) -> None:
    """The clock alone."""
    clock(look)


def pen_pot(look: Look) -> None:
    """A cylinder with two node rings, pencils and a ruler in it."""
    lathe(
        [(0, 0.02), (0.36, 0.02), (0.37, 0, 2), (0.405, 0, 2), (0.42, 0.04), (0.415, 0.3), (0.425, 0.36),
         (0.445, 0.385), (0.445, 0.4), (0.42, 0.43), (0.41, 0.5), (0.41, 0.68), (0.42, 0.73),
         (0.442, 0.755), (0.442, 0.77), (0.418, 0.8), (0.412, 0.9), (0.42, 1.08), (0.418, 1.1), (0.4, 1.1),
          (0.385, 1.05), (0.38, 0.2), (0, 0.1)],
        look.glaze(gloss=0.7), foot=(0.014, materials.clay()), steps=128,
    )  # fmt: skip
    with made() as first:
        pencil(materials.plain(DARK, rough=0.35), 1.75)
    with made() as second:
        pencil(materials.wood("#cda878", "#a67f52"), 1.7)
    with made() as ruler:
        box((1.9, 0.26, 0.025), look.wood("beech"), round_=0.006)
    for parts, place, turn in (
        (first, (0.12, 0.05, 0.98), (0, -80, 20)),
        (second, (-0.06, -0.1, 0.95), (0, -84, 200)),
        (ruler, (-0.05, 0.16, 1.05), (0, -86, 160)),
    ):
        for part in parts:
            moved(part, at=place, turn=turn)


@form("node-pot", Shot(turn=-8, rise=16, fill=0.74))
def node_pot(look: Look) -> None:
    """The pot with its things."""
    pen_pot(look)


def mat(look: Look) -> None:
    """A leather sheet with a stitched edge, one corner curling; 70 by 35 cm."""
    paint = look.leather()
    columns, rows = 120, 60
    wide, deep = 7.0, 3.5

    def curl(x: float, y: float) -> float:
        away = max(0.0, (x / wide + 0.5) + (y / deep + 0.5) - 1.74) * 2.6
        return 0.35 * away**2

    points = []
    for j in range(rows + 1):
        for i in range(columns + 1):
            x, y = wide * (i / columns - 0.5), deep * (j / rows - 0.5)
            far_x, far_y = max(0, abs(x) - (wide / 2 - 0.3)), max(0, abs(y) - (deep / 2 - 0.3))
            out = math.hypot(far_x, far_y)
            if out > 0.3:
                x -= math.copysign(far_x * (1 - 0.3 / out), x)
                y -= math.copysign(far_y * (1 - 0.3 / out), y)
            points.append((x, y, 0.03 + curl(x, y)))
    side = columns + 1
    faces = [
        (j * side + i, j * side + i + 1, (j + 1) * side + i + 1, (j + 1) * side + i)
        for j in range(rows)
        for i in range(columns)
    ]
    thing = solid("mat", points, faces, paint)
    body = thing.modifiers.new("body", "SOLIDIFY")
    body.thickness, body.offset = 0.035, 1
    stitch = materials.plain("#e6d3b3" if look.colour == "tan" else "#8f867a", rough=0.8)
    outline = shapes.rounded(wide - 0.24, deep - 0.24, 0.24, fine=6)
    loop = [*outline, outline[0]]
    dash, gap = 0.085, 0.055
    for (x0, y0), (x1, y1) in pairwise(loop):
        length = math.hypot(x1 - x0, y1 - y0)
        for number in range(max(1, int(length / (dash + gap)))):
            a, b = number * (dash + gap) / length, min(1, (number * (dash + gap) + dash) / length)
            ends = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for t in (a, (a + b) / 2, b)]
            tube(
                [(x, y, 0.062 + curl(x, y) + 0.004 * k % 0.008, 0.009) for k, (x, y) in enumerate(ends)],
                stitch,
                sides=6,
                fine=1,
            )


@form(
    "desk-mat",
    Shot(turn=-20, rise=26, fill=0.9),
    detail=Shot(turn=-34, rise=24, focus=(-2.6, -1.4, 0.1), span=2.2, blur=9),
)
def desk_mat(look: Look) -> None:
    """The mat with a notebook and a pencil on it."""
    mat(look)
    with group(at=(0.7, 0.0, 0.068), turn=-12):
        notebook(Look("kraft"))
    with group(at=(-0.8, -0.3, 0.068), turn=64):
        pencil(materials.plain(DARK, rough=0.35), 1.75)


def bookend(look: Look, *, flip: bool) -> None:
    """Half a hill of solid wood, steep towards the books, on a steel foot."""
    outline = [(0.0, 0.0)]
    outline += [(1.2 * t, 1.4 * (1 - t) ** 1.6 * (1 + 0.16 * math.sin(9 * t))) for t in (i / 48 for i in range(48))]
    outline += [(1.2, 0.0)]
    sign = -1 if flip else 1
    side = [(sign * x, z) for x, z in outline]
    with made() as parts:
        slab(side[::-sign], 0.5, look.wood(along=1), round_=0.03)
    for part in parts:
        moved(part, at=(0, 0.25, 0.02), turn=(90, 0, 0))
    box((0.9, 0.46, 0.016), materials.metal("#5a5c5e", rough=0.35), at=(-0.2 * sign, 0, 0), round_=0.004)


def book(tone: tuple[str, str], *, thick: float, high: float, deep: float) -> None:
    """A cloth-bound book standing, spine to the camera, its middle at x = 0."""
    cover = materials.cloth(*tone, weave=40, depth=0.3)
    pages = materials.paper("#efe8d8")
    box((thick - 0.05, deep - 0.06, high - 0.06), pages, at=(0, 0.02, 0.05), round_=0.005)
    for way in (-1, 1):
        box((0.028, deep, high), cover, at=(way * (thick / 2 - 0.014), 0, 0.02), round_=0.008)
    lathe(
        [(thick / 2, 0.02, 2), (thick / 2, high + 0.02, 2), (0, high + 0.02)],
        cover,
        at=(0, -deep / 2 + 0.02, 0),
        steps=48,
        fine=2,
    )


@form("hill-bookends", Shot(turn=-14, rise=14, fill=0.84))
def bookends(look: Look) -> None:
    """Two half hills with three books between them."""
    widths = (0.26, 0.2, 0.3)
    total = sum(widths) + 0.03
    with group(at=(total / 2, 0, 0)):
        bookend(look, flip=False)
    with group(at=(-total / 2, 0, 0)):
        bookend(look, flip=True)
    x = -total / 2 + 0.01
    for width, tone, high in zip(widths, ("clay", "oat", "indigo"), (1.75, 1.62, 1.85), strict=True):
        with group(at=(x + width / 2, 0.05, 0)):
            book(CLOTHS[tone], thick=width, high=high, deep=1.25)
        x += width + 0.005
