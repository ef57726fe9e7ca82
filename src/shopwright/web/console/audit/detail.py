"""What changed in an act of the audit log, in one line and in words."""

from collections.abc import Mapping

from shopwright.kernel.money import Money
from shopwright.modules.orders.contracts import CARRIER_NAMES, REASON_SENTENCES
from shopwright.platform.i18n import _, format_money, translate

_NAMES = {
    "after": _("after"),
    "amount": _("amount"),
    "before": _("before"),
    "carrier": _("carrier"),
    "code": _("code"),
    "compare_at_minor": _("price before"),
    "created": _("name"),
    "note": _("note"),
    "permissions": _("rights"),
    "permissions_before": _("rights before"),
    "pieces": _("pieces"),
    "price": _("price"),
    "reason": _("reason"),
    "roles": _("roles"),
    "safety": _("kept back"),
    "subscriber": _("subscriber"),
    "tracking_number": _("tracking number"),
    "was": _("before"),
}
_VALUES: Mapping[str, str] = {
    str(code): sentence for code, sentence in (*CARRIER_NAMES.items(), *REASON_SENTENCES.items())
}
_FLAGS = {
    ("is_listed", True): _("listed"),
    ("is_listed", False): _("delisted"),
    ("is_retired", True): _("no longer sold"),
    ("is_removed", True): _("removed"),
}
_HIDDEN = frozenset(
    {"variant_id", "market_code", "price_currency", "message", "refund_id", "product_ids", "address_id"}
)


def detail_text(value: object, language: str) -> str:
    """Everything in an act's detail that is not empty, such as `reason: broken, pieces: -2`."""
    if isinstance(value, Mapping):
        return _mapping_text(value, language)
    if isinstance(value, list):
        return ", ".join(detail_text(part, language) for part in value)
    text = "" if value is None else str(value)
    return translate(_VALUES[text], language) if text in _VALUES else text


def _mapping_text(value: Mapping[str, object], language: str) -> str:
    if set(value) == {"minor", "currency"}:
        return format_money(Money(int(str(value["minor"])), str(value["currency"])), language)
    parts = [_part_text(name, part, value, language) for name, part in value.items() if name not in _HIDDEN]
    return ", ".join(part for part in parts if part)


def _part_text(name: str, part: object, whole: Mapping[str, object], language: str) -> str:
    if isinstance(part, bool):
        return translate(_FLAGS[name, part], language) if (name, part) in _FLAGS else ""
    if name.endswith("_minor") and isinstance(part, int):
        name, part = _amount(name, part, whole, language)
    text = detail_text(part, language)
    if name == "pieces" and isinstance(part, Mapping):
        text = _pieces_text(part, language, is_parcel="tracking_number" in whole)
    if not text:
        return ""
    shown = translate(_NAMES[name], language) if name in _NAMES else name
    return f"{shown}: {text}"


def _pieces_text(pieces: Mapping[str, object], language: str, *, is_parcel: bool) -> str:
    """How many pieces: of a parcel all together, of stock by variant."""
    if is_parcel:
        return str(sum(int(str(quantity)) for quantity in pieces.values()))
    variant = translate(_("Variant"), language)
    return ", ".join(f"{variant} {key}: {quantity}" for key, quantity in pieces.items())


def _amount(name: str, minor: int, whole: Mapping[str, object], language: str) -> tuple[str, str]:
    """An amount that stands in minor units beside its currency."""
    currency = whole.get("price_currency")
    shown = "price" if name == "price_minor" else name
    return shown, format_money(Money(minor, str(currency)), language) if currency else ""
