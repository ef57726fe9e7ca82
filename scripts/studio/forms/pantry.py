# ruff: noqa: PLR2004 - the numbers are the shape; a name for each would only repeat it.
"""茶与食: tins, cakes, jars and boxes of things to eat and drink."""

import math

import materials
import prints
import shapes
from palette import Look
from registry import form
from shapes import box, lathe, moved, patch, slab, tube, wrapped
from stage import Shot, group, made

TIN_SHOT = Shot(rise=15, fill=0.66)


def tin(handle: str, *, lid: str = "#e9e2d4") -> None:
    """A round paper tin, 7.5 cm wide and 11 cm high, its label all round."""
    body = materials.paper(lid)
    lathe(
        [(0, 0.01), (0.34, 0.01), (0.36, 0, 2), (0.372, 0.012, 2), (0.372, 0.86, 2), (0.36, 0.88, 2), (0, 0.88)], body
    )
    wrapped(materials.printed(prints.tin(handle)), 0.3745, 0.02, 0.862)
    lathe(
        [
            (0.36, 0.866, 2),
            (0.378, 0.868, 2),
            (0.382, 0.88, 2),
            (0.382, 1.08, 2),
            (0.374, 1.095, 2),
            (0.3, 1.098, 2),
            (0.29, 1.09, 2),
            (0, 1.09),
        ],
        body,
    )


def loose_leaves(
    count: int,
    *,
    at: tuple[float, float],
    spread: float,
    tones: tuple[str, str],
    long: float = 0.07,
    twist: float = 0.6,
) -> None:
    """A little heap of dry tea on the ground."""
    paints = [materials.plain(tone, rough=0.75) for tone in tones]
    for number in range(count):
        out, angle = spread * math.sqrt(shapes.chance(number, 1)), 2 * math.pi * shapes.chance(number, 2)
        height = 0.012 + 0.10 * max(0, 1 - out / spread) * shapes.chance(number, 3)
        size = long * (0.6 + 0.8 * shapes.chance(number, 4))
        bent = (shapes.chance(number, 5) - 0.5) * twist * size
        piece = tube(
            [
                (-size, 0, 0, 0.005),
                (-size / 3, bent, 0.01, 0.014),
                (size / 3, -bent, 0.015, 0.014),
                (size, bent, 0, 0.004),
            ],
            paints[number % 2],
            flat=0.6,
            sides=8,
            fine=3,
        )
        moved(
            piece,
            at=(at[0] + out * math.cos(angle), at[1] + out * math.sin(angle), height),
            turn=(0, 24 * shapes.chance(number, 6) - 12, 360 * shapes.chance(number, 7)),
        )


@form("osmanthus-oolong", TIN_SHOT)
def osmanthus_oolong(look: Look) -> None:
    """The amber tin with rolled leaves and flowers."""
    del look
    tin("osmanthus-oolong")
    loose_leaves(46, at=(0.52, -0.42), spread=0.22, tones=("#4a4a2a", "#5c5a34"), long=0.035, twist=1.6)
    petal = materials.plain("#e2a93c", rough=0.6)
    for number in range(22):
        angle, out = 2.4 * number, 0.06 * math.sqrt(number)
        lathe(
            [(0, 0), (0.016, 0.004), (0.02, 0.012), (0, 0.012)],
            petal,
            at=(0.54 + out * math.cos(angle), -0.44 + out * math.sin(angle), 0.03),
            steps=5,
            fine=2,
        )


@form("spring-longjing", TIN_SHOT)
def spring_longjing(look: Look) -> None:
    """The pale green tin with flat leaves."""
    del look
    tin("spring-longjing")
    loose_leaves(70, at=(0.5, -0.42), spread=0.25, tones=("#7f8a48", "#97994f"), long=0.085, twist=0.15)


