"""Which language a person gets, and which of a record's own words."""

from collections.abc import Mapping
from functools import lru_cache

from shopwright.platform.i18n.catalogues import DEFAULT_LANGUAGE, LANGUAGES, SOURCE_LANGUAGE

# A browser sends a handful of ranges; whatever a longer header wants to say is not worth reading.
_HEADER_LENGTH_MAX = 400
_RANGE_COUNT_MAX = 20


def pick_language(accept_language: str | None, *, otherwise: str = DEFAULT_LANGUAGE) -> str:
    """The best of LANGUAGES for an Accept-Language header, `otherwise` when it says nothing that we speak.

    Quality values are honoured (RFC 9110, section 12.5.4), a range matches by its primary subtag, so that zh-TW and
    zh-Hans get zh_CN. A malformed part is skipped.
    """
    return (_pick(accept_language[:_HEADER_LENGTH_MAX]) if accept_language else None) or otherwise


def localised(words: Mapping[str, str], language: str) -> str:
    """A record's word in `language`, else in the default language, else in English, else in any; "" of none."""
    for wanted in (language, DEFAULT_LANGUAGE, SOURCE_LANGUAGE):
        word = words.get(wanted)
        if word:
            return word
    return next((word for word in words.values() if word), "")


@lru_cache(maxsize=1024)
def _pick(header: str) -> str | None:
    wanted = _wanted(header)
    anything = wanted.pop("*", 0.0)
    qualities = {language: wanted.get(language.partition("_")[0], anything) for language in LANGUAGES}
    order = {primary: place for place, primary in enumerate(wanted)}
    best = max(
        LANGUAGES,
        key=lambda language: (qualities[language], -order.get(language.partition("_")[0], len(order))),
    )
    return best if qualities[best] > 0 else None


def _wanted(header: str) -> dict[str, float]:
    """Primary subtags with their highest quality, in the order of the header."""
    wanted: dict[str, float] = {}
    for part in header.split(",")[:_RANGE_COUNT_MAX]:
        tag, _, parameter = part.strip().partition(";")
        primary = tag.strip().lower().replace("_", "-").partition("-")[0]
        quality = _quality(parameter)
        if quality is not None and (primary == "*" or primary.isalpha()):
            wanted[primary] = max(quality, wanted.get(primary, 0.0))
    return wanted


def _quality(parameter: str) -> float | None:
    """The number of `q=0.8`, one when nothing is said, None for anything else."""
    name, _, figure = parameter.strip().partition("=")
    if not name:
        return 1.0
    figure = figure.strip()
    if name.strip().lower() != "q" or not figure.isascii() or not figure.replace(".", "", 1).isdigit():
        return None
    quality = float(figure)
    return quality if quality <= 1 else None
