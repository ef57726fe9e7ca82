"""The products among their neighbours, in use."""

import shapes
from palette import Look
from registry import FORMS, in_use
from stage import Shot, group, made
from surroundings import floor, put, table

from forms import cloth_and_wood, desk, kitchen, pantry, scent_and_light, tableware, tea_ware, vases

CLOSE = Shot(backdrop="none", mood="window", turn=-6, rise=20, fill=0.84, blur=8)
LOW = Shot(backdrop="none", mood="window", turn=4, rise=12, fill=0.84, blur=8)
ROOM = Shot(backdrop="none", mood="window", turn=-8, rise=10, fill=0.88)
NIGHT = Shot(backdrop="none", mood="evening", turn=-6, rise=9, fill=0.82)


def filled_cup(look: Look) -> None:
    """A tasting cup with tea."""
    tea_ware.cup(look)
    tea_ware.tea_in(0.313, 0.34)


@in_use("moonrise-gaiwan", CLOSE)
def gaiwan(look: Look) -> None:
    """With two cups and the pitcher on a walnut board."""
    table("walnut")
    put(tea_ware.gaiwan, look.colour, -0.3, 0)
    put(filled_cup, "celadon", 0.75, -0.35)
    put(filled_cup, "celadon", 1.35, 0.25)
    put(tea_ware.pitcher, "clear", 0.5, 1.1, turn=-20)


@in_use("shore-teapot", CLOSE)
def teapot(look: Look) -> None:
    """On the tray with its cups."""
    table("oak")
    put(tableware.tray, "walnut", 0, 0)
    put(tea_ware.teapot, look.colour, -0.65, 0.15, z=0.12, turn=-6)
    for x, y in ((0.65, -0.45), (1.3, 0.05)):
        put(filled_cup, "white", x, y, z=0.12)


@in_use("tasting-cup", CLOSE)
def cups(look: Look) -> None:
    """All four glazes, one of them filled."""
    table("oak")
    for number, colour in enumerate((look.colour, "celadon", "ink", "russet")):
        put(
            filled_cup if number in {0, 2} else tea_ware.tasting_cup,
            colour,
            -0.95 + 0.75 * number,
            0.28 * (number % 2) - 0.1,
        )


@in_use("fair-pitcher", CLOSE)
def pitcher(look: Look) -> None:
    """With a cup of tea poured from it."""
    table("walnut")
    put(tea_ware.pitcher, look.colour, -0.35, 0.1, turn=-16)
    put(filled_cup, "white", 0.75, -0.3)
    put(filled_cup, "white", 1.05, 0.5)


@in_use("leaf-scoop", CLOSE)
def scoop(look: Look) -> None:
    """Before the caddy and a gaiwan."""
    table("linen")
    put(tea_ware.caddy, "russet", -0.75, 1.0)
    put(tea_ware.gaiwan, "white", 0.75, 0.9)
    with group(at=(0, -0.3, 0), turn=14):
        from_registry("leaf-scoop", look)


def from_registry(handle: str, look: Look) -> None:
    """A product by its handle."""
    FORMS[handle].build(look)


@in_use("clear-day-teapot", LOW)
def glass_teapot(look: Look) -> None:
    """With two dew glasses of tea."""
    table("oak", tone="sage")
    put(tea_ware.glass_teapot, look.colour, -0.4, 0)
    put(filled_cup, "white", 0.9, -0.3)
    put(filled_cup, "white", 1.3, 0.4)


@in_use("wayfarer-set", CLOSE)
def travel(look: Look) -> None:
    """Laid out on a stone."""
    table("stone")
    from_registry("wayfarer-set", look)


@in_use("osmanthus-oolong", LOW)
def osmanthus(look: Look) -> None:
    """With a cup of it."""
    del look
    table("oak")
    put(lambda _: pantry.tin("osmanthus-oolong"), "tin", -0.5, 0.2)
    put(filled_cup, "white", 0.6, -0.35)
    put(tea_ware.gaiwan, "white", 0.75, 0.75)


