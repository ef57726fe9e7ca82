# ruff: noqa: PLR2004 - the numbers are the shape; a name for each would only repeat it.
"""布艺与木作: cushions, towels, runners, throws, stools and small tables."""

import math

import materials
import shapes
from palette import CLOTHS, Look
from registry import form
from shapes import lathe, moved, slab, solid, tube
from stage import Shot, group, made

from forms.tea_ware import cup


def sewn(width: float, depth: float, plump: float, paint: materials.Paint, *, fine: int = 96) -> shapes.Thing:
    """A stuffed cushion lying flat: two sheets sewn at the edge, full in the middle, its corners drawn to points."""
    points, faces = [], []
    side = fine + 1
    for face in (1, -1):
        for j in range(side):
            for i in range(side):
                u, v = 2 * i / fine - 1, 2 * j / fine - 1
                bow = 1 - 0.055 * (1 - v * v) * abs(u) ** 3
                bow_across = 1 - 0.055 * (1 - u * u) * abs(v) ** 3
                full = ((1 - u**2) * (1 - v**2)) ** 0.55
                edge = 1 - max(abs(u), abs(v))
                crease = (
                    0.09
                    * math.exp(-edge * 6)
                    * (math.sin(23 * u + 5 * v) * (1 - abs(u)) + math.sin(21 * v - 4 * u) * (1 - abs(v)))
                )
                sag = 0.05 * math.sin(2.2 * u + 1.1) * math.sin(1.7 * v + 0.6)
                points.append(
                    (
                        width / 2 * u * bow,
                        depth / 2 * v * bow_across,
                        face * (plump / 2 * full + edge * crease + full * sag * 0.5) + 0.0,
                    )
                )
        start = 0 if face == 1 else side * side
        for j in range(fine):
            for i in range(fine):
                a = start + j * side + i
                faces.append((a, a + 1, a + side + 1, a + side)[::face])
    thing = solid("cushion", points, faces, paint)
    weld = thing.modifiers.new("seam", "WELD")
    weld.merge_threshold = 0.0008
    rim = [(*_edge(t, width, depth), 0.028) for t in range(161)]
    piping = tube(rim, paint, sides=12, fine=2)
    piping.parent = thing
    return thing


def _edge(step: int, width: float, depth: float) -> tuple[float, float, float]:
    """A place on the seam, a hundred and sixty of them round."""
    side, t = divmod(step % 160, 40)
    u = 2 * t / 40 - 1
    x, y = ((u, -1.0), (1.0, u), (-u, 1.0), (-1.0, -u))[side]
    bow = 1 - 0.055 * (1 - y * y) * abs(x) ** 3
    bow_across = 1 - 0.055 * (1 - x * x) * abs(y) ** 3
    return width / 2 * x * bow, depth / 2 * y * bow_across, 0.0


@form(
    "linen-cushion",
    Shot(turn=-34, rise=12, fill=0.74),
    detail=Shot(turn=-34, rise=14, focus=(1.0, -0.5, 1.0), span=2.6),
)
def cushion(look: Look) -> None:
    """One cushion standing, leaning back."""
    thing = sewn(4.4, 4.4, 2.4, look.cloth(weave=22))
    moved(thing, at=(0, 0, 2.12), turn=(72, 0, 0))


