"""What is printed on boxes, tins and tags, drawn with Pillow into a scratch folder and loaded by the renderer.

The Chinese words use a CJK font where the machine has one; without it the ornament stands alone.
"""

import math
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Size = tuple[int, int]
Pen = ImageDraw.ImageDraw
INK = "#2f2c29"
GOLD = "#b8893f"


@cache
def scratch() -> Path:
    """A folder for the printed sheets of this run."""
    return Path(tempfile.mkdtemp(prefix="studio-"))


@cache
def font_file() -> str | None:
    """A serif or sans face with Chinese characters, or nothing."""
    for wish in ("Noto Serif CJK SC:style=Bold", ":lang=zh-cn"):
        answer = subprocess.run(["fc-list", wish, "file"], capture_output=True, text=True, check=False).stdout
        names = sorted(line.split(":")[0] for line in answer.splitlines() if line)
        if names:
            return names[0]
    return None


def words(
    pen: Pen, text: str, middle: tuple[float, float], size: int, *, tone: str = INK, upright: bool = False
) -> None:
    """Write words about a middle, in a column when upright."""
    name = font_file()
    if name is None:
        return
    face = ImageFont.truetype(name, size, index=2 if name.endswith("ttc") else 0)
    lines = list(text) if upright else [text]
    step = size * 1.22
    top = middle[1] - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        pen.text((middle[0], top + number * step), line, font=face, fill=tone, anchor="mm")


def sheet(name: str, size: Size, ground: str, draw: Callable[[Pen, Size], None]) -> str:
    """Draw once on a coloured ground and answer the file's path."""
    path = scratch() / f"{name}.png"
    if not path.exists():
        image = Image.new("RGBA", size, ground)
        draw(ImageDraw.Draw(image, "RGBA"), size)
        image.save(path)
    return str(path)


def seal(pen: Pen, middle: tuple[float, float], size: float, *, tone: str = "#9c3b2a") -> None:
    """The brand's seal: two characters in a red square."""
    x, y = middle
    pen.rounded_rectangle((x - size / 2, y - size / 2, x + size / 2, y + size / 2), size * 0.12, fill=tone)
    words(pen, "汀禾", middle, int(size * 0.40), tone="#f4ede2", upright=True)


def flower(pen: Pen, x: float, y: float, size: float, tone: str, *, petals: int = 4) -> None:
    """A small open flower."""
    for number in range(petals):
        angle = 2 * math.pi * number / petals + 0.4
        px, py = x + size * 0.55 * math.cos(angle), y + size * 0.55 * math.sin(angle)
        pen.ellipse((px - size * 0.5, py - size * 0.5, px + size * 0.5, py + size * 0.5), fill=tone)
    pen.ellipse((x - size * 0.18, y - size * 0.18, x + size * 0.18, y + size * 0.18), fill="#7c5a1f")


def hills(pen: Pen, size: Size, tones: list[str], low: float, high: float) -> None:
    """Layered hills, the far ones first."""
    wide, tall = size
    for number, tone in enumerate(tones):
        base = high + (low - high) * number / max(1, len(tones) - 1)
        points = [
            (x, tall * (base - 0.09 * math.sin(x / wide * 9 + number * 2.1) - 0.05 * math.sin(x / wide * 21 + number)))
            for x in range(0, wide + 8, 8)
        ]
        pen.polygon([(0, tall), *points, (wide, tall)], fill=tone)


