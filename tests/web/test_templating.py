import gzip
import math
import re
from collections import Counter
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import minijinja
import pytest

from shopwright.kernel.money import Money
from shopwright.modules.catalog.rules.texts import BODY_ATTRIBUTES, BODY_TAGS
from shopwright.platform.i18n import LANGUAGES, missing
from shopwright.web.assets import WEB_ROOT, Assets
from shopwright.web.components.gallery import gallery_context
from shopwright.web.templating import Templates, csrf_field, html_attributes, json_ld

ASSETS = Assets()
TEMPLATES = Templates(assets=ASSETS)
OUR_TEMPLATES = sorted(
    [
        *(WEB_ROOT / "components").rglob("*.html"),
        WEB_ROOT / "storefront" / "layout.html",
        WEB_ROOT / "console" / "layout.html",
    ]
)
SHOP_BUDGET_BYTES = 45_000


class _Tags(HTMLParser):
    """Collects every start tag with its attributes, and the text of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def _render(source: str, language: str, tmp_path: Path, **context: object) -> str:
    (tmp_path / "page.html").write_text(source, encoding="utf-8")
    return Templates(assets=ASSETS, root=tmp_path).render("page.html", language, **context)


def _gallery_tags(language: str, face: str) -> list[tuple[str, dict[str, str | None]]]:
    context = gallery_context(language=language, face=face, assets=ASSETS)
    parser = _Tags()
    parser.feed(TEMPLATES.render("components/gallery.html", language, **context))
    return parser.tags


def _tokens(scheme: str, face: str) -> dict[str, str]:
    """The custom properties of one scheme and face, as the cascade leaves them."""
    text = (WEB_ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    blocks: dict[str, str] = dict(re.findall(r"^([:.][^{]*?) \{([^}]*)\}", text, re.MULTILINE))
    order = [
        ":root",
        *([".console"] if face == "console" else []),
        *([':root[data-scheme="dark"]'] if scheme == "dark" else []),
    ]
    return {name: value for key in order for name, value in re.findall(r"--([\w-]+): ([^;]+);", blocks[key])}


def _contrast(tokens: dict[str, str], one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(tokens, one), _luminance(tokens, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(tokens: dict[str, str], name: str) -> float:
    """Relative luminance of an OKLCH colour, by the matrices of Björn Ottosson's Oklab, clipped into sRGB."""
    value = re.sub(r"var\(--([\w-]+)\)", lambda match: tokens[match[1]], tokens[name])
    value = re.sub(r"calc\(([\d.]+) \* ([\d.]+)\)", lambda match: str(float(match[1]) * float(match[2])), value)
    lightness, chroma, hue = (float(part) for part in re.findall(r"[\d.]+", value)[:3])
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    parts = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def test_the_editor_of_texts_keeps_what_the_catalogue_keeps() -> None:
    script = (WEB_ROOT / "components" / "rich-text" / "cleaning.js").read_text(encoding="utf-8")
    kept = re.search(r"const TAGS = new Set\((.*?)\.split", script, re.DOTALL)
    assert kept is not None
    assert set(re.findall(r"\w+", kept[1])) == BODY_TAGS
    attributes = re.search(r"const ATTRIBUTES = {(.*?)};", script, re.DOTALL)
    assert attributes is not None
    lists = re.findall(r"(\w+): \[(.*?)\]", attributes[1])
    assert {tag: set(re.findall(r"\w+", names)) for tag, names in lists} == BODY_ATTRIBUTES


def test_money_is_set_with_a_small_currency_and_a_small_minor_part(tmp_path: Path) -> None:
    source = "{{ money(price) }}|{{ price|money }}|{{ money_text(price) }}"
    html = '<span class="money"><small>¥</small><b>1,299</b><small>.00</small></span>'
    assert _render(source, "zh_CN", tmp_path, price=Money(129900, "CNY")) == f"{html}|{html}|¥1,299.00"


