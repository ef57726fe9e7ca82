# ruff: noqa: PLR2004 - the numbers are the shape; a name for each would only repeat it.
"""餐具: bowls, plates, mugs, trays, chopsticks, glasses."""

import math

import materials
import shapes
from palette import Look
from registry import form
from shapes import lathe, moved, slab, tube
from stage import Shot, group, made

HIGH = Shot(rise=24, fill=0.72)


def bowl(look: Look) -> None:
    """The morning bowl, 13 cm wide."""
    lathe(
        [(0, 0.06), (0.24, 0.06), (0.25, 0, 2), (0.31, 0, 2), (0.315, 0.1, 2), (0.42, 0.15), (0.575, 0.34),
         (0.632, 0.55), (0.65, 0.69),
         (0.646, 0.704), (0.632, 0.702), (0.612, 0.55), (0.55, 0.35), (0.4, 0.19), (0.2, 0.125), (0, 0.12)],
        look.glaze(gloss=0.8), foot=(0.014, materials.clay()), steps=160,
    )  # fmt: skip


def plate(look: Look) -> None:
    """The shallow plate, 26 cm wide."""
    lathe(
        [(0, 0.03), (0.78, 0.03), (0.8, 0, 2), (0.86, 0, 2), (0.875, 0.035, 2), (1.05, 0.07), (1.22, 0.17),
         (1.3, 0.275), (1.298, 0.29),
         (1.284, 0.288), (1.19, 0.19), (1.05, 0.105), (0.85, 0.075), (0, 0.07)],
        look.glaze(gloss=0.7), foot=(0.012, materials.clay()), steps=192,
    )  # fmt: skip


def mug(look: Look) -> None:
    """The straight mug with a full round handle and a bare foot."""
    glaze = look.glaze(gloss=0.6, speckle=look.colour in {"white", "celadon"})
    lathe(
        [(0, 0.03), (0.34, 0.03), (0.35, 0, 2), (0.385, 0, 2), (0.41, 0.03), (0.418, 0.1, 2), (0.42, 0.104, 2),
         (0.422, 0.12), (0.42, 0.86),
         (0.42, 0.905), (0.41, 0.918), (0.396, 0.905), (0.39, 0.84), (0.388, 0.15), (0.36, 0.1), (0.2, 0.085),
          (0, 0.085)],
        glaze, foot=(0.104, materials.clay("#cdb495", "#b9997a")), steps=160,
        inside=glaze if look.colour in {"white", "celadon"} else look.glaze("white"),
    )  # fmt: skip
    tube(
        [(0.445, 0, 0.76, 0.085), (0.49, 0, 0.765, 0.06), (0.60, 0, 0.755, 0.046), (0.74, 0, 0.65, 0.046),
         (0.775, 0, 0.49, 0.046),
         (0.72, 0, 0.33, 0.046), (0.58, 0, 0.235, 0.046), (0.49, 0, 0.225, 0.06), (0.445, 0, 0.228, 0.085)],
        glaze, flat=1.35, sides=40,
    )  # fmt: skip


def noodle_bowl(look: Look) -> None:
    """A wide cone on a small foot, 20 cm wide."""
    lathe(
        [(0, 0.05), (0.24, 0.05), (0.25, 0, 2), (0.3, 0, 2), (0.31, 0.09, 2), (0.42, 0.16), (0.7, 0.45),
         (0.985, 0.78), (1.0, 0.805), (0.99, 0.818),
         (0.974, 0.81), (0.68, 0.48), (0.4, 0.2), (0.2, 0.13), (0, 0.125)],
        look.glaze(gloss=0.55, speckle=look.colour == "white"), foot=(0.085, materials.clay()), steps=192,
    )  # fmt: skip


def serving_bowl(look: Look) -> None:
    """The large bowl with a rolled rim, 25 cm wide."""
    lathe(
        [(0, 0.06), (0.45, 0.06), (0.47, 0, 2), (0.55, 0, 2), (0.56, 0.08, 2), (0.75, 0.14), (1.03, 0.4),
         (1.16, 0.72), (1.20, 0.90), (1.245, 0.93),
         (1.255, 0.975), (1.22, 1.0), (1.165, 0.985), (1.13, 0.9), (1.09, 0.72), (0.98, 0.44), (0.72, 0.21),
          (0.4, 0.135), (0, 0.13)],
        look.glaze(gloss=0.65, speckle=True), foot=(0.075, materials.clay()), steps=192,
    )  # fmt: skip


