"""Teas in their packing: printed tins, and a pressed cake in paper."""

import math
from typing import NamedTuple

from demo_goods.materials import Material, plain, wood
from demo_goods.shapes import rounded_square, turned
from demo_goods.studio import Body, Piece, Print, placed

FONT = "'Noto Serif CJK SC',serif"


class Label(NamedTuple):
    """What is printed on a packing: the tea's name, a line below, the colours of box, paper and ink."""

    name: str
    line: str
    box: str
    paper: str
    ink: str
    hills: tuple[str, str]


LABELS = {
    "osmanthus-oolong": Label("桂花乌龙", "OSMANTHUS OOLONG", "#c9963f", "#f6eedd", "#5b3d12", ("#d9b368", "#c48f35")),
    "longjing": Label("明前龙井", "SPRING LONGJING", "#6f8a62", "#f1f0e0", "#2f4327", ("#a9bd94", "#7c9a6c")),
    "red-tea": Label("山野红茶", "WILD RED TEA", "#94402f", "#f6e9de", "#5d2015", ("#d39a80", "#b0593f")),
    "white-tea": Label("寿眉老白茶", "AGED WHITE TEA", "#e9e0cd", "#f3ecdd", "#5a4a34", ("#cdbf9f", "#ad9a73")),
}


def tin(kind: str) -> list[Body]:
    """A square tin with soft corners and a slip lid, its label printed on the front."""
    label = LABELS[kind]
    half, height, split = 4.2, 12.6, 9.6
    plan = rounded_square(13.0)
    paint = Material(plain(label.box), gloss=0.34, blur=0.3, mirror=0.14)
    lower = [(half - 0.25, 0.0), (half - 0.06, 0.0), (half, 0.12), (half, 0.12), (half, split), (half, split)]
    lower += [(half - 0.1, split + 0.1)]
    upper = [(half - 0.1, split + 0.06), (half + 0.1, split + 0.1), (half + 0.1, split + 0.1)]
    upper += [(half + 0.1, height - 0.3), (half - 0.05, height), (half - 0.05, height), (0.01, height)]
    front = half + 0.12
    prints = (Print((-2.5, 9.0, front - 0.1), (1.0, 0.0, 0.0), (0.0, -1.0, 0.0), _paper(label)),)
    crest = Print((-0.62, 12.0, front), (1.0, 0.0, 0.0), (0.0, -1.0, 0.0), _seal(label.paper, label.box))
    return [
        Body([Piece(turned(lower, samples=14, columns=240, plan=plan), paint)], prints=prints),
        Body([Piece(turned(upper, samples=14, columns=240, plan=plan), paint)], prints=(crest,)),
    ]


def cake() -> list[Body]:
    """A pressed cake of white tea, wrapped in cotton paper, on a wooden foot."""
    label = LABELS["white-tea"]
    profile = [
        (7.0, 0.0), (8.6, 0.25), (9.4, 1.2), (8.9, 2.3), (7.4, 2.9), (4.0, 3.1), (0.01, 3.1),
    ]  # fmt: skip
    paper = Material(plain("#eee5d2"), gloss=0.05, blur=0.5, mirror=0.04)
    drawing = "".join(
        (
            f'<circle r="5.3" fill="none" stroke="{label.ink}" stroke-width=".07"/>',
            f'<circle r="5.0" fill="none" stroke="{label.ink}" stroke-width=".03"/>',
            f'<g transform="translate(0 .95)">{_hills(label, 3.5)}</g>',
            text(label.name, label.ink, 1.45, y=-1.5, spacing=0.22),
            text(label.line, label.ink, 0.42, y=-0.72, spacing=0.14),
            f'<g transform="translate(-.5 3.25) scale(.8)">{_seal("#f3ecdd", "#9a3b2a")}</g>',
        )
    )
    mark = Print((0.0, 3.12, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0), drawing)
    cake_itself = Body([Piece(turned(profile, samples=12), paper)], prints=(mark,), texture="grain")
    # It stands on its edge, a little leaned back, in the groove of a wooden foot.
    lean = 68.0
    drop = 9.4 * math.sin(math.radians(lean))
    foot = [(5.0, 0.0), (5.6, 0.0), (5.8, 0.2), (5.8, 1.5), (5.5, 1.8), (5.5, 1.8), (0.01, 1.8)]
    timber = Material(wood("#8a5f3e", "#523320", along=0, fine=1.6), gloss=0.15, blur=0.4, mirror=0.05)
    groove = Body([Piece(turned(foot, plan=rounded_square(7.0, 0.5)), timber)], texture="wood")
    return [groove, placed(cake_itself, leaning=-lean, y=drop + 1.2, z=-1.6)]


def text(
    words: str, ink: str, size: float, *, y: float, x: float = 0.0, spacing: float = 0.0, weight: int = 400
) -> str:
    """A line of print around `x`, its base at `y`."""
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="middle" font-family="{FONT}" font-weight="{weight}" '
        f'font-size="{size:.3f}" letter-spacing="{spacing:.3f}" fill="{ink}">{words}</text>'
    )


def _paper(label: Label) -> str:
    signs = "".join(text(sign, label.ink, 0.92, x=2.5, y=1.55 + 1.02 * index) for index, sign in enumerate(label.name))
    frame = f'fill="none" stroke="{label.ink}" stroke-width=".035"'
    return "".join(
        (
            f'<rect width="5" height="7.9" fill="{label.paper}"/>',
            f'<rect x=".18" y=".18" width="4.64" height="7.54" {frame}/>{signs}',
            text(label.line, label.ink, 0.27, x=2.5, y=5.5, spacing=0.06),
            f'<svg x=".2" y="5.7" width="4.6" height="2" viewBox="-2.3 -1.2 4.6 2">{_hills(label, 2.4)}</svg>',
            '<rect width="5" height="7.9" fill="url(#sheen)"/>',
        )
    )


def _hills(label: Label, half: float) -> str:
    """Two ranges of hills, the moon and the water's edge: the brand's landscape, drawn for a half width of one."""
    far, near = label.hills
    return (
        f'<g transform="scale({half})"><circle cx=".45" cy="-.22" r=".11" fill="{far}"/>'
        f'<path fill="{far}" opacity=".6" d="M-1 .3C-.6 -.1 -.4 -.3 -.15 .05S.5 -.15 1 .25V.5H-1Z"/>'
        f'<path fill="{near}" opacity=".8" d="M-1 .42C-.4 .2 .1 -.05 .4 .2S.8 .3 1 .36V.62H-1Z"/>'
        f'<path fill="none" stroke="{near}" stroke-width=".018" d="M-1 .7h2M-.7 .78h1.2"/></g>'
    )


def _seal(paper: str, ink: str) -> str:
    """The brand's seal: its two signs below one another in a small rounded square."""
    upper, lower = (text(sign, ink, 0.78, x=0.62, y=y, weight=700) for sign, y in (("汀", 0.86), ("禾", 1.7)))
    return f'<rect width="1.24" height="1.9" rx=".16" fill="{paper}"/>{upper}{lower}'
