"""Chinese is complete: every sentence of the source has its translation, and no translation is left over."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import shopwright
from shopwright.platform.i18n import LANGUAGES, Catalogue, catalogue, missing
from shopwright.platform.i18n.catalogues import SOURCE_LANGUAGE, SentenceId
from shopwright.platform.i18n.extract import Sentence, extract, placeholders

ROOT = Path(shopwright.__file__).parent
TRANSLATED = [language for language in LANGUAGES if language != SOURCE_LANGUAGE]


@cache
def _sentences() -> list[Sentence]:
    return extract(ROOT)


def _ids() -> list[SentenceId]:
    return list(dict.fromkeys(sentence.id for sentence in _sentences()))


def _pairs(known: Catalogue) -> Iterator[tuple[SentenceId, str]]:
    yield from known.sentences.items()
    yield from known.plurals.items()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_has_its_translation(language: str) -> None:
    without = set(missing(language, _ids()))
    assert [f"{word.path}:{word.line}: {word.id!r}" for word in _sentences() if word.id in without] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_the_same_placeholders(language: str) -> None:
    # A count may be left away in words, so both numbers of a counted sentence together say what is allowed.
    wrong = [
        (key, text)
        for key, text in _pairs(catalogue(language))
        if placeholders(text) != (placeholders(key) if isinstance(key, str) else placeholders("".join(key)))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_translated_that_nobody_says(language: str) -> None:
    said = set(_ids())
    assert [key for key, _ in _pairs(catalogue(language)) if key not in said] == []
