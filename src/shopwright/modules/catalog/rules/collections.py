"""What a collection may be, and what its rule means once the category tree is known."""

from collections.abc import Mapping, Sequence

import msgspec

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.ids import CategoryId, ProductId
from shopwright.modules.catalog.contracts import CollectionInput, CollectionRule, ProductSort, Words
from shopwright.modules.catalog.rules.texts import NAME_LENGTH_MAX, PRICE_MINOR_MAX, is_slug
from shopwright.platform.i18n import LANGUAGES

COLLECTION_COUNT_MAX = 200
CHOSEN_COUNT_MAX = 500
NAME_MAX = 60
DESCRIPTION_LENGTH_MAX = 500
CONDITION_VALUE_COUNT_MAX = 50
NEW_DAYS_MAX = 3_650

RULE_SORTS = (ProductSort.NEWEST, ProductSort.BEST_SELLING)
HAND_SORTS = (ProductSort.POSITION, *RULE_SORTS)


def check_collection(collection: CollectionInput) -> None:
    """Raise `InvalidInput` with every field that is missing, too long or makes no sense."""
    wrong: dict[str, FieldError] = {}
    if not any(name.strip() for name in collection.names.values()):
        wrong["names"] = FieldError("Please fill in this field.")
    _check_words(collection.names, "names", NAME_MAX, wrong)
    _check_words(collection.descriptions, "descriptions", DESCRIPTION_LENGTH_MAX, wrong)
    if collection.slug and not is_slug(collection.slug):
        wrong["slug"] = FieldError("Use letters, digits, hyphens, underscores and points only.")
    if collection.sort not in (HAND_SORTS if collection.rule is None else RULE_SORTS):
        wrong["sort"] = FieldError("Only products chosen by hand have an order of their own.")
    if collection.rule is not None:
        _check_rule(collection.rule, wrong)
    if wrong:
        raise InvalidInput(wrong)


def check_rule(rule: CollectionRule) -> None:
    """Raise `InvalidInput` unless the rule has a condition and each of them makes sense."""
    wrong: dict[str, FieldError] = {}
    _check_rule(rule, wrong)
    if wrong:
        raise InvalidInput(wrong)


def spread_rule(rule: CollectionRule, subtrees: Mapping[CategoryId, Sequence[CategoryId]]) -> CollectionRule:
    """The rule with every category below those it names; one that is gone stays, and holds nothing."""
    ids = {below for chosen in rule.category_ids for below in subtrees.get(chosen, (chosen,))}
    return msgspec.structs.replace(rule, category_ids=tuple(sorted(ids)))


def cleaned_rule(rule: CollectionRule) -> CollectionRule:
    """The rule without blanks and repetitions, its currency only where there is a price."""
    return msgspec.structs.replace(
        rule,
        category_ids=tuple(dict.fromkeys(rule.category_ids)),
        brands=_plain(rule.brands),
        tags=_plain(rule.tags),
        price_currency=rule.price_currency if _has_price(rule) else "",
    )


def appended(present: Sequence[ProductId], added: Sequence[ProductId]) -> list[ProductId]:
    """Those that are there with the new ones behind them, each once."""
    return list(dict.fromkeys((*present, *added)))


def _check_rule(rule: CollectionRule, wrong: dict[str, FieldError]) -> None:
    for field, texts in (("brands", rule.brands), ("tags", rule.tags)):
        if len(texts) > CONDITION_VALUE_COUNT_MAX:
            wrong[field] = FieldError("At most {limit} entries.", limit=CONDITION_VALUE_COUNT_MAX)
        for text in texts:
            _check_text(text, field, NAME_LENGTH_MAX, wrong)
    if len(rule.category_ids) > CONDITION_VALUE_COUNT_MAX:
        wrong["category_ids"] = FieldError("At most {limit} entries.", limit=CONDITION_VALUE_COUNT_MAX)
    if rule.new_days is not None and not 1 <= rule.new_days <= NEW_DAYS_MAX:
        wrong["new_days"] = FieldError("Enter a number from {least} to {most}.", least=1, most=NEW_DAYS_MAX)
    _check_price(rule, wrong)
    if not (
        rule.category_ids or _plain(rule.brands) or _plain(rule.tags) or _has_price(rule) or rule.is_on_sale
        or rule.new_days is not None
    ):  # fmt: skip
        wrong.setdefault("rule", FieldError("A rule needs at least one condition."))


def _check_price(rule: CollectionRule, wrong: dict[str, FieldError]) -> None:
    for field, minor in (("price_from", rule.price_from_minor), ("price_to", rule.price_to_minor)):
        if minor is not None and not 0 <= minor <= PRICE_MINOR_MAX:
            wrong[field] = FieldError("The price is too high or below zero.")
    if _has_price(rule) and not rule.price_currency:
        wrong["price_from"] = FieldError("A price needs a currency.")
    if None not in {rule.price_from_minor, rule.price_to_minor} and (rule.price_from_minor or 0) > (
        rule.price_to_minor or 0
    ):
        wrong["price_to"] = FieldError("The second amount must not be below the first.")


def _has_price(rule: CollectionRule) -> bool:
    return rule.price_from_minor is not None or rule.price_to_minor is not None


def _plain(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _check_words(words: Words, field: str, length_max: int, wrong: dict[str, FieldError]) -> None:
    for language, text in words.items():
        if language not in LANGUAGES:
            wrong.setdefault(field, FieldError("This language is not spoken here."))
        _check_text(text, field, length_max, wrong)


def _check_text(text: str, field: str, length_max: int, wrong: dict[str, FieldError]) -> None:
    if len(text) > length_max:
        wrong.setdefault(field, FieldError("At most {limit} characters.", limit=length_max))
    if "\x00" in text:
        wrong.setdefault(field, FieldError("The text contains a character that cannot be stored."))
