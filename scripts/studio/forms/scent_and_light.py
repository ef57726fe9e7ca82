"""香与灯: candles, diffusers, incense, lamps."""

import math

import materials
import prints
import shapes
from palette import Look
from registry import form
from shapes import box, lathe, moved, patch, tube, wrapped
from stage import Shot, group

SCENTS = {"cedar": "雪松", "osmanthus": "桂子", "rain": "新雨"}


def flame(at: tuple[float, float, float]) -> None:
    """A small flame and the light it gives."""
    x, y, z = at
    lathe(
        [(0, z), (0.022, z + 0.03), (0.03, z + 0.075), (0.016, z + 0.15), (0.003, z + 0.21), (0, z + 0.22)],
        materials.glow("#ffc46b", 9),
        at=(x, y, 0),
        steps=24,
    )
    shine((x, y, z + 0.16), watts=2.2, size=0.06)


def shine(at: tuple[float, float, float], *, watts: float, size: float) -> None:
    """A warm light without a body."""
    lamp = shapes.bpy.data.lights.new("shine", "POINT")
    lamp.energy, lamp.color, lamp.shadow_soft_size = watts, (1.0, 0.66, 0.32), size
    holder = shapes.bpy.data.objects.new("shine", lamp)
    holder.location = at
    shapes.bpy.context.scene.collection.objects.link(holder)


@form("slow-candle", Shot(turn=-10, rise=24, fill=0.62))
def candle(look: Look) -> None:
    """A cup of wax, burning."""
    lathe(
        [(0, 0.02), (0.32, 0.02), (0.33, 0, 2), (0.37, 0, 2), (0.395, 0.04), (0.4, 0.12, 2), (0.4, 0.86),
         (0.396, 0.895), (0.38, 0.9), (0.368, 0.88), (0.365, 0.6), (0, 0.5)],
        look.glaze(gloss=0.35), foot=(0.014, materials.clay()),
    )  # fmt: skip
    lathe([(0, 0.655), (0.05, 0.657), (0.2, 0.664), (0.34, 0.668), (0.366, 0.682)], materials.wax("#efe4cc"))
    tube([(0, 0, 0.64, 0.008), (0.004, 0, 0.72, 0.008), (0.012, 0, 0.765, 0.006)], materials.plain("#2a2522"), sides=10)
    flame((0.012, 0, 0.75))
    path = prints.tag(f"candle-{look.colour}", SCENTS[look.colour], "慢燃香烛 220 克", size=(520, 600))
    wrapped(materials.printed(path), 0.4035, 0.2, 0.62, degrees=52, turn=-98)


@form("reed-diffuser", Shot(turn=-12, rise=14, fill=0.78))
def diffuser(look: Look) -> None:
    """A square-shouldered bottle with five reeds."""
    tone = {"rain": "#cfdfe6", "osmanthus": "#efc778", "cedar": "#c3d3b8"}[look.colour]

    def bottle(inset: float) -> list[tuple[list[tuple[float, float]], float]]:
        wide = 0.7 - 2 * inset
        return [
            (shapes.rounded(wide - 0.06, wide - 0.06, 0.12, fine=8), inset),
            (shapes.rounded(wide, wide, 0.14, fine=8), 0.04 + inset),
            (shapes.rounded(wide, wide, 0.14, fine=8), 0.72 - inset),
            (shapes.rounded(wide - 0.08, wide - 0.08, 0.13, fine=8), 0.79 - inset),
            (shapes.rounded(0.3 - inset, 0.3 - inset, (0.3 - inset) * 0.499, fine=8), 0.82 - inset),
        ]

    skin(bottle(0.0), materials.film("#f4f9f8"), close=True)
    level = [(outline, min(z, 0.5)) for outline, z in bottle(0.02)[:3]]
    body = materials.Surface("scent", Base_Color=tone, Roughness=0.03, IOR=1.1, Transmission_Weight=0.85)
    skin(level, body.paint, close=True)
    lathe([(0.14, 0.8), (0.14, 0.9), (0.15, 0.9), (0.15, 0.8)], materials.film("#f4f9f8"))
    lathe(
        [(0.1, 0.84, 2), (0.2, 0.84, 2), (0.21, 0.86), (0.21, 0.95), (0.2, 0.97, 2), (0.1, 0.97, 2), (0.09, 0.93)],
        look.wood("beech"),
        steps=64,
    )
    reed = materials.wood("#cdb28a", "#a88a60", along=2)
    for x, y in ((-0.62, 0.1), (-0.3, -0.22), (0.04, 0.3), (0.34, -0.12), (0.66, 0.16)):
        tube(
            [(-x * 0.32, -y * 0.32, 0.06, 0.017), (x * 0.1, y * 0.1, 0.93, 0.017), (x, y, 2.38, 0.017)], reed, sides=12
        )
    path = prints.tag(f"diffuser-{look.colour}", SCENTS[look.colour], "藤枝香薰 120 毫升", size=(520, 560))
    patch(materials.printed(path), lambda u, v: (0.42 * (u - 0.5), -0.3535, 0.15 + 0.45 * v), fine=1)


