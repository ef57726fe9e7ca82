"""Makes every size of the demo's photographs beforehand: `python scripts/studio/write_sizes.py`, some minutes for all.

Beside the photographs in `pictures/` the catalogue has a folder `sizes/`, laid out as a shop's store is. What is there
stays, what is missing is made, what no photograph asks for is removed; `--check` only says whether anything is to do.
Nobody waits here as somebody does for an upload, so the encoders take their time and the files are smaller for it.
"""

import io
import sys
from pathlib import Path

from PIL import Image

from shopwright.demo.pictures import PHOTOGRAPHS, SIZES, plan_sizes
from shopwright.platform.files.finer import encode_finer

WEBP_QUALITY = 80
WEBP_METHOD = 5
AVIF_SPEED = 6


def main() -> None:
    """Make what is missing and remove what is left over."""
    planned: set[Path] = set()
    wrong = 0
    for photograph in sorted(PHOTOGRAPHS.glob("*.webp")):
        content = photograph.read_bytes()
        _, *made = plan_sizes(content)
        for key, width in made:
            path = SIZES / key
            planned.add(path)
            if path.is_file():
                continue
            wrong += 1
            if "--check" not in sys.argv:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(_encode(content, width, is_finer=key.endswith(".avif")))
    for path in {found for found in SIZES.rglob("*.*") if found.is_file()} - planned:
        wrong += 1
        if "--check" not in sys.argv:
            path.unlink()
    if wrong and "--check" in sys.argv:
        sys.exit(f"{wrong} sizes are missing or left over: run scripts/studio/write_sizes.py")


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