@in_use("spring-longjing", LOW)
def longjing(look: Look) -> None:
    """With a glass of green tea."""
    del look
    table("stone", tone="sage")
    put(lambda _: pantry.tin("spring-longjing"), "tin", -0.5, 0.2)
    put(tableware.tumbler, "clear", 0.6, 0.1)
    pantry.loose_leaves(60, at=(0.15, -0.55), spread=0.24, tones=("#7f8a48", "#97994f"), long=0.085, twist=0.15)


@in_use("linden-honey", LOW)
def honey(look: Look) -> None:
    """With a mug at breakfast."""
    table("oak")
    put(pantry.honey, look.colour, -0.3, -0.1)
    put(tableware.mug, "white", 0.9, 0.7, turn=-20)


@in_use("rice-bowl", CLOSE)
def rice_bowl(look: Look) -> None:
    """Laid with chopsticks on a rest."""
    table("linen")
    put(tableware.plate, "white", 0, 0)
    put(tableware.bowl, look.colour, 0, 0, z=0.08)
    place_setting(1.65)


def place_setting(x: float) -> None:
    """A pair of chopsticks on a pebble at the right of a plate."""
    put(tableware.resting_pair, "walnut", x, -0.15, turn=90)


@in_use("shallow-plate", CLOSE)
def plates(look: Look) -> None:
    """A setting with bowl and chopsticks."""
    table("linen")
    put(tableware.plate, look.colour, 0, 0)
    put(tableware.dish, "white", 0.15, 0.1, z=0.07)
    put(tableware.bowl, "white", -1.1, 1.5)
    place_setting(1.7)


@in_use("daybreak-mug", LOW)
def mugs(look: Look) -> None:
    """Two mugs, one before the other."""
    table("oak")
    put(tableware.mug, look.colour, -0.3, -0.2, turn=-10)
    put(tableware.mug, "white", 0.7, 0.6, turn=30)


@in_use("oak-tray", CLOSE)
def tray(look: Look) -> None:
    """Laid with a pot and cups."""
    table("linen")
    put(tableware.tray, look.colour, 0, 0, turn=6)
    put(tea_ware.teapot, "white", -0.6, 0.2, z=0.12)
    for x, y in ((0.7, -0.35), (1.2, 0.25)):
        put(filled_cup, "white", x, y, z=0.12)


@in_use("bamboo-hat-bowl", CLOSE)
def noodles(look: Look) -> None:
    """Two bowls and chopsticks."""
    table("walnut")
    put(tableware.noodle_bowl, look.colour, -0.5, 0)
    put(tableware.noodle_bowl, "russet", 1.1, 1.5)
    place_setting(0.95)


@in_use("hearth-donabe", LOW)
def donabe(look: Look) -> None:
    """On a board with bowls."""
    table("stone")
    put(kitchen.board, "oak", -0.2, 0.1)
    put(kitchen.donabe, look.colour, -0.3, 0.1, z=0.25, turn=10)
    put(tableware.bowl, "white", 2.7, -0.8)


@in_use("level-board", CLOSE)
def board(look: Look) -> None:
    """With salt and oil."""
    table("stone")
    put(kitchen.board, look.colour, 0, 0, turn=-12)
    put(kitchen.salt_cellar, "white", -0.7, 0.2, z=0.25)
    put(kitchen.cruets, "ink", 1.7, 1.3)


@in_use("granary-jar", LOW)
def jars(look: Look) -> None:
    """Beside the steamer."""
    table("stone", tone="sage")
    from_registry("granary-jar", look)
    put(tableware.bowl, "white", 0.6, -1.2)