def skin(rows: list[tuple[list[tuple[float, float]], float]], paint: materials.Paint, *, close: bool) -> shapes.Thing:
    """A body through outlines of the same count at their heights."""
    count = len(rows[0][0])
    points = [(x, y, z) for outline, z in rows for x, y in outline]
    faces: list[tuple[int, ...]] = [
        (r * count + i, r * count + (i + 1) % count, (r + 1) * count + (i + 1) % count, (r + 1) * count + i)
        for r in range(len(rows) - 1)
        for i in range(count)
    ]
    if close:
        last = (len(rows) - 1) * count
        faces += [tuple(range(count))[::-1], tuple(range(last, last + count))]
    return shapes.solid("skin", points, faces, paint)


def paper_lamp(look: Look, *, light: float = 0.95) -> None:
    """A glowing paper moon on a turned foot."""
    lathe(
        [(0, 0), (0.36, 0.0, 2), (0.38, 0.02), (0.36, 0.1), (0.24, 0.26), (0.24, 0.3), (0.4, 0.46), (0.53, 0.6),
         (0.55, 0.66), (0.53, 0.69), (0.45, 0.7), (0, 0.7)],
        look.wood(along=2), steps=96,
    )  # fmt: skip

    def ribs(_: float, height: float) -> float:
        return 1 + 0.008 * math.cos(2 * math.pi * height / 0.105)

    half = 0.92
    rows = [
        (1.2 * math.sin(a) ** 0.92, 1.62 - half * math.cos(a))
        for a in (math.pi * (0.1 + 0.8 * i / 40) for i in range(41))
    ]
    lathe(rows, materials.washi(light=light), steps=160, fine=5, swell=ribs)
    rim = look.wood("bamboo", along=2)
    for radius, height in (rows[0], rows[-1]):
        lathe(
            [
                (radius - 0.02, height - 0.015),
                (radius + 0.01, height - 0.015),
                (radius + 0.01, height + 0.015),
                (radius - 0.02, height + 0.015),
                (radius - 0.02, height - 0.015),
            ],
            rim,
            fine=3,
        )


@form(
    "paper-moon-lamp",
    Shot(turn=-6, rise=8, fill=0.76, mood="soft"),
    detail=Shot(turn=-10, rise=6, focus=(0.25, 0, 0.75), span=1.7, blur=9, mood="soft"),
)
def paper_moon_lamp(look: Look) -> None:
    """The lamp alone, lit."""
    paper_lamp(look)


