"""Meshes from few numbers: turned profiles, swept tubes, rounded boxes, patches for prints. A unit is 10 cm."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import bmesh
import bpy
from mathutils import Matrix, Vector

Thing = Any  # A bpy object; bpy brings no types of its own.
Paint = Any  # A bpy material.
Knot = Sequence[float]
EPSILON = 1e-4


def spline(knots: Sequence[Knot], *, size: int, fine: int = 6) -> list[list[float]]:
    """Points on the cubic B-spline of the knots, ends included.

    A knot has `size` coordinates and may carry one number more: how often it is repeated. Two make a tight
    bend, three a corner.
    """
    poles: list[list[float]] = []
    for knot in knots:
        poles += [list(knot[:size])] * (int(knot[size]) if len(knot) > size else 1)
    poles = [poles[0]] * 2 + poles + [poles[-1]] * 2
    points: list[list[float]] = []
    for start in range(len(poles) - 3):
        four = poles[start : start + 4]
        for step in range(fine):
            t = step / fine
            weights = ((1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3)
            point = [sum(w * p[axis] for w, p in zip(weights, four, strict=True)) / 6 for axis in range(size)]
            if not points or max(abs(a - b) for a, b in zip(point, points[-1], strict=True)) > EPSILON:
                points.append(point)
    points.append(list(poles[-1]))
    return points


def solid(name: str, corners: Sequence[Sequence[float]], faces: Sequence[Sequence[int]], paint: Paint) -> Thing:
    """A smooth mesh from its corners and faces, linked into the scene."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([tuple(corner) for corner in corners], [], [tuple(face) for face in faces])
    mesh.update()
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    thing = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(thing)
    if paint is not None:
        mesh.materials.append(paint)
    return thing


def lathe(
    knots: Sequence[Knot],
    paint: Paint,
    *,
    at: Sequence[float] = (0, 0, 0),
    steps: int = 128,
    fine: int = 6,
    foot: tuple[float, Paint] | None = None,
    inside: Paint = None,
    swell: Callable[[float, float], float] | None = None,
) -> Thing:
    """Turn a profile of (radius, height) round the upright axis.

    `foot` gives another paint to all that lies below a height, as the bare clay ring under a glaze; `inside` to
    all that the profile passes after its highest point;
    `swell` answers a factor for the radius at (angle, height), for ribs and pinched lips.
    """
    profile = spline(knots, size=2, fine=fine)
    rows = len(profile)
    corners = []
    for step in range(steps):
        angle = 2 * math.pi * step / steps
        for radius, height in profile:
            wide = max(radius, 0.0004) * (swell(angle, height) if swell else 1)
            corners.append((wide * math.cos(angle), wide * math.sin(angle), height))
    faces = [
        (i * rows + j, (i + 1) % steps * rows + j, (i + 1) % steps * rows + j + 1, i * rows + j + 1)
        for i in range(steps)
        for j in range(rows - 1)
    ]
    thing = solid("turned", corners, faces, paint)
    thing.data.materials.append(foot[1] if foot else paint)
    thing.data.materials.append(inside or paint)
    top = max(range(rows), key=lambda row: profile[row][1])
    for number, polygon in enumerate(thing.data.polygons):
        if inside is not None and number % (rows - 1) >= top:
            polygon.material_index = 2
        elif foot and polygon.center.z < foot[0]:
            polygon.material_index = 1
    thing.location = at
    return thing


def tube(
    knots: Sequence[Knot],
    paint: Paint,
    *,
    flat: float = 1.0,
    hollow: float = 0.0,
    wall: float = 0.03,
    sides: int = 32,
    fine: int = 8,
    up: Sequence[float] = (0, 1, 0),
) -> Thing:
    """Sweep an ellipse along knots of (x, y, z, radius).

    `flat` scales the radius along `up`; `hollow` lets the far end open into a bore of that length.
    """
    path = spline(knots, size=4, fine=fine)
    rings = [(Vector(point[:3]), point[3]) for point in path]
    ways = [(rings[min(i + 1, len(rings) - 1)][0] - rings[max(i - 1, 0)][0]).normalized() for i in range(len(rings))]
    sections = [(*ring, way) for ring, way in zip(rings, ways, strict=True)]
    sections = dome(sections[0], back=True) + sections
    if hollow:
        sections += bore(sections, hollow, wall)
    else:
        sections += dome(sections[-1], back=False)
    corners = []
    side = Vector(up)
    for place, radius, way in sections:
        side = (side - way * side.dot(way)).normalized()
        other = way.cross(side)
        for step in range(sides):
            angle = 2 * math.pi * step / sides
            corners.append(place + radius * (flat * math.cos(angle) * side + math.sin(angle) * other))
    faces = [
        (i * sides + j, i * sides + (j + 1) % sides, (i + 1) * sides + (j + 1) % sides, (i + 1) * sides + j)
        for i in range(len(sections) - 1)
        for j in range(sides)
    ]
    faces_all: list[Sequence[int]] = [*faces, tuple(range(sides))[::-1]]
    last = (len(sections) - 1) * sides
    faces_all.append(tuple(range(last, last + sides)))
    return solid("tube", corners, faces_all, paint)


Section = tuple[Vector, float, Vector]


def dome(section: Section, *, back: bool) -> list[Section]:
    """Sections that round off an end of a tube."""
    place, radius, way = section
    sign = -1 if back else 1
    angles = [math.pi / 2 * step / 5 for step in range(1, 5)]
    made = [(place + sign * way * radius * 0.6 * math.sin(a), max(radius * math.cos(a), 0.001), way) for a in angles]
    return made[::-1] if back else made