@form("wild-red-tea", TIN_SHOT)
def wild_red_tea(look: Look) -> None:
    """The brick red tin with black twisted leaves."""
    del look
    tin("wild-red-tea")
    loose_leaves(70, at=(0.5, -0.42), spread=0.24, tones=("#2c1d18", "#4a2c1d"), long=0.07, twist=0.8)


@form("jasmine-pearls", TIN_SHOT)
def jasmine_pearls(look: Look) -> None:
    """The grey green tin with rolled pearls."""
    del look
    tin("jasmine-pearls")
    tones = [
        materials.glaze(tone, deep, "#d9d6bd", gloss=0.1)
        for tone, deep in (("#9a9a74", "#6f7350"), ("#aaa986", "#7d7f5c"))
    ]
    for number in range(26):
        angle, out = 2.4 * number, 0.062 * math.sqrt(number)
        high = 0.045 if number > 7 else 0.115
        out *= 1 if number > 7 else 0.55
        lathe([(0, -0.045), (0.03, -0.04), (0.047, 0), (0.03, 0.04), (0, 0.045)], tones[number % 2],
              at=(0.52 + out * math.cos(angle), -0.42 + out * math.sin(angle), high), steps=24)  # fmt: skip


@form("charcoal-oolong", TIN_SHOT)
def charcoal_oolong(look: Look) -> None:
    """The charcoal tin with long dark leaves."""
    del look
    tin("charcoal-oolong", lid="#3d3e41")
    loose_leaves(56, at=(0.5, -0.42), spread=0.25, tones=("#26221f", "#3b332b"), long=0.1, twist=0.5)


def cake(paint: materials.Paint, *, creased: bool) -> shapes.Thing:
    """A pressed round, 18 cm wide, its middle sunk a little."""

    def pleats(angle: float, height: float) -> float:
        edge = max(0.0, 1 - abs(height - 0.12) / 0.14)
        return 1 + (
            0.012 * edge * math.sin(34 * angle) + 0.008 * math.sin(7 * angle + 9 * height)
            if creased
            else 0.004 * math.sin(19 * angle + 40 * height) + 0.004 * math.sin(43 * angle)
        )

    return lathe(
        [(0, 0.03), (0.5, 0.0), (0.74, 0.01), (0.88, 0.07), (0.9, 0.14), (0.84, 0.215), (0.66, 0.25), (0.4, 0.245),
         (0.15, 0.225), (0, 0.22)],
        paint, steps=240, swell=pleats,
    )  # fmt: skip


def pressed() -> materials.Paint:
    """Leaves pressed into a cake."""
    made_of = materials.Surface("leaves", Roughness=0.8)
    flakes = made_of.add("ShaderNodeTexVoronoi", Vector=made_of.place, Scale=10)
    streaks = made_of.noise(9, stretch=(1, 3, 2), detail=5)
    tone = made_of.mix(made_of.steps(streaks, 0.35, 0.65), "#5d4632", "#8d7650")
    made_of.set(Base_Color=made_of.mix(made_of.steps(flakes.outputs[0], 0.2, 0.7), tone, "#3a2a20"))
    made_of.bump(flakes.outputs[0], 0.9, 0.06)
    made_of.bump(streaks, 0.8, 0.05)
    return made_of.paint


@form(
    "aged-white-tea",
    Shot(turn=-8, rise=28, fill=0.78),
    detail=Shot(turn=8, rise=30, focus=(0.05, -0.1, 0.25), span=1.5, blur=8),
)
def aged_white_tea(look: Look) -> None:
    """A wrapped cake in front, a bare one leaning behind."""
    del look
    paper = materials.paper("#ebe4d5", fibre=0.8)
    cake(paper, creased=True)
    path = prints.stamp("老白茶")
    patch(
        materials.printed(path),
        lambda u, v: (
            0.72 * (u - 0.5),
            0.72 * (v - 0.5),
            0.2545 - 0.033 * max(0, 1 - math.hypot(u - 0.5, v - 0.5) * 1.55),
        ),
        fine=24,
    )
    behind = cake(pressed(), creased=False)
    moved(behind, at=(0.34, 1.08, 0.80), turn=(62, 0, -10))
    loose_leaves(26, at=(0.92, -0.62), spread=0.2, tones=("#6b5437", "#8a754d"), long=0.07, twist=0.4)