def incense_dish(look: Look) -> None:
    """The dish, the pebble and a leaning stick."""
    lathe(
        [(0, 0.02), (0.38, 0.02), (0.39, 0, 2), (0.44, 0, 2), (0.47, 0.03), (0.6, 0.08), (0.648, 0.155),
         (0.65, 0.175), (0.635, 0.18), (0.59, 0.115), (0.44, 0.07), (0, 0.06)],
        look.glaze(gloss=0.5), foot=(0.014, materials.clay()),
    )  # fmt: skip
    lathe([(0, 0), (0.12, 0.0), (0.175, 0.05), (0.165, 0.12), (0.1, 0.165), (0, 0.17)],
          look.metal("brass", rough=0.3), at=(-0.22, 0.05, 0.062), steps=64,
                  swell=lambda a, _: 1 + 0.07 * math.cos(a + 0.6) + 0.04 * math.cos(2 * a))  # fmt: skip
    tube(
        [(-0.24, 0.05, 0.18, 0.010), (0.2, 0.0, 0.86, 0.010), (0.55, -0.04, 1.4, 0.010)],
        materials.plain("#7a5a3c", rough=0.9),
        sides=10,
    )
    tube([(0.55, -0.04, 1.4, 0.0105), (0.57, -0.042, 1.43, 0.0105)], materials.glow("#ff7a33", 3), sides=10)


@form("pebble-incense-holder", Shot(turn=-8, rise=20, fill=0.74))
def incense_holder(look: Look) -> None:
    """The holder alone."""
    incense_dish(look)


@form("line-incense", Shot(turn=-24, rise=32, fill=0.84))
def line_incense(look: Look) -> None:
    """A drawer box, half open, with sticks in it and before it."""
    card = look.paper()
    box((2.6, 0.45, 0.02), card, at=(0, 0, 0), round_=0.004)
    box((2.6, 0.45, 0.02), card, at=(0, 0, 0.24), round_=0.004)
    for side in (-1, 1):
        box((2.6, 0.02, 0.26), card, at=(0, 0.215 * side, 0), round_=0.004)
    inner = materials.paper("#efe8da")
    box((2.56, 0.4, 0.02), inner, at=(1.25, 0, 0.022), round_=0.004)
    for side in (-1, 1):
        box((2.56, 0.02, 0.2), inner, at=(1.25, 0.19 * side, 0.022), round_=0.004)
    box((0.02, 0.4, 0.2), inner, at=(2.53, 0, 0.022), round_=0.004)
    stick = materials.plain({"cedar": "#66593f", "osmanthus": "#8a6434", "rain": "#5c5850"}[look.colour], rough=0.95)
    for number in range(26):
        x, y, z = (
            1.2 + 0.03 * shapes.chance(number),
            -0.15 + 0.3 * shapes.chance(number, 2),
            0.052 + 0.02 * (number % 5),
        )
        tube([(x - 1.1, y, z, 0.0105), (x, y + 0.01, z, 0.0105), (x + 1.1, y, z, 0.0105)], stick, sides=10, fine=2)
    for number, turn in enumerate((4, -3, 9)):
        piece = tube([(-1.1, 0, 0.011, 0.011), (0, 0, 0.011, 0.011), (1.1, 0, 0.011, 0.011)], stick, sides=10, fine=2)
        moved(piece, at=(0.35 + 0.1 * number, -0.5 - 0.11 * number, 0), turn=(0, 0, turn))
    path = prints.tag(f"incense-{look.colour}", SCENTS[look.colour], "一线香 四十支", size=(900, 360), seal_at=0.78)
    patch(materials.printed(path), lambda u, v: (-0.3 + 0.8 * (u - 0.5), 0.32 * (v - 0.5), 0.2625), fine=1)


