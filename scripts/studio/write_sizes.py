"""Makes every size of the demo's photographs beforehand: `python scripts/studio/write_sizes.py`, some minutes for all.

Beside the photographs in `pictures/` the catalogue has a folder `sizes/`, laid out as a shop's store is. What is there
stays, what is missing or not what its name says is made, what no photograph asks for is removed; where `recipe.json`
tells of another recipe than ours, all are made anew. `--check` only says whether anything is to do; `--catalogue` takes
another folder than the demo's. Nobody waits here as somebody does for an upload, so the encoders take their time and
the files are smaller for it.
"""

import argparse
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
from PIL import Image

from shopwright.demo import CATALOGUE
from shopwright.demo.pictures import PHOTOGRAPHS, SIZES, plan_sizes
from shopwright.platform.files.finer import QUALITY, encode_finer

WEBP_QUALITY = 80
WEBP_METHOD = 5
AVIF_SPEED = 6
RECIPE = "recipe.json"


class Planned(msgspec.Struct, frozen=True):
    """A file to be made: the photograph, the place, the width in pixels."""

    photograph: Path
    path: Path
    width: int

    @property
    def kind(self) -> str:
        """The format as Pillow calls it."""
        return self.path.suffix.removeprefix(".").upper()


def main() -> None:
    """Make what is missing or wrong and remove what is left over, or only count it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE)
    asked = parser.parse_args()
    sizes = asked.catalogue / SIZES.name
    recipe = sizes / RECIPE
    is_same_recipe = recipe.is_file() and recipe.read_text(encoding="utf-8") == _recipe()
    planned = list(_plan(asked.catalogue / PHOTOGRAPHS.name, sizes))
    wrong = [one for one in planned if not (is_same_recipe and _is_right(one))]
    left = {path for path in sizes.rglob("*.*") if path.is_file()} - {recipe, *(one.path for one in planned)}
    if not asked.check:
        _mend(wrong, left)
        # Last of all, so that it never tells of a recipe by which only some of them were made.
        recipe.write_text(_recipe(), encoding="utf-8")
    elif wrong or left or not is_same_recipe:
        because = "" if is_same_recipe else ", the recipe has changed"
        sys.exit(
            f"{len(wrong)} sizes are to be made, {len(left)} left over{because}: run scripts/studio/write_sizes.py"
        )


def _recipe() -> str:
    """What all files are made by; whoever changes a number here changes every file."""
    webp = {"quality": WEBP_QUALITY, "method": WEBP_METHOD}
    return json.dumps({"webp": webp, "avif": {"quality": QUALITY, "speed": AVIF_SPEED}}, indent=2) + "\n"


def _plan(photographs: Path, sizes: Path) -> Iterator[Planned]:
    for photograph in sorted(photographs.glob("*.webp")):
        _, *made = plan_sizes(photograph.read_bytes())
        yield from (Planned(photograph, sizes / key, width) for key, width in made)


def _is_right(planned: Planned) -> bool:
    """Whether the file is what its name says, by its heading."""
    try:
        with Image.open(planned.path, formats=(planned.kind,)) as picture:
            return picture.width == planned.width
    except (OSError, SyntaxError, ValueError):
        return False


def _mend(wrong: list[Planned], left: set[Path]) -> None:
    for one in wrong:
        one.path.parent.mkdir(parents=True, exist_ok=True)
        one.path.write_bytes(_encode(one.photograph.read_bytes(), one.width, is_finer=one.kind == "AVIF"))
    for path in left:
        path.unlink()


def _encode(photograph: bytes, width: int, *, is_finer: bool) -> bytes:
    if is_finer:
        return encode_finer(photograph, width, speed=AVIF_SPEED)
    with Image.open(io.BytesIO(photograph)) as picture:
        height = max(1, (2 * picture.height * width + picture.width) // (2 * picture.width))
        target = io.BytesIO()
        sized = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
        sized.save(target, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return target.getvalue()


if __name__ == "__main__":
    main()
