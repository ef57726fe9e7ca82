"""Wide pictures of several products together, for the home page and the categories."""

from forms import cloth_and_wood, desk, kitchen, pantry, scent_and_light, tableware, tea_ware, vases
from palette import Look
from registry import Build
from stage import Shot, group
from surroundings import floor, put, table

SCENES: dict[str, tuple[Build, Shot]] = {}


def scene(name: str, **shot: object) -> object:
    """Register a wide picture."""

    def keep(build: Build) -> Build:
        SCENES[name] = (build, Shot(backdrop="none", wide=True, **shot))  # type: ignore[arg-type]  # A shot's own fields.
        return build

    return keep


def full_cup(look: Look) -> None:
    """A tasting cup with tea in it."""
    tea_ware.cup(look)
    tea_ware.tea_in(0.313, 0.34)


def branch_bottle(look: Look) -> None:
    """The slender vase with a twig."""
    vases.bottle(look)
    vases.twig(
        (0, 0, 1.3),
        [(0, 0, 0), (0.06, 0, 0.8), (0.3, -0.05, 1.5), (0.8, -0.1, 2.0), (1.4, -0.1, 2.3)],
        bloom="leaf",
        every=4,
    )


def branch_moon(look: Look) -> None:
    """The moon jar with a blossoming branch."""
    vases.moon(look)
    vases.twig(
        (0, 0, 1.2),
        [(0, 0, 0), (-0.15, 0, 0.7), (-0.6, 0, 1.3), (-1.3, 0.1, 1.7), (-2.1, 0.1, 2.3)],
        bloom="blossom",
        every=4,
    )
    vases.twig(
        (0.05, 0, 1.2), [(0, 0, 0), (0.1, 0, 0.8), (0.05, 0.1, 1.5), (0.4, 0.1, 2.2)], bloom="blossom", every=4, seed=3
    )


@scene("tea", turn=4, rise=15, fill=0.86, mood="window", blur=7)
def tea(_: Look) -> None:
    """A tray with pot, pitcher and cups in morning light."""
    table("oak", tone="warm")
    put(tableware.tray, "walnut", -0.2, -0.1, size=1.15)
    put(tea_ware.teapot, "celadon", -1.0, 0.15, z=0.14, turn=-8)
    put(tea_ware.pitcher, "clear", 0.45, 0.55, z=0.14, turn=-20)
    for x, y in ((0.55, -0.62), (1.35, -0.25)):
        put(full_cup, "celadon", x, y, z=0.14)
    put(tea_ware.gaiwan, "white", 3.2, 0.1)
    put(lambda _: pantry.tin("spring-longjing"), "tin", 3.9, 1.9)
    put(branch_bottle, "white", -3.7, 1.6)
    put(tea_ware.kettle, "iron", 1.4, 3.0, turn=10)


@scene("table", turn=-4, rise=26, fill=0.87, mood="window")
def breakfast(_: Look) -> None:
    """A table laid for breakfast."""
    table("linen", tone="white", away=8)
    for x, bowl, plate in ((-2.15, "celadon", "white"), (2.15, "white", "sky")):
        put(tableware.plate, plate, x, 0)
        put(tableware.bowl, bowl, x, 0.05, z=0.08)
        put(tableware.dish, "celadon", x - 1.95, -0.75)
        put(tableware.resting_pair, "walnut", x + 1.68, -0.05, turn=92)
    put(tableware.mug, "russet", -3.6, 1.5, turn=30)
    put(tableware.serving_bowl, "celadon", 0.1, 2.3)
    put(tableware.tumbler, "clear", 4.3, 1.25)
    put(branch_bottle, "ink", -2.6, 3.0)
    put(tableware.plate, "celadon", 3.4, 3.0)