def crane(look: Look, *, lit: float = 14) -> None:
    """A weighted foot, a rod, a long thin arm and a small half dome."""
    paint = materials.plain("#24272a", rough=0.45, coat=0.1) if look.colour == "ink" else look.metal(rough=0.3)
    lathe(
        [
            (0, 0),
            (0.72, 0, 2),
            (0.75, 0.02),
            (0.75, 0.1),
            (0.73, 0.13),
            (0.6, 0.14),
            (0.1, 0.145),
            (0.08, 0.17),
            (0.06, 0.19),
            (0, 0.19),
        ],
        paint,
    )
    tube([(0, 0, 0.15, 0.035), (0, 0, 2.0, 0.035), (0, 0, 4.05, 0.035)], paint, sides=24)
    joint = lathe(
        [(0, -0.09), (0.075, -0.09, 2), (0.08, -0.07), (0.08, 0.07), (0.075, 0.09, 2), (0, 0.09)], paint, steps=40
    )
    moved(joint, at=(0, 0, 4.05), turn=(90, 0, 0))
    tube([(-0.62, 0, 3.95, 0.028), (0, 0, 4.08, 0.028), (1.2, 0, 4.33, 0.028), (2.2, 0, 4.54, 0.028)], paint, sides=24)
    lathe([(0, -0.12), (0.09, -0.1), (0.1, 0), (0.09, 0.1), (0, 0.12)], paint, at=(-0.66, 0, 3.94), steps=40)
    lathe(
        [(0.05, 0.08), (0.06, 0.03), (0.12, 0.0), (0.3, -0.06), (0.48, -0.24), (0.555, -0.5), (0.55, -0.51)],
        paint,
        at=(2.22, 0, 4.5),
    )
    lathe(
        [(0.55, -0.51), (0.535, -0.5), (0.46, -0.26), (0.28, -0.09), (0, -0.04)],
        materials.plain("#f4ecdd", rough=0.6),
        at=(2.22, 0, 4.5),
    )
    lathe(
        [(0, -0.3), (0.1, -0.28), (0.14, -0.2), (0.1, -0.1), (0, -0.06)],
        materials.glow("#ffdca8", lit),
        at=(2.22, 0, 4.48),
        steps=40,
    )
    lamp = shapes.bpy.data.lights.new("bulb", "SPOT")
    lamp.energy, lamp.color, lamp.spot_size, lamp.shadow_soft_size = 60, (1.0, 0.78, 0.5), math.radians(110), 0.15
    lamp.spot_blend = 0.6
    holder = shapes.bpy.data.objects.new("bulb", lamp)
    holder.location = (2.22, 0, 4.1)
    shapes.bpy.context.scene.collection.objects.link(holder)


@form("crane-lamp", Shot(turn=-14, rise=9, fill=0.84, mood="soft"))
def crane_lamp(look: Look) -> None:
    """The desk lamp alone, lit."""
    crane(look)


def candlestick(look: Look, high: float, *, lit: bool) -> None:
    """A thin dish, a stem with one ball, a cup, a taper."""
    lathe(
        [(0, 0), (0.38, 0, 2), (0.43, 0.02), (0.45, 0.06), (0.44, 0.068), (0.4, 0.035), (0.1, 0.035), (0.04, 0.07),
         (0.03, 0.12), (0.03, high * 0.38),
         (0.085, high * 0.45), (0.085, high * 0.5), (0.03, high * 0.57), (0.03, high - 0.16), (0.1, high - 0.12),
          (0.135, high - 0.02), (0.13, high), (0.11, high - 0.01), (0, high - 0.06)],
        look.metal(rough=0.26), steps=96,
    )  # fmt: skip
    lathe(
        [
            (0, high - 0.06),
            (0.105, high - 0.06, 2),
            (0.105, high),
            (0.07, high + 1.9),
            (0.05, high + 2.0),
            (0, high + 2.01),
        ],
        materials.plain("#ece3d1", rough=0.4),
        steps=48,
    )
    tube([(0, 0, high + 1.98, 0.008), (0, 0, high + 2.07, 0.007)], materials.plain("#2a2522"), sides=8)
    if lit:
        flame((0, 0, high + 2.04))


@form("taper-holder", Shot(turn=-6, rise=11, fill=0.82))
def taper_holders(look: Look) -> None:
    """Two heights, one of them lit."""
    with group(at=(-0.36, 0.2, 0)):
        candlestick(look, 1.6, lit=True)
    with group(at=(0.42, -0.22, 0)):
        candlestick(look, 0.8, lit=False)
