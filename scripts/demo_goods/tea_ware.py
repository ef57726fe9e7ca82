"""Tea ware: gaiwan, teapot, cups, fairness pitcher, caddy."""

from demo_goods.materials import Material, glaze, plain, wood
from demo_goods.shapes import disc, moved, tube, turned
from demo_goods.space import Vector
from demo_goods.studio import Body, Piece

GLAZES = {
    "white": ("#efeae0", "#fbf8f2", "#ddd5c6"),
    "celadon": ("#a9bfae", "#d5ddcc", "#86a592"),
    "ink": ("#34363a", "#7a6a58", "#222428"),
    "russet": ("#a4583a", "#c98f63", "#7f3f2a"),
    "sky": ("#9fb4bf", "#d2dde0", "#7d98a6"),
}


def glazed(name: str, height: float, *, foot_height: float = 0.35, matt: bool = False) -> Material:
    """One of the shop's glazes on a piece of this height."""
    body, rim, pool = GLAZES[name]
    paint = glaze(body, rim=rim, pool=pool, height=height, foot_height=foot_height)
    if matt:
        return Material(paint, gloss=0.22, blur=0.34, mirror=0.12, bare_below=foot_height)
    return Material(paint, gloss=0.75, blur=0.1, mirror=0.42, bare_below=foot_height)


def cup(name: str, *, radius: float = 3.3, height: float = 4.6, tea: str = "") -> Body:
    """A tasting cup, opening a little at the rim."""
    foot, wall = radius * 0.46, 0.22
    profile = [
        (foot - 0.25, 0.0), (foot, 0.0), (foot, 0.0), (foot, 0.45), (foot, 0.45),
        (radius * 0.72, height * 0.2), (radius * 0.92, height * 0.5), (radius * 0.97, height * 0.8), (radius, height),
        (radius - wall * 0.5, height + 0.1), (radius - wall, height - 0.05),
        (radius * 0.9 - wall, height * 0.6), (radius * 0.7, height * 0.28), (0.4, height * 0.16), (0.01, height * 0.15),
    ]  # fmt: skip
    pieces = [Piece(turned(profile, samples=9), glazed(name, height))]
    if tea:
        level = height * 0.74
        pieces.append(Piece(disc(radius * 0.95 - wall, level), Material(plain(tea), gloss=0.5, blur=0.05, mirror=0.5)))
    return Body(pieces)


def gaiwan(name: str) -> list[Body]:
    """Saucer, bowl and lid, from below to above."""
    saucer = [
        (2.2, 0.0), (2.6, 0.0), (2.6, 0.0), (2.7, 0.4), (2.7, 0.4), (4.4, 0.75), (5.9, 1.5), (6.0, 1.62),
        (5.9, 1.68), (4.4, 1.0), (3.0, 0.72), (3.0, 0.72), (2.8, 0.55), (0.01, 0.55),
    ]  # fmt: skip
    bowl = [
        (2.1, 0.6), (2.3, 0.6), (2.3, 0.6), (2.35, 1.2), (2.35, 1.2), (3.5, 2.1), (4.5, 3.9), (4.95, 5.6), (5.75, 7.0),
        (5.8, 7.12), (5.6, 7.15), (4.7, 5.6), (4.2, 3.9), (3.2, 2.4), (0.01, 2.0),
    ]  # fmt: skip
    lid = [
        (5.0, 6.7), (5.05, 6.85), (4.9, 7.0), (4.2, 7.9), (2.9, 8.65), (1.6, 8.95), (1.6, 8.95), (1.3, 9.1),
        (1.25, 9.4),        (1.6, 9.85), (1.72, 9.98), (1.6, 10.05), (1.1, 9.8), (0.01, 9.72),
    ]  # fmt: skip
    return [
        Body([Piece(turned(saucer, samples=8), glazed(name, 1.7, foot_height=0.2))]),
        Body([Piece(turned(bowl, samples=9), glazed(name, 7.2, foot_height=0.9))]),
        Body([Piece(turned(lid, samples=9), glazed(name, 10.1, foot_height=0.0))]),
    ]


