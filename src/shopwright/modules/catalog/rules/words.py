"""The words under which a product is found, and the question that a search text asks.

Latin words and numbers are kept whole, Chinese is segmented by a dictionary. A product is indexed under every
dictionary word that its Chinese contains and under every single character of it, and a question is cut into dictionary
words and left-over characters: so whatever piece of a title somebody types, the title is found.

The `tsvector` and the `tsquery` are written here and not by the server's parser, whose notion of a letter depends on
the locale that the server was made with.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import rjieba

from shopwright.modules.catalog.contracts import AttributeInput, Words

WORD_LENGTH_MAX = 40
TEXT_LENGTH_MAX = 2_000
QUESTION_LENGTH_MAX = 100
QUESTION_WORD_COUNT_MAX = 16
INDEXED_WORD_COUNT_MAX = 600
PREFIX_LENGTH_MIN = 2
SKU_COUNT_MAX = 100

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")
_PART = re.compile(r"\d+|\D+")
_MAX_POSITION = 16_383


class SearchText(msgspec.Struct, frozen=True):
    """A piece of a product's text and how much a hit in it counts: A most, D least."""

    text: str
    weight: str


def search_vector(texts: Iterable[SearchText]) -> str:
    """The text form of the `tsvector` of a product; a word keeps the weight of the first text that has it.

    Give the weightiest texts first: at most INDEXED_WORD_COUNT_MAX different words are kept.
    """
    weight_of: dict[str, str] = {}
    for piece in texts:
        for word in _indexed_words(piece.text[:TEXT_LENGTH_MAX]):
            if len(weight_of) == INDEXED_WORD_COUNT_MAX and word not in weight_of:
                continue
            weight_of.setdefault(word, piece.weight)
    return " ".join(
        f"'{word}':{min(place, _MAX_POSITION)}{weight}" for place, (word, weight) in enumerate(weight_of.items(), 1)
    )


def product_vector(
    *,
    titles: Words,
    subtitles: Words,
    brand: str,
    skus: Sequence[str],
    value_names: Sequence[Words],
    tags: Sequence[str],
    attributes: Sequence[AttributeInput],
    brand_names: Words | None = None,
    shelf_names: Sequence[Words] = (),
) -> str:
    """The search words of a product in all its languages; titles weigh most, specifications least.

    `shelf_names` are those of its category and of all above it.
    """
    specification = [word for line in attributes for words in (line.names, line.values) for word in words.values()]
    return search_vector(
        [
            *(SearchText(title, "A") for title in titles.values()),
            *(
                SearchText(text, "B")
                for text in (brand, *(brand_names or {}).values(), *subtitles.values(), *skus[:SKU_COUNT_MAX])
            ),
            *(SearchText(name, "C") for names in (*shelf_names, *value_names) for name in names.values()),
            *(SearchText(text, "C") for text in tags),
            *(SearchText(text, "D") for text in specification),
        ]
    )


def search_question(text: str) -> str | None:
    """The text form of the `tsquery` for what a person typed; None where it holds no word at all.

    Every word must occur. The last one, when it is Latin and nothing follows it, also stands for words that begin
    with it. Only letters and digits reach the result, so no input can be taken for an operator.
    """
    runs = list(text_runs(text[:QUESTION_LENGTH_MAX]))
    asked: dict[str, None] = {}
    for place, (is_han, run) in enumerate(runs):
        if is_han:
            asked.update(dict.fromkeys(f"'{word}'" for word in rjieba.cut(run, False)))
        else:
            asked[_latin_question(run, is_last=place == len(runs) - 1)] = None
    return " & ".join(list(asked)[:QUESTION_WORD_COUNT_MAX]) or None


def text_runs(text: str) -> Iterator[tuple[bool, str]]:
    """Each unbroken run of Chinese or of other letters and digits, folded; true for Chinese."""
    for match in _RUN.finditer(unicodedata.normalize("NFKC", text).casefold()):
        run = match[0][:WORD_LENGTH_MAX] if match[2] else match[0]
        yield match[1] is not None, run


def _indexed_words(text: str) -> Iterator[str]:
    for is_han, run in text_runs(text):
        if is_han:
            yield from rjieba.cut_all(run)
            yield from run
        else:
            yield run
            yield from _parts(run)


def _latin_question(run: str, *, is_last: bool) -> str:
    mark = ":*" if is_last and len(run) >= PREFIX_LENGTH_MIN else ""
    parts = _parts(run)
    if not parts:
        return f"'{run}'{mark}"
    spread = " & ".join([*(f"'{part}'" for part in parts[:-1]), f"'{parts[-1]}'{mark}"])
    return f"('{run}'{mark} | ({spread}))"


def _parts(run: str) -> Sequence[str]:
    """The letters and the digits of a mixed word such as `iphone15`, apart; nothing for a plain one."""
    parts = _PART.findall(run)
    return parts if len(parts) > 1 else ()