def folded(
    layers: int,
    width: float,
    depth: float,
    thick: float,
    paint: materials.Paint,
    *,
    seed: float = 0,
    rough: float = 0.03,
) -> shapes.Thing:
    """A cloth folded into layers, its round folds towards the camera."""
    loops: list[tuple[float, float]] = []
    front, back = -depth / 2, depth / 2
    height = thick * 0.55
    for layer in range(layers):
        ahead = layer % 2 == 0
        ends = (back - 0.02 * layer, front + thick * 0.5) if ahead else (front + thick * 0.5, back - 0.02 * layer)
        loops += [(ends[0] + (ends[1] - ends[0]) * s / 10, height + 0.02 * math.sin(3 * s + layer)) for s in range(11)]
        if layer + 1 < layers:
            centre, way = height + thick * 0.52, -1 if ahead else 1
            loops += [
                (
                    ends[1] + way * thick * 0.52 * math.sin(math.pi * a / 6),
                    centre - thick * 0.52 * math.cos(math.pi * a / 6),
                )
                for a in range(1, 6)
            ]
            height += thick * 1.04
    path = shapes.spline(loops, size=2, fine=2)
    columns = 72
    points = []
    for i in range(columns + 1):
        x = width * (i / columns - 0.5)
        for number, (y, z) in enumerate(path):
            wave = rough * (
                math.sin(2.1 * x + seed) * math.sin(0.05 * number + seed) + 0.5 * math.sin(5 * x + 0.11 * number + seed)
            )
            points.append(
                (
                    x + 0.02 * math.sin(0.21 * number + seed),
                    y + wave * 0.6,
                    z * (1 + 0.0 * wave) + wave * 0.35 * min(1, z),
                )
            )
    rows = len(path)
    faces = [
        (i * rows + j, i * rows + j + 1, (i + 1) * rows + j + 1, (i + 1) * rows + j)
        for i in range(columns)
        for j in range(rows - 1)
    ]
    thing = solid("folded", points, faces, paint)
    sheet = thing.data.uv_layers.new(name="cloth")
    for loop in thing.data.loops:
        column, row = divmod(loop.vertex_index, rows)
        sheet.data[loop.index].uv = (width * column / columns, row * depth / 25)
    body = thing.modifiers.new("body", "SOLIDIFY")
    body.thickness, body.offset = thick * 0.96, 0
    soft = thing.modifiers.new("soft", "SUBSURF")
    soft.levels = soft.render_levels = 1
    return thing


def waffle(tone: str, deep: str) -> materials.Paint:
    """Cotton woven into little square wells."""
    made_of = materials.Surface("waffle", Roughness=0.95, Sheen_Weight=0.3)
    wells = []
    cloth = made_of.add("ShaderNodeTexCoord").outputs["UV"]
    for axis in ("X", "Y"):
        wave = made_of.add("ShaderNodeTexWave", Vector=cloth, Scale=2.4, Distortion=0.15)
        wave.bands_direction = axis
        wells.append(made_of.steps(wave.outputs[1], 0.0, 0.85))
    ridge = made_of.add("ShaderNodeMath")
    ridge.operation = "MAXIMUM"
    made_of.feed(ridge.inputs[0], wells[0])
    made_of.feed(ridge.inputs[1], wells[1])
    made_of.set(Base_Color=made_of.mix(ridge.outputs[0], deep, tone))
    made_of.bump(ridge.outputs[0], 1.0, 0.06)
    made_of.bump(made_of.noise(40, detail=3), 0.3, 0.01)
    return made_of.paint


@form(
    "waffle-towel",
    Shot(turn=-22, rise=20, fill=0.78),
    detail=Shot(turn=-30, rise=22, focus=(0.6, -1.1, 0.55), span=1.7),
)
def towels(look: Look) -> None:
    """A bath towel below, a face towel on it."""
    tone, deep = CLOTHS[look.colour]
    folded(4, 3.4, 2.4, 0.16, waffle(tone, deep), seed=1)
    top = folded(3, 2.6, 1.9, 0.14, waffle(tone, deep), seed=4)
    top.location = (0.05, -0.1, 0.655)


def strip(look: Look, length: float, width: float) -> None:
    """A cloth strip running to the camera, rolled at its far end, fringed at the near one."""
    paint = look.cloth(weave=24)
    turns = [
        (
            0.36 * (1 - 0.7 * a / 40) * math.sin(a / 40 * 5 * math.pi),
            0.36 * (1 - 0.7 * a / 40) * math.cos(a / 40 * 5 * math.pi),
        )
        for a in range(41)
    ]
    path = [(-length / 2 + length * s / 30, 0.03 + 0.008 * math.sin(s * 1.3)) for s in range(31)]
    path += [(length / 2 + x, 0.38 - z) for x, z in turns]
    path = [(p[0], p[1]) for p in shapes.spline(path, size=2, fine=3)]
    columns = 40
    points = [(width * (i / columns - 0.5), y, z) for i in range(columns + 1) for y, z in path]
    rows = len(path)
    faces = [
        (i * rows + j, i * rows + j + 1, (i + 1) * rows + j + 1, (i + 1) * rows + j)
        for i in range(columns)
        for j in range(rows - 1)
    ]
    thing = solid("runner", points, faces, paint)
    thing.modifiers.new("body", "SOLIDIFY").thickness = 0.03
    for number in range(56):
        x = width * (number / 55 - 0.5)
        sway = 0.05 * (shapes.chance(number) - 0.5)
        tube(
            [
                (x, -length / 2, 0.03, 0.014),
                (x + sway, -length / 2 - 0.16, 0.02, 0.013),
                (x + 2 * sway, -length / 2 - 0.34, 0.014, 0.012),
            ],
            paint,
            sides=8,
            fine=3,
        )