@form("linden-honey", Shot(turn=-10, rise=16, fill=0.72))
def honey(look: Look) -> None:
    """A jar of honey and its dipper."""
    lathe(
        [(0, 0), (0.34, 0, 2), (0.39, 0.03), (0.4, 0.1, 2), (0.4, 0.62), (0.375, 0.73), (0.32, 0.79, 2),
         (0.32, 0.86, 2), (0.3, 0.87, 2), (0.3, 0.79), (0.36, 0.71), (0.384, 0.62), (0.384, 0.08), (0.33, 0.045),
         (0, 0.04)],
        materials.film("#f8fbf9"),
    )  # fmt: skip
    gold = materials.Surface(
        "honey", Base_Color="#dd9a2c", Roughness=0.12, Subsurface_Weight=0.6, Subsurface_Scale=0.4, Coat_Weight=0.5
    )
    lathe([(0, 0.035), (0.32, 0.04), (0.381, 0.09), (0.382, 0.6), (0.35, 0.7), (0.33, 0.71), (0, 0.71)], gold.paint)
    lathe(
        [(0, 0.84), (0.31, 0.84, 2), (0.36, 0.85), (0.365, 0.87, 2), (0.365, 0.97), (0.35, 0.99), (0, 0.985)],
        look.wood("beech"),
    )
    wrapped(
        materials.printed(prints.tag("honey", "椴树蜜", "净含量 250 克", size=(700, 560), seal_at=0.78)),
        0.4035,
        0.14,
        0.56,
        degrees=78,
        turn=-98,
    )
    paint = look.wood("beech", along=0)
    ridges = [(0.0, 0.0), (0.06, 0.0, 2)]
    for number in range(6):
        z, wide = 0.02 + 0.065 * number, 0.085 + 0.045 * math.sin(math.pi * (number + 0.6) / 6.2)
        ridges += [(wide, z, 2), (wide, z + 0.035, 2), (0.06, z + 0.04, 2), (0.06, z + 0.06, 2)]
    dipper = lathe([*ridges, (0.03, 0.45), (0.03, 1.2), (0.045, 1.28), (0.03, 1.34), (0, 1.345)], paint, steps=48)
    moved(dipper, at=(0.2, -0.72, 0.11), turn=(0, 87, 12))


@form("sesame-crisps", Shot(turn=-20, rise=26, fill=0.8))
def sesame_crisps(look: Look) -> None:
    """A low lidded box with its paper band, three crisps before it."""
    del look
    card = materials.paper("#46423d")
    box((1.76, 1.16, 0.3), card, round_=0.012)
    box((1.8, 1.2, 0.3), card, at=(0, 0, 0.11), round_=0.015)
    path = prints.tag("sesame", "黑芝麻薄脆", "净含量 160 克", ground="#efe6d4", size=(560, 1200), seal_at=0.72)
    patch(materials.printed(path), lambda u, v: (0.05 + 0.54 * (u - 0.5), 1.204 * (v - 0.5), 0.4125), fine=1)
    patch(materials.paper("#efe6d4"), lambda u, v: (0.05 + 0.54 * (u - 0.5), -0.6035, 0.0 + 0.4125 * v), fine=1)
    crisp = crisp_paint()
    for x, y, z, tilt in ((-0.15, -1.0, 0.0, 0.0), (0.3, -1.06, 0.0, 0.0), (0.1, -0.96, 0.055, 6.0)):
        thing = lathe([(0, 0.01), (0.2, 0.0), (0.28, 0.01), (0.3, 0.025), (0.28, 0.042), (0.2, 0.04), (0, 0.045)],
                      crisp, steps=72,
                      swell=lambda a, _: 1 + 0.012 * math.sin(5 * a) + 0.01 * math.sin(11 * a))  # fmt: skip
        moved(thing, at=(x, y, z), turn=(tilt, tilt / 2, 40 * x))


