"""Every picture of the demo catalogue by its file name: which goods stand where, and how near the camera is."""

from collections.abc import Callable

from demo_goods.home import SMOKE, candle, cushion, diffuser, folded, incense, lamp, stool
from demo_goods.scenes import evening, long_table, tea_by_the_window
from demo_goods.studio import CLAY, MIST, SAGE, SAND, Backdrop, Body, Camera, Picture, all_placed
from demo_goods.table_ware import bottle_vase, bowl, branch, glass_vase, moon_jar, mug, plate, tray
from demo_goods.tea_ware import caddy, cup, gaiwan, pitcher, teapot
from demo_goods.teas import cake, tin

Draw = Callable[[], Picture]
Goods = list[Body] | Body

AMBER, PALE = "#a9601f", "#c9a04a"
SMOKE_RISING = SMOKE.format("M570 185C545 150 600 128 572 92S600 50 588 12")


def all_pictures() -> dict[str, Draw]:
    """Name and drawing of every picture, in the order of the catalogue."""
    return {
        **_tea_ware(),
        **_teas(),
        **_tableware(),
        **_vases(),
        **_scents_and_lamps(),
        **_linen_and_wood(),
        "scene-tea": tea_by_the_window,
        "scene-table": long_table,
        "scene-evening": evening,
    }


def _shot(
    make: Callable[[], Goods], at: tuple[float, float, float], paper: Backdrop, elevation: float = 19, extras: str = ""
) -> Draw:
    """A picture to be made later; `at` is where the middle of the table falls, and the pixels of a centimetre."""

    def draw() -> Picture:
        goods = make()
        bodies = goods if isinstance(goods, list) else [goods]
        return Picture(bodies, Camera(*at, elevation), paper, extras=extras)

    return draw


def _tea_ware() -> dict[str, Draw]:
    papers = {"white": CLAY, "celadon": SAND, "ink": MIST, "russet": SAGE}
    teas = {"white": PALE, "celadon": PALE, "ink": "", "russet": AMBER}

    def pot(name: str) -> Draw:
        return _shot(lambda: teapot(name), (500, 710, 43), papers[name], 21)

    def bowl_with_lid(name: str) -> Draw:
        return _shot(lambda: gaiwan(name), (500, 700, 56), papers[name], 22)

    def little_cup(name: str) -> Draw:
        return _shot(lambda: cup(name, tea=teas[name]), (500, 690, 96), papers[name], 27)

    def jar(name: str) -> Draw:
        return _shot(lambda: caddy(name), (500, 780, 52), papers[name])

    return {
        **{f"gaiwan-{name}": bowl_with_lid(name) for name in ("white", "celadon", "ink")},
        "gaiwan-set": _shot(_gaiwan_set, (440, 610, 38), CLAY, 27),
        **{f"teapot-{name}": pot(name) for name in ("celadon", "white", "ink")},
        "teapot-set": _shot(_teapot_set, (495, 590, 20.5), SAND, 27),
        **{f"cup-{name}": little_cup(name) for name in teas},
        "cup-four": _shot(_four_cups, (490, 570, 50), SAND, 28),
        "pitcher": _shot(lambda: pitcher(AMBER), (530, 730, 60), MIST, 21),
        "pitcher-pour": _shot(_pitcher_and_cup, (500, 640, 46), SAGE, 26),
        **{f"caddy-{name}": jar(name) for name in ("white", "russet", "ink")},
    }


def _gaiwan_set() -> list[Body]:
    return [
        *all_placed(gaiwan("white"), x=-3.6, z=-2),
        *all_placed(cup("white", tea=PALE), x=6.4, z=-0.5),
        *all_placed(cup("white", tea=PALE), x=1.6, z=6.5),
        *all_placed(cup("white", tea=PALE), x=9.6, z=6.0),
    ]