@form("table-runner", Shot(turn=-26, rise=30, fill=0.86))
def runner(look: Look) -> None:
    """The runner with a white cup on it."""
    strip(look, 5.2, 2.6)
    with group(at=(0.2, -1.2, 0.04), size=1.15):
        cup(Look("white"), inside=None)


def stool(look: Look) -> None:
    """Three legs and a hollowed round seat, 42 cm high."""
    seat = lathe(
        [(0, 3.80), (1.3, 3.80), (1.52, 3.84), (1.6, 3.98), (1.585, 4.12), (1.5, 4.19), (1.3, 4.18), (0.8, 4.10),
         (0, 4.06)],
        look.wood(along=0), steps=128,
    )  # fmt: skip
    del seat
    for step in range(3):
        angle = math.radians(90 + 120 * step)
        cos, sin = math.cos(angle), math.sin(angle)
        leg = look.wood(along=2)
        tube(
            [
                (1.36 * cos, 1.36 * sin, 0.0, 0.135),
                (1.2 * cos, 1.2 * sin, 1.6, 0.175),
                (1.0 * cos, 1.0 * sin, 3.6, 0.2),
                (0.95 * cos, 0.95 * sin, 4.115, 0.19),
            ],
            leg,
            sides=40,
        )


@form(
    "three-leg-stool",
    Shot(turn=-14, rise=16, fill=0.8),
    detail=Shot(turn=-20, rise=32, focus=(0.1, -0.1, 4.0), span=3.6),
)
def three_leg_stool(look: Look) -> None:
    """The stool alone."""
    stool(look)


@form("noon-napkin", Shot(turn=-24, rise=28, fill=0.74))
def napkins(look: Look) -> None:
    """Four folded napkins and a rolled one tied with cord."""
    paint = look.cloth(weave=34)
    for number in range(4):
        thing = folded(3, 1.5, 1.5, 0.05, paint, seed=number * 2.0, rough=0.02)
        moved(thing, at=(0.01 * number, 0, 0.17 * number), turn=(0, 0, 3 * shapes.chance(number) - 1.5))
    whorl = [
        (
            0.17 * (1 - 0.8 * a / 60) * math.cos(a / 60 * 8 * math.pi),
            0.17 * (1 - 0.8 * a / 60) * math.sin(a / 60 * 8 * math.pi),
        )
        for a in range(61)
    ]
    with made() as roll:
        rows = len(whorl)
        points = [(1.35 * (i / 24 - 0.5), y, z) for i in range(25) for y, z in whorl]
        faces = [
            (i * rows + j, i * rows + j + 1, (i + 1) * rows + j + 1, (i + 1) * rows + j)
            for i in range(24)
            for j in range(rows - 1)
        ]
        solid("roll", points, faces, paint).modifiers.new("body", "SOLIDIFY").thickness = 0.026
        cord = look.cloth("natural")
        for shift in (-0.02, 0.02):
            tube(
                [
                    (shift, 0.188 * math.cos(a), 0.188 * math.sin(a), 0.016)
                    for a in (2 * math.pi * i / 16 for i in range(17))
                ],
                cord,
                sides=10,
            )
        for way in (-1, 1):
            tube(
                [
                    (0, 0, 0.19, 0.015),
                    (0.1 * way, -0.06, 0.24, 0.015),
                    (0.24 * way, -0.12, 0.2, 0.015),
                    (0.34 * way, -0.2, 0.12, 0.014),
                ],
                cord,
                sides=10,
            )
    for thing in roll:
        moved(thing, at=(0, -0.1, 0.86), turn=(0, 0, 18))


