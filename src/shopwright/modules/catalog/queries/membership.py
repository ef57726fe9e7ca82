"""What a collection holds, as pieces of SQL that its list, its facets and the shelves share.

`p` is a product, `r` its prices. A rule is one of two enumerated texts, all its conditions or any of them.
"""

from datetime import datetime, timedelta

import msgspec

from shopwright.kernel.ids import CategoryId, CollectionId
from shopwright.modules.catalog.contracts import Collection, CollectionRule, Matching
from shopwright.modules.catalog.rules.texts import PRICE_MINOR_MAX
from shopwright.platform.db import Reading

BY_HAND = "hand"
CHOSEN = "catalog.collection_product AS m ON m.product_id = p.id AND m.collection_id = {spec}collection_id"

_PRICE = """(r.currency = {spec}price_currency AND r.lowest_minor >= {spec}price_from
            AND r.lowest_minor <= {spec}price_to)"""
_ALL = f"""
        (cardinality({{spec}}category_ids::bigint[]) = 0 OR p.category_id = ANY({{spec}}category_ids::bigint[]))
        AND (cardinality({{spec}}brands::text[]) = 0 OR p.brand = ANY({{spec}}brands::text[]))
        AND (cardinality({{spec}}tags::text[]) = 0 OR p.tags && {{spec}}tags::text[])
        AND ({{spec}}price_currency = '' OR {_PRICE})
        AND (NOT {{spec}}is_on_sale OR r.compare_at_minor IS NOT NULL)
        AND ({{spec}}new_since::timestamptz IS NULL OR p.listed_at >= {{spec}}new_since::timestamptz)"""
_ANY = f"""
        p.category_id = ANY({{spec}}category_ids::bigint[]) OR p.brand = ANY({{spec}}brands::text[])
        OR p.tags && {{spec}}tags::text[] OR {_PRICE} OR ({{spec}}is_on_sale AND r.compare_at_minor IS NOT NULL)
        OR p.listed_at >= {{spec}}new_since::timestamptz"""


class Membership(msgspec.Struct, frozen=True):
    """What tells a collection's products: the collection itself, or the conditions of its rule."""

    collection_id: CollectionId
    category_ids: tuple[CategoryId, ...]
    brands: tuple[str, ...]
    tags: tuple[str, ...]
    price_currency: str
    price_from: int
    price_to: int
    is_on_sale: bool
    new_since: datetime | None


def is_member(spec: str) -> dict[str, str]:
    """For each kind of membership the condition; `spec` is what stands before the names of `Membership`."""
    return {
        BY_HAND: "true",
        Matching.ALL.value: f"({_ALL.format(spec=spec)})",
        Matching.ANY.value: f"({_ANY.format(spec=spec)})",
    }


def kind_of(collection: Collection) -> str:
    """Which of the conditions in `is_member` holds for it."""
    return BY_HAND if collection.rule is None else collection.rule.matching.value


def membership_of(reading: Reading, collection: Collection | None) -> Membership:
    """Its products; without a collection, a rule that excludes nothing."""
    rule = (collection.rule if collection is not None else None) or CollectionRule()
    is_priced = bool(rule.price_currency)
    return Membership(
        collection_id=CollectionId(0) if collection is None else collection.id,
        category_ids=tuple(rule.category_ids),
        brands=tuple(rule.brands),
        tags=tuple(rule.tags),
        price_currency=rule.price_currency,
        price_from=rule.price_from_minor or 0,
        price_to=rule.price_to_minor if is_priced and rule.price_to_minor is not None else PRICE_MINOR_MAX,
        is_on_sale=rule.is_on_sale,
        new_since=None if rule.new_days is None else reading.at - timedelta(days=rule.new_days),
    )