@scene("evening", turn=-6, rise=9, fill=0.9, mood="evening")
def evening(_: Look) -> None:
    """A corner at night: the paper lamp on the stool."""
    floor("dusk")
    put(cloth_and_wood.stool, "walnut", 0, 0.8)
    put(lambda look: scent_and_light.paper_lamp(look, light=1.9), "walnut", -0.2, 0.9, z=4.16)
    put(scent_and_light.candle, "cedar", 0.95, 0.1, z=4.18, size=0.85)
    put(cloth_and_wood.cushion, "clay", -4.6, 2.6, turn=14)
    put(cloth_and_wood.cushion, "oat", -6.8, 3.2, turn=4)
    put(cloth_and_wood.seat_pad, "moss", 5.2, 0.6)
    put(scent_and_light.incense_dish, "ink", 2.7, -1.3, size=1.2)
    put(scent_and_light.taper_holders, "brass", -3.0, -0.6, size=1.2)
    put(branch_moon, "white", 7.4, 3.4, size=1.8)
    scent_and_light.shine((-0.2, -0.5, 6.2), watts=420, size=0.9)


@scene("desk", turn=6, rise=17, fill=0.87, mood="window")
def writing(_: Look) -> None:
    """A desk with its lamp, mat, notebook and clock."""
    table("oak", tone="sage", away=6)
    put(desk.mat, "tan", 0.4, -0.4)
    put(desk.notebook, "indigo", -0.3, -0.4, z=0.07, turn=-8)
    put(desk.pen_boat, "walnut", 2.0, -0.9, z=0.07, turn=76)
    put(desk.pen_pot, "celadon", 3.6, 1.9)
    put(desk.clock, "oak", 1.7, 2.5, turn=-10, size=1.25)
    put(desk.bookends, "walnut", -1.2, 2.6, turn=6, size=1.1)
    put(scent_and_light.crane, "brass", -4.0, 1.9, turn=-14)
    put(tableware.mug, "white", -2.4, -0.2, turn=200)


@scene("kitchen", turn=-5, rise=13, fill=0.87, mood="window")
def kitchen_shelf(_: Look) -> None:
    """A worktop with pot, board, jars and steamer."""
    table("stone", tone="white", away=6)
    put(kitchen.donabe, "russet", -1.4, 0.4, turn=12)
    put(kitchen.board, "oak", 2.1, -0.6, turn=12)
    put(kitchen.salt_cellar, "white", 1.5, -0.4, z=0.25)
    put(kitchen.cruets, "ink", 4.6, 1.0)
    for x, high, tone, grain in (
        (1.2, 1.5, "#8a3a2c", 0.05),
        (2.4, 2.1, "#efe8d8", 0.035),
        (3.5, 0.9, "#b08a58", 0.03),
    ):
        with group(at=(x, 2.4, 0)):
            kitchen.filled_jar(Look("clear"), high, tone, grain)
    put(kitchen.steamer, "bamboo", -4.6, 1.6, turn=20)


@scene("bath", turn=-8, rise=13, fill=0.87, mood="window")
def bath(_: Look) -> None:
    """Towels, a diffuser, a candle and a jar on a bench."""
    table("oak", tone="sage", away=6)
    put(cloth_and_wood.towels, "natural", -1.5, 0.4, turn=8)
    put(scent_and_light.diffuser, "rain", 1.5, 0.5, turn=-10)
    put(scent_and_light.candle, "rain", 2.7, -0.3)
    put(branch_moon, "white", 4.6, 1.5)
    put(cloth_and_wood.towels, "mist", -5.2, 1.6, turn=-6)


@scene("gift", turn=5, rise=20, fill=0.87, mood="window")
def gift(_: Look) -> None:
    """The open tea gift with tins, honey and a candle."""
    table("linen", tone="clay", away=7)
    put(pantry.gift_box, "clay", -0.9, 0.4, turn=8)
    put(lambda _: pantry.tin("wild-red-tea"), "tin", 1.7, 0.9)
    put(lambda _: pantry.tin("jasmine-pearls"), "tin", 2.6, 0.4)
    put(pantry.honey, "jar", 3.5, -0.5, turn=10)
    put(pantry.sesame_crisps, "box", -3.7, -0.2, turn=-6)
    put(scent_and_light.candle, "osmanthus", 1.3, -0.8)
    put(tea_ware.gaiwan, "celadon", 4.0, 1.9)
