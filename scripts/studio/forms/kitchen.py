"""厨房: pots, boards, jars, cruets, steamers."""

import math

import materials
import shapes
from palette import Look
from registry import form
from shapes import box, lathe, moved, slab, tube
from stage import Shot, group, made


def donabe(look: Look) -> None:
    """The round clay pot, 24 cm wide, its lower part bare."""
    glaze = look.glaze(gloss=0.45, speckle=True)
    bare = materials.clay("#a98a6a", "#8d6f52") if look.colour == "russet" else materials.clay("#6b6259", "#574f48")
    lathe(
        [(0, 0.05), (0.55, 0.05), (0.57, 0, 2), (0.66, 0, 2), (0.78, 0.08), (1.06, 0.34), (1.18, 0.66), (1.17, 0.88),
         (1.16, 0.93, 2), (1.2, 0.97), (1.2, 1.0),
         (1.12, 1.01), (1.08, 0.95), (1.0, 0.5), (0, 0.3)],
        glaze, foot=(0.3, bare), steps=192,
    )  # fmt: skip
    for side in (-1, 1):
        tube([(1.10 * side, -0.26, 0.78, 0.07), (1.28 * side, -0.24, 0.8, 0.062), (1.38 * side, 0, 0.81, 0.06),
              (1.28 * side, 0.24, 0.8, 0.062), (1.10 * side, 0.26, 0.78, 0.07)],
             glaze, flat=0.8, up=(0, 0, 1))  # fmt: skip
    lathe(
        [(0, 1.02), (0.9, 0.99), (1.08, 0.985), (1.135, 1.0), (1.135, 1.03), (1.08, 1.055), (0.85, 1.19),
         (0.5, 1.31), (0.3, 1.345, 2), (0.285, 1.37), (0.36, 1.49),
         (0.39, 1.535), (0.375, 1.55), (0.345, 1.545), (0.25, 1.42), (0, 1.41)],
        glaze, steps=192,
    )  # fmt: skip
    lathe([(0, 1.262), (0.028, 1.262)], materials.plain("#15120f"), at=(0.52, -0.42, 0), steps=24, fine=2)


@form(
    "hearth-donabe",
    Shot(turn=-18, rise=20, fill=0.78),
    detail=Shot(turn=-30, rise=30, focus=(0.1, 0, 1.3), span=1.9, blur=8),
)
def hearth_donabe(look: Look) -> None:
    """The pot alone."""
    donabe(look)


def board(look: Look) -> shapes.Thing:
    """A cutting board lying flat, 40 by 26 cm, with its hole."""
    thing = slab(shapes.rounded(4.0, 2.6, 0.32), 0.25, look.wood(along=0), round_=0.045)
    drill = lathe([(0, -0.2), (0.15, -0.2, 2), (0.15, 0.6, 2), (0, 0.6)], look.wood(), at=(-1.66, 0.96, 0), steps=64)
    cut = thing.modifiers.new("hole", "BOOLEAN")
    cut.object, cut.operation, cut.solver = drill, "DIFFERENCE", "EXACT"
    thing.modifiers.move(1, 0)
    drill.hide_render = True
    drill["scenery"] = True
    return thing


@form("level-board", Shot(turn=-28, rise=30, fill=0.84))
def level_board(look: Look) -> None:
    """The board, with a second one leaning beneath its edge."""
    board(look)


