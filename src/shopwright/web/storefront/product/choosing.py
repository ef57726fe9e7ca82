"""Which variant is meant, and which values of which option can be had beside it. No I/O."""

from collections.abc import Sequence
from typing import Any

from shopwright.modules.catalog.contracts import Option, OptionValue, ProductPage, VariantOffer
from shopwright.platform.i18n import translate
from shopwright.web.storefront.cards import show_picture


def pick_variant(variants: Sequence[VariantOffer], wanted_id: str) -> VariantOffer | None:
    """The variant whose id was asked for, else the first that can be had, else the first; None where there is none."""
    for variant in variants:
        if str(variant.id) == wanted_id:
            return variant
    return next((variant for variant in variants if variant.is_available), variants[0] if variants else None)


def list_choices(product: ProductPage, chosen: VariantOffer, language: str) -> list[dict[str, Any]]:
    """Every option for the option chooser, the chosen variant's values selected.

    A value can be had when some variant in stock has it together with the values chosen *before* it: so the first
    option is never greyed by a later one, and nobody can choose himself into a corner. `product.js` does the same.
    """
    return [
        {
            "name": f"option-{option.id}",
            "label": option.name,
            "values": [_value(product, chosen, place, value, language) for value in option.values],
        }
        for place, option in enumerate(product.options)
    ]


def describe_variant(product: ProductPage, variant: VariantOffer) -> str:
    """A variant in words, such as "White / L"; its SKU where the product has no options."""
    names = {value.id: value.name for option in product.options for value in option.values}
    return " / ".join(names[value_id] for value_id in variant.option_value_ids if value_id in names) or variant.sku


def _value(product: ProductPage, chosen: VariantOffer, place: int, value: OptionValue, language: str) -> dict[str, Any]:
    before = chosen.option_value_ids[:place]
    matching = [
        variant
        for variant in product.variants
        if variant.option_value_ids[:place] == before and variant.option_value_ids[place] == value.id
    ]
    is_available = any(variant.is_available for variant in matching)
    reason = "" if is_available else translate("Sold out" if matching else "Not in this combination", language)
    return {
        "value": value.id,
        "label": value.name,
        "is_selected": chosen.option_value_ids[place] == value.id,
        "is_available": is_available,
        "reason": reason,
        "swatch": _swatch(product, product.options[place], place, value),
    }


def _swatch(product: ProductPage, option: Option, place: int, value: OptionValue) -> Any:
    """The picture of a value, where every value of its option has one of its own: colours, hardly ever sizes."""
    shown = {
        candidate.id: next(
            (
                variant.picture_id
                for variant in product.variants
                if variant.option_value_ids[place] == candidate.id and variant.picture_id is not None
            ),
            None,
        )
        for candidate in option.values
    }
    if None in shown.values() or len(set(shown.values())) < len(shown):
        return None
    picture = next((picture for picture in product.pictures if picture.id == shown[value.id]), None)
    return None if picture is None else show_picture(picture.url, picture.srcset)
