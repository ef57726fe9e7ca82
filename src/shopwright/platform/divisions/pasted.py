"""Reads an address that was pasted as one piece of text, the way people copy it from a chat or another shop."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice

import msgspec

from shopwright.platform.divisions.tree import Division, children, provinces

TEXT_LENGTH_MAX = 400
TRY_COUNT_MAX = 8
"""How many names in a text are tried at each level; nobody's address has more."""
_LABELS = re.compile(
    r"(?:收货人|收件人|联系人|姓名|联系电话|联系方式|手机号码|手机号|手机|电话|所在地区|地区|详细地址|收货地址|收件地址|地址"
    r"|邮政编码|邮编|recipient|name|phone|mobile|address)\s*[:：]?",
    re.IGNORECASE,
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})-(\d{7,8})(?!\d)")
_POSTCODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_BETWEEN = re.compile(r"[\s,，;；、|。]+")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+|[A-Za-z][A-Za-z .'-]{1,29}")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'-]*")
_STREET_WORDS = re.compile(r"[路街巷弄号楼室村栋幢座层园院苑镇乡组道区县市省]")
# What people leave out at the end of a name. A district is known by its full name alone: 西湖 is a lake as well.
_PROVINCE_END = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区|特别行政区)$")
_CITY_END = re.compile(r"(?:市|地区|盟)$")
_SHORT_LENGTH_MIN = 2


class Pasted(msgspec.Struct, frozen=True):
    """What was understood; empty what was not. The place is given by codes, as far down as it is certain."""

    recipient: str = ""
    phone: str = ""
    province: str = ""
    city: str = ""
    district: str = ""
    street: str = ""

    @property
    def is_anything(self) -> bool:
        """Whether the text said enough to be worth filling a form with."""
        return bool(self.phone or self.province)


class _Place(msgspec.Struct, frozen=True):
    start: int
    end: int
    line: tuple[Division, ...]


def read_pasted(text: str) -> Pasted:
    """The recipient, phone, place and street of a text of at most `TEXT_LENGTH_MAX` characters; the rest is cut off.

    Nothing is guessed: a district that several cities have, alone, is left to the person.
    """
    # One character may become eighteen.
    plain = unicodedata.normalize("NFKC", text[:TEXT_LENGTH_MAX])[:TEXT_LENGTH_MAX]
    plain = _LABELS.sub(" ", plain)
    phone, plain = _take_phone(plain)
    plain = _POSTCODE.sub(" ", plain)
    words = _words_of(plain)
    joined = "".join(words)
    place = _find_place(joined)
    if place is None:
        recipient, rest = _take_name(words)
        return Pasted(recipient=recipient, phone=phone, street=" ".join(rest))
    before, after = _words_around(words, place)
    recipient, before = _take_name(before)
    if not recipient:
        # Behind the street, the last word may be who lives there.
        recipient, last = _take_name(after[1:][-1:])
        after = after[:-1] + last if recipient else after
    codes = [division.code for division in place.line] + [""] * 3
    return Pasted(
        recipient=recipient,
        phone=phone,
        province=codes[0],
        city=codes[1],
        district=codes[2],
        street=" ".join([*before, *after]),
    )


def _take_phone(text: str) -> tuple[str, str]:
    mobile = _MOBILE.search(text)
    if mobile is not None:
        return "".join(mobile.groups()), f"{text[: mobile.start()]} {text[mobile.end() :]}"
    landline = _LANDLINE.search(text)
    if landline is not None:
        return "-".join(landline.groups()), f"{text[: landline.start()]} {text[landline.end() :]}"
    return "", text


def _words_of(text: str) -> list[str]:
    """The words of a text; Latin ones that follow each other are one, as in a name of two parts."""
    words: list[str] = []
    for word in _BETWEEN.split(text):
        if words and _LATIN.fullmatch(word) and _LATIN.fullmatch(words[-1].rpartition(" ")[2]):
            words[-1] = f"{words[-1]} {word}"
        elif word:
            words.append(word)
    return words