def bore(sections: Sequence[Section], depth: float, wall: float) -> list[Section]:
    """Sections that turn over the lip of an open end and go back into it."""
    place, radius, way = sections[-1]
    inner = [
        (place + way * wall * 0.4, radius - wall * 0.3, way),
        (place + way * wall * 0.4, radius - wall * 0.7, way),
    ]
    gone = 0.0
    for (before, _, _), (here, wide, along) in zip(reversed(sections[1:]), reversed(sections[:-1]), strict=True):
        gone += (before - here).length
        inner.append((here, max(wide - wall, 0.004), along))
        if gone > depth:
            break
    return inner


def box(size: Sequence[float], paint: Paint, *, at: Sequence[float] = (0, 0, 0), round_: float = 0.02) -> Thing:
    """A box with rounded edges; `at` is the middle of its underside."""
    frame = bmesh.new()
    bmesh.ops.create_cube(frame, size=1)
    bmesh.ops.scale(frame, vec=Vector(size), verts=frame.verts)
    mesh = bpy.data.meshes.new("box")
    frame.to_mesh(mesh)
    frame.free()
    mesh.materials.append(paint)
    thing = bpy.data.objects.new("box", mesh)
    bpy.context.scene.collection.objects.link(thing)
    bevel = thing.modifiers.new("bevel", "BEVEL")
    bevel.width = round_
    bevel.segments = 5
    bevel.harden_normals = True
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    thing.location = (at[0], at[1], at[2] + size[2] / 2)
    return thing


def slab(
    outline: Sequence[Sequence[float]], thick: float, paint: Paint, *, round_: float = 0.02, z: float = 0
) -> Thing:
    """A flat piece of any outline (x, y), `thick` high, with rounded edges."""
    count = len(outline)
    corners = [(x, y, z) for x, y in outline] + [(x, y, z + thick) for x, y in outline]
    faces: list[Sequence[int]] = [tuple(range(count))[::-1], tuple(range(count, 2 * count))]
    faces += [(i, (i + 1) % count, count + (i + 1) % count, count + i) for i in range(count)]
    thing = solid("slab", corners, faces, paint)
    bevel = thing.modifiers.new("bevel", "BEVEL")
    bevel.width = round_
    bevel.segments = 4
    bevel.harden_normals = True
    return thing


def rounded(width: float, depth: float, radius: float, *, fine: int = 16) -> list[tuple[float, float]]:
    """The outline of a rectangle with round corners, counter-clockwise."""
    points = []
    for number, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        middle = (sx * (width / 2 - radius), sy * (depth / 2 - radius))
        for step in range(fine + 1):
            angle = math.pi / 2 * (number + step / fine)
            points.append((middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)))
    return points


def patch(paint: Paint, where: Callable[[float, float], Sequence[float]], *, fine: int = 48) -> Thing:
    """A sheet for a print: `where(u, v)` places each of its points, and u and v are its picture's axes."""
    side = fine + 1
    corners = [where(u / fine, v / fine) for v in range(side) for u in range(side)]
    faces = [
        (v * side + u, v * side + u + 1, (v + 1) * side + u + 1, (v + 1) * side + u)
        for v in range(fine)
        for u in range(fine)
    ]
    thing = solid("print", corners, faces, paint)
    sheet = thing.data.uv_layers.new(name="print")
    for loop in thing.data.loops:
        row, column = divmod(loop.vertex_index, side)
        sheet.data[loop.index].uv = (column / fine, row / fine)
    return thing


def wrapped(paint: Paint, radius: float, low: float, high: float, *, degrees: float = 360, turn: float = -90) -> Thing:
    """A print laid round an upright cylinder, its middle facing `turn` degrees."""
    span = math.radians(degrees)

    def where(u: float, v: float) -> tuple[float, float, float]:
        angle = math.radians(turn) + (u - 0.5) * span
        return radius * math.cos(angle), radius * math.sin(angle), low + v * (high - low)

    return patch(paint, where, fine=64)


def front(paint: Paint, width: float, low: float, high: float, y: float, *, x: float = 0) -> Thing:
    """A flat print on a front face that looks towards the camera."""
    return patch(paint, lambda u, v: (x + (u - 0.5) * width, y, low + v * (high - low)), fine=1)


def merge(things: Sequence[Thing], *, voxel: float, smooth: int = 6) -> Thing:
    """Melt things into one skin, as clay joins clay; the first one's paint stays."""
    for thing in bpy.context.scene.objects:
        thing.select_set(thing in things)
    bpy.context.view_layer.objects.active = things[0]
    bpy.ops.object.join()
    one = things[0]
    remesh = one.modifiers.new("skin", "REMESH")
    remesh.mode = "VOXEL"
    remesh.voxel_size = voxel
    remesh.use_smooth_shade = True
    ease = one.modifiers.new("ease", "SMOOTH")
    ease.factor = 0.5
    ease.iterations = smooth
    return one


def moved(thing: Thing, *, at: Sequence[float] = (0, 0, 0), turn: Sequence[float] = (0, 0, 0)) -> Thing:
    """The thing turned by degrees round x, y and z about the origin, then moved."""
    angles = [math.radians(angle) for angle in turn]
    spin = Matrix.Rotation(angles[2], 4, "Z") @ Matrix.Rotation(angles[1], 4, "Y") @ Matrix.Rotation(angles[0], 4, "X")
    thing.matrix_world = Matrix.Translation(Vector(at)) @ spin @ thing.matrix_basis
    return thing


def chance(*seed: float) -> float:
    """A number in 0..1 that looks like chance and is the same for the same seed."""
    value = (
        math.sin(sum(part * weight for part, weight in zip(seed, (12.9898, 78.233, 37.719), strict=False))) * 43758.5453
    )
    return value - math.floor(value)
