"""What filters mean: which terms are asked for, into which bands prices fall, which facets are worth showing."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from shopwright.modules.catalog.contracts.narrowing import Facet, FacetValue, ListingFilters, OptionFilter

OPTION_COUNT_MAX = 3
VALUE_COUNT_MAX = 20
KEY_LENGTH_MAX = 60
ENTRY_COUNT_MAX = 60
BRAND_LENGTH_MAX = 255
OPTION_SHOWN_COUNT_MAX = 6
VALUE_SHOWN_COUNT_MAX = 14
BAND_COUNT_MAX = 5
PRICE_MINOR_MAX = 10**15
# Where bands may begin, in minor units: round figures, closer together than anybody needs.
EDGES = tuple(step * 10**power for power in range(1, 12) for step in (1, 2, 3, 5))


class Term(msgspec.Struct, frozen=True):
    """How many products have a term such as `颜色:青岚`, with its names in one language."""

    term: str
    option_label: str
    value_label: str
    product_count: int


class Fallen(msgspec.Struct, frozen=True):
    """How many products have prices in exactly these bins; bin n lies between the edges n - 1 and n."""

    bins: tuple[int, ...]
    product_count: int


class Span(msgspec.Struct, frozen=True):
    """A band in minor units: from `low_minor` to below `below_minor`, None where it is open."""

    low_minor: int | None
    below_minor: int | None
    product_count: int


def bounded(filters: ListingFilters) -> ListingFilters:
    """The filters without what no product can answer to: options beyond the third, endless lists, endless words."""
    kept = [
        OptionFilter(each.option[:KEY_LENGTH_MAX], tuple(value[:KEY_LENGTH_MAX] for value in each.values if value))
        for each in filters.options
        if each.option
    ]
    return msgspec.structs.replace(
        filters,
        options=tuple(
            OptionFilter(each.option, each.values[:VALUE_COUNT_MAX]) for each in kept[:OPTION_COUNT_MAX] if each.values
        ),
        brands=tuple(brand[:BRAND_LENGTH_MAX] for brand in filters.brands if brand)[:VALUE_COUNT_MAX],
    )


def read_options(entries: Sequence[str]) -> tuple[OptionFilter, ...]:
    """Entries such as `颜色:青岚`, gathered by option in the order in which each is named first."""
    values_of: dict[str, dict[str, None]] = {}
    for entry in entries[:ENTRY_COUNT_MAX]:
        option, _, value = entry.partition(":")
        if option and value:
            values_of.setdefault(option, {})[value] = None
    return tuple(OptionFilter(option, tuple(values)) for option, values in values_of.items())


def term_of(option: str, value: str) -> str:
    """The term of an option's value, as the catalogue keeps it."""
    return f"{option}:{value}"


def option_question(chosen: OptionFilter) -> str:
    """The text form of a `tsquery` that finds products with any of the values."""
    return " | ".join(_quoted(term_of(chosen.option, value)) for value in chosen.values)


def options_question(filters: ListingFilters) -> str:
    """The text form of a `tsquery` that finds products with a value of every option asked for."""
    return " & ".join(f"({option_question(chosen)})" for chosen in filters.options)


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def gather_facets(terms: Iterable[Term], filters: ListingFilters) -> tuple[Facet, ...]:
    """The terms by option: those of most products first, bounded in number, and always with what is chosen.

    An option with a single value, which every product has, narrows nothing, but it stays while it is chosen.
    """
    chosen = {(each.option, value) for each in filters.options for value in each.values}
    values_of: dict[str, list[FacetValue]] = {}
    label_of: dict[str, str] = {}
    for term in terms:
        option, _, value = term.term.partition(":")
        label_of.setdefault(option, term.option_label)
        values_of.setdefault(option, []).append(
            FacetValue(value, term.value_label, term.product_count, is_chosen=(option, value) in chosen)
        )
    for option, value in chosen - {(option, each.key) for option, values in values_of.items() for each in values}:
        label_of.setdefault(option, option)
        values_of.setdefault(option, []).append(FacetValue(value, value, 0, is_chosen=True))
    ranked = sorted(values_of, key=lambda option: -sum(value.product_count for value in values_of[option]))
    is_chosen = {option: any(value.is_chosen for value in values_of[option]) for option in ranked}
    shown = sorted(ranked, key=lambda option: not is_chosen[option])[:OPTION_SHOWN_COUNT_MAX]
    return tuple(
        Facet(option, label_of[option], _most_frequent(values_of[option]))
        for option in ranked
        if option in shown and (len(values_of[option]) > 1 or is_chosen[option])
    )


def _most_frequent(values: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
    ranked = sorted(values, key=lambda value: (-value.product_count, value.label))
    kept = {value.key for value in sorted(ranked, key=lambda value: not value.is_chosen)[:VALUE_SHOWN_COUNT_MAX]}
    return tuple(value for value in ranked if value.key in kept)


def band_prices(fallen: Sequence[Fallen]) -> tuple[Span, ...]:
    """At most BAND_COUNT_MAX bands of about equally many products; none where one would hold everything.

    A product whose variants cost differently counts in every band that one of them falls into.
    """
    weights: dict[int, int] = {}
    for each in fallen:
        for place in each.bins:
            weights[place] = weights.get(place, 0) + each.product_count
    starts = _starts(weights)
    if len(starts) < 2:  # noqa: PLR2004 - one band tells nothing.
        return ()
    ends = [*starts[1:], len(EDGES) + 1]
    return tuple(
        Span(
            low_minor=EDGES[start - 1] if place else None,
            below_minor=EDGES[end - 1] if place < len(starts) - 1 else None,
            product_count=sum(each.product_count for each in fallen if any(start <= one < end for one in each.bins)),
        )
        for place, (start, end) in enumerate(zip(starts, ends, strict=True))
    )


def _starts(weights: Mapping[int, int]) -> list[int]:
    """The bins at which bands begin: the lightest neighbours are put together until few enough are left."""
    bands = [(place, weights[place]) for place in sorted(weights)]
    while len(bands) > BAND_COUNT_MAX:
        lightest = min(range(len(bands) - 1), key=lambda at: bands[at][1] + bands[at + 1][1])
        bands[lightest : lightest + 2] = [(bands[lightest][0], bands[lightest][1] + bands[lightest + 1][1])]
    return [start for start, _ in bands]
