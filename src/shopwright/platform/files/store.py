"""Where files live: a folder of this machine now, an S3-like store by its URL later."""

import asyncio
from collections.abc import Collection
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

_KEY_LENGTH_MAX = 200
"""Below what any folder takes as one name."""


class FileNotStored(LookupError):
    """No file has this key."""


class FileStore:
    """Keeps files by key. Keys are slash-separated names of ours; nothing that a person typed becomes a key.

    `place` is a folder (made when missing) or a URL such as `s3://bucket/prefix`; credentials of an S3-like store come
    from the environment, as the library reads them.
    """

    def __init__(self, place: str | Path) -> None:
        self._is_local = isinstance(place, Path) or "://" not in place
        self._store: ObjectStore = (
            LocalStore(prefix=Path(place).resolve(), automatic_cleanup=True, mkdir=True)
            if self._is_local
            else from_url(str(place))
        )

    async def put(self, key: str, content: bytes, content_type: str) -> None:
        """Store `content` whole under `key`; an older one is replaced at once, never half."""
        # A folder keeps no media types: there the ending of the key says it to whoever serves the file.
        attributes = None if self._is_local else {"Content-Type": content_type}
        await obstore.put_async(self._store, _checked(key), content, attributes=attributes, use_multipart=False)

    async def get(self, key: str) -> bytes:
        """The content under `key`; FileNotStored where there is none."""
        try:
            found = await obstore.get_async(self._store, _checked(key))
        except FileNotFoundError as error:
            raise FileNotStored(key) from error
        return bytes(await found.bytes_async())

    async def exists(self, key: str) -> bool:
        """Whether something is stored under `key`."""
        try:
            await obstore.head_async(self._store, _checked(key))
        except FileNotFoundError:
            return False
        return True

    async def list_keys(self, folder: str) -> list[str]:
        """The keys directly below a folder such as `p/ab`, in alphabetical order; none where it does not exist."""
        found = await obstore.list_with_delimiter_async(self._store, prefix=_checked(folder))
        return sorted(str(entry["path"]) for entry in found["objects"])

    async def delete(self, key: str) -> None:
        """Remove what is stored under `key`; nothing happens where there is none."""
        try:
            await obstore.delete_async(self._store, _checked(key))
        except FileNotFoundError:
            return

    async def delete_pictures(self, stems: Collection[str]) -> None:
        """Remove every size and kind of pictures: whatever is stored under their stems such as `p/ab/…` and a dash.

        What somebody else removes meanwhile is no fault.
        """
        folders = sorted({stem.rpartition("/")[0] for stem in stems})
        found = await asyncio.gather(*(self.list_keys(folder) for folder in folders))
        keys = [key for in_folder in found for key in in_folder if key.rpartition("-")[0] in stems]
        try:
            if keys:
                await obstore.delete_async(self._store, keys)
        except FileNotFoundError:
            for key in keys:
                await self.delete(key)


def _checked(key: str) -> str:
    """A key of plain parts: a mistake of ours must not reach outside the store."""
    parts = key.split("/")
    if not key.isascii() or len(key) > _KEY_LENGTH_MAX or "\\" in key or any(part in {"", ".", ".."} for part in parts):
        raise ValueError(f"not a key: {key!r}")
    return key
