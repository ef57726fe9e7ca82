"""Words, money, moments and numbers in a person's language."""

from shopwright.platform.i18n.catalogues import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    Catalogue,
    CatalogueError,
    catalogue,
    missing,
    read_catalogue,
)
from shopwright.platform.i18n.formats import (
    MoneyParts,
    format_moment,
    format_money,
    format_number,
    format_round_money,
    money_parts,
)
from shopwright.platform.i18n.languages import localised, pick_language
from shopwright.platform.i18n.sentences import _, translate, translate_plural

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Catalogue",
    "CatalogueError",
    "MoneyParts",
    "_",
    "catalogue",
    "format_moment",
    "format_money",
    "format_number",
    "format_round_money",
    "localised",
    "missing",
    "money_parts",
    "pick_language",
    "read_catalogue",
    "translate",
    "translate_plural",
]
