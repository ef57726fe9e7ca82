"""Wide pictures for the home page: the goods as they live together. The left third is kept calm for words."""

from demo_goods.home import candle, cushion, folded, incense, lamp, stool
from demo_goods.studio import SAGE, SAND, Backdrop, Camera, Picture, all_placed
from demo_goods.table_ware import bottle_vase, bowl, branch, moon_jar, mug, plate, tray
from demo_goods.tea_ware import caddy, cup, pitcher, teapot
from demo_goods.teas import tin

WIDTH, HEIGHT = 1600, 900
AMBER = "#a9601f"
DUSK = Backdrop("#e3c3a0", "#c9a182", "#8f6b55", "#c9a486")
# The room grows dim, then the lamp lights its surroundings.
LAMPLIGHT = """<defs><radialGradient id="lamplight"><stop offset="0" stop-color="#ffd48a" stop-opacity=".5"/>
<stop offset=".35" stop-color="#f0a860" stop-opacity=".32"/><stop offset="1" stop-color="#c07840" stop-opacity="0"/>
</radialGradient></defs><rect width="100%" height="100%" fill="#5b4136" opacity=".42" style="mix-blend-mode:multiply"/>
<circle cx="1208" cy="140" r="620" fill="url(#lamplight)" style="mix-blend-mode:screen"/>"""


def tea_by_the_window() -> Picture:
    """Tea for two on an oak tray, a jar with twigs behind it, morning light."""
    bodies = [
        *all_placed(branch((-0.8, 15.2, 0), (10, 11, 0), seed=8, leaves=12), x=22, z=-15, size=1.15),
        *all_placed(branch((0.6, 15.2, 0.4), (-8, 9, 0), seed=2, leaves=9), x=22, z=-15, size=1.15),
        *all_placed(moon_jar("white"), x=22, z=-15, size=1.15),
        *all_placed(caddy("russet"), x=2, z=-14),
        *all_placed(tin("longjing"), x=-10, z=-12, turned=-20),
        *all_placed(tray(24.0), x=6, z=3),
        *all_placed(teapot("celadon"), x=-2, z=1, ground=0.95),
        *all_placed(pitcher(AMBER), x=15.5, z=-1.5, ground=0.95, size=0.9),
        *all_placed(cup("celadon", tea=AMBER), x=9.5, z=8.5, ground=0.95),
        *all_placed(cup("celadon", tea=AMBER), x=20, z=8.5, ground=0.95),
    ]
    return Picture(bodies, Camera(950, 650, 16.6, 20), SAND, WIDTH, HEIGHT, window=True)


def long_table() -> Picture:
    """A table laid for breakfast, in celadon, white and sky."""
    bodies = [
        *all_placed(branch((0, 19.4, 0), (8, 9, 0), seed=3, leaves=9), x=20, z=-14),
        *all_placed(bottle_vase("white"), x=20, z=-14),
        *all_placed(mug("russet"), x=3, z=-12, turned=-15),
        *all_placed(plate("sky", 11.0), x=-8, z=1),
        *all_placed(bowl("celadon"), x=-8, z=1, ground=0.95),
        *all_placed(plate("white", 12.5), x=17, z=5),
        *all_placed(folded("oat", layers=1, width=13, depth=9, waffle=False), x=-26, z=6, turned=-16),
        *all_placed(cup("white", tea=AMBER), x=4.5, z=11),
    ]
    return Picture(bodies, Camera(930, 610, 17.5, 25), SAGE, WIDTH, HEIGHT, window=True)


def evening() -> Picture:
    """A corner in the evening: the paper lamp, a candle, incense, a cushion on the floor."""
    bodies = [
        *all_placed(cushion("clay"), x=-12, z=-17, turned=14, size=1.15),
        *all_placed(stool("walnut"), x=17, z=-14, size=0.62),
        *all_placed(lamp("oak"), x=17, z=-14, ground=25.6, size=0.72),
        *all_placed(candle("osmanthus", lit=True), x=0, z=6, size=0.9),
        *all_placed(incense("ink"), x=27, z=8, size=0.85),
        *all_placed(mug("ink"), x=10.5, z=10, turned=-20, size=0.8),
    ]
    return Picture(bodies, Camera(960, 710, 14.6, 17), DUSK, WIDTH, HEIGHT, extras=LAMPLIGHT)
