# ruff: noqa: PLR2004 - the numbers are the shape; a name for each would only repeat it.
"""茶器: pots, cups, pitchers and what belongs to them."""

import math

import materials
import shapes
from palette import Look
from registry import form
from shapes import lathe, merge, moved, tube
from stage import Shot

TEA = "#d98a2b"
POT_SHOT = Shot(turn=-14, rise=17)


def cup(look: Look, *, inside: str | None = "white") -> None:
    """The palm tasting cup, 6.8 cm wide."""
    glaze = look.glaze()
    lathe(
        [(0, 0.05), (0.13, 0.05), (0.14, 0.0, 2), (0.175, 0.0, 2), (0.18, 0.06, 2), (0.235, 0.10), (0.315, 0.20),
         (0.325, 0.32), (0.34, 0.425), (0.336, 0.442), (0.322, 0.44), (0.31, 0.32), (0.295, 0.21), (0.2, 0.11),
         (0.1, 0.085), (0, 0.085)],
        glaze, foot=(0.012, materials.clay()), inside=look.glaze(inside) if inside else None,
    )  # fmt: skip


def tea_in(radius: float, height: float) -> None:
    """The surface of tea standing in an opaque vessel."""
    paint = materials.brew("#80580a", "#b88a1e", radius)
    lathe([(0, height), (radius, height), (radius, height - 0.004)], paint, fine=2)


@form("moonrise-gaiwan", Shot(rise=18), detail=Shot(rise=28, turn=12, focus=(0.06, 0, 0.62), span=0.92, blur=5.6))
def gaiwan(look: Look) -> None:
    """Saucer, bowl and lid."""
    glaze = look.glaze()
    lathe(
        [(0, 0.03), (0.2, 0.03), (0.21, 0.0, 2), (0.26, 0.0, 2), (0.27, 0.03, 2), (0.4, 0.06), (0.545, 0.125),
         (0.555, 0.14), (0.54, 0.148), (0.4, 0.09), (0.27, 0.065), (0.25, 0.09), (0.235, 0.088), (0.22, 0.06),
          (0, 0.055)],
        glaze,
    )  # fmt: skip
    lathe(
        [(0, 0.09), (0.15, 0.09), (0.16, 0.06, 2), (0.2, 0.06, 2), (0.205, 0.13, 2), (0.30, 0.19), (0.385, 0.36),
         (0.42, 0.54), (0.475, 0.655), (0.477, 0.667), (0.466, 0.668), (0.405, 0.54), (0.365, 0.36), (0.27, 0.2),
         (0.12, 0.15), (0, 0.15)],
        glaze,
    )  # fmt: skip
    lathe(
        [(0, 0.66), (0.25, 0.63), (0.405, 0.59), (0.425, 0.595), (0.427, 0.61), (0.38, 0.64), (0.24, 0.71),
         (0.12, 0.735, 2),
         (0.115, 0.775), (0.15, 0.83), (0.148, 0.842), (0.135, 0.84), (0.09, 0.775), (0, 0.765)],
        glaze,
    )  # fmt: skip


@form("shore-teapot", POT_SHOT, detail=Shot(turn=-38, rise=24, focus=(0.16, 0, 0.66), span=1.12, blur=5.6))
def teapot(look: Look) -> None:
    """The round pot with its ear handle."""
    glaze = look.glaze(gloss=0.8)
    body = lathe(
        [(0, 0.05), (0.2, 0.05), (0.215, 0.0, 3), (0.265, 0.0, 3), (0.275, 0.035, 2), (0.41, 0.12), (0.545, 0.36),
         (0.51, 0.62), (0.36, 0.755), (0.27, 0.775, 2), (0, 0.775)],
        glaze, steps=160,
    )  # fmt: skip
    spout = tube(
        [(0.36, 0, 0.35, 0.2), (0.47, 0, 0.39, 0.17), (0.57, 0, 0.46, 0.115), (0.655, 0, 0.56, 0.085),
         (0.715, 0, 0.66, 0.072), (0.755, 0, 0.735, 0.068)],
        glaze, hollow=0.3, wall=0.024,
    )  # fmt: skip
    ear = tube(
        [(-0.40, 0, 0.64, 0.085), (-0.50, 0, 0.69, 0.06), (-0.66, 0, 0.745, 0.048), (-0.84, 0, 0.66, 0.048),
         (-0.845, 0, 0.44, 0.048), (-0.70, 0, 0.32, 0.05), (-0.56, 0, 0.30, 0.06), (-0.46, 0, 0.31, 0.08)],
        glaze, flat=1.2,
    )  # fmt: skip
    merge([body, spout, ear], voxel=0.0085, smooth=7)
    lathe(
        [(0, 0.765), (0.24, 0.765), (0.283, 0.776), (0.287, 0.79), (0.272, 0.803), (0.19, 0.845), (0.07, 0.875, 2),
         (0.042, 0.89), (0.04, 0.905), (0.078, 0.935), (0.088, 0.965), (0.066, 1.0), (0, 1.012)],
        glaze,
    )  # fmt: skip


