from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.money import Money
from shopwright.platform.i18n import (
    LANGUAGES,
    CatalogueError,
    MoneyParts,
    _,
    format_moment,
    format_money,
    format_number,
    format_round_money,
    localised,
    missing,
    money_parts,
    pick_language,
    read_catalogue,
    translate,
    translate_plural,
)
from shopwright.platform.i18n.extract import SentenceNotLiteral, extract, placeholders, template_sentences
from shopwright.platform.i18n.formats import MomentStyle

KNOWN = "This cannot be done."
MOMENT = datetime(2026, 11, 22, 8, 5, 9, tzinfo=UTC)


def _po(folder: Path, text: str) -> None:
    locale = folder / "locale"
    locale.mkdir(parents=True)
    (locale / "zh_CN.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + text, "utf-8"
    )


def test_a_sentence_is_translated_and_falls_back() -> None:
    assert translate(KNOWN, "zh_CN") == "此操作无法完成。"
    assert translate(KNOWN, "en") == KNOWN
    assert translate(KNOWN, "tlh") == "此操作无法完成。"
    assert translate("Nobody translated {what}.", "zh_CN", what="this") == "Nobody translated this."
    assert translate("Braces {stay} without values", "en") == "Braces {stay} without values"
    assert _("A marked sentence") == "A marked sentence"


def test_a_sentence_that_lacks_a_value_is_refused() -> None:
    with pytest.raises(KeyError, match="name"):
        translate("Hello {name}", "en", other=1)


@pytest.mark.parametrize(("count", "text"), [(0, "0 items"), (1, "1 item"), (2, "2 items")])
def test_a_counted_sentence_follows_english_number(count: int, text: str) -> None:
    assert translate_plural("{count} item", "{count} items", count, "en") == text


def test_a_counted_sentence_without_translation_falls_back_to_english() -> None:
    text = translate_plural("{count} thing in {place}", "{count} things in {place}", 2, "zh_CN", place="cart")
    assert text == "2 things in cart"


@pytest.mark.parametrize(
    ("money", "language", "text", "parts"),
    [
        (Money(12900, "CNY"), "zh_CN", "¥129.00", MoneyParts("", "¥", "129", "00")),
        (Money(12900, "CNY"), "en", "¥129.00", MoneyParts("", "¥", "129", "00")),
        (Money(5, "CNY"), "zh_CN", "¥0.05", MoneyParts("", "¥", "0", "05")),
        (Money(-5, "CNY"), "zh_CN", "-¥0.05", MoneyParts("-", "¥", "0", "05")),
        (Money(0, "CNY"), "zh_CN", "¥0.00", MoneyParts("", "¥", "0", "00")),
        (Money(1500, "JPY"), "zh_CN", "JP¥1,500", MoneyParts("", "JP¥", "1,500", "")),
        (Money(1500, "JPY"), "en", "JP¥1,500", MoneyParts("", "JP¥", "1,500", "")),
        (Money(1234567, "KWD"), "zh_CN", "KWD1,234.567", MoneyParts("", "KWD", "1,234", "567")),
        (Money(99, "USD"), "en", "$0.99", MoneyParts("", "$", "0", "99")),
    ],
)
def test_money_is_written_with_the_decimals_of_its_currency(
    money: Money, language: str, text: str, parts: MoneyParts
) -> None:
    assert format_money(money, language) == text
    assert money_parts(money, language) == parts


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(9900, "CNY"), "¥99"),
        (Money(9950, "CNY"), "¥99.50"),
        (Money(-123400, "CNY"), "-¥1,234"),
        (Money(1500, "JPY"), "JP¥1,500"),
    ],
)
def test_a_round_sum_of_a_promise_has_no_empty_minor_part(money: Money, text: str) -> None:
    assert format_round_money(money, "zh_CN") == text


@given(
    st.integers(-(10**15), 10**15),
    st.sampled_from(["CNY", "JPY", "KWD", "USD", "EUR", "VND"]),
    st.sampled_from(LANGUAGES),
)
def test_the_parts_of_money_join_to_the_whole(minor: int, currency: str, language: str) -> None:
    money = Money(minor, currency)
    sign, symbol, whole, fraction = money_parts(money, language)
    assert f"{sign}{symbol}{whole}{'.' if fraction else ''}{fraction}" == format_money(money, language)


@pytest.mark.parametrize(
    ("language", "style", "text"),
    [
        ("zh_CN", "short", "2026/11/22 16:05"),
        ("zh_CN", "medium", "2026年11月22日 16:05"),
        ("zh_CN", "long", "2026年11月22日 +0800 16:05:09"),
        ("zh_CN", "day", "2026年11月22日"),
        ("en", "medium", "Nov 22, 2026, 4:05\u202fPM"),
        ("en", "day", "Nov 22, 2026"),
    ],
)
def test_a_moment_is_shown_in_the_zone_of_the_market(language: str, style: MomentStyle, text: str) -> None:
    assert format_moment(MOMENT, language, "Asia/Shanghai", style) == text


def test_a_moment_near_midnight_falls_on_the_day_of_the_zone() -> None:
    assert format_moment(datetime(2026, 12, 31, 17, 0, tzinfo=UTC), "zh_CN", "Asia/Shanghai", "day") == "2027年1月1日"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        format_moment(MOMENT.replace(tzinfo=None), "zh_CN", "Asia/Shanghai")