def teapot(name: str) -> list[Body]:
    """A round pot with a ring handle, a short spout and a lid with a knob."""
    body = [
        (2.9, 0.0), (3.2, 0.0), (3.2, 0.0), (3.3, 0.4), (3.3, 0.4), (5.2, 1.3), (6.5, 3.6), (6.3, 6.0), (4.6, 7.9),
        (3.6, 8.3), (3.6, 8.3), (3.5, 8.55), (3.3, 8.6), (3.2, 8.3), (3.0, 7.8),
    ]  # fmt: skip
    lid = [
        (3.35, 8.45), (3.45, 8.6), (3.3, 8.8), (2.3, 9.35), (1.1, 9.65), (0.6, 9.75), (0.6, 9.75), (0.55, 10.0),
        (0.95, 10.45), (1.0, 10.85), (0.6, 11.2), (0.01, 11.28),
    ]  # fmt: skip
    spout = tube(
        [(3.6, 2.7, 0.9), (6.4, 3.7, 1.0), (8.3, 5.9, 1.0), (9.7, 7.9, 1.0)], [1.7, 1.55, 0.95, 0.64], columns=60
    )
    mouth = tube([(9.7, 7.9, 1.0), (9.76, 7.99, 1.0)], [0.62, 0.02])
    handle = tube(
        [(-4.6, 6.8, 0.0), (-7.4, 7.8, 0.0), (-9.5, 6.9, 0.0), (-9.7, 4.8, 0.0), (-8.1, 3.0, 0.0), (-5.2, 2.5, 0.0)],
        [0.62, 0.5, 0.48, 0.5, 0.6],
        columns=44,
    )
    material = glazed(name, 11.3)
    return [
        Body([Piece(handle, material)]),
        Body(
            [
                Piece(turned(body, samples=10), material),
                Piece(spout, material),
                Piece(mouth, Material(plain("#3a322a"))),
            ]
        ),
        Body([Piece(turned(lid, samples=9), material)]),
    ]


CLEAR = Material(plain("#d7e2de"), gloss=0.95, blur=0.05, mirror=0.3, opacity=0.02)
SMOKED = Material(plain("#a8713f"), gloss=1.0, blur=0.05, mirror=0.35, opacity=0.2)


def pitcher(tea: str = "#b8651f") -> list[Body]:
    """A fairness pitcher of heat-proof glass, two thirds full."""
    profile = [
        (0.01, 0.0), (3.0, 0.0), (3.6, 0.35), (4.5, 2.6), (4.3, 5.4), (3.7, 7.4), (3.9, 8.6),
        (3.75, 8.7), (3.5, 7.4), (4.1, 5.4), (4.3, 2.7), (3.4, 0.7), (0.01, 0.5),
    ]  # fmt: skip

    def lip(point: Vector) -> Vector:
        x, y, z = point
        pull = max(0.0, (y - 6.6) / 2.1) ** 2 * max(0.0, x / 3.8) ** 6
        return x + 1.25 * pull, y + 0.25 * pull, z

    drink = [(0.01, 0.55), (3.3, 0.75), (4.22, 2.7), (4.1, 4.9), (4.02, 5.5)]
    liquid = Material(plain(tea), gloss=0.1, mirror=0.2, opacity=0.72)
    handle = tube(
        [(-3.6, 7.0, 0.0), (-5.8, 7.3, 0.0), (-6.5, 5.2, 0.0), (-5.6, 3.0, 0.0), (-4.2, 2.5, 0.0)],
        [0.36, 0.34, 0.34, 0.34, 0.4],
    )
    return [
        Body([Piece(handle, CLEAR)], shadow=0.5),
        Body(
            [Piece(turned(drink, samples=9), liquid), Piece(disc(4.0, 5.5), liquid._replace(opacity=0.6, mirror=0.6))],
            shadow=0.6,
        ),
        Body([Piece(moved(turned(profile, samples=9, columns=140), lip), CLEAR)], shadow=0.4),
    ]


def caddy(name: str) -> list[Body]:
    """A caddy for tea with a turned wooden lid."""
    jar = [
        (4.0, 0.0), (4.3, 0.0), (4.3, 0.0), (4.4, 0.35), (4.4, 0.35), (5.0, 1.2), (5.2, 4.5), (4.9, 8.2), (4.2, 9.4),
        (4.05, 9.5), (3.8, 9.4), (3.8, 9.0),
    ]  # fmt: skip
    lid = [
        (4.3, 9.45), (4.45, 9.6), (4.45, 10.5), (4.3, 10.75), (4.3, 10.75), (1.5, 10.85), (1.5, 10.85), (1.1, 10.95),
        (0.95, 11.3), (1.15, 11.8), (0.9, 12.05), (0.01, 12.08),
    ]  # fmt: skip
    cover = Material(wood("#c69a68", "#8a5c33", along=0, fine=1.6), gloss=0.16, blur=0.4, mirror=0.06)
    return [
        Body([Piece(turned(jar, samples=10), glazed(name, 9.6, matt=True))], texture="grain"),
        Body([Piece(turned(lid, samples=8), cover)]),
    ]