@form("tasting-cup", Shot(rise=22, fill=0.56))
def tasting_cup(look: Look) -> None:
    """One cup, alone."""
    cup(look, inside=None if look.colour in {"white", "celadon"} else "white")


def pouring_lip(strength: float, low: float, high: float, width: float = 0.32) -> object:
    """A pinched lip towards +x, growing from the low to the high height."""

    def swell(angle: float, height: float) -> float:
        away = min(abs(angle), 2 * math.pi - abs(angle))
        grown = min(max((height - low) / (high - low), 0), 1) ** 2
        return 1 + grown * (
            strength * math.exp(-((away / width) ** 2)) - 0.25 * strength * math.exp(-((away - 0.75) ** 2) / 0.08)
        )

    return swell


@form("fair-pitcher", Shot(turn=-12, rise=17, fill=0.64))
def pitcher(look: Look) -> None:
    """Glass, half full of tea."""
    clear = look.glass()
    lip = pouring_lip(0.3, 0.72, 0.97)
    lathe(
        [(0, 0), (0.27, 0.0, 2), (0.34, 0.03), (0.425, 0.2), (0.425, 0.42), (0.35, 0.68), (0.325, 0.84), (0.335, 0.945),
         (0.332, 0.958), (0.315, 0.955), (0.3, 0.84), (0.325, 0.68), (0.397, 0.42), (0.397, 0.2), (0.32, 0.06),
          (0.2, 0.045), (0, 0.045)],
        clear, swell=lip,
    )  # fmt: skip
    tube(
        [(-0.35, 0, 0.70, 0.04), (-0.46, 0, 0.74, 0.036), (-0.66, 0, 0.68, 0.034), (-0.68, 0, 0.44, 0.034),
         (-0.56, 0, 0.26, 0.034), (-0.40, 0, 0.25, 0.04)],
        clear, flat=1.15,
    )  # fmt: skip
    lathe(
        [(0, 0.04), (0.2, 0.04), (0.326, 0.055), (0.404, 0.2), (0.404, 0.40), (0.392, 0.46, 2), (0.38, 0.455, 2),
         (0, 0.455)],
        materials.liquid("#e8bd6a"),
    )  # fmt: skip


@form(
    "quiet-caddy", Shot(rise=17, fill=0.64), detail=Shot(turn=14, rise=24, focus=(0.05, 0, 1.12), span=1.05, blur=5.6)
)
def caddy(look: Look) -> None:
    """A matt jar with a turned beech lid."""
    lathe(
        [(0, 0.03), (0.36, 0.03), (0.38, 0.0, 2), (0.42, 0.0, 2), (0.465, 0.03), (0.475, 0.1, 2), (0.475, 0.82, 2),
         (0.465, 0.98), (0.39, 1.085), (0.355, 1.1), (0.345, 1.115), (0.33, 1.11), (0.33, 1.0), (0, 1.0)],
        look.glaze(gloss=0.2, speckle=True), foot=(0.035, materials.clay()),
    )  # fmt: skip
    lathe(
        [(0, 1.10), (0.36, 1.115), (0.405, 1.12, 2), (0.412, 1.15), (0.412, 1.26), (0.395, 1.29), (0.36, 1.297),
         (0, 1.29)],
        look.wood("beech", along=0),
    )  # fmt: skip


