"""What a collection's form says, and the form of what a collection is."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import CategoryId
from shopwright.kernel.money import Money
from shopwright.modules.catalog.contracts import (
    CollectionForStaff,
    CollectionInput,
    CollectionPicture,
    CollectionRule,
    Matching,
    ProductSort,
)
from shopwright.platform.http.fields import Amount, Checkbox, Choice, Key, Quantity, Text
from shopwright.platform.http.forms import amount_text
from shopwright.web.console.pages import in_languages

NEW_DAYS_MAX = 3_650
FIELD_OF = {"names": "name_zh", "descriptions": "text_zh", "rule": "matching"}
_SEPARATORS = str.maketrans({"，": ",", "、": ",", "\n": ","})


class CollectionForm(msgspec.Struct, frozen=True):
    """A collection: its words, how its products are chosen, and the conditions where a rule chooses."""

    kind: Annotated[str, Choice(("hand", "rule"))]
    name_zh: Annotated[str, Text(most=200)] = ""
    name_en: Annotated[str, Text(most=200)] = ""
    text_zh: Annotated[str, Text(most=2_000)] = ""
    text_en: Annotated[str, Text(most=2_000)] = ""
    slug: Annotated[str, Text(most=80)] = ""
    sort: Annotated[str, Choice(("position", "newest", "best_selling"))] = "position"
    matching: Annotated[str, Choice(("all", "any"))] = "all"
    category_ids: tuple[Annotated[int, Key()], ...] = ()
    brands: Annotated[str, Text(most=2_000)] = ""
    tags: Annotated[str, Text(most=2_000)] = ""
    price_from: Annotated[Money | None, Amount()] = None
    price_to: Annotated[Money | None, Amount()] = None
    is_on_sale: Annotated[bool, Checkbox()] = False
    new_days: Annotated[int | None, Quantity(least=1, most=NEW_DAYS_MAX)] = None
    without_picture: Annotated[bool, Checkbox()] = False
    version: Annotated[int, Key()] = 0


def to_input(wanted: CollectionForm, *, currency: str, picture: CollectionPicture | None) -> CollectionInput:
    """What the form says; a collection by rule that asks for an order by hand gets the best selling first."""
    is_by_rule = wanted.kind == "rule"
    sort = ProductSort(wanted.sort)
    return CollectionInput(
        names=in_languages(zh_CN=wanted.name_zh, en=wanted.name_en),
        descriptions=in_languages(zh_CN=wanted.text_zh, en=wanted.text_en),
        slug=wanted.slug,
        sort=ProductSort.BEST_SELLING if is_by_rule and sort is ProductSort.POSITION else sort,
        rule=to_rule(wanted, currency) if is_by_rule else None,
        picture=None if wanted.without_picture else picture,
    )


def to_rule(wanted: CollectionForm, currency: str) -> CollectionRule:
    """The conditions that the form says."""
    return CollectionRule(
        matching=Matching(wanted.matching),
        category_ids=tuple(CategoryId(one) for one in wanted.category_ids),
        brands=_listed(wanted.brands),
        tags=_listed(wanted.tags),
        price_currency=currency,
        price_from_minor=None if wanted.price_from is None else wanted.price_from.minor,
        price_to_minor=None if wanted.price_to is None else wanted.price_to.minor,
        is_on_sale=wanted.is_on_sale,
        new_days=wanted.new_days,
    )


def form_values(collection: CollectionForStaff | None, currency: str) -> dict[str, Any]:
    """The texts that the form begins with."""
    rule = CollectionRule() if collection is None or collection.rule is None else collection.rule
    values: dict[str, Any] = {
        "matching": rule.matching.value,
        "category_ids": [str(one) for one in rule.category_ids],
        "brands": ", ".join(rule.brands),
        "tags": ", ".join(rule.tags),
        "price_from": _typed(rule.price_from_minor, currency),
        "price_to": _typed(rule.price_to_minor, currency),
        "is_on_sale": "on" if rule.is_on_sale else "",
        "new_days": "" if rule.new_days is None else str(rule.new_days),
        "without_picture": "",
    }
    if collection is None:
        empty = dict.fromkeys(("name_zh", "name_en", "text_zh", "text_en", "slug"), "")
        return values | empty | {"kind": "hand", "sort": "position", "version": "0"}
    return values | {
        "kind": "hand" if collection.rule is None else "rule",
        "name_zh": collection.names.get("zh_CN", ""),
        "name_en": collection.names.get("en", ""),
        "text_zh": collection.descriptions.get("zh_CN", ""),
        "text_en": collection.descriptions.get("en", ""),
        "slug": collection.slug,
        "sort": collection.sort.value,
        "version": str(collection.version),
    }


def at_fields(refused: InvalidInput) -> Mapping[str, FieldError]:
    """Each wrong field by its name on the page."""
    return {FIELD_OF.get(name, name): error for name, error in refused.fields.items()}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.translate(_SEPARATORS).split(",") if part.strip())


def _typed(minor: int | None, currency: str) -> str:
    return "" if minor is None else amount_text(Money(minor, currency))
