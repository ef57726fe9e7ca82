"""The demo's pictures in every size, made beforehand: a first start stores them instead of encoding a thousand files.

`catalogue/sizes` is laid out as the shop's own store is, so a name there says which photograph a file was made from,
and what was made from an older photograph is asked for by nobody. The largest size is the photograph itself.
"""

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from shopwright.demo import CATALOGUE
from shopwright.platform.files import MEDIA_TYPE, FileStore, picture_stem
from shopwright.platform.files.finer import AVIF_TYPE, finer_key
from shopwright.platform.files.pictures import WIDTHS, picture_key, stored_widths

PHOTOGRAPHS = CATALOGUE / "pictures"
SIZES = CATALOGUE / "sizes"
_STORING_COUNT_MAX = 8


async def store_demo_pictures(files: FileStore) -> None:
    """Store every size of the demo's photographs that was made beforehand. Twice is once.

    What lacks some size is left out: the import encodes it as it does any upload.
    """
    turns = asyncio.Semaphore(_STORING_COUNT_MAX)

    async def one(photograph: Path) -> None:
        async with turns:
            for key, path in await asyncio.to_thread(_find_ready, photograph):
                content = await asyncio.to_thread(path.read_bytes)
                await files.put(key, content, AVIF_TYPE if key.endswith(".avif") else MEDIA_TYPE)

    await asyncio.gather(*[one(path) for path in sorted(PHOTOGRAPHS.glob("*.webp"))])


def plan_sizes(photograph: bytes) -> Iterator[tuple[str, int]]:
    """The keys and widths of what is made from a photograph, the widest WebP first; it is that one itself."""
    with Image.open(io.BytesIO(photograph), formats=("WEBP",)) as picture:
        width = picture.width
    if width > WIDTHS[-1]:
        raise ValueError(f"a photograph of the demo is wider than {WIDTHS[-1]} pixels")
    stem, widths = picture_stem(photograph), stored_widths(width)[::-1]
    yield from ((picture_key(stem, step), step) for step in widths)
    yield from ((finer_key(stem, step), step) for step in widths)


def _find_ready(photograph: Path) -> list[tuple[str, Path]]:
    """The files of a photograph by key, the photograph first; none where one of them was not made."""
    (own, _), *made = plan_sizes(photograph.read_bytes())
    found = [(own, photograph), *((key, SIZES / key) for key, _ in made)]
    return found if all(path.is_file() for _, path in found) else []