@form("eddy-kyusu", Shot(turn=24, rise=22), detail=Shot(turn=40, rise=30, focus=(0.1, 0, 0.5), span=1.15, blur=5.6))
def kyusu(look: Look) -> None:
    """A low pot with a straight hollow handle at its side."""
    paint = (
        materials.glaze("#33373a", "#282b2e", "#4a4844", gloss=0.35)
        if look.colour == "ink"
        else materials.glaze("#9a573b", "#86472e", "#b06f50", gloss=0.35)
    )
    body = lathe(
        [(0, 0.03), (0.3, 0.03), (0.31, 0.0, 2), (0.36, 0.0, 2), (0.40, 0.03, 2), (0.52, 0.16), (0.56, 0.34),
         (0.50, 0.53),
         (0.36, 0.60), (0.29, 0.61, 2), (0, 0.61)],
        paint, steps=160,
    )  # fmt: skip
    spout = tube(
        [(0, -0.42, 0.36, 0.15), (0, -0.54, 0.42, 0.11), (0, -0.66, 0.52, 0.08), (0, -0.72, 0.60, 0.07)],
        paint, hollow=0.2, wall=0.022, up=(1, 0, 0),
    )  # fmt: skip
    grip = tube(
        [(0.42, 0, 0.36, 0.105), (0.6, 0, 0.42, 0.085), (0.9, 0, 0.54, 0.092), (1.2, 0, 0.67, 0.118),
         (1.24, 0, 0.687, 0.118)],
        paint, hollow=0.25, wall=0.028,
    )  # fmt: skip
    merge([body, spout, grip], voxel=0.009, smooth=7)
    lathe(
        [(0, 0.60), (0.27, 0.60), (0.305, 0.612), (0.305, 0.635), (0.28, 0.65), (0.1, 0.665, 2), (0.06, 0.68),
         (0.055, 0.70),
         (0.105, 0.735), (0.105, 0.765), (0.07, 0.785), (0, 0.787)],
        paint,
    )  # fmt: skip


@form(
    "ember-kettle",
    Shot(turn=-16, rise=14, fill=0.72),
    detail=Shot(turn=-30, rise=22, focus=(0.2, 0, 1.0), span=1.9, blur=8),
)
def kettle(look: Look) -> None:
    """Cast iron with a bail handle and a brass bud."""
    paint = look.metal()

    def grooved(_: float, height: float) -> float:
        return 1 + (0.007 * math.cos(height * 2 * math.pi / 0.055) if 0.58 < height < 1.0 else 0)

    lathe(
        [(0, 0.04), (0.5, 0.04), (0.52, 0, 2), (0.58, 0, 2), (0.66, 0.06), (0.82, 0.3), (0.86, 0.55), (0.80, 0.8),
         (0.58, 1.0),
         (0.42, 1.06), (0.40, 1.1, 2), (0.36, 1.1, 2), (0.34, 1.05), (0, 1.05)],
        paint, steps=160, fine=26, swell=grooved,
    )  # fmt: skip
    tube(
        [(0.66, 0, 0.60, 0.2), (0.84, 0, 0.70, 0.15), (1.0, 0, 0.84, 0.1), (1.10, 0, 0.98, 0.075)],
        paint,
        hollow=0.2,
        wall=0.025,
    )
    for side in (-1, 1):
        moved(
            tube([(0, 0, 0.96, 0.055), (0, 0, 1.06, 0.05), (0, 0, 1.16, 0.05)], paint, flat=0.7), at=(0.56 * side, 0, 0)
        )
    tube(
        [(-0.57, 0, 1.12, 0.035), (-0.6, 0, 1.25, 0.036), (-0.52, 0, 1.66, 0.04), (-0.22, 0, 1.92, 0.045),
         (0.22, 0, 1.92, 0.045),
         (0.52, 0, 1.66, 0.04), (0.6, 0, 1.25, 0.036), (0.57, 0, 1.12, 0.035)],
        paint, flat=1.3, fine=12,
    )  # fmt: skip
    lathe([(0, 1.08), (0.35, 1.08), (0.375, 1.1), (0.37, 1.125), (0.3, 1.15), (0.1, 1.19), (0.03, 1.2)], paint)
    lathe(
        [(0.03, 1.19), (0.05, 1.2), (0.035, 1.225), (0.08, 1.26), (0.095, 1.3), (0.07, 1.35), (0.02, 1.385), (0, 1.39)],
        look.metal("brass", rough=0.22),
    )  # fmt: skip


