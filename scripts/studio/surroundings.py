"""Places for products in use: table tops, floors and walls, and a short way to stand things on them."""

import materials
import shapes
from palette import Look
from registry import Build
from stage import group, scenery

WALLS = {"warm": "#dcd6cb", "sage": "#bfc4b6", "clay": "#cdb9aa", "dusk": "#a9a3a0", "white": "#e9e4da"}


def put(build: Build, colour: str, x: float, y: float, *, z: float = 0, turn: float = 0, size: float = 1) -> None:
    """Stand a product at a place, turned by degrees."""
    with group(at=(x, y, z), turn=turn, size=size):
        build(Look(colour))


def wall(tone: str, away: float) -> None:
    """A plastered wall behind everything."""
    made = materials.Surface("plaster", Roughness=0.95)
    made.set(Base_Color=made.mix(made.times(made.noise(0.5, detail=6), 0.5), WALLS[tone], "#b7ab9b"))
    made.bump(made.noise(3, detail=6), 0.25, 0.04)
    corners = [(-90, away, -60), (90, away, -60), (90, away, 90), (-90, away, 90)]
    scenery(shapes.solid("wall", corners, [(0, 1, 2, 3)], made.paint))


def table(kind: str = "oak", *, tone: str = "warm", away: float = 9) -> None:
    """A table top at height 0 with a wall some way behind."""
    if kind == "linen":
        top = materials.paper("#ddd5c7", fibre=1.5)
    elif kind == "stone":
        made = materials.Surface("stone", Roughness=0.5)
        made.set(Base_Color=made.mix(made.steps(made.noise(0.8, detail=8), 0.35, 0.7), "#d9d5cd", "#c3bdb3"))
        top = made.paint
    else:
        top = Look(kind).wood(along=0)
    scenery(shapes.box((80, away + 16, 0.6), top, at=(0, (away - 16) / 2, -0.6), round_=0.05))
    wall(tone, away)


def floor(tone: str = "warm", *, away: float = 7) -> None:
    """Oak boards on the floor and a wall."""
    for number in range(14):
        board = scenery(
            shapes.box(
                (90, 1.78, 0.3),
                Look("oak").wood(along=0),
                at=(7.3 * (number % 3), away - 0.9 - 1.8 * number, -0.3),
                round_=0.015,
            )
        )
        board.location.z += 0.001 * (number % 3)
    wall(tone, away)
