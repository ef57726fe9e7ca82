"""The templates of mails: an HTML and a text part each, in the reader's language.

Mail programs know neither our stylesheets nor scripts, so these templates alone carry tables and inline styles.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import minijinja
import msgspec

from shopwright.kernel.money import Money
from shopwright.platform.i18n import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    format_moment,
    format_money,
    translate,
    translate_plural,
)
from shopwright.platform.i18n.formats import MomentStyle


class Rendered(msgspec.Struct, frozen=True):
    """Both parts of a mail."""

    text: str
    html: str


class MailTemplates:
    """Renders `<name>.txt` and `<name>.html` below one folder; only the HTML part is escaped.

    Templates have `t`, `n`, `money` (as text), `moment` and `language_tag`, and stop at a name that they lack.
    """

    def __init__(self, root: Path) -> None:
        self._environments = {language: _environment(language, root) for language in LANGUAGES}

    def render(self, name: str, language: str, /, **context: object) -> Rendered:
        """Both parts in `language` (the default one when we do not speak it)."""
        environment = self._environments.get(language) or self._environments[DEFAULT_LANGUAGE]
        text = environment.render_template(f"{name}.txt", **context)
        html = environment.render_template(f"{name}.html", **context).replace("&#x2f;", "/")
        return Rendered(text=text.strip() + "\n", html=html)


def _environment(language: str, root: Path) -> minijinja.Environment:
    environment = minijinja.Environment(
        loader=minijinja.load_from_path(root),
        undefined_behavior="strict",
        auto_escape_callback=lambda name: "html" if name.endswith(".html") else None,
        trim_blocks=True,
        lstrip_blocks=True,
        globals={"language_tag": language.replace("_", "-")},
    )
    for name, function in _names(language).items():
        environment.add_global(name, function)
    return environment


def _names(language: str) -> dict[str, Callable[..., Any]]:
    def t(sentence: str, **values: object) -> str:
        return translate(sentence, language, **values)

    def n(singular: str, plural: str, count: int, **values: object) -> str:
        return translate_plural(singular, plural, count, language, **values)

    def money(value: Money) -> str:
        return format_money(value, language)

    def moment(value: datetime, zone: str, style: MomentStyle = "medium") -> str:
        return format_moment(value, language, zone, style)

    return {"t": t, "n": n, "money": money, "moment": moment}