def _teapot_set() -> list[Body]:
    return [
        *all_placed(tray(21.0)),
        *all_placed(teapot("celadon"), x=-6.2, z=-1.5, ground=0.95, size=0.95),
        *all_placed(pitcher(AMBER), x=9.8, z=-3.2, ground=0.95, size=0.8),
        *all_placed(cup("celadon", tea=AMBER), x=4.2, z=5.4, ground=0.95, size=0.9),
        *all_placed(cup("celadon", tea=AMBER), x=12.6, z=5.6, ground=0.95, size=0.9),
    ]


def _four_cups() -> list[Body]:
    return [
        *all_placed(cup("ink"), x=-4.4, z=-3.6),
        *all_placed(cup("white", tea=PALE), x=3.2, z=-4.0),
        *all_placed(cup("celadon", tea=PALE), x=-3.0, z=4.2),
        *all_placed(cup("russet", tea=AMBER), x=5.2, z=4.4),
    ]


def _pitcher_and_cup() -> list[Body]:
    return [*all_placed(pitcher(PALE), x=-3.0, z=-1.5), *all_placed(cup("white", tea=PALE), x=6.4, z=2.5)]


def _teas() -> dict[str, Draw]:
    def packed(kind: str, paper: Backdrop) -> Draw:
        return _shot(lambda: all_placed(tin(kind), turned=-24), (500, 800, 50), paper)

    return {
        "tea-osmanthus-oolong": packed("osmanthus-oolong", SAND),
        "tea-osmanthus-oolong-served": _shot(_oolong_served, (480, 720, 41), SAND, 23),
        "tea-longjing": packed("longjing", SAGE),
        "tea-red-tea": packed("red-tea", CLAY),
        "tea-white-tea": _shot(cake, (500, 810, 37), SAND),
    }


def _oolong_served() -> list[Body]:
    box = all_placed(tin("osmanthus-oolong"), turned=-20, x=-3.6, z=-2)
    return [*box, *all_placed(cup("white", tea=PALE), x=5.4, z=3.4)]


def _tableware() -> dict[str, Draw]:
    papers = {"white": CLAY, "celadon": SAGE, "sky": MIST, "russet": SAND, "ink": MIST}

    def deep(name: str) -> Draw:
        return _shot(lambda: bowl(name), (500, 670, 60), papers[name], 25)

    def flat(name: str) -> Draw:
        return _shot(lambda: plate(name), (500, 530, 38), papers[name], 40)

    def tall(name: str) -> Draw:
        return _shot(lambda: mug(name), (450, 735, 62), papers[name], 21)

    return {
        **{f"bowl-{name}": deep(name) for name in ("celadon", "white", "sky")},
        "bowl-nest": _shot(_nest, (500, 740, 52), SAND, 22),
        **{f"plate-{name}": flat(name) for name in ("sky", "white", "celadon")},
        **{f"mug-{name}": tall(name) for name in ("russet", "white", "celadon", "ink")},
        "mug-pair": _shot(_two_mugs, (455, 640, 40), SAND, 24),
        "tray": _shot(tray, (500, 530, 25.5), SAND, 38),
        "tray-laid": _shot(_tray_laid, (490, 590, 22.5), CLAY, 29),
    }


def _nest() -> list[Body]:
    return [bowl("white"), *all_placed(bowl("celadon"), ground=1.9), *all_placed(bowl("sky"), ground=3.8)]


def _two_mugs() -> list[Body]:
    return [
        *all_placed(mug("celadon"), x=5.4, z=-2.5, turned=-18),
        *all_placed(mug("russet"), x=-5.4, z=2.5, turned=28),
    ]


def _tray_laid() -> list[Body]:
    return [
        *all_placed(tray(19.0)),
        *all_placed(mug("white"), x=9.4, z=-1.0, ground=0.95, size=0.85, turned=-20),
        *all_placed(bowl("celadon"), x=-8.0, z=-0.5, ground=0.95, size=0.85),
    ]


