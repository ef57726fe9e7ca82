"""The tree of divisions, read from `divisions.csv` at first use and kept for the life of the process."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("divisions.csv")
# What other address books write in the city's place where the law has no city there.
_NO_CITY = frozenset(
    {
        "",
        "市辖区",
        "县",
        "省直辖县级行政区划",
        "省直辖县级行政单位",
        "自治区直辖县级行政区划",
        "自治区直辖县级行政单位",
    }
)


class Division(msgspec.Struct, frozen=True):
    """A place with its code of six digits (GB/T 2260) and its full Chinese name; `parent_code` is "" for a province."""

    code: str
    name: str
    parent_code: str


class UnknownDivision(LookupError):
    """No division bears this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"no division has the code {code!r}")
        self.code = code


class _Tree(msgspec.Struct, frozen=True):
    by_code: Mapping[str, Division]
    children_of: Mapping[str, tuple[Division, ...]]


def provinces() -> tuple[Division, ...]:
    """All 34 provinces, municipalities, autonomous and special administrative regions, by code."""
    return _tree().children_of[""]


def children(code: str) -> tuple[Division, ...]:
    """The cities of a province, the districts of a city, by code; () for a place that is not divided further.

    Not divided are districts, cities such as 东莞 and 中山, places directly under a province such as 济源, the
    districts of Hong Kong and Macau, and 台湾. Raises UnknownDivision.
    """
    tree = _tree()
    if code not in tree.by_code:
        raise UnknownDivision(code)
    return tree.children_of.get(code, ())


def path(code: str) -> tuple[Division, Division, Division]:
    """Province, city and district of a place that is not divided further.

    A place without districts stands for its own district: 东莞 gives 广东省, 东莞市, 东莞市. Raises UnknownDivision
    for a code that nobody bears and for a place that has divisions, since an address must name one of them.
    """
    tree = _tree()
    place = tree.by_code.get(code)
    if place is None or code in tree.children_of:
        raise UnknownDivision(code)
    line = [place]
    while line[0].parent_code:
        line.insert(0, tree.by_code[line[0].parent_code])
    return line[0], line[min(1, len(line) - 1)], line[-1]


def find_by_names(province: str, city: str, district: str) -> Division | None:
    """The undivided place of these names, or None; for addresses that come from elsewhere as words.

    Names must be full (浙江省, not 浙江). Understood are an empty district for a city without any, the name of the city
    repeated as its district, and "市辖区", "县" or "省直辖县级行政区划" where there is no city.
    """
    top = _named(provinces(), province)
    if top is None:
        return None
    tree = _tree()
    cities = tree.children_of.get(top.code, ())
    if city in _NO_CITY:
        return _only([place for place in _undivided(top, tree) if place.name == district])
    middle = _named(cities, city)
    if middle is None:
        return top if not cities and city == province else None
    districts = tree.children_of.get(middle.code, ())
    if not districts:
        return middle if district in {"", middle.name} else None
    return _named(districts, district)


def _undivided(province: Division, tree: _Tree) -> list[Division]:
    """The places where the addresses of a province end."""
    cities = tree.children_of.get(province.code, (province,))
    return [place for city in cities for place in tree.children_of.get(city.code, (city,))]


def _named(places: tuple[Division, ...], name: str) -> Division | None:
    return next((place for place in places if place.name == name), None)


def _only(places: list[Division]) -> Division | None:
    """The one place of the list; None when several bear the name, since we must not guess."""
    return places[0] if len(places) == 1 else None


@cache
def _tree() -> _Tree:
    by_code: dict[str, Division] = {}
    children_of: dict[str, list[Division]] = defaultdict(list)
    with _FILE.open(encoding="utf-8", newline="") as file:
        for code, parent_code, name in list(csv.reader(file))[1:]:
            place = Division(code, name, parent_code)
            by_code[code] = place
            children_of[parent_code].append(place)
    return _Tree(by_code, {code: tuple(places) for code, places in children_of.items()})