def test_a_currency_without_minor_units_has_no_minor_part(tmp_path: Path) -> None:
    assert _render("{{ money(price) }}", "en", tmp_path, price=Money(-500, "JPY")) == (
        '<span class="money"><small>-JP¥</small><b>500</b></span>'
    )


def test_sentences_follow_the_language_of_the_page(tmp_path: Path) -> None:
    source = '{{ t("Parcel {number}", number=2) }}, {{ n("{count} item", "{count} items", 1) }}'
    assert _render(source, "en", tmp_path) == "Parcel 2, 1 item"
    assert _render(source, "zh_CN", tmp_path) == "包裹 2, 共 1 件"


def test_an_unknown_language_gets_the_default_one(tmp_path: Path) -> None:
    assert _render('{{ t("Cart") }} {{ language_tag }}', "fr", tmp_path) == "购物车 zh-CN"


def test_a_moment_is_a_time_element_in_the_given_zone(tmp_path: Path) -> None:
    at = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
    assert _render('{{ moment(at, "Asia/Shanghai", "day") }}', "zh_CN", tmp_path, at=at) == (
        '<time datetime="2026-03-14T09:26:00+00:00">2026年3月14日</time>'
    )


def test_what_a_person_typed_is_escaped(tmp_path: Path) -> None:
    assert _render("<p>{{ words }}</p>", "en", tmp_path, words="<b>&</b>") == "<p>&lt;b&gt;&amp;&lt;/b&gt;</p>"


def test_an_undefined_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(minijinja.TemplateError, match="undefined value"):
        _render("{{ nobody }}", "en", tmp_path)


def test_an_icon_is_drawn_in_place_silent_unless_labelled_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    silent, labelled = _render('{{ icon("close") }}|{{ icon("close", "Close") }}', "en", tmp_path).split("|")
    assert silent == (
        '<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
        '<path d="M18 6l-12 12" /><path d="M6 6l12 12" /></svg>'
    )
    assert labelled == silent.replace('aria-hidden="true"', 'role="img" aria-label="Close"')
    with pytest.raises(ValueError, match="no icon named unicorn"):
        _render('{{ icon("unicorn") }}', "en", tmp_path)


def test_attributes_are_escaped_and_absent_ones_left_away() -> None:
    attributes = {"hx-get": '/a?b="c"&d', "hidden": True, "title": None, "disabled": False}
    assert html_attributes(attributes) == ' hx-get="/a?b=&#34;c&#34;&amp;d" hidden'


def test_a_form_carries_its_token_and_a_public_page_none() -> None:
    assert csrf_field("a<b") == '<input type="hidden" name="csrf" value="a&lt;b">'
    assert csrf_field("") == ""


def test_structured_data_cannot_close_its_element() -> None:
    assert json_ld({"name": "</script>&"}) == (
        '<script type="application/ld+json">{"name":"\\u003c/script\\u003e\\u0026"}</script>'
    )


def test_an_asset_is_found_by_its_hash_only() -> None:
    _, _, content_hash, name = ASSETS.url("shop.css").split("/")
    asset = ASSETS.get(content_hash, name)
    assert asset is not None
    assert asset.content_type == "text/css; charset=utf-8"
    assert asset.body_gzip is not None
    assert gzip.decompress(asset.body_gzip) == asset.body
    assert ASSETS.get("0" * 12, name) is None
    assert ASSETS.get(content_hash, "absent.css") is None


def test_the_hash_follows_the_content(tmp_path: Path) -> None:
    (tmp_path / "components").mkdir()
    css = tmp_path / "static" / "css"
    css.mkdir(parents=True)
    (css / "base.css").write_text("a { color: red; }", encoding="utf-8")
    before = Assets(tmp_path).url("shop.css")
    (css / "base.css").write_text("a { color: blue; }", encoding="utf-8")
    assert Assets(tmp_path).url("shop.css") != before


def test_layers_are_declared_first_and_in_order() -> None:
    first, rest = ASSETS.text("shop.css").split("\n", 1)
    assert first == "@layer reset, base, components, pages, utilities;"
    assert re.findall(r"^@layer (\w+) \{", rest, re.MULTILINE)[:3] == ["reset", "base", "components"]


