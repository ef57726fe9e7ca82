"""How a word that somebody is typing might go on, judged by the titles that it finds already."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import rjieba

from shopwright.modules.catalog.rules.words import text_runs

COMPLETION_COUNT_MAX = 4
WORD_LENGTH_MIN = 2


def complete_words(typed: str, titles: Iterable[str]) -> tuple[str, ...]:
    """Texts that go on from `typed`, each with its last word completed as most of the titles have it.

    >>> complete_words("紫砂茶", ["紫砂茶壶", "白瓷茶壶", "竹茶盘"])
    ('紫砂茶壶', '紫砂茶盘')
    """
    begun = _last_word(typed)
    if not begun:
        return ()
    counted = Counter(
        word for title in titles for word in set(_words(title)) if word.startswith(begun) and len(word) > len(begun)
    )
    ranked = sorted(counted, key=lambda word: (-counted[word], len(word), word))
    kept = typed.rstrip()[: -len(begun)]
    return tuple(kept + word for word in ranked[:COMPLETION_COUNT_MAX])


def _last_word(typed: str) -> str:
    """What is being typed at the end, folded; empty where the end is no word, or folding changed its length."""
    runs: Sequence[tuple[bool, str]] = list(text_runs(typed))
    if not runs or not typed.rstrip().casefold().endswith(runs[-1][1]):
        return ""
    is_han, run = runs[-1]
    return rjieba.cut(run, False)[-1] if is_han else run


def _words(title: str) -> Iterator[str]:
    for is_han, run in text_runs(title):
        words = rjieba.cut(run, True) if is_han else [run]
        yield from (word for word in words if len(word) >= WORD_LENGTH_MIN)