@in_use("slender-vase", Shot(backdrop="none", mood="window", turn=4, rise=9, fill=0.84))
def vase(look: Look) -> None:
    """With one twig."""
    table("oak", tone="sage", away=6)
    put(vases.bottle, look.colour, 0, 0)
    vases.twig(
        (0, 0, 1.3), [(0, 0, 0), (0.06, 0, 0.8), (0.3, -0.05, 1.5), (0.75, -0.1, 2.0), (1.2, -0.1, 2.3)], every=4
    )
    put(tea_ware.gaiwan, "celadon", -1.2, 0.4)


@in_use("full-moon-jar", Shot(backdrop="none", mood="window", turn=4, rise=9, fill=0.84))
def moon(look: Look) -> None:
    """With blossoming branches."""
    table("oak", tone="clay", away=6)
    put(vases.moon, look.colour, 0, 0)
    vases.twig(
        (0, 0, 1.2),
        [(0, 0, 0), (-0.15, 0, 0.7), (-0.5, 0, 1.3), (-1.0, 0.1, 1.7), (-1.5, 0.1, 2.3)],
        bloom="blossom",
        every=4,
    )
    vases.twig(
        (0.05, 0, 1.2), [(0, 0, 0), (0.1, 0, 0.8), (0.05, 0.1, 1.5), (0.4, 0.1, 2.2)], bloom="blossom", every=4, seed=3
    )


@in_use("ripple-vase", Shot(backdrop="none", mood="window", turn=4, rise=9, fill=0.84))
def ribbed(look: Look) -> None:
    """With a few green twigs in the water."""
    table("stone", tone="sage", away=6)
    put(vases.ribbed, look.colour, 0, 0)
    for number, (x, y) in enumerate(((0.5, 0.1), (-0.5, 0.0), (0.1, 0.3))):
        vases.twig(
            (-0.2 * x, -0.2 * y, 0.2),
            [(0, 0, 0), (0.4 * x, 0.4 * y, 1.3), (x, y, 2.4), (1.8 * x, 1.8 * y, 3.0)],
            bloom="round",
            every=6,
            seed=number,
        )


@in_use("low-tide-bowl", CLOSE)
def low_tide(look: Look) -> None:
    """On a dark table."""
    table("walnut", tone="sage")
    from_registry("low-tide-bowl", look)


@in_use("three-hills-vases", LOW)
def hills(look: Look) -> None:
    """Each with a thin twig."""
    table("oak", tone="clay")
    vases.hills(look)
    vases.twig(
        (0.1, 0.3, 0.9),
        [(0, 0, 0), (0.05, 0, 0.6), (0.25, 0, 1.1), (0.5, 0, 1.4)],
        thick=0.014,
        bloom="blossom",
        every=5,
    )
    vases.twig((0.5, -0.3, 0.75), [(0, 0, 0), (0.1, 0, 0.4), (0.35, -0.05, 0.7)], thick=0.012, every=5)


@in_use("slow-candle", NIGHT)
def candle(look: Look) -> None:
    """Burning beside the incense."""
    table("walnut", tone="dusk", away=5)
    put(scent_and_light.candle, look.colour, -0.4, 0)
    put(scent_and_light.incense_dish, "white", 0.9, 0.3)
    scent_and_light.shine((-0.4, -1.4, 1.8), watts=26, size=0.5)


@in_use("reed-diffuser", LOW)
def diffuser(look: Look) -> None:
    """With towels."""
    table("stone", tone="sage")
    put(scent_and_light.diffuser, look.colour, 0.9, -0.2)
    put(cloth_and_wood.towels, "natural", -1.3, 0.6, turn=8, size=0.8)


@in_use("paper-moon-lamp", NIGHT)
def lamp(look: Look) -> None:
    """At night on a table with a book."""
    table("walnut", tone="dusk", away=5)
    scent_and_light.paper_lamp(look, light=1.7)
    put(desk.notebook, "clay", 1.6, -0.7, turn=14)
    put(tableware.mug, "white", -1.5, -0.4, turn=150)
    scent_and_light.shine((0, -1.6, 2.4), watts=60, size=0.8)


