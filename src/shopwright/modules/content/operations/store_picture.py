import asyncio

from shopwright.modules.content.contracts import BlockPicture, Words
from shopwright.platform.files import MEDIA_TYPE, FileStore, prepare_picture


async def store_picture(files: FileStore, *, content: bytes, alts: Words | None = None) -> BlockPicture:
    """Re-encode an upload and store its sizes, outside any transaction; then a block can show it. Twice is once.

    Takes tenths of a second. Raises PictureRefused.
    """
    prepared = await asyncio.to_thread(prepare_picture, content)
    for size in prepared.sizes:
        await files.put(size.key, size.content, MEDIA_TYPE)
    return BlockPicture(file_key=prepared.stem, width=prepared.width, height=prepared.height, alts=alts or {})