@form("hillside-throw", Shot(turn=-24, rise=20, fill=0.82))
def throw(look: Look) -> None:
    """A thick folded blanket with a fringe."""
    paint = look.cloth(weave=12, depth=0.9)
    folded(4, 4.0, 3.0, 0.26, paint, seed=2, rough=0.06)
    for number in range(34):
        y = -1.3 + 2.6 * number / 33
        z, drop = 0.95, 0.5 + 0.14 * shapes.chance(number)
        tube(
            [
                (-1.97, y, z, 0.03),
                (-2.07, y, z - 0.08, 0.03),
                (-2.1, y + 0.02, z - drop * 0.6, 0.028),
                (-2.09, y, z - drop, 0.02),
            ],
            paint,
            sides=8,
            fine=3,
        )


@form("half-moon-table", Shot(turn=-18, rise=16, fill=0.8))
def table(look: Look) -> None:
    """A round top with one straight edge, three legs, a low ring."""
    cut = 1.0
    start = math.acos(cut / 2.0)
    outline = [
        (2.0 * math.sin(a), 2.0 * math.cos(a)) for a in (start + (2 * math.pi - 2 * start) * i / 96 for i in range(97))
    ]
    slab(outline[::-1], 0.25, look.wood(along=0), round_=0.06, z=4.25)
    for degrees in (140, 40, 270):
        angle = math.radians(degrees)
        reach = 0.85 if degrees != 270 else 1.5
        x, y = reach * 1.5 * math.cos(angle) if degrees != 270 else 0.0, reach * math.sin(angle)
        tube(
            [(x * 1.12, y * 1.12, 0, 0.12), (x * 1.05, y * 1.05, 2, 0.15), (x, y, 4.27, 0.15)],
            look.wood(along=2),
            sides=36,
        )
    lathe(
        [(0, 1.0), (1.0, 1.0, 2), (1.06, 1.03), (1.06, 1.12), (1.0, 1.15, 2), (0, 1.15)],
        look.wood(along=0),
        at=(0, -0.25, 0),
    )


@form("round-seat-pad", Shot(turn=0, rise=24, fill=0.8))
def seat_pad(look: Look) -> None:
    """A round floor cushion, eight folds drawn to its button."""
    paint = look.cloth(weave=20)
    rows, steps = 60, 192
    points, faces = [], []
    for row in range(rows + 1):
        t = row / rows
        for step in range(steps):
            angle = 2 * math.pi * step / steps
            radius = 2.5 * math.sin(math.pi / 2 * min(1, t * 1.0)) ** 0.9 if t < 1 else 2.5
            fold = 0.075 * math.cos(8 * angle) * math.exp(-((t - 0.22) ** 2) / 0.05) * min(1, t * 8)
            dimple = -0.3 * math.exp(-((radius / 0.5) ** 2))
            high = 0.8 * (1 - t**5) ** 0.5 * 0.92 + fold + dimple + 0.05
            points.append((radius * math.cos(angle), radius * math.sin(angle), max(high, 0.3) if t > 0.97 else high))
    faces = [
        (r * steps + s, (r + 1) * steps + s, (r + 1) * steps + (s + 1) % steps, r * steps + (s + 1) % steps)
        for r in range(rows)
        for s in range(steps)
    ]
    solid("pad", points, faces, paint)
    lathe([(2.46, 0.34), (2.53, 0.22), (2.5, 0.08), (2.3, 0.0), (0, 0)], paint, steps=192)
    ring = [(2.51 * math.cos(a), 2.51 * math.sin(a), 0.32, 0.045) for a in (2 * math.pi * i / 96 for i in range(97))]
    tube(ring, paint, sides=12, fine=2)
    lathe([(0, 0.40), (0.17, 0.42), (0.2, 0.47), (0.15, 0.53), (0, 0.55)], paint, steps=48)
