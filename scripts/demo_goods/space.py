"""Vectors, colours and smooth curves. Lengths are centimetres; x points right, y up, z to the viewer."""

import math
from collections.abc import Sequence
from itertools import pairwise

Vector = tuple[float, float, float]
Colour = tuple[float, float, float]
Plane = tuple[float, float]

# Up to here the curve of sRGB is a straight line (IEC 61966-2-1).
SRGB_LINEAR_END = 0.04045


def add(a: Vector, b: Vector) -> Vector:
    """Sum of two vectors."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def subtract(a: Vector, b: Vector) -> Vector:
    """The way from `b` to `a`."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def scale(a: Vector, factor: float) -> Vector:
    """The vector made longer by `factor`."""
    return a[0] * factor, a[1] * factor, a[2] * factor


def dot(a: Vector, b: Vector) -> float:
    """Scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def unit(a: Vector) -> Vector:
    """The vector with length one; straight up when it has none."""
    length = math.sqrt(dot(a, a))
    return (0.0, 1.0, 0.0) if length == 0 else scale(a, 1 / length)


def turn(a: Vector, degrees: float) -> Vector:
    """The vector turned around the upright axis."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return a[0] * cosine + a[2] * sine, a[1], a[2] * cosine - a[0] * sine


def tilt(a: Vector, degrees: float) -> Vector:
    """The vector turned around the x axis; positive leans it away from the viewer."""
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return a[0], a[1] * cosine + a[2] * sine, a[2] * cosine - a[1] * sine


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """From `a` (0) to `b` (1)."""
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share


def step(low: float, high: float, value: float) -> float:
    """0 below `low`, 1 above `high`, smooth between them."""
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return share * share * (3 - 2 * share)


def colour(code: str) -> Colour:
    """Linear light from a colour written as `#rrggbb`."""
    parts = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= SRGB_LINEAR_END else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def code(light: Colour) -> str:
    """`#rrggbb` from linear light, the brightest parts rolled off gently as film does."""
    return "#" + "".join(f"{_developed(part):02x}" for part in light)


def _developed(part: float) -> int:
    knee = 0.72
    if part > knee:
        part = knee + (1 - knee) * (1 - math.exp(-(part - knee) / (1 - knee)))
    part = max(0.0, part)
    part = part * 12.92 if part <= SRGB_LINEAR_END / 12.92 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(min(1.0, part) * 255)


def curve(points: Sequence[Plane], samples: int = 12) -> list[Plane]:
    """A chain of cubic Bézier curves through `points`; a point written twice is a corner."""
    runs: list[list[Plane]] = [[points[0]]]
    for before, point in pairwise(points):
        if point == before:
            runs.append([point])
        else:
            runs[-1].append(point)
    line = [points[0]]
    for run in runs:
        for index in range(len(run) - 1):
            line += _bezier(run, index, samples)
    return line


def _bezier(run: list[Plane], index: int, samples: int) -> list[Plane]:
    start, end = run[index], run[index + 1]
    before, after = run[max(0, index - 1)], run[min(len(run) - 1, index + 2)]
    # The handles are a sixth of the neighbours' distance, cut so that a long neighbour cannot make a loop.
    reach = math.dist(start, end)
    first = _handle(start, before, end, reach)
    second = _handle(end, after, start, reach)
    line = []
    for sample in range(1, samples + 1):
        t = sample / samples
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        line.append(
            (
                a * start[0] + b * first[0] + c * second[0] + d * end[0],
                a * start[1] + b * first[1] + c * second[1] + d * end[1],
            )
        )
    return line


def _handle(point: Plane, behind: Plane, ahead: Plane, reach: float) -> Plane:
    way = (ahead[0] - behind[0], ahead[1] - behind[1])
    length = math.hypot(*way) or 1.0
    share = min(length / 6, reach / 3) / length
    return point[0] + way[0] * share, point[1] + way[1] * share


def noise(point: Vector) -> float:
    """Smooth noise from 0 to 1, the same for the same point."""
    base = [math.floor(part) for part in point]
    share = [part - whole for part, whole in zip(point, base, strict=True)]
    x, y, z = (part * part * (3 - 2 * part) for part in share)
    total = 0.0
    for dx, wx in ((0, 1 - x), (1, x)):
        for dy, wy in ((0, 1 - y), (1, y)):
            for dz, wz in ((0, 1 - z), (1, z)):
                total += wx * wy * wz * _hash(base[0] + dx, base[1] + dy, base[2] + dz)
    return total


def _hash(x: int, y: int, z: int) -> float:
    value = (x * 374761393 + y * 668265263 + z * 2147483647) & 0xFFFFFFFF
    value = ((value ^ (value >> 13)) * 1274126177) & 0xFFFFFFFF
    return ((value ^ (value >> 16)) & 0xFFFF) / 0xFFFF
