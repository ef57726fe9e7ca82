import asyncio

from shopwright.modules.catalog.contracts import PictureInput, Words
from shopwright.platform.files import MEDIA_TYPE, FileStore, prepare_picture


async def store_picture(files: FileStore, *, content: bytes, alts: Words | None = None) -> PictureInput:
    """Re-encode an upload and store its sizes; then `add_picture` puts it on a product. Takes tenths of a second.

    Call it outside any transaction. The same upload always gets the same keys, so doing it twice leaves nothing
    behind. Raises PictureRefused.
    """
    prepared = await asyncio.to_thread(prepare_picture, content)
    for size in prepared.sizes:
        await files.put(size.key, size.content, MEDIA_TYPE)
    return PictureInput(file_key=prepared.stem, width=prepared.width, height=prepared.height, alts=alts or {})