def filled_jar(look: Look, high: float, tone: str, grain: float) -> None:
    """A straight glass jar with a beech lid, filled with grain of a size."""
    lathe(
        [(0, 0), (0.44, 0, 2), (0.485, 0.02), (0.5, 0.07, 2), (0.5, high - 0.03, 2), (0.495, high), (0.48, high),
         (0.472, high - 0.03, 2), (0.472, 0.09, 2), (0.44, 0.06), (0, 0.055)],
        materials.film(),
    )  # fmt: skip
    lathe(
        [
            (0, high - 0.02),
            (0.46, high - 0.02),
            (0.505, high, 2),
            (0.512, high + 0.02),
            (0.512, high + 0.16),
            (0.5, high + 0.185),
            (0.46, high + 0.19),
            (0, high + 0.19),
        ],
        look.wood("beech"),
    )
    level = high * 0.78
    made_of = materials.Surface("grain", Roughness=0.6)
    cells = made_of.add("ShaderNodeTexVoronoi", Vector=made_of.place, Scale=1 / grain)
    deep = (*tuple(part * 0.6 for part in materials.linear(tone)[:3]), 1)
    made_of.set(Base_Color=made_of.mix(made_of.steps(cells.outputs[0], 0.4, 0.9), tone, deep))
    made_of.bump(cells.outputs[0], -0.7, grain)
    lathe(
        [
            (0, 0.06),
            (0.43, 0.07),
            (0.466, 0.1),
            (0.466, level - 0.05),
            (0.46, level, 2),
            (0.3, level + 0.03),
            (0, level + 0.05),
        ],
        made_of.paint,
    )


@form("granary-jar", Shot(turn=-10, rise=14, fill=0.8))
def granary_jars(look: Look) -> None:
    """Three jars of three heights."""
    for x, high, tone, grain in (
        (-1.12, 1.5, "#a04a38", 0.075),
        (0.0, 2.1, "#f4efe2", 0.045),
        (1.12, 0.9, "#c49c66", 0.04),
    ):
        with group(at=(x, 0.1 * x, 0)):
            filled_jar(look, high, tone, grain)


@form("salt-cellar", Shot(turn=-14, rise=20, fill=0.76))
def salt_cellar(look: Look) -> None:
    """A low pot with a wooden lid, and its spoon."""
    lathe(
        [(0, 0.03), (0.3, 0.03), (0.31, 0, 2), (0.37, 0, 2), (0.42, 0.04), (0.46, 0.2), (0.455, 0.42), (0.42, 0.55),
         (0.41, 0.565), (0.39, 0.56), (0.39, 0.4), (0, 0.4)],
        look.glaze(gloss=0.2, speckle=look.colour == "white"), foot=(0.02, materials.clay()),
    )  # fmt: skip
    lathe([(0, 0.55), (0.4, 0.55, 2), (0.415, 0.57), (0.415, 0.64), (0.4, 0.66), (0, 0.655)], look.wood("beech"))
    tube(
        [
            (-0.05, 0, 0.64, 0.03),
            (-0.06, 0, 0.74, 0.03),
            (0, 0, 0.8, 0.03),
            (0.06, 0, 0.74, 0.03),
            (0.05, 0, 0.64, 0.03),
        ],
        look.leather("tan"),
        flat=2.2,
        sides=20,
    )
    with group(at=(0.62, -0.42, 0), turn=28):
        spoon(look)


def spoon(look: Look) -> None:
    """A small wooden spoon lying on the ground."""
    paint = look.wood("beech")
    bowl = lathe(
        [(0, 0.0), (0.07, 0.005), (0.12, 0.05), (0.125, 0.085), (0.115, 0.088), (0.08, 0.04), (0, 0.025)],
        paint,
        steps=48,
    )
    for vertex in bowl.data.vertices:
        vertex.co.x *= 1.35
    tube(
        [(0.13, 0, 0.075, 0.03), (0.3, 0, 0.085, 0.022), (0.55, 0, 0.06, 0.022), (0.68, 0, 0.04, 0.028)],
        paint,
        flat=1.1,
        sides=16,
    )


