"""Keeping a picture: every size of an upload is made and stored once, and found again by what was uploaded."""

import asyncio
import io
import re

import msgspec
from PIL import Image

from shopwright.platform.files.pictures import (
    MEDIA_TYPE,
    largest_width,
    picture_key,
    picture_stem,
    prepare_picture,
    stored_widths,
)
from shopwright.platform.files.store import FileNotStored, FileStore

_KEY = re.compile(r"(p/[0-9a-f]{2}/[0-9a-f]{32})-([0-9]{1,4})\.webp")


class KeptPicture(msgspec.Struct, frozen=True):
    """What a table must know of a stored picture: the stem of its keys, and its largest size in pixels."""

    stem: str
    width: int
    height: int


async def keep_picture(files: FileStore, *, content: bytes) -> KeptPicture:
    """Re-encode an upload and store its sizes. Where all are stored already they are left, which takes no time.

    If one of them is missing or damaged, all are made anew. That takes tenths of a second; call it outside any
    transaction. Raises PictureRefused.
    """
    stem = await asyncio.to_thread(picture_stem, content)
    width = await asyncio.to_thread(largest_width, content)
    kept = await _find_kept(files, stem, width)
    if kept is not None:
        return kept
    prepared = await asyncio.to_thread(prepare_picture, content)
    # The widest comes first: AVIF is made from the widest there is, also after a run that was interrupted.
    for size in prepared.sizes:
        await files.put(size.key, size.content, MEDIA_TYPE)
    return KeptPicture(stem, prepared.width, prepared.height)


async def list_kept_widths(files: FileStore, stem: str) -> tuple[int, ...]:
    """The widths in pixels of a picture that are stored as WebP, ascending."""
    keys = [_KEY.fullmatch(key) for key in await files.list_keys(stem.rpartition("/")[0])]
    return tuple(sorted(int(found[2]) for found in keys if found is not None and found[1] == stem))


async def _find_kept(files: FileStore, stem: str, width: int) -> KeptPicture | None:
    """The picture if every size that belongs to its largest `width` is stored and can be opened.

    Their names say that they were made from this very upload. Which of them there must be the upload tells, never the
    store: of what has lost its largest size all that is left would look complete.
    """
    height = None
    for step in stored_widths(width):
        try:
            content = await files.get(picture_key(stem, step))
        except FileNotStored:
            return None
        height = await asyncio.to_thread(_height, content, step)
        if height is None:
            return None
    # The last of them was the largest.
    return None if height is None else KeptPicture(stem, width, height)


def _height(stored: bytes, width: int) -> int | None:
    """How high a stored size is, in pixels; None where it is no WebP of that width."""
    try:
        with Image.open(io.BytesIO(stored), formats=("WEBP",)) as picture:
            return picture.height if picture.width == width else None
    except (OSError, SyntaxError, ValueError):
        return None