def petals(angle: float, _: float) -> float:
    """Five soft lobes."""
    return 1 + 0.085 * abs(math.cos(2.5 * angle)) ** 0.8 - 0.06


def dish(look: Look) -> None:
    """A petal dish, 10 cm wide."""
    lathe(
        [(0, 0.02), (0.2, 0.02), (0.21, 0, 2), (0.26, 0, 2), (0.27, 0.025, 2), (0.4, 0.07), (0.49, 0.17),
         (0.505, 0.2), (0.5, 0.212), (0.486, 0.208),
         (0.4, 0.115), (0.28, 0.07), (0, 0.06)],
        look.glaze(gloss=0.8), swell=petals, steps=240,
    )  # fmt: skip


def pebble(look: Look, number: int) -> None:
    """A chopstick rest like a river stone, 4.5 cm long."""
    wide = 0.225 * (0.94 + 0.12 * shapes.chance(number))
    thing = lathe(
        [(0, 0), (0.11, 0.0), (0.19, 0.02), (0.225, 0.065), (0.195, 0.11), (0.11, 0.132), (0, 0.135)],
        look.glaze(gloss=0.75), steps=64,
        swell=lambda a, _: 1 + 0.05 * math.sin(a + number) + 0.03 * math.sin(2 * a + 2 * number),
    )  # fmt: skip
    for vertex in thing.data.vertices:
        vertex.co.x *= wide / 0.225
        vertex.co.y *= 0.6
        if vertex.co.z > 0.06:
            vertex.co.z -= 0.034 * math.exp(-((vertex.co.x / 0.085) ** 2)) * (vertex.co.z - 0.06) / 0.07


def chopstick(look: Look) -> None:
    """One stick along x, tip at the far end, 23 cm; square at the top, round at the tip."""
    paint = look.wood(along=0)
    long, sides, rows = 2.3, 32, 60
    points = []
    for row in range(rows + 1):
        t = row / rows
        half = 0.042 * (1 - t) + 0.016 * t
        power = 2 / (6 - 4 * min(1, t * 1.6))
        for side in range(sides):
            angle = 2 * math.pi * (side + 0.5) / sides
            cos, sin = math.cos(angle), math.sin(angle)
            points.append(
                (
                    long * (t - 0.5),
                    half * math.copysign(abs(cos) ** power, cos),
                    half * math.copysign(abs(sin) ** power, sin),
                )
            )
    faces = [
        (r * sides + s, (r + 1) * sides + s, (r + 1) * sides + (s + 1) % sides, r * sides + (s + 1) % sides)
        for r in range(rows)
        for s in range(sides)
    ]
    shapes.solid(
        "stick", points, [*faces, tuple(range(sides)), tuple(range(rows * sides, (rows + 1) * sides))[::-1]], paint
    )
    ring = slab(
        [(x * 0.0425, y * 0.0425) for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1))],
        0.03,
        look.metal("brass"),
        round_=0.008,
    )
    moved(ring, at=(-0.98, 0, 0), turn=(0, 90, 0))


def resting_pair(look: Look, stone: int = 2) -> None:
    """Two sticks along x, their tips on a pebble."""
    for side in (-1, 1):
        with made() as things:
            chopstick(look)
        for thing in things:
            moved(thing, at=(0, 0.055 * side, 0.107), turn=(0, -3.1, 0.5 * side))
    with group(at=(0.72, 0, 0), turn=90):
        pebble(Look("white"), stone)


def tumbler(look: Look, *, water: float = 0.52) -> None:
    """A heavy-based glass, hammered below, with water."""

    def hammered(angle: float, height: float) -> float:
        if height > 0.46:
            return 1.0
        fade = min(1, (0.46 - height) / 0.1)
        return 1 + 0.008 * fade * math.sin(11 * angle + 5 * math.floor(height / 0.075) * 1.2) * math.sin(
            height / 0.075 * math.pi
        )

    lathe(
        [(0, 0), (0.3, 0.0, 2), (0.34, 0.02), (0.362, 0.1), (0.372, 0.5), (0.375, 0.88), (0.37, 0.903), (0.357, 0.9),
         (0.352, 0.5), (0.338, 0.2),
         (0.29, 0.14), (0.1, 0.12), (0, 0.12)],
        look.glass(), swell=hammered, steps=192, fine=10,
    )  # fmt: skip
    if water:
        lathe([(0, 0.112), (0.1, 0.112), (0.3, 0.132), (0.345, 0.2), (0.358, water - 0.02), (0.36, water, 2),
               (0.35, water - 0.006, 2), (0, water - 0.006)],
              materials.liquid("#f6fbfb"))  # fmt: skip