@in_use("pebble-incense-holder", LOW)
def incense(look: Look) -> None:
    """Before a bud vase."""
    table("walnut", tone="clay")
    put(scent_and_light.incense_dish, look.colour, 0, -0.1)
    with group(at=(-0.9, 0.7, 0)):
        vases.hill(Look("white"), 0.9, 0.7)


@in_use("crane-lamp", NIGHT)
def crane(look: Look) -> None:
    """Over a desk at night."""
    table("walnut", tone="dusk", away=5)
    scent_and_light.crane(look)
    scent_and_light.shine((2.22, -0.05, 4.1), watts=190, size=0.3)
    put(desk.notebook, "kraft", 1.9, -0.4, turn=-8)
    put(tableware.mug, "white", 3.0, 0.5)


@in_use("taper-holder", NIGHT)
def tapers(look: Look) -> None:
    """At a late table."""
    table("walnut", tone="dusk", away=5)
    scent_and_light.taper_holders(look)
    put(tableware.tumbler, "clear", 1.4, 0.2)
    scent_and_light.shine((-0.6, -1.5, 3.6), watts=60, size=0.5)


@in_use("waffle-towel", Shot(backdrop="none", mood="window", turn=-20, rise=16, fill=0.84))
def towels(look: Look) -> None:
    """On the stool, by the diffuser."""
    floor("sage")
    cloth_and_wood.stool(Look("oak"))
    with group(at=(0, 0, 4.17), turn=6, size=0.74):
        cloth_and_wood.towels(look)


@in_use("three-leg-stool", ROOM)
def stool(look: Look) -> None:
    """With a cushion behind it and cups on it."""
    floor("warm")
    cloth_and_wood.stool(look)
    put(tableware.mug, "russet", -0.3, -0.3, z=4.14, turn=-20)
    put(desk.notebook, "indigo", 0.5, 0.3, z=4.16, turn=20, size=0.9)
    put(cloth_and_wood.cushion, "clay", -3.6, 2.0, turn=14)


@in_use("hillside-throw", Shot(backdrop="none", mood="window", turn=-24, rise=16, fill=0.86))
def throw(look: Look) -> None:
    """With cushions on the floor."""
    floor("sage")
    put(cloth_and_wood.throw, look.colour, 0, -0.4)
    put(cloth_and_wood.cushion, "moss", 0.6, 2.9, turn=-6)


@in_use("half-moon-table", ROOM)
def side_table(look: Look) -> None:
    """With the lamp and a mug."""
    floor("warm")
    cloth_and_wood.table(look)
    put(scent_and_light.paper_lamp, "walnut", -0.5, 0, z=4.5, size=0.9)
    put(tableware.mug, "celadon", 1.0, -0.5, z=4.5, turn=-20)


@in_use("thread-notebook", CLOSE)
def notebook(look: Look) -> None:
    """Open desk: pen, mug."""
    table("oak")
    put(desk.notebook, look.colour, 0, 0, turn=-10)
    put(desk.pen_boat, "walnut", 1.4, 0.1, turn=80, size=0.9)
    put(tableware.mug, "white", -1.2, 1.4, turn=200)


@in_use("slow-clock", LOW)
def clock(look: Look) -> None:
    """On a shelf with books."""
    table("walnut", tone="sage")
    with group(at=(-0.5, 0, 0), turn=14):
        desk.clock(look)
    put(vases.bottle, "white", 0.9, 0.5)
    with made() as lying:
        desk.notebook(Look("clay"))
    for thing in lying:
        shapes.moved(thing, at=(0.9, -0.9, 0), turn=(0, 0, 30))


@in_use("node-pot", LOW)
def pen_pot(look: Look) -> None:
    """On the desk mat."""
    table("oak", tone="sage")
    put(desk.pen_pot, look.colour, 0.7, 0.6)
    put(desk.notebook, "indigo", -0.6, -0.2, turn=12)
