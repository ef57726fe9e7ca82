"""The pictures of an import: found in a folder by name, stored once each."""

import asyncio
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import msgspec

from shopwright.modules.catalog.contracts import PictureInput
from shopwright.modules.catalog.importing.shopify import ImportedProduct
from shopwright.modules.catalog.operations.store_picture import store_picture
from shopwright.platform.files import FileStore, PictureRefused, picture_stem
from shopwright.platform.files.pictures import BYTES_MAX

KNOWN_COUNT_MAX = 2_000
ENCODING_COUNT_MAX = 2


class Found(msgspec.Struct):
    """The pictures of one product: stems by source, where their files lie, and the sources without a file."""

    stems: dict[str, str] = {}
    paths: dict[str, Path] = {}
    missing: list[str] = []


class PictureFolder:
    """Finds and stores the pictures that an import names. Nothing is ever fetched from an address.

    A source is looked for below the folder by its path if it is relative, and by its base name. The few newest results
    are kept, so that a picture that several products share is encoded once.
    """

    def __init__(self, files: FileStore, folder: Path | None) -> None:
        self._files = files
        self._folder = None if folder is None else folder.resolve()
        self._known: dict[str, PictureInput] = {}
        self._encoding = asyncio.Semaphore(ENCODING_COUNT_MAX)
        self.stored_count = 0

    async def find(self, product: ImportedProduct) -> Found:
        """Which of the product's pictures there are. Reads every file once, to know it by its content."""
        return await asyncio.to_thread(self._find, product)

    async def store(self, paths: Mapping[str, Path]) -> tuple[dict[str, PictureInput], dict[str, PictureRefused]]:
        """Store the pictures at `paths` by stem, two at a time; what was refused is told by stem, too."""
        stored: dict[str, PictureInput] = {}
        refused: dict[str, PictureRefused] = {}

        async def one(stem: str, path: Path) -> None:
            async with self._encoding:
                try:
                    stored[stem] = await self._store(stem, path)
                except PictureRefused as refusal:
                    refused[stem] = refusal

        await asyncio.gather(*[one(stem, path) for stem, path in paths.items()])
        return stored, refused

    async def _store(self, stem: str, path: Path) -> PictureInput:
        if stem not in self._known:
            content = await asyncio.to_thread(path.read_bytes)
            while len(self._known) >= KNOWN_COUNT_MAX:
                self._known.pop(next(iter(self._known)))
            self._known[stem] = await store_picture(self._files, content=content)
            self.stored_count += 1
        return self._known[stem]

    def _find(self, product: ImportedProduct) -> Found:
        found = Found()
        for picture in product.pictures:
            path = self._path(picture.source)
            if path is None:
                found.missing.append(picture.source)
                continue
            stem = picture_stem(path.read_bytes())
            found.stems[picture.source] = stem
            found.paths[stem] = path
        return found

    def _path(self, source: str) -> Path | None:
        """The file that a source names: below the folder, not too heavy to be a picture, or None."""
        if self._folder is None:
            return None
        named = PurePosixPath(unquote(urlsplit(source).path).replace("\\", "/"))
        for candidate in (self._folder / str(named).lstrip("/"), self._folder / named.name):
            try:
                path = candidate.resolve()
                if path.is_relative_to(self._folder) and path.is_file() and path.stat().st_size <= BYTES_MAX:
                    return path
            except (OSError, ValueError):
                continue
        return None
