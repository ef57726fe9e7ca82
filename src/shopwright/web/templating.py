"""Templates: one environment per language, strict about undefined names, escaping everything that is not Markup."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import minijinja

from shopwright.kernel.money import Money
from shopwright.platform.i18n import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    format_moment,
    format_money,
    format_number,
    money_parts,
    translate,
    translate_plural,
)
from shopwright.platform.i18n.formats import MomentStyle
from shopwright.web.assets import WEB_ROOT, Assets

SPRITE = "vendor/icons/sprite.svg"
_SYMBOL = re.compile(r'<symbol id="([^"]+)" ([^>]+)>(.*?)</symbol>', re.DOTALL)


class Templates:
    """Renders the templates below one root. Names look like `storefront/cart/cart.html`.

    `reload` reads changed templates again before each rendering: for those who write them, never in production.
    """

    def __init__(self, *, assets: Assets, root: Path = WEB_ROOT, reload: bool = False) -> None:
        self._environments = {
            language: _environment(language, assets=assets, root=root, reload=reload) for language in LANGUAGES
        }

    def render(self, name: str, language: str, /, **context: object) -> str:
        """The page in `language` (the default one when we do not speak it).

        Raises minijinja.TemplateError for an unknown template and for a name that the context lacks.
        """
        environment = self._environments.get(language) or self._environments[DEFAULT_LANGUAGE]
        # The engine escapes slashes too, which no part of HTML needs and every address is full of.
        return environment.render_template(name, **context).replace("&#x2f;", "/")


def html_attributes(attributes: Mapping[str, object]) -> str:
    """Attributes as they stand in a tag, with a leading space; True gives a bare one, False and None give none."""
    return minijinja.safe(
        "".join(
            f" {name}" if value is True else f' {name}="{minijinja.escape(str(value))}"'
            for name, value in attributes.items()
            if value is not None and value is not False
        )
    )


def csrf_field(token: str) -> str:
    """The hidden input that every form carries; nothing where no token was made, because the page is public."""
    return minijinja.safe(f'<input type="hidden" name="csrf" value="{minijinja.escape(token)}">') if token else ""


def json_ld(facts: Mapping[str, Any]) -> str:
    """Structured data for search engines: a data block, which a strict content security policy lets pass."""
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    harmless = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return minijinja.safe(f'<script type="application/ld+json">{harmless}</script>')


def _environment(language: str, *, assets: Assets, root: Path, reload: bool) -> minijinja.Environment:
    environment = minijinja.Environment(
        loader=minijinja.load_from_path(root),
        undefined_behavior="strict",
        auto_escape_callback=lambda name: "html" if name.endswith(".html") else None,
        trim_blocks=True,
        lstrip_blocks=True,
        reload_before_render=reload,
        globals={"language": language, "language_tag": language.replace("_", "-")},
    )
    names: dict[str, Callable[..., Any]] = {
        **_words(language),
        **_figures(language),
        "asset": assets.url,
        "icon": _icon(assets),
        "attributes": html_attributes,
        "csrf_field": csrf_field,
        "json_ld": json_ld,
    }
    for name, function in names.items():
        environment.add_global(name, function)
    for name in ("money", "money_text", "number"):
        environment.add_filter(name, names[name])
    return environment


def _words(language: str) -> dict[str, Callable[..., Any]]:
    def t(sentence: str, **values: object) -> str:
        return translate(sentence, language, **values)

    def n(singular: str, plural: str, count: int, **values: object) -> str:
        return translate_plural(singular, plural, count, language, **values)

    return {"t": t, "n": n}


def _figures(language: str) -> dict[str, Callable[..., Any]]:
    def money(value: Money) -> str:
        """The currency small, the whole large, the minor part smaller; read aloud as one amount."""
        parts = money_parts(value, language)
        fraction = f"<small>.{parts.fraction}</small>" if parts.fraction else ""
        symbol = minijinja.escape(f"{parts.sign}{parts.symbol}")
        return minijinja.safe(f'<span class="money"><small>{symbol}</small><b>{parts.whole}</b>{fraction}</span>')

    def money_text(value: Money) -> str:
        return format_money(value, language)

    def moment(value: datetime, zone: str, style: MomentStyle = "medium") -> str:
        text = minijinja.escape(format_moment(value, language, zone, style))
        return minijinja.safe(f'<time datetime="{value.isoformat()}">{text}</time>')

    def number(value: int) -> str:
        return format_number(value, language)

    return {"money": money, "money_text": money_text, "moment": moment, "number": number}


def _icon(assets: Assets) -> Callable[..., str]:
    drawn = {name: (pen, strokes.strip()) for name, pen, strokes in _SYMBOL.findall(assets.text(SPRITE))}

    def icon(name: str, label: str = "") -> str:
        """One icon of the sprite, silent unless it is labelled. Raises ValueError for a name the sprite lacks.

        It is drawn in place: a reference into the sprite would make the browser fetch it and lay all of it out as a
        document of its own before it paints anything.
        """
        if name not in drawn:
            raise ValueError(f"no icon named {name}: add it to scripts/vendor_frontend.py")
        spoken = f'role="img" aria-label="{minijinja.escape(label)}"' if label else 'aria-hidden="true"'
        pen, strokes = drawn[name]
        return minijinja.safe(f'<svg class="icon" width="20" height="20" {pen} {spoken}>{strokes}</svg>')

    return icon