def test_numbers_are_grouped() -> None:
    assert [format_number(value, "zh_CN") for value in (0, 999, -1234567)] == ["0", "999", "-1,234,567"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh_CN"),
        ("", "zh_CN"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-TW,en;q=0.8", "zh_CN"),
        ("zh-Hans-CN;q=0.5, en;q=0.7", "en"),
        ("en, zh", "en"),
        ("zh, en", "zh_CN"),
        ("fr, de", "zh_CN"),
        ("fr, en;q=0.1", "en"),
        ("*", "zh_CN"),
        ("zh;q=0, *;q=0.5", "en"),
        ("en;q=0", "zh_CN"),
        ("en;q=nonsense, zh;q=0.1", "zh_CN"),
        ("en;q=1e3", "zh_CN"),
        (";;;,,=,q=1", "zh_CN"),
        ("en;q=９", "zh_CN"),
        ("x" * 100_000, "zh_CN"),
    ],
)
def test_the_best_language_for_a_header(header: str | None, language: str) -> None:
    assert pick_language(header) == language


@given(st.text())
def test_any_header_gives_a_language(header: str) -> None:
    assert pick_language(header) in LANGUAGES


@pytest.mark.parametrize(
    ("words", "language", "word"),
    [
        ({"zh_CN": "茶", "en": "Tea"}, "en", "Tea"),
        ({"zh_CN": "茶", "en": ""}, "en", "茶"),
        ({"en": "Tea", "fr": "Thé"}, "zh_CN", "Tea"),
        ({"fr": "Thé"}, "zh_CN", "Thé"),
        ({}, "zh_CN", ""),
    ],
)
def test_a_record_speaks_the_nearest_language(words: Mapping[str, str], language: str, word: str) -> None:
    assert localised(words, language) == word


def test_catalogues_of_several_modules_are_merged(tmp_path: Path) -> None:
    _po(tmp_path / "orders", 'msgid "Order"\nmsgstr "订单"\n')
    _po(
        tmp_path / "carts",
        'msgid "Order"\nmsgstr "订单"\n\nmsgid "{count} item"\nmsgid_plural "{count} items"\nmsgstr[0] "{count} 件"\n\n'
        '#, fuzzy\nmsgid "Maybe"\nmsgstr "也许"\n\nmsgid "Empty"\nmsgstr ""\n',
    )
    found = read_catalogue("zh_CN", tmp_path)
    assert dict(found.sentences) == {"Order": "订单"}
    assert dict(found.plurals) == {("{count} item", "{count} items"): "{count} 件"}


def test_two_translations_of_one_sentence_name_both_files(tmp_path: Path) -> None:
    _po(tmp_path / "orders", 'msgid "Order"\nmsgstr "订单"\n')
    _po(tmp_path / "carts", 'msgid "Order"\nmsgstr "下单"\n')
    with pytest.raises(CatalogueError, match=r"(?s)'Order'.*carts.*orders"):
        read_catalogue("zh_CN", tmp_path)


@pytest.mark.parametrize(
    "text",
    ['msgctxt "verb"\nmsgid "Order"\nmsgstr "下单"\n', 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'],
)
def test_what_cannot_be_looked_up_is_refused(tmp_path: Path, text: str) -> None:
    _po(tmp_path, text)
    with pytest.raises(CatalogueError):
        read_catalogue("zh_CN", tmp_path)


def test_missing_lists_what_has_no_translation() -> None:
    assert missing("zh_CN", [KNOWN, "Nobody says this", ("a", "b")]) == ["Nobody says this", ("a", "b")]
    assert missing("en", ["Nobody says this"]) == []


def test_sentences_are_found_in_python(tmp_path: Path) -> None:
    (tmp_path / "errors.py").write_text(
        'class Base(Refusal):\n    sentence = "One"\n'
        'class Child(errors.Base):\n    sentence: ClassVar[str] = "Two"\n    title = "Three"\n    code = "no"\n'
        'class Stranger:\n    sentence = "no"\n'
        'LABEL = _("Four " "and more")\n'
        'x = i18n.translate("Five {n}", language, n=1)\n'
        'y = translate_plural("{count} cat", "{count} cats", 2, "en")\n'
        'z = FieldError("Six" if late else "Seven")\n'
        "text.translate(table)\n",
        "utf-8",
    )
    assert [(found.line, found.id) for found in extract(tmp_path)] == [
        (2, "One"),
        (4, "Two"),
        (5, "Three"),
        (9, "Four and more"),
        (10, "Five {n}"),
        (11, ("{count} cat", "{count} cats")),
        (12, "Seven"),
        (12, "Six"),
    ]


def test_a_sentence_made_by_an_f_string_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.py").write_text('translate(f"Hello {name}", language)\n', "utf-8")
    with pytest.raises(SentenceNotLiteral, match=r"page\.py:1"):
        extract(tmp_path)


def test_sentences_are_found_in_templates() -> None:
    source = (
        '<h1 title="{{ t(\'It\\\'s here\') }}">{{ t("Hello {name}", name=name) }}</h1>\n'
        '{# t("no") #} it\'s {{ format("no") }} t("no")\n'
        '{% set x = "Save" | t %}{{ n("{count} cat", "{count} cats", count) }}\n'
        '{{ button(label=t("Pay"), other="no"|upper) }}'
    )
    assert sorted(template_sentences(source), key=lambda found: found[0]) == [
        (1, "It's here"),
        (1, "Hello {name}"),
        (3, "Save"),
        (3, ("{count} cat", "{count} cats")),
        (4, "Pay"),
    ]


def test_placeholders_are_the_names_in_braces() -> None:
    assert placeholders("{a} of {b:>3}, {{c}}") == frozenset({"a", "b"})
