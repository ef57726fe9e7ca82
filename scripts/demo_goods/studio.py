"""The camera: puts bodies on a curved backdrop in the light of the studio and writes the picture as SVG."""

import math
from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from demo_goods.materials import KEY, Material, shade
from demo_goods.shapes import Facets, moved
from demo_goods.space import Vector, add, dot, scale, tilt, turn

# Shadows of a wide soft box are shorter than those of its middle.
SHADOW_REACH = 0.7
# Facets just turned away still close the outline.
EDGE_ON = -0.02


class Print(NamedTuple):
    """A drawing in centimetres on a flat face: `origin` is its zero, `along` and `down` its directions."""

    origin: Vector
    along: Vector
    down: Vector
    drawing: str


class Piece(NamedTuple):
    """A surface and what it is made of."""

    facets: Facets
    material: Material


class Body(NamedTuple):
    """Pieces that are sorted by depth together; bodies are painted in the order of the scene.

    `shadow` is how dark a shadow it throws, `ground` the height of what it stands on, such as a tray.
    """

    pieces: list[Piece]
    prints: tuple[Print, ...] = ()
    texture: str = ""
    shadow: float = 1.0
    ground: float = 0.0


class Camera(NamedTuple):
    """Where the origin of the table falls in the picture, and how many pixels a centimetre has."""

    x: float
    y: float
    zoom: float
    elevation: float = 19.0

    @property
    def view(self) -> Vector:
        """The direction towards the camera."""
        return 0.0, math.sin(math.radians(self.elevation)), math.cos(math.radians(self.elevation))

    def to(self, point: Vector) -> tuple[float, float]:
        """The place of a point in the picture."""
        _aside, sine, cosine = self.view
        return self.x + self.zoom * point[0], self.y - self.zoom * (point[1] * cosine - point[2] * sine)

    def matrix(self, origin: Vector, along: Vector, down: Vector) -> str:
        """The SVG transform that prints centimetres onto a flat face; exact, for a camera without vanishing point."""
        start = self.to(origin)
        right, below = self.to(add(origin, along)), self.to(add(origin, down))
        values = (
            right[0] - start[0], right[1] - start[1], below[0] - start[0], below[1] - start[1], start[0], start[1],
        )  # fmt: skip
        return "matrix(" + " ".join(f"{value:.4f}" for value in values) + ")"


class Backdrop(NamedTuple):
    """The paper behind the goods, from the lit middle to the corners, and the table it runs into."""

    light: str
    main: str
    dark: str
    floor: str


SAND = Backdrop("#f6f1e9", "#ece4d8", "#d6cabb", "#f1e9de")
SAGE = Backdrop("#f1f2ea", "#e2e5d9", "#c8cdbd", "#e9ebe0")
CLAY = Backdrop("#f7eee8", "#eddfd5", "#d8c3b5", "#f2e6dd")
MIST = Backdrop("#f2f3f3", "#e3e6e7", "#c8cdd0", "#eaecec")


class Picture(NamedTuple):
    """A picture to be drawn: its bodies from back to front."""

    bodies: list[Body]
    camera: Camera
    backdrop: Backdrop = SAND
    width: int = 1000
    height: int = 1000
    extras: str = ""
    window: bool = False


def placed(
    body: Body,
    *,
    x: float = 0.0,
    y: float = 0.0,
    z: float = 0.0,
    turned: float = 0.0,
    leaning: float = 0.0,
    size: float = 1.0,
    ground: float = 0.0,
) -> Body:
    """The body somewhere else on the table: made larger, leaned back, turned, then moved."""

    def direct(normal: Vector) -> Vector:
        return turn(tilt(normal, leaning), turned)

    def move(point: Vector) -> Vector:
        return add(direct(scale(point, size)), (x, y + ground, z))

    pieces = [Piece(moved(piece.facets, move, direct), piece.material) for piece in body.pieces]
    prints = tuple(
        Print(move(mark.origin), scale(direct(mark.along), size), scale(direct(mark.down), size), mark.drawing)
        for mark in body.prints
    )
    return body._replace(pieces=pieces, prints=prints, ground=ground)


