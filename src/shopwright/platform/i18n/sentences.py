"""Sentences in a person's language. The English sentence is its own id, as in gettext."""

from shopwright.platform.i18n.catalogues import DEFAULT_LANGUAGE, LANGUAGES, SOURCE_LANGUAGE, catalogue

_KNOWN = frozenset(LANGUAGES)


def _(sentence: str, /) -> str:
    """Return the sentence as it is: marks a constant for the catalogue where it is written, to be translated later."""
    return sentence


def translate(sentence: str, language: str, /, **values: object) -> str:
    """The sentence in `language`, its {placeholders} filled from `values`.

    A missing translation gives the English sentence, an unknown language the default one. Without values the text is
    returned as it stands. Raises KeyError when values are given and one that the sentence names is not among them.
    """
    known = catalogue(language if language in _KNOWN else DEFAULT_LANGUAGE)
    text = known.sentences.get(sentence, sentence)
    return text.format(**values) if values else text


def translate_plural(singular: str, plural: str, count: int, language: str, /, **values: object) -> str:
    """The sentence for `count` things in `language`; {count} is filled, the other placeholders from `values`."""
    known = catalogue(language if language in _KNOWN else DEFAULT_LANGUAGE)
    text = known.plurals.get((singular, plural)) if known.language != SOURCE_LANGUAGE else None
    if text is None:
        text = singular if count == 1 else plural
    return text.format(**{"count": count, **values})