@form("still-water-tray", Shot(rise=24, fill=0.72))
def pot_stand(look: Look) -> None:
    """A dish with a perforated disc."""
    glaze = look.glaze(gloss=0.6)
    lathe(
        [(0, 0.02), (0.78, 0.02), (0.8, 0, 2), (0.88, 0, 2), (0.935, 0.03), (0.945, 0.1), (0.948, 0.28),
         (0.94, 0.298), (0.925, 0.295),
         (0.91, 0.14), (0.88, 0.08), (0, 0.075)],
        glaze, foot=(0.012, materials.clay()),
    )  # fmt: skip
    lathe([(0, 0.14), (0.82, 0.14), (0.862, 0.15), (0.862, 0.18), (0.84, 0.192), (0.2, 0.19), (0, 0.19)], glaze)
    dark = materials.plain("#191817", rough=0.6)
    spots = [(0.0, 0.0)] + [(0.42 * math.cos(a * math.pi / 3), 0.42 * math.sin(a * math.pi / 3)) for a in range(6)]
    for x, y in spots:
        lathe([(0, 0.1915), (0.045, 0.1915)], dark, at=(x, y, 0), steps=32, fine=2)
        lathe([(0.045, 0.19), (0.05, 0.194), (0.058, 0.19)], glaze, at=(x, y, 0), steps=32, fine=3)


@form("clear-day-teapot", Shot(turn=-12, rise=14, fill=0.7))
def glass_teapot(look: Look) -> None:
    """A glass pot with an infuser, two thirds full."""
    clear = look.glass()
    lathe(
        [(0, 0), (0.36, 0.0, 2), (0.46, 0.04), (0.59, 0.28), (0.57, 0.56), (0.42, 0.84), (0.34, 0.97), (0.345, 1.03),
         (0.335, 1.04),
         (0.32, 1.03), (0.315, 0.97), (0.395, 0.83), (0.545, 0.55), (0.563, 0.29), (0.45, 0.07), (0.3, 0.05),
          (0, 0.05)],
        clear,
    )  # fmt: skip
    tube(
        [(0.52, 0, 0.36, 0.12), (0.66, 0, 0.42, 0.085), (0.76, 0, 0.60, 0.06), (0.84, 0, 0.82, 0.05),
         (0.95, 0, 0.93, 0.046)],
        clear, hollow=0.62, wall=0.016,
    )  # fmt: skip
    tube(
        [(-0.40, 0, 0.86, 0.045), (-0.52, 0, 0.95, 0.042), (-0.78, 0, 0.96, 0.042), (-0.92, 0, 0.72, 0.042),
         (-0.84, 0, 0.44, 0.042),
         (-0.68, 0, 0.30, 0.042), (-0.54, 0, 0.30, 0.045)],
        clear, flat=1.15,
    )  # fmt: skip
    lathe(
        [(0, 1.125), (0.1, 1.12), (0.25, 1.085), (0.33, 1.045), (0.34, 1.035), (0.36, 1.042), (0.355, 1.06),
         (0.26, 1.12), (0.09, 1.16), (0.05, 1.18), (0.09, 1.22), (0.09, 1.27),
         (0.05, 1.31), (0, 1.315)],
        clear,
    )  # fmt: skip
    lathe(
        [(0.2, 1.02), (0.2, 0.3), (0.19, 0.27), (0, 0.26), (0, 0.27), (0.18, 0.285), (0.19, 0.31), (0.19, 1.02)],
        materials.film("#f2f6f4"),
    )
    lathe(
        [(0, 0.044), (0.3, 0.044), (0.457, 0.064), (0.57, 0.29), (0.552, 0.56), (0.487, 0.68, 2), (0.475, 0.675, 2),
         (0, 0.675)],
        materials.liquid("#efbb52"),
    )  # fmt: skip
    leaf = materials.plain("#5d4a24", rough=0.7)
    for number in range(26):
        turned = tube(
            [(-0.07, 0, 0, 0.006), (0, 0.015, 0.012, 0.016), (0.07, 0, 0, 0.005)], leaf, flat=0.5, sides=8, fine=3
        )
        angle, wide = 360 * shapes.chance(number), 0.12 * shapes.chance(number, 2)
        moved(turned, at=(wide * math.cos(angle), wide * math.sin(angle), 0.3 + 0.22 * shapes.chance(number, 5)),
              turn=(40 * shapes.chance(number, 3), 60 * shapes.chance(number, 4) - 30, angle))  # fmt: skip