def all_placed(
    goods: list[Body] | Body,
    *,
    x: float = 0.0,
    z: float = 0.0,
    turned: float = 0.0,
    size: float = 1.0,
    ground: float = 0.0,
) -> list[Body]:
    """One or several bodies that belong together, standing somewhere else on the table, or on `ground` above it."""
    bodies = goods if isinstance(goods, list) else [goods]
    return [placed(body, x=x, z=z, turned=turned, size=size, ground=ground) for body in bodies]


def svg(picture: Picture) -> str:
    """The whole picture as one SVG document."""
    camera = picture.camera
    size = f'width="{picture.width}" height="{picture.height}" viewBox="0 0 {picture.width} {picture.height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>',
        _definitions(picture),
        _backdrop(picture),
    ]
    for ground, bodies in groupby(picture.bodies, key=lambda body: body.ground):
        together = list(bodies)
        parts.append(_shadows(together, camera, ground))
        parts += [_body(body, camera) for body in together]
    parts += [picture.extras, '<rect width="100%" height="100%" fill="url(#corners)"/></svg>']
    return "\n".join(parts)


def _definitions(picture: Picture) -> str:
    zoom = picture.camera.zoom
    paper = picture.backdrop
    return f"""<defs>
<radialGradient id="pool" cx="40%" cy="36%" r="75%"><stop offset="0" stop-color="{paper.light}"/>
<stop offset=".55" stop-color="{paper.main}"/><stop offset="1" stop-color="{paper.dark}"/></radialGradient>
<linearGradient id="table" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{paper.floor}" stop-opacity="0"/>
<stop offset=".35" stop-color="{paper.floor}" stop-opacity=".85"/>
<stop offset="1" stop-color="{paper.main}" stop-opacity=".9"/></linearGradient>
<radialGradient id="corners" cx="48%" cy="46%" r="78%"><stop offset=".62" stop-color="#5a4836" stop-opacity="0"/>
<stop offset="1" stop-color="#5a4836" stop-opacity=".17"/></radialGradient>
<filter id="far" x="-50%" y="-50%" width="200%" height="200%">
<feGaussianBlur stdDeviation="{1.15 * zoom:.1f}"/></filter>
<filter id="middle" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="{0.42 * zoom:.1f}"/>
</filter><filter id="near" x="-50%" y="-50%" width="200%" height="200%">
<feGaussianBlur stdDeviation="{0.13 * zoom:.1f}"/></filter>
<filter id="lens" x="-5%" y="-5%" width="110%" height="110%"><feGaussianBlur stdDeviation=".8"/></filter>
<linearGradient id="sheen" x1="0" y1="0" x2="1" y2=".4"><stop offset="0" stop-color="#fff" stop-opacity=".16"/>
<stop offset="1" stop-color="#2b1d10" stop-opacity=".16"/></linearGradient>
<filter id="window" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="16"/></filter>
{_texture("linen", "0.55 0.03", "0.03 0.55", 0.34)}{_texture("wood", "0.006 0.22", "0.003 0.05", 0.30)}
{_texture("grain", "0.75", "0.35", 0.20)}{_texture("paper", "0.04 0.5", "0.5", 0.16)}
</defs>"""


