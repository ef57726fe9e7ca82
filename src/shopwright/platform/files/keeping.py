"""Keeping a picture: every size of an upload is made and stored once, and found again by what was uploaded."""

import asyncio
import io
import re

import msgspec
from PIL import Image

from shopwright.platform.files.pictures import MEDIA_TYPE, picture_key, picture_stem, prepare_picture, stored_widths
from shopwright.platform.files.store import FileStore

_KEY = re.compile(r"(p/[0-9a-f]{2}/[0-9a-f]{32})-([0-9]{1,4})\.webp")


class KeptPicture(msgspec.Struct, frozen=True):
    """What a table must know of a stored picture: the stem of its keys, and its largest size in pixels."""

    stem: str
    width: int
    height: int


async def keep_picture(files: FileStore, *, content: bytes) -> KeptPicture:
    """Re-encode an upload and store its sizes; what is stored already is left as it is, which takes no time.

    Takes tenths of a second otherwise; call it outside any transaction. Raises PictureRefused.
    """
    stem = await asyncio.to_thread(picture_stem, content)
    kept = await _find_kept(files, stem)
    if kept is not None:
        return kept
    prepared = await asyncio.to_thread(prepare_picture, content)
    # The widest comes first, so that an interrupted run leaves nothing that looks complete.
    for size in prepared.sizes:
        await files.put(size.key, size.content, MEDIA_TYPE)
    return KeptPicture(stem, prepared.width, prepared.height)


async def list_kept_widths(files: FileStore, stem: str) -> tuple[int, ...]:
    """The widths in pixels of a picture that are stored as WebP, ascending."""
    keys = [_KEY.fullmatch(key) for key in await files.list_keys(stem.rpartition("/")[0])]
    return tuple(sorted(int(found[2]) for found in keys if found is not None and found[1] == stem))


async def _find_kept(files: FileStore, stem: str) -> KeptPicture | None:
    """The picture if all of its sizes are stored. Its name says that they were made from this very upload."""
    widths = await list_kept_widths(files, stem)
    if not widths or widths != stored_widths(widths[-1]):
        return None
    largest = await files.get(picture_key(stem, widths[-1]))
    with Image.open(io.BytesIO(largest), formats=("WEBP",)) as picture:
        return KeptPicture(stem, *picture.size)