def band(pen: Pen, size: Size, text: str, *, paper: str = "#f3ecdf", tone: str = INK) -> None:
    """An upright name plate in the middle of a wrap-round label, with the seal beneath."""
    wide, tall = size
    x, half = wide / 2, tall * 0.15
    pen.rectangle((x - half, tall * 0.12, x + half, tall * 0.88), fill=paper)
    pen.rectangle(
        (x - half * 0.86, tall * 0.145, x + half * 0.86, tall * 0.855), outline=tone, width=max(2, tall // 240)
    )
    words(pen, text, (x, tall * 0.42), int(tall * 0.095), tone=tone, upright=True)
    seal(pen, (x, tall * 0.765), tall * 0.1)


def osmanthus(pen: Pen, size: Size) -> None:
    """A big sun and falling gold flowers on amber."""
    wide, tall = size
    for shift in (0.5, 0.0, 1.0):
        x = wide * shift
        pen.ellipse((x - tall * 0.42, tall * 0.08, x + tall * 0.42, tall * 0.92), fill="#e3b565")
    for number in range(90):
        x, y = wide * ((number * 0.618) % 1), tall * ((number * 0.377 + 0.1) % 1)
        flower(pen, x, y, tall * (0.012 + 0.014 * ((number * 0.71) % 1)), "#f6e2ae")
    band(pen, size, "桂花乌龙")


def longjing(pen: Pen, size: Size) -> None:
    """Slim upright leaves on pale green."""
    wide, tall = size
    for number in range(46):
        x, high = wide * number / 46, tall * (0.35 + 0.4 * ((number * 0.618) % 1))
        base = tall * (0.95 - 0.1 * ((number * 0.39) % 1))
        half = wide * 0.0065
        tone = ("#8ea676", "#a3b88b", "#7b9566")[number % 3]
        pen.polygon(
            [(x, base), (x - half, base - high * 0.45), (x, base - high), (x + half, base - high * 0.45)], fill=tone
        )
    band(pen, size, "明前龙井")


def red_tea(pen: Pen, size: Size) -> None:
    """Three rows of hills on brick red."""
    hills(pen, size, ["#a9543f", "#8a3d2d", "#672a20"], 0.86, 0.5)
    wide, tall = size
    pen.ellipse((wide * 0.70, tall * 0.14, wide * 0.70 + tall * 0.2, tall * 0.34), fill="#e2b58c")
    band(pen, size, "山野红茶")


def jasmine(pen: Pen, size: Size) -> None:
    """White pearls scattered on grey green."""
    wide, tall = size
    for number in range(60):
        x, y, r = (
            wide * ((number * 0.618) % 1),
            tall * ((number * 0.437 + 0.05) % 1),
            tall * (0.015 + 0.03 * ((number * 0.83) % 1)),
        )
        pen.ellipse((x - r, y - r, x + r, y + r), fill="#f5f1e6")
    band(pen, size, "茉莉龙珠")


def charcoal(pen: Pen, size: Size) -> None:
    """Charcoal with one copper band."""
    wide, tall = size
    for number in range(26):
        y = tall * number / 26
        pen.line((0, y, wide, y + tall * 0.02 * math.sin(number)), fill="#45464a", width=2)
    pen.rectangle((0, tall * 0.64, wide, tall * 0.72), fill="#b5794a")
    band(pen, size, "炭焙岩茶")


TINS: dict[str, tuple[str, Callable[[Pen, Size], None]]] = {
    "osmanthus-oolong": ("#cf9440", osmanthus),
    "spring-longjing": ("#cdd8b8", longjing),
    "wild-red-tea": ("#c98a6a", red_tea),
    "jasmine-pearls": ("#a3b0a0", jasmine),
    "charcoal-oolong": ("#37383b", charcoal),
}


def tin(handle: str) -> str:
    """The wrap-round label of a tea tin."""
    ground, draw = TINS[handle]
    return sheet(handle, (1800, 760), ground, draw)


def tag(
    name: str, title: str, under: str, *, ground: str = "#f5efe3", size: Size = (600, 600), seal_at: float = 0.76
) -> str:
    """A small plain label: a name in a column or row, a line beneath, the seal."""

    def draw(pen: Pen, paper: Size) -> None:
        wide, tall = paper
        inset = min(wide, tall) * 0.05
        pen.rectangle((inset, inset, wide - inset, tall - inset), outline=INK, width=max(2, wide // 200))
        words(pen, title, (wide / 2, tall * 0.32), int(min(wide / (len(title) + 1.2), tall * 0.3)), tone=INK)
        words(pen, under, (wide / 2, tall * 0.53), int(min(wide, tall) * 0.075), tone="#6d655b")
        seal(pen, (wide / 2, tall * seal_at), min(wide, tall) * 0.2)

    return sheet(name, size, ground, draw)


def stamp(title: str) -> str:
    """A round dark red stamp on nothing, for wrapping paper."""

    def draw(pen: Pen, paper: Size) -> None:
        wide, tall = paper
        red = "#8f3326"
        for inset, width in ((12, 14), (46, 4)):
            pen.ellipse((inset, inset, wide - inset, tall - inset), outline=red, width=width)
        words(pen, title, (wide / 2, tall * 0.46), int(wide * 0.2), tone=red)
        words(pen, "汀禾", (wide / 2, tall * 0.70), int(wide * 0.11), tone=red)

    return sheet(f"stamp-{len(title)}", (700, 700), "#00000000", draw)