@form("rice-bowl", HIGH)
def rice_bowl(look: Look) -> None:
    """One bowl."""
    bowl(look)


@form("shallow-plate", Shot(rise=32, fill=0.78))
def shallow_plate(look: Look) -> None:
    """A plate with a second one beneath it."""
    plate(look)
    with group(at=(0, 0, 0.055)):
        plate(look)


@form(
    "daybreak-mug",
    Shot(turn=-16, rise=18, fill=0.64),
    detail=Shot(turn=24, rise=10, focus=(0.1, 0, 0.26), span=0.95, blur=5.6),
)
def daybreak_mug(look: Look) -> None:
    """One mug."""
    mug(look)


@form("oak-tray", Shot(turn=-24, rise=30, fill=0.84))
def tray(look: Look) -> None:
    """A tray with very round corners, hollowed from one board."""
    paint = look.wood(along=0)
    wide, deep = 4.0, 2.4

    def line(inset: float, height: float) -> tuple[list[tuple[float, float]], float]:
        return shapes.rounded(wide - 2 * inset, deep - 2 * inset, max(0.55 - inset, 0.1), fine=20), height

    rows = [line(*step) for step in (
        (0.14, 0.0), (0.09, 0.012), (0.02, 0.10), (0.0, 0.2), (0.005, 0.25), (0.022, 0.262), (0.05, 0.262),
         (0.066, 0.25), (0.09, 0.16), (0.115, 0.105),
        (0.15, 0.095), (0.19, 0.105), (0.21, 0.118), (0.25, 0.12), (0.5, 0.12),
    )]  # fmt: skip
    count = len(rows[0][0])
    points = [(x, y, z) for outline, z in rows for x, y in outline]
    faces: list[tuple[int, ...]] = [
        (r * count + i, r * count + (i + 1) % count, (r + 1) * count + (i + 1) % count, (r + 1) * count + i)
        for r in range(len(rows) - 1)
        for i in range(count)
    ]
    last = (len(rows) - 1) * count
    shapes.solid("tray", points, [*faces, tuple(range(count))[::-1], tuple(range(last, last + count))], paint)


@form("bamboo-hat-bowl", HIGH)
def bamboo_hat_bowl(look: Look) -> None:
    """One noodle bowl."""
    noodle_bowl(look)


@form("petal-dish", Shot(rise=36, fill=0.74))
def petal_dish(look: Look) -> None:
    """One dish before a stack of two."""
    with group(at=(0.5, -0.3, 0), turn=20):
        dish(look)
    for floor in range(2):
        with group(at=(-0.45, 0.25, 0.075 * floor), turn=-33):
            dish(look)


@form("gathering-bowl", Shot(rise=22, fill=0.74))
def gathering_bowl(look: Look) -> None:
    """One serving bowl."""
    serving_bowl(look)


@form(
    "long-day-chopsticks",
    Shot(turn=-22, rise=38, fill=0.84),
    detail=Shot(turn=-30, rise=26, focus=(-0.95, 0, 0.06), span=1.1, blur=5.6),
)
def chopsticks(look: Look) -> None:
    """Three pairs side by side, their tips on pebbles."""
    for pair in range(3):
        with group(at=(0.02 * pair, 0.42 * (pair - 1), 0), turn=3.0 * (pair - 1)):
            resting_pair(look, pair)


@form("pebble-rest", Shot(rise=34, fill=0.78, turn=-10))
def pebble_rest(look: Look) -> None:
    """Five pebbles, loosely laid."""
    for number, (x, y) in enumerate(((-0.5, 0.1), (-0.2, -0.32), (0.05, 0.3), (0.36, -0.2), (0.62, 0.22))):
        with group(at=(x, y, 0), turn=20 + 70 * shapes.chance(number, 3)):
            pebble(look, number)


@form("dew-glass", Shot(rise=15, fill=0.62))
def dew_glass(look: Look) -> None:
    """One tumbler with water."""
    tumbler(look)
