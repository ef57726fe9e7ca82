"""Reads the forms of a page as a browser does."""

from collections.abc import Mapping
from html.parser import HTMLParser
from urllib.parse import urlsplit

_SILENT = frozenset({"submit", "button", "reset", "image", "file"})
_TICKED = frozenset({"checkbox", "radio"})


class HtmlForm:
    """One form: where it leads and what it would send as it stands."""

    def __init__(self, attributes: Mapping[str, str | None]) -> None:
        self.action = attributes.get("action") or ""
        self.method = (attributes.get("method") or "get").lower()
        self.is_multipart = attributes.get("enctype") == "multipart/form-data"
        self.names: set[str] = set()
        self.texts: dict[str, list[str]] = {}

    def fill(self, values: Mapping[str, str | list[str] | bool]) -> dict[str, list[str]]:
        """What is sent when these fields are filled so; True ticks a box, False unticks it."""
        unknown = values.keys() - self.names
        assert not unknown, f"the form to {self.action} has no {sorted(unknown)}, only {sorted(self.names)}"
        filled = {name: list(texts) for name, texts in self.texts.items()}
        for name, value in values.items():
            if isinstance(value, bool):
                filled[name] = ["on"] if value else []
            else:
                filled[name] = [value] if isinstance(value, str) else list(value)
        return filled


def find_form(html: str, *, action: str = "") -> HtmlForm:
    """The form of a page that leads to `action`, or its only POST form when that is empty."""
    forms = read_forms(html)
    if action:
        found = [form for form in forms if urlsplit(form.action).path == action]
    else:
        found = [form for form in forms if form.method == "post"]
    assert found, f"no form leads to {action or 'anything'}: {[form.action for form in forms]}"
    assert action or len(found) == 1, f"several forms: {[form.action for form in found]}"
    return found[0]


def read_forms(html: str) -> list[HtmlForm]:
    """All forms of a page."""
    reader = _FormReader()
    reader.feed(html)
    return reader.forms


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self._by_id: dict[str, HtmlForm] = {}
        self._form: HtmlForm | None = None
        self._select = ""
        self._first_option: str | None = None
        self._area: list[str] | None = None
        self._area_name = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self._form = HtmlForm(attributes)
            self.forms.append(self._form)
            self._by_id[attributes.get("id") or ""] = self._form
            return
        form = self._by_id.get(attributes.get("form") or "-", self._form)
        if form is None or "disabled" in attributes:
            return
        name = attributes.get("name") or ""
        if tag == "input" and name:
            _read_input(form, name, attributes)
        elif tag == "select" and name:
            form.names.add(name)
            self._select, self._first_option = name, None
        elif tag == "option" and self._select:
            self._read_option(form, attributes)
        elif tag == "textarea" and name:
            form.names.add(name)
            self._area, self._area_name = [], name

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select" and self._form is not None and self._select:
            if self._first_option is not None:
                self._form.texts.setdefault(self._select, [self._first_option])
            self._select = ""
        elif tag == "textarea" and self._form is not None and self._area is not None:
            self._form.texts[self._area_name] = ["".join(self._area).removeprefix("\n")]
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.append(data)

    def _read_option(self, form: HtmlForm, attributes: Mapping[str, str | None]) -> None:
        value = attributes.get("value") or ""
        if self._first_option is None:
            self._first_option = value
        if "selected" in attributes:
            form.texts.setdefault(self._select, []).append(value)


def _read_input(form: HtmlForm, name: str, attributes: Mapping[str, str | None]) -> None:
    kind = (attributes.get("type") or "text").lower()
    if kind in _SILENT:
        return
    form.names.add(name)
    if kind in _TICKED:
        if "checked" in attributes:
            form.texts.setdefault(name, []).append(attributes.get("value") or "on")
    else:
        form.texts.setdefault(name, []).append(attributes.get("value") or "")
