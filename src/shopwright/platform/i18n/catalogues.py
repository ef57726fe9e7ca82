"""Catalogues: the translations of every module, read once from the .po files that lie beside their owners."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

import msgspec
from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

LANGUAGES: tuple[str, ...] = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"
SOURCE_LANGUAGE = "en"

_PACKAGE_ROOT = Path(__file__).resolve().parents[2]


class CatalogueError(Exception):
    """The .po files contradict each other or cannot be read; the message names the files and the sentences."""


class Catalogue(msgspec.Struct, frozen=True):
    """Every translation into one language: plain sentences by id, counted ones by (singular, plural)."""

    language: str
    sentences: Mapping[str, str]
    plurals: Mapping[tuple[str, str], str]


SentenceId: TypeAlias = str | tuple[str, str]


@cache
def catalogue(language: str) -> Catalogue:
    """The catalogue of one of LANGUAGES, merged from all modules and kept for the life of the process.

    Raises CatalogueError when two modules translate one sentence differently.
    """
    if language == SOURCE_LANGUAGE:
        return Catalogue(language, MappingProxyType({}), MappingProxyType({}))
    return read_catalogue(language, _PACKAGE_ROOT)


def read_catalogue(language: str, root: Path) -> Catalogue:
    """Read and merge every `**/locale/<language>.po` under `root`; empty and fuzzy entries count as missing."""
    found: dict[SentenceId, tuple[str, Path]] = {}
    conflicts: list[str] = []
    for path in sorted(root.glob(f"**/locale/{language}.po")):
        for key, text in _entries(path, language):
            earlier_text, earlier_path = found.setdefault(key, (text, path))
            if earlier_text != text:
                conflicts.append(f"{key!r}: {earlier_text!r} in {earlier_path}, {text!r} in {path}")
    if conflicts:
        raise CatalogueError("translated differently:\n" + "\n".join(conflicts))
    return Catalogue(
        language,
        MappingProxyType({key: text for key, (text, _) in found.items() if isinstance(key, str)}),
        MappingProxyType({key: text for key, (text, _) in found.items() if isinstance(key, tuple)}),
    )


def missing(language: str, sentences: Iterable[SentenceId]) -> list[SentenceId]:
    """Those of `sentences` (a pair is singular and plural) that have no translation into `language`, in order."""
    if language == SOURCE_LANGUAGE:
        return []
    known = catalogue(language)
    return [key for key in sentences if key not in (known.sentences if isinstance(key, str) else known.plurals)]


def _entries(path: Path, language: str) -> Iterable[tuple[SentenceId, str]]:
    """The finished translations of one file. A language of ours has one plural form; two would need a rule here."""
    with path.open("rb") as file:
        try:
            messages = read_po(file, locale=language, abort_invalid=True)
        except PoFileError as error:
            raise CatalogueError(f"{path}: {error}") from error
    for message in messages:
        if message.id and not message.fuzzy:
            yield from _translation(message, path)


def _translation(message: Message, path: Path) -> Iterable[tuple[SentenceId, str]]:
    if message.context:
        raise CatalogueError(f"{path}: {message.id!r} has a context, which nothing here looks up")
    if isinstance(message.id, str):
        if isinstance(message.string, str) and message.string:
            yield message.id, message.string
        return
    forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if len(forms) != 1:
        raise CatalogueError(f"{path}: {message.id!r} has {len(forms)} plural forms, one is expected")
    if forms[0]:
        yield (message.id[0], message.id[1]), forms[0]