@form("slow-drop-cruet", Shot(turn=-8, rise=13, fill=0.74))
def cruets(look: Look) -> None:
    """Two bottles with brass spouts."""
    for x, y, turn in ((-0.28, 0.3, 24.0), (0.32, -0.22, -12.0)):
        with group(at=(x, y, 0), turn=turn):
            lathe(
                [(0, 0.03), (0.24, 0.03), (0.25, 0, 2), (0.29, 0, 2), (0.32, 0.04), (0.328, 0.15, 2), (0.325, 0.86),
                 (0.3, 1.04), (0.17, 1.16), (0.105, 1.27),
                 (0.1, 1.46), (0.125, 1.52), (0.125, 1.56), (0.1, 1.57), (0.08, 1.56), (0, 1.5)],
                look.glaze(gloss=0.7), foot=(0.014, materials.clay()),
            )  # fmt: skip
            lathe(
                [(0, 1.5), (0.085, 1.5), (0.095, 1.6), (0.09, 1.62), (0, 1.62)],
                materials.clay("#c9a06e", "#a97f50"),
                steps=48,
            )
            tube([(0, 0, 1.58, 0.028), (0, 0, 1.72, 0.028), (0.03, 0, 1.84, 0.026), (0.14, 0, 1.9, 0.023),
                  (0.22, 0, 1.86, 0.02)],
                 look.metal("brass", rough=0.2), hollow=0.1, wall=0.008, sides=24)  # fmt: skip


def weave() -> materials.Paint:
    """Plaited bamboo strips."""
    made_of = materials.Surface("weave", Roughness=0.5)
    checks = made_of.add("ShaderNodeTexChecker", Vector=made_of.place, Scale=9)
    tone = made_of.mix(checks.outputs[1], "#d8c49c", "#c6ad7c")
    made_of.set(
        Base_Color=made_of.mix(made_of.times(made_of.noise(20, stretch=(1, 0.1, 1), detail=3), 0.4), tone, "#a98748")
    )
    made_of.bump(checks.outputs[1], 0.6, 0.02)
    return made_of.paint


def hoop(paint: materials.Paint, radius: float, low: float, high: float) -> None:
    """A bent bamboo strip."""
    lathe(
        [
            (radius - 0.03, low, 2),
            (radius, low, 3),
            (radius, high, 3),
            (radius - 0.03, high, 3),
            (radius - 0.03, low, 2),
        ],
        paint,
        steps=160,
        fine=2,
    )


def tier(low: float) -> None:
    """One tier of a steamer with its hoops and slats."""
    paint = materials.wood("#dac69f", "#b99f6f", along=2)
    hoop(paint, 1.08, low, low + 0.68)
    for level in (0.02, 0.5):
        hoop(paint, 1.115, low + level, low + level + 0.16)
    for step in range(4):
        angle = math.radians(90 * step - 60)
        with group(at=(1.115 * math.cos(angle), 1.115 * math.sin(angle), low), turn=90 * step - 60):
            box((0.03, 0.07, 0.66), paint, at=(0, 0, 0.01), round_=0.008)
    for number in range(17):
        y = -0.98 + 0.1225 * number
        half = math.sqrt(max(0.0, 1.05**2 - y * y))
        box((2 * half, 0.07, 0.03), paint, at=(0, y, low + 0.12), round_=0.006)


@form(
    "cloud-steamer",
    Shot(turn=-10, rise=24, fill=0.8),
    detail=Shot(turn=20, rise=18, focus=(0.3, -0.9, 0.75), span=1.5, blur=8),
)
def steamer(look: Look) -> None:
    """Two tiers and a woven lid leaning on them."""
    tier(0)
    tier(0.7)
    with made() as lid:
        paint = look.wood("bamboo", along=2)
        hoop(paint, 1.13, 0, 0.26)
        hoop(paint, 1.15, 0.04, 0.16)
        lathe([(0, 0.5), (0.35, 0.48), (0.8, 0.36), (1.1, 0.24)], weave(), steps=128)
        tube(
            [(-0.2, 0, 0.44, 0.035), (-0.16, 0, 0.58, 0.035), (0.16, 0, 0.58, 0.035), (0.2, 0, 0.44, 0.035)],
            paint,
            flat=1.5,
            sides=16,
        )
    for thing in lid:
        moved(thing, at=(1.05, -0.88, 1.08), turn=(0, 68, -38))