def crisp_paint() -> materials.Paint:
    """Baked dough full of black sesame."""
    made_of = materials.Surface("crisp", Roughness=0.6)
    seeds = made_of.add("ShaderNodeTexVoronoi", Vector=made_of.place, Scale=30)
    spots = made_of.steps(seeds.outputs[0], 0.36, 0.28)
    made_of.set(Base_Color=made_of.mix(spots, made_of.mix(made_of.noise(5), "#e0bf8a", "#c99d62"), "#26211d"))
    made_of.bump(spots, 0.5, 0.02)
    return made_of.paint


@form(
    "four-seasons-box",
    Shot(turn=-18, rise=34, fill=0.82),
    detail=Shot(turn=-24, rise=38, focus=(0, 0, 0.62), span=2.2, blur=9),
)
def gift_box(look: Look) -> None:
    """An open box with four tins, its lid with a ribbon behind."""
    card = look.paper()
    wide, high, wall = 2.4, 0.86, 0.05
    for x, y, size in (
        (0, wide / 2 - wall / 2, (wide, wall, high)), (0, -wide / 2 + wall / 2, (wide, wall, high)),
        (wide / 2 - wall / 2, 0, (wall, wide, high)), (-wide / 2 + wall / 2, 0, (wall, wide, high)),
    ):  # fmt: skip
        box(size, card, at=(x, y, 0), round_=0.012)
    tissue = materials.paper("#f2ece0", fibre=1.0)
    shapes.solid(
        "tissue",
        [
            (
                2.28 * (i / 40 - 0.5),
                2.28 * (j / 40 - 0.5),
                0.34 + 0.10 * shapes.chance(i // 3, j // 3) + 0.03 * shapes.chance(i, j),
            )
            for j in range(41)
            for i in range(41)
        ],
        [(j * 41 + i, j * 41 + i + 1, (j + 1) * 41 + i + 1, (j + 1) * 41 + i) for j in range(40) for i in range(40)],
        tissue,
    )
    tins = ("osmanthus-oolong", "spring-longjing", "wild-red-tea", "jasmine-pearls")
    lids = ("#d9a757", "#b9c69f", "#a95c45", "#ece5d6")
    for number, (handle, tone) in enumerate(zip(tins, lids, strict=True)):
        with group(at=(0.52 * (1 if number % 2 else -1), 0.52 * (-1 if number > 1 else 1), 0.12), size=1.12):
            tin(handle, lid=tone)
            lathe([(0.30, 1.096, 2), (0.31, 1.101, 2), (0.3, 1.101, 2)], materials.paper("#f0e7d6"))
            seal_on(1.0985)
    with made() as lid:
        slab(shapes.rounded(2.46, 2.46, 0.03, fine=3), 0.3, card, round_=0.015)
        ribbon = look.cloth("natural" if look.colour == "ink" else "oat", weave=60, depth=0.2)
        box((0.3, 2.475, 0.31), ribbon, at=(-0.35, 0, -0.003), round_=0.01)
        path = prints.tag("gift", "四时茶礼", "春夏秋冬", ground="#f3ecdf", size=(520, 900), seal_at=0.74)
        patch(materials.printed(path), lambda u, v: (0.5 + 0.52 * (u - 0.5), 0.1 + 0.9 * (v - 0.5), 0.3025), fine=1)
    for thing in lid:
        moved(thing, at=(0.1, 1.62, 1.12), turn=(68, 0, 0))


def seal_on(height: float) -> None:
    """The seal printed on a tin's lid."""
    path = prints.tag("lid", "汀禾", "一盒好茶", size=(500, 500))
    patch(materials.printed(path), lambda u, v: (0.26 * (u - 0.5), 0.26 * (v - 0.5), height), fine=1)