def _texture(name: str, first: str, second: str, strength: float) -> str:
    """A filter that lays two noises over a body as small changes of brightness."""
    half = strength / 2
    level = 1 - half
    matrix = f"0 0 0 {strength:.3f} {level - half:.3f} " * 3 + "0 0 0 0 1"
    return (
        f'<filter id="{name}" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">'
        f'<feTurbulence type="fractalNoise" baseFrequency="{first}" numOctaves="2" seed="4" result="a"/>'
        f'<feTurbulence type="fractalNoise" baseFrequency="{second}" numOctaves="2" seed="9" result="b"/>'
        '<feComposite in="a" in2="b" operator="arithmetic" k2=".5" k3=".5"/>'
        f'<feColorMatrix values="{matrix}"/>'
        '<feComposite in2="SourceGraphic" operator="arithmetic" k1="1.12" result="lit"/>'
        '<feComposite in="lit" in2="SourceGraphic" operator="in"/></filter>'
    )


def _backdrop(picture: Picture) -> str:
    top = picture.height * 0.52
    parts = [
        '<rect width="100%" height="100%" fill="url(#pool)"/>',
        f'<rect y="{top:.0f}" width="100%" height="{picture.height - top:.0f}" fill="url(#table)"/>',
    ]
    if picture.window:
        parts.append(_window(picture.width, picture.height))
    return "".join(parts)


def _window(width: int, height: int) -> str:
    """Late light through a window frame, thrown slantwise over wall and table."""
    panes = "".join(
        f'<rect x="{column * 190}" y="{line * 200}" width="165" height="175"/>'
        for column in range(3)
        for line in (0, 1, 2)
    )
    return (
        f'<g filter="url(#window)" fill="#fff3d8" opacity=".55" '
        f'transform="translate({width * 0.13:.0f} {height * 0.02:.0f}) skewX(-24) rotate(7)">{panes}</g>'
    )


def _shadows(bodies: list[Body], camera: Camera, ground: float) -> str:
    """Three layers: the wide soft one, the body of it, and the dark line where a thing touches the table."""
    layers = (("far", 60.0, 0.24), ("middle", 5.0, 0.22), ("near", 0.7, 0.42))
    parts = []
    for name, top, opacity in layers:
        shapes = []
        for body in bodies:
            outlines = [
                _thrown(facet.corners, camera, ground)
                for piece in body.pieces
                for facet in piece.facets[:: 1 if top < 1 else 2]
                if facet.middle[1] - ground < top and body.shadow > 0
            ]
            if outlines:
                shapes.append(f'<path opacity="{body.shadow}" d="{"".join(outlines)}"/>')
        parts.append(f'<g filter="url(#{name})" opacity="{opacity}" fill="#3d2f22">{"".join(shapes)}</g>')
    return "".join(parts)


def _thrown(corners: tuple[Vector, ...], camera: Camera, ground: float) -> str:
    points = []
    for corner in corners:
        reach = SHADOW_REACH * max(0.0, corner[1] - ground) / KEY[1]
        points.append(camera.to((corner[0] - KEY[0] * reach, ground, corner[2] - KEY[2] * reach)))
    # Facets seen from below would cut holes where outlines overlap in the other direction.
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
    return _path(points if area > 0 else points[::-1])


def _body(body: Body, camera: Camera) -> str:
    facets = [(facet, piece.material) for piece in body.pieces for facet in piece.facets]
    view = camera.view
    seen = [
        (facet, material)
        for facet, material in facets
        if material.opacity < 1 or material.two_sided or dot(facet.normal, view) > EDGE_ON
    ]
    seen.sort(key=lambda pair: dot(pair[0].middle, view))
    parts = []
    for facet, material in seen:
        fill, opacity = shade(facet, material, view)
        shown = f' fill-opacity="{opacity:.2f}"' if opacity < 1 else ""
        parts.append(f'<path fill="{fill}"{shown} d="{_path([camera.to(corner) for corner in facet.corners])}"/>')
    texture = f' filter="url(#{body.texture})"' if body.texture else ""
    prints = "".join(
        f'<g transform="{camera.matrix(mark.origin, mark.along, mark.down)}">{mark.drawing}</g>' for mark in body.prints
    )
    return f'<g{texture}><g filter="url(#lens)" shape-rendering="crispEdges">{"".join(parts)}</g>{prints}</g>'


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
