from shopwright.modules.catalog.contracts import PictureInput, Words
from shopwright.platform.files import FileStore, keep_picture


async def store_picture(files: FileStore, *, content: bytes, alts: Words | None = None) -> PictureInput:
    """Re-encode an upload and store its sizes; then `add_picture` puts it on a product. Takes tenths of a second.

    Call it outside any transaction. The same upload always gets the same keys, so doing it twice leaves nothing
    behind. Raises PictureRefused.
    """
    kept = await keep_picture(files, content=content)
    return PictureInput(file_key=kept.stem, width=kept.width, height=kept.height, alts=alts or {})
