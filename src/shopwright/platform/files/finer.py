"""AVIF beside WebP: about a third smaller and several times slower to make, so nobody waits for it.

Pages offer the AVIF address of every picture at once. Until the worker has made it, that address answers with the WebP
of the same size, which every browser that knows AVIF shows as well; the first such answer asks the worker.
"""

import asyncio
import contextlib
import io
import os
import re
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from weakref import WeakKeyDictionary

import asyncpg
import msgspec
import structlog
from PIL import Image

from shopwright.platform.db import Database
from shopwright.platform.files.keeping import list_kept_widths
from shopwright.platform.files.pictures import FILES_PATH, MEDIA_TYPE
from shopwright.platform.files.store import FileNotStored, FileStore
from shopwright.platform.jobs import Job, enqueue
from shopwright.platform.jobs.worker import Work

AVIF_TYPE = "image/avif"
ENTRYPOINT = "files.avif"
ASK_SECONDS_MAX = 0.5
"""How long a picture that is in hand waits at most for the worker to be asked."""
# By trial on the demo's photographs: as near to the original as our WebP, with three quarters of its bytes or less.
QUALITY = 48
_SPEED = 8
_PRIORITY = -10
_NICENESS = 10
_ASKED_COUNT_MAX = 8_192
_KEY = re.compile(r"p/[0-9a-f]{2}/[0-9a-f]{32}-[0-9]{1,4}\.avif")
_asked: WeakKeyDictionary[FileStore, dict[str, None]] = WeakKeyDictionary()


log = structlog.get_logger(__name__)


class Found(msgspec.Struct, frozen=True):
    """What an address gives: the bytes, their media type, and whether it will always give them."""

    content: bytes
    media_type: str
    is_final: bool


def finer_srcset(url: str, srcset: str = "") -> str:
    """The same sizes as AVIF, for a `<source>`; empty for what is no stored picture of ours."""
    offered = srcset or url
    return offered.replace(".webp", ".avif") if offered.startswith(FILES_PATH) else ""


def is_finer(key: str) -> bool:
    """Whether this is the key of a picture's AVIF."""
    return _KEY.fullmatch(key) is not None


def finer_key(stem: str, width: int) -> str:
    """The key of the file that holds one stored width as AVIF."""
    return f"{stem}-{width}.avif"


def encode_finer(original: bytes, width: int, *, speed: int = _SPEED) -> bytes:
    """One size as AVIF, made from the largest there is: what WebP has lost at the same size is not lost twice.

    `original` is a WebP at least `width` pixels wide; a lower `speed` (of 0 to 10) takes longer and gives less bytes.
    """
    with Image.open(io.BytesIO(original), formats=("WEBP",)) as picture:
        height = max(1, (2 * picture.height * width + picture.width) // (2 * picture.width))
        sized = picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
        target = io.BytesIO()
        sized.save(target, "AVIF", quality=QUALITY, speed=speed, subsampling="4:2:0", max_threads=1)
    return target.getvalue()


async def get_finer(files: FileStore, database: Database, *, key: str) -> Found:
    """The AVIF under `key`, or the WebP of the same size while it is not made yet; then the worker is asked, once.

    Raises FileNotStored where there is neither.
    """
    try:
        return Found(await files.get(key), AVIF_TYPE, is_final=True)
    except FileNotStored:
        coarse = Found(await files.get(key.removesuffix("avif") + "webp"), MEDIA_TYPE, is_final=False)
    stem = key.rpartition("-")[0]
    asked = _asked.setdefault(files, {})
    if stem not in asked:
        # Remembered before it is asked for, so that of all who come meanwhile only one takes a connection.
        while len(asked) >= _ASKED_COUNT_MAX:
            asked.pop(next(iter(asked)))
        asked[stem] = None
        is_asked = False
        try:
            is_asked = await _ask(database, stem)
        finally:
            if not is_asked:
                asked.pop(stem, None)
    return coarse


def jobs(files: FileStore) -> Mapping[str, Work]:
    """What the worker does: all sizes of one picture, one picture at a time and behind everything else."""
    thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="avif", initializer=_step_back)

    async def refine(_database: Database, payload: bytes) -> None:
        loop, stem = asyncio.get_running_loop(), payload.decode()
        widths = await list_kept_widths(files, stem)
        if not widths:
            return
        original = await files.get(f"{stem}-{widths[-1]}.webp")
        for width in widths:
            content = await loop.run_in_executor(thread, encode_finer, original, width)
            await files.put(finer_key(stem, width), content, AVIF_TYPE)

    return {ENTRYPOINT: refine}


async def _ask(database: Database, stem: str) -> bool:
    """Whether the worker could be asked. Who could not leaves it to the next one, and shows what is there already."""
    job = Job(ENTRYPOINT, stem.encode(), _PRIORITY, dedupe_key=f"avif:{stem}")
    try:
        async with asyncio.timeout(ASK_SECONDS_MAX), database.reading() as reading:
            await enqueue(reading, jobs=[job])
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError) as error:
        log.warning("avif_not_asked_for", stem=stem, error=repr(error))
        return False
    return True


def _step_back() -> None:
    """Shoppers first: this thread takes what the others leave, where the system can tell threads apart."""
    with contextlib.suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