def test_each_face_gets_its_own_components() -> None:
    shop, console = ASSETS.text("shop.css"), ASSETS.text("console.css")
    assert (".bulk-bar {" in shop, ".bulk-bar {" in console) == (False, True)
    assert (".bottom-nav {" in shop, ".bottom-nav {" in console) == (True, False)


def test_a_first_visit_of_the_shop_stays_within_its_budget() -> None:
    assets = [ASSETS.get(*ASSETS.url(name).split("/", 3)[2:]) for name in ("shop.css", "shop.js")]
    sent = sum(len(asset.body_gzip or asset.body) for asset in assets if asset is not None)
    assert sent < SHOP_BUDGET_BYTES


def test_both_ways_into_the_dark_scheme_say_the_same() -> None:
    tokens = (WEB_ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    blocks = re.findall(r':root(?::not\(\[data-scheme="light"\]\)|\[data-scheme="dark"\]) \{([^}]*)\}', tokens)
    asked, chosen = ([line.strip() for line in block.split(";")] for block in blocks)
    assert asked == chosen


@pytest.mark.parametrize("face", ["shop", "console"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_they_stand_on(scheme: str, face: str) -> None:
    """WCAG 2.2 level AA: 4.5 to 1 for words, 3 to 1 for the edges of controls."""
    tokens = _tokens(scheme, face)
    words = [
        (ink, ground) for ink in ("ink", "ink-soft", "ink-faint") for ground in ("canvas", "surface", "surface-sunken")
    ]
    words += [("accent-ink", ground) for ground in ("canvas", "surface", "surface-sunken", "accent-soft")]
    words += [("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-inverse", "inverse")]
    words += [(f"on-inverse-{tone}", "inverse") for tone in ("positive", "caution", "danger")]
    words += [
        (tone, ground) for tone in ("positive", "caution", "danger", "note") for ground in ("surface", f"{tone}-soft")
    ]
    assert [pair for pair in words if _contrast(tokens, *pair) < 4.5] == []
    assert [edge for edge in ("line-control", "accent") if _contrast(tokens, edge, "surface") < 3] == []


@pytest.mark.parametrize("face", ["shop", "console"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_component_needs_what_the_content_policy_forbids(language: str, face: str) -> None:
    for tag, attributes in _gallery_tags(language, face):
        forbidden = [name for name in attributes if name == "style" or name.startswith(("on", "hx-on"))]
        assert (tag, forbidden) == (tag, [])
        assert tag != "style"
        assert tag != "script" or "src" in attributes or attributes.get("type") == "application/ld+json"


@pytest.mark.parametrize("face", ["shop", "console"])
def test_ids_are_unique_and_references_lead_somewhere(face: str) -> None:
    tags = [attributes for _, attributes in _gallery_tags("zh_CN", face)]
    ids = Counter(attributes["id"] for attributes in tags if "id" in attributes)
    assert [name for name, count in ids.items() if count > 1] == []
    wanted = {
        name
        for attributes in tags
        for key in ("for", "aria-describedby", "aria-labelledby", "data-dialog-open")
        for name in (attributes.get(key) or "").split()
    }
    assert wanted - set(ids) == set()


@pytest.mark.parametrize("face", ["shop", "console"])
def test_every_button_picture_and_control_has_a_name(face: str) -> None:
    for tag, attributes in _gallery_tags("en", face):
        assert tag != "img" or {"alt", "width", "height"} <= set(attributes)
        classes = (attributes.get("class") or "").split()
        assert "button-icon" not in classes or tag == "label" or attributes.get("aria-label")


@pytest.mark.parametrize("template", OUR_TEMPLATES, ids=lambda path: path.name)
def test_every_sentence_is_translated(template: Path) -> None:
    text = re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    sentences: list[str | tuple[str, str]] = [*re.findall(r'\bt\("([^"]*)"', text)]
    sentences += re.findall(r'\bn\("([^"]*)", "([^"]*)"', text)
    assert missing("zh_CN", sentences) == []
