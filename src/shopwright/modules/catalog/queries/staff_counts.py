"""How many products the staff's list holds, by state."""

from collections.abc import Sequence

import msgspec

from shopwright.kernel.ids import CategoryId, VariantId
from shopwright.modules.catalog.rules.words import search_question
from shopwright.platform.db import Reading, statement

COUNT_MAX = 1_000
_SOLD_OUT = "p.listed_at IS NOT NULL AND NOT p.is_available"


class StateCounts(msgspec.Struct, frozen=True):
    """How many products there are of each state, each figure at most COUNT_MAX; `all` is counted by itself.

    `low` are the listed ones that can be sold and have one of the variants that were named.
    """

    all: int
    listed: int
    delisted: int
    sold_out: int
    low: int


async def count_products_for_staff(
    reading: Reading,
    *,
    terms: str = "",
    category_ids: Sequence[CategoryId] | None = None,
    low_variant_ids: Sequence[VariantId] = (),
) -> StateCounts:
    """How many products `list_products_for_staff` lists in each state, with the same search. One statement."""
    question = search_question(terms)
    return await count_states(
        reading,
        searched=question is not None,
        within=category_ids is not None,
        question=question or "",
        category_ids=list(category_ids or ()),
        low_variant_ids=list(low_variant_ids),
        count_max=COUNT_MAX,
    )


@statement(
    f"SELECT count(*)::integer FROM (SELECT FROM catalog.product AS p WHERE {_SOLD_OUT} LIMIT :count_max) AS capped"
)
async def count_sold_out(reading: Reading, *, count_max: int) -> int:
    """How many products are for sale without a piece to sell, counted no further than `count_max`."""


def _counted(condition: str, name: str) -> str:
    return (
        "(SELECT count(*) FROM (SELECT FROM catalog.product AS p "
        f"WHERE {condition} {{searched}} {{within}} LIMIT :count_max) AS capped) AS {name}"
    )


@statement(
    "SELECT "
    + ", ".join(
        [
            _counted("TRUE", '"all"'),
            _counted("p.listed_at IS NOT NULL", "listed"),
            _counted("p.listed_at IS NULL", "delisted"),
            _counted(_SOLD_OUT, "sold_out"),
            _counted(
                "p.listed_at IS NOT NULL AND p.is_available AND p.id IN (SELECT v.product_id FROM catalog.variant AS v"
                " WHERE v.retired_at IS NULL AND v.id = ANY(:low_variant_ids))",
                "low",
            ),
        ]
    ),
    fragments={
        "searched": {False: "", True: "AND p.search_vector @@ :question::text::tsquery"},
        "within": {False: "", True: "AND p.category_id = ANY(:category_ids)"},
    },
)
async def count_states(
    reading: Reading,
    *,
    searched: bool,
    within: bool,
    question: str,
    category_ids: list[CategoryId],
    low_variant_ids: list[VariantId],
    count_max: int,
) -> StateCounts:
    """The row of `count_products_for_staff`."""
