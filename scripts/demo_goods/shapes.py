"""Surfaces as small facets: turned bodies, tubes, slabs, pillows, leaves."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from demo_goods.space import Plane, Vector, add, cross, curve, scale, subtract, unit

Place = Callable[[float, float], Vector]
Plan = Callable[[float], float]


class Facet(NamedTuple):
    """A small flat piece of a surface; `home` is its middle where it was made, by which it is painted."""

    corners: tuple[Vector, ...]
    middle: Vector
    normal: Vector
    home: Vector


Facets = list[Facet]

# A pipe that runs nearly towards the viewer needs another direction to hang its rings on.
STEEP = 0.95


def surface(place: Place, columns: int, rows: int) -> Facets:
    """The facets of a surface given by its points; it faces where (up × along) points."""
    grid = [[place(u / columns, v / rows) for u in range(columns + 1)] for v in range(rows + 1)]
    facets: Facets = []
    for v in range(rows):
        for u in range(columns):
            a, b, c, d = grid[v][u], grid[v][u + 1], grid[v + 1][u + 1], grid[v + 1][u]
            normal = cross(subtract(add(c, d), add(a, b)), subtract(add(b, c), add(a, d)))
            if normal == (0.0, 0.0, 0.0):
                continue
            middle = scale(add(add(a, b), add(c, d)), 0.25)
            facets.append(Facet((a, b, c, d), middle, unit(normal), middle))
    return facets


def circle(_angle: float) -> float:
    """The plan of an ordinary turned body."""
    return 1.0


def rounded_square(power: float = 5.0, ratio: float = 1.0) -> Plan:
    """A plan between circle and rectangle: `ratio` is depth by width."""

    def plan(angle: float) -> float:
        along, across = abs(math.cos(angle)), abs(math.sin(angle)) / ratio
        return float((along**power + across**power) ** (-1 / power))

    return plan


def turned(profile: Sequence[Plane], *, columns: int = 190, samples: int = 12, plan: Plan = circle) -> Facets:
    """A body turned from a profile of (radius, height): from the foot up outside, over the rim and down inside."""
    line = curve(profile, samples)

    def place(u: float, v: float) -> Vector:
        radius, height = line[round(v * (len(line) - 1))]
        angle = math.tau * u
        reach = radius * plan(angle)
        return reach * math.cos(angle), height, reach * math.sin(angle)

    return surface(place, columns, len(line) - 1)


def disc(radius: float, height: float, *, rings: int = 14, plan: Plan = circle) -> Facets:
    """A level round face that looks up, such as the tea in a cup."""

    def place(u: float, v: float) -> Vector:
        angle = math.tau * u
        reach = radius * (1 - v) * plan(angle)
        return reach * math.cos(angle), height, reach * math.sin(angle)

    return surface(place, 90, rings)


def way(points: Sequence[Vector], samples: int = 12) -> list[Vector]:
    """A smooth line through points in space, by cubic curves whose slopes follow the neighbours."""
    line = [points[0]]
    for index in range(len(points) - 1):
        before, start = points[max(0, index - 1)], points[index]
        end, after = points[index + 1], points[min(len(points) - 1, index + 2)]
        first, second = scale(subtract(end, before), 1 / 6), scale(subtract(start, after), 1 / 6)
        first, second = add(start, first), add(end, second)
        for sample in range(1, samples + 1):
            t = sample / samples
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            line.append(add(add(scale(start, a), scale(first, b)), add(scale(second, c), scale(end, d))))
    return line


def tube(path: Sequence[Vector], radii: Sequence[float], *, flat: float = 1.0, columns: int = 28) -> Facets:
    """A pipe along a smooth way; `radii` are spread evenly along it, `flat` presses it across the way."""
    line = way(path)
    count = len(line) - 1
    aside: Vector = (0.0, 0.0, 1.0)
    frames = []
    for index in range(count + 1):
        along = unit(subtract(line[min(count, index + 1)], line[max(0, index - 1)]))
        across = unit(cross(along, aside)) if abs(along[2]) < STEEP else unit(cross(along, (0.0, 1.0, 0.0)))
        frames.append((across, unit(cross(across, along))))

    def place(u: float, v: float) -> Vector:
        index = round(v * count)
        at = v * (len(radii) - 1)
        low = min(len(radii) - 2, int(at))
        radius = radii[low] + (radii[low + 1] - radii[low]) * (at - low)
        across, upright = frames[index]
        angle = -math.tau * u
        return add(
            line[index],
            add(scale(across, radius * math.cos(angle)), scale(upright, radius * flat * math.sin(angle))),
        )

    return surface(place, columns, count)


def pillow(width: float, height: float, depth: float) -> Facets:
    """The front of a stuffed square cushion that stands upright, its corners drawn out to points."""

    def place(u: float, v: float) -> Vector:
        x, y = 2 * u - 1, 2 * v - 1
        # The seams run inwards between the corners, less so below, where the weight rests.
        aside = 1 - 0.075 * (1 - y * y) * x * x
        upright = 1 - (0.075 if y > 0 else 0.02) * (1 - x * x) * y * y
        swell = math.sqrt(max(0.0, (1 - abs(x) ** 2.6) * (1 - abs(y) ** 2.6)))
        corner = (abs(x) * abs(y)) ** 2.2
        crease = 0.05 * corner * math.sin(9 * math.atan2(y, x) * 2 + 3 * x) * (1 - abs(x)) * 6
        dent = 0.05 * math.exp(-((x + 0.2) ** 2 + (y - 0.55) ** 2) / 0.12)
        return x * aside * width / 2, (y * upright + 1) * height / 2, depth * (swell + crease - dent)

    return surface(lambda u, v: place(1 - u, v), 120, 120)


def slab(outline: Sequence[Plane], length: float, *, columns: int = 60) -> Facets:
    """An outline of (z, y), counter-clockwise seen from the right, drawn out along x; its ends stay open."""

    def place(u: float, v: float) -> Vector:
        z, y = outline[round(v * (len(outline) - 1))]
        return (u - 0.5) * length, y, z

    return surface(place, columns, len(outline) - 1)


def leaf(root: Vector, tip: Vector, width: float, bend: float) -> Facets:
    """A leaf from its root to its tip, hollow along the middle and bent downwards."""
    along = subtract(tip, root)
    across = unit(cross(along, (0.2, 0.3, 1.0)))
    lift = unit(cross(across, along))

    def place(u: float, v: float) -> Vector:
        half = width * math.sin(math.pi * v**0.8) * (1 - 0.25 * v)
        side = 2 * u - 1
        middle = add(root, scale(along, v))
        droop = scale((0.0, -1.0, 0.0), bend * v * v)
        hollow = scale(lift, 0.35 * half * abs(side))
        return add(add(middle, droop), add(scale(across, half * side), hollow))

    return surface(place, 10, 22)


def moved(facets: Facets, move: Callable[[Vector], Vector], direct: Callable[[Vector], Vector] | None = None) -> Facets:
    """The facets at another place; `direct` turns their normals where the move turns the body."""
    turned_normal = direct or (lambda normal: normal)
    return [
        Facet(
            tuple(move(corner) for corner in facet.corners), move(facet.middle), turned_normal(facet.normal), facet.home
        )
        for facet in facets
    ]