def _vases() -> dict[str, Draw]:
    def slender(name: str, paper: Backdrop) -> Draw:
        return _shot(lambda: bottle_vase(name), (500, 830, 34), paper)

    def ribbed(paper: Backdrop, *, smoked: bool) -> Draw:
        twig = branch((0, 17, 0), (6, 15, 0), seed=5, leaves=10)
        return _shot(lambda: [twig, *glass_vase(smoked=smoked)], (450, 860, 25.5), paper)

    return {
        "bottle-vase-white": slender("white", SAND),
        "bottle-vase-branch": _shot(_slender_with_twig, (440, 860, 23.5), SAND),
        "bottle-vase-ink": slender("ink", MIST),
        "bottle-vase-russet": slender("russet", SAGE),
        "moon-jar-white": _shot(lambda: moon_jar("white"), (500, 800, 42), CLAY),
        "moon-jar-branch": _shot(_jar_with_twigs, (480, 850, 25), CLAY),
        "moon-jar-celadon": _shot(lambda: moon_jar("celadon"), (500, 800, 42), SAND),
        "glass-vase-clear": ribbed(MIST, smoked=False),
        "glass-vase-smoked": ribbed(SAGE, smoked=True),
    }


def _slender_with_twig() -> list[Body]:
    return [branch((0, 19.4, 0), (8, 15, 0), seed=3, leaves=11), bottle_vase("white")]


def _jar_with_twigs() -> list[Body]:
    first = branch((-0.8, 15.2, 0), (9, 14, 0), seed=8, leaves=12)
    return [first, branch((0.6, 15.2, 0.4), (-7, 10, 0), seed=2, leaves=8), moon_jar("white")]


def _scents_and_lamps() -> dict[str, Draw]:
    def wax(scent: str, paper: Backdrop) -> Draw:
        return _shot(lambda: candle(scent), (500, 770, 64), paper)

    def bottle(scent: str, paper: Backdrop) -> Draw:
        return _shot(lambda: diffuser(scent), (500, 850, 36), paper)

    def light(timber: str, paper: Backdrop) -> Draw:
        return _shot(lambda: lamp(timber), (500, 840, 29), paper)

    def burner(name: str, paper: Backdrop) -> Draw:
        return _shot(lambda: incense(name), (500, 750, 39), paper, 22, SMOKE_RISING)

    return {
        "candle-cedar": wax("cedar", SAGE),
        "candle-osmanthus": wax("osmanthus", SAND),
        "candle-rain": wax("rain", MIST),
        "diffuser-rain": bottle("rain", MIST),
        "diffuser-osmanthus": bottle("osmanthus", SAND),
        "lamp-oak": light("oak", CLAY),
        "lamp-walnut": light("walnut", SAND),
        "incense-ink": burner("ink", SAGE),
        "incense-white": burner("white", CLAY),
    }


def _linen_and_wood() -> dict[str, Draw]:
    def soft(linen: str, paper: Backdrop) -> Draw:
        return _shot(lambda: cushion(linen), (500, 790, 31), paper)

    def towels(linen: str, paper: Backdrop) -> Draw:
        return _shot(lambda: all_placed(folded(linen), turned=-22), (500, 650, 34), paper, 26)

    def cloth(linen: str, paper: Backdrop) -> Draw:
        pile = folded(linen, layers=2, waffle=False)
        return _shot(lambda: all_placed(pile, turned=-22), (500, 600, 35), paper, 26)

    def seat(timber: str, paper: Backdrop) -> Draw:
        return _shot(lambda: stool(timber), (490, 840, 17), paper)

    return {
        "cushion-oat": soft("oat", SAND),
        "cushion-moss": soft("moss", SAGE),
        "cushion-clay": soft("clay", CLAY),
        "towel-mist": towels("mist", MIST),
        "towel-white": towels("white", SAND),
        "towel-clay": towels("clay", CLAY),
        "runner-oat": cloth("oat", SAND),
        "runner-moss": cloth("moss", SAGE),
        "stool-oak": seat("oak", SAND),
        "stool-walnut": seat("walnut", CLAY),
    }