def _take_name(words: list[str]) -> tuple[str, list[str]]:
    """The first word that looks like a person's name, and the others."""
    for place, word in enumerate(words):
        if _NAME.fullmatch(word) and not _STREET_WORDS.search(word):
            return word, words[:place] + words[place + 1 :]
    return "", words


def _words_around(words: list[str], place: _Place) -> tuple[list[str], list[str]]:
    """The words before and behind the place; a word that holds a part of it gives what is left."""
    before: list[str] = []
    after: list[str] = []
    at = 0
    for word in words:
        head = word[: max(0, place.start - at)]
        tail = word[max(0, place.end - at) :]
        at += len(word)
        if head:
            before.append(head)
        if tail and at > place.end:
            after.append(tail)
    return before, after


def _find_place(text: str) -> _Place | None:
    """The first place of the text: from the province down, else from the city, else a district of a name of its own."""
    for level in range(3):
        for start, end, division, is_short in islice(_spots(text, _names(level)), TRY_COUNT_MAX):
            place = _down(text, start, end, _line_of(division))
            # 河南 is a province in 河南郑州 and a road in 河南中路.
            if not is_short or place.end > end:
                return place
    return None


def _spots(text: str, names: Mapping[str, tuple[Division, ...]]) -> Iterator[tuple[int, int, Division, bool]]:
    """Where the names stand that one place alone bears, and whether it is the place's short name."""
    lengths = sorted({len(name) for name in names}, reverse=True)
    for start in range(len(text)):
        for length in lengths:
            found = names.get(text[start : start + length], ())
            if len(found) == 1:
                yield start, start + length, found[0], found[0].name != text[start : start + length]


def _down(text: str, start: int, end: int, line: tuple[Division, ...]) -> _Place:
    """Follow the text further down, as far as it names the next level."""
    while len(line) < 3:  # noqa: PLR2004 - province, city, district.
        below = children(line[-1].code)
        if len(line) == 1:
            direct = _next_named(text, end, tuple(place for city in below for place in children(city.code)), ())
            city = _next_named(text, end, below, (_CITY_END,))
            if city is None and direct is not None:
                return _Place(start, direct[1], _line_of(direct[0]))
            found = city
        else:
            found = _next_named(text, end, below, ())
        if found is None:
            if not below:
                line = (*line, line[-1])
                continue
            break
        line, end = (*line, found[0]), found[1]
    return _Place(start, end, line)


def _next_named(
    text: str, at: int, places: tuple[Division, ...], ends: tuple[re.Pattern[str], ...]
) -> tuple[Division, int] | None:
    """The place whose name stands right here, in full or short, and where its name ends."""
    named = [(place, name) for place in places for name in _spellings(place, ends) if text.startswith(name, at)]
    if not named:
        return None
    place, name = max(named, key=lambda one: len(one[1]))
    return place, at + len(name)


@cache
def _spellings(place: Division, ends: tuple[re.Pattern[str], ...]) -> tuple[str, ...]:
    short = [end.sub("", place.name) for end in ends]
    return (place.name, *(name for name in short if len(name) >= _SHORT_LENGTH_MIN and name != place.name))


@cache
def _names(level: int) -> Mapping[str, tuple[Division, ...]]:
    """Every spelling of the places of a level, 0 for provinces, with those that bear it."""
    found: dict[str, list[Division]] = defaultdict(list)
    places = provinces()
    for _ in range(level):
        places = tuple(child for place in places for child in children(place.code))
    # 中山 may be a road anywhere, so that a city is known by its short name only behind its province.
    ends = (_PROVINCE_END,) if level == 0 else ()
    for place in places:
        for name in _spellings(place, ends):
            found[name].append(place)
    return {name: tuple(bearers) for name, bearers in found.items()}


def _line_of(division: Division) -> tuple[Division, ...]:
    """From the province down to this division."""
    by_code = _by_code()
    line = [division]
    while line[0].parent_code:
        line.insert(0, by_code[line[0].parent_code])
    return tuple(line)


@cache
def _by_code() -> Mapping[str, Division]:
    tops = provinces()
    middles = [city for top in tops for city in children(top.code)]
    return {place.code: place for place in (*tops, *middles)}
