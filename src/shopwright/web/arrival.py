"""When a parcel is at the door, in the shop's words; nothing is said where the shop promises nothing."""

from collections.abc import Mapping

from shopwright.platform.i18n import _, translate, translate_plural

DAYS_MAX = 90
_SOON: Mapping[tuple[int, int], str] = {
    (0, 0): _("Arrives the same day"),
    (0, 1): _("Arrives the same day or the next"),
    (1, 1): _("Arrives the next day"),
}


def say_arrival(days: tuple[int, int] | None, language: str) -> str:
    """How many days after the payment, from and to; empty where nothing is promised."""
    if days is None:
        return ""
    if days in _SOON:
        return translate(_SOON[days], language)
    least, most = days
    if least == 0:
        return translate_plural("Arrives within {count} day", "Arrives within {count} days", most, language)
    if least == most:
        return translate_plural("Arrives in {count} day", "Arrives in {count} days", most, language)
    return translate("Arrives in {least} to {most} days", language, least=least, most=most)
