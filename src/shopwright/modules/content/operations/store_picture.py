from shopwright.modules.content.contracts import BlockPicture, Words
from shopwright.platform.files import FileStore, keep_picture


async def store_picture(files: FileStore, *, content: bytes, alts: Words | None = None) -> BlockPicture:
    """Re-encode an upload and store its sizes, outside any transaction; then a block can show it. Twice is once.

    Takes tenths of a second. Raises PictureRefused.
    """
    kept = await keep_picture(files, content=content)
    return BlockPicture(file_key=kept.stem, width=kept.width, height=kept.height, alts=alts or {})
