"""Photographs the demo brand's range: `python scripts/studio/render.py --all` (see README.md beside it)."""

import argparse
import ast
import csv
import hashlib
import inspect
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import forms
import stage
from palette import Look
from PIL import Image, ImageFilter
from registry import FORMS, Build
from scenes import SCENES
from stage import Shot

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parents[1] / "src" / "shopwright" / "demo" / "catalogue" / "pictures"
LEDGER = HERE / "rendered.json"
QUALITY = 88
EDGE, EDGE_WIDE = 1000, 1600
HASH_LENGTH = 12
CLAIM_SECONDS = 900
DRAFT = 400  # Renders up to this edge stay as small as they are.


@dataclass(frozen=True)
class Picture:
    """One picture to take: its file name without ending, what stands in it and how it is shot."""

    name: str
    rank: int
    build: Build
    colour: str
    shot: Shot

    @property
    def recipe(self) -> str:
        """A fingerprint that changes with the form, the colour or the shot."""
        tree = ast.dump(ast.parse(inspect.getsource(self.build)))
        text = f"{tree}|{self.colour}|{self.shot}"
        return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


def pictures() -> Iterator[Picture]:
    """All pictures of the range: first one of every product, then scenes, colours, uses and details."""
    with (HERE / "range.csv").open(encoding="utf-8", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    for row in rows:
        handle, views = row["handle"], row["views"].split(";")
        known = FORMS.get(handle)
        if known is None:
            print(f"no form for {handle}", file=sys.stderr)
            continue
        colours = row["colours"].split(";")
        for number, colour in enumerate(colours):
            yield Picture(f"{handle}-{colour}", 0 if number == 0 else 2, known.build, colour, known.whole)
        if "use" in views and known.use:
            yield Picture(f"{handle}-use", 3, known.use, colours[0], known.use_shot)
        if "detail" in views and known.detail:
            yield Picture(f"{handle}-detail", 4, known.build, colours[0], known.detail)
    for name, (build, shot) in SCENES.items():
        yield Picture(f"scene-{name}", 1, build, "celadon", shot)


def take(picture: Picture, folder: Path, *, samples: int, size: int) -> None:
    """Build, photograph and write one picture as WebP."""
    wide = picture.shot.wide
    stage.clear(samples, size * 9 // 5 if wide else size, wide=wide)
    picture.build(Look(picture.colour))
    raw = folder / f".{picture.name}.png"
    stage.photograph(picture.shot, raw)
    with Image.open(raw) as taken:
        image = taken.convert("RGB")
    edge = EDGE_WIDE if wide else EDGE
    if size > DRAFT:
        image = image.resize((edge, edge * 9 // 16 if wide else edge), Image.Resampling.LANCZOS)
        image = image.filter(ImageFilter.UnsharpMask(radius=1.4, percent=55, threshold=2))
    unfinished = folder / f".{picture.name}.webp"
    image.save(unfinished, quality=QUALITY, method=6)
    unfinished.replace(folder / f"{picture.name}.webp")
    raw.unlink()


def chosen(arguments: argparse.Namespace, ledger: dict[str, str]) -> list[Picture]:
    """The pictures asked for that are missing or whose recipe changed, in the order of their worth."""
    wanted = [
        picture
        for picture in pictures()
        if arguments.all or any(picture.name.startswith(start) for start in arguments.only)
    ]
    if arguments.rank is not None:
        wanted = [picture for picture in wanted if picture.rank <= arguments.rank]
    missing = [
        picture
        for picture in wanted
        if arguments.again
        or ledger.get(picture.name) != picture.recipe
        or not (arguments.out / f"{picture.name}.webp").exists()
    ]
    return sorted(missing, key=lambda picture: picture.rank)


def claim(picture: Picture, folder: Path) -> bool:
    """Whether this run may take the picture: nobody else began it in the last quarter of an hour."""
    mark = folder / f".{picture.name}.claim"
    if mark.exists() and time.time() - mark.stat().st_mtime < CLAIM_SECONDS:
        return False
    mark.touch()
    return True


def read(ledger_file: Path) -> dict[str, str]:
    """The fingerprints of what was taken; read anew each time, since two runs may share a folder."""
    return dict(json.loads(ledger_file.read_text())) if ledger_file.exists() else {}


def main() -> None:
    """Take the chosen pictures, one after the other, with patience."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="the whole range")
    parser.add_argument("--only", nargs="*", default=[], metavar="START", help="pictures whose names start so")
    parser.add_argument("--rank", type=int, help="only up to: 0 first views, 1 scenes, 2 colours, 3 uses, 4 details")
    parser.add_argument("--again", action="store_true", help="also what is done already")
    parser.add_argument("--accept", action="store_true", help="take nothing; believe that what exists is current")
    parser.add_argument("--limit", type=int, default=0, help="stop after so many pictures")
    parser.add_argument("--out", type=Path, default=PICTURES, help="the folder to write to")
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--size", type=int, default=680, help="edge of the render in pixels")
    parser.add_argument("--quiet-file", type=Path, help="wait before a picture while this file exists")
    arguments = parser.parse_args()
    os.nice(19)
    arguments.out.mkdir(parents=True, exist_ok=True)
    ledger_file = LEDGER if arguments.out == PICTURES else arguments.out / LEDGER.name
    ledger = read(ledger_file)
    todo = chosen(arguments, ledger)
    if arguments.accept:
        ledger |= {
            picture.name: picture.recipe for picture in todo if (arguments.out / f"{picture.name}.webp").exists()
        }
        ledger_file.write_text(json.dumps(dict(sorted(ledger.items())), indent=1) + "\n")
        return
    taken = 0
    for picture in todo:
        while arguments.quiet_file and arguments.quiet_file.exists():
            time.sleep(2)
        if not arguments.again and read(ledger_file).get(picture.name) == picture.recipe:
            continue
        start = time.monotonic()
        if not claim(picture, arguments.out):
            continue
        take(picture, arguments.out, samples=arguments.samples, size=arguments.size)
        ledger = read(ledger_file) | {picture.name: picture.recipe}
        ledger_file.write_text(json.dumps(dict(sorted(ledger.items())), indent=1) + "\n")
        (arguments.out / f".{picture.name}.claim").unlink()
        taken += 1
        print(f"{taken}/{len(todo)} {picture.name} {time.monotonic() - start:.0f} s", flush=True)
        if taken == arguments.limit:
            break


if __name__ == "__main__":
    forms.load()
    main()
