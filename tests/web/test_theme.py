"""One colour is all that a shop chooses; the rest is arithmetic that must never leave words unreadable."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.web.assets import WEB_ROOT
from shopwright.web.theme import GROUNDS, WHITE, Scheme, accent_css, accent_of, contrast, from_hex, is_accent, to_hex

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
COLOURS = st.integers(min_value=0, max_value=0xFFFFFF).map(lambda number: f"#{number:06x}")
HARD = ("#000000", "#ffffff", "#ffff00", "#00ff00", "#00ffff", "#0000ff", "#ff00ff", "#ff0000", "#808080", "#0a0a2a")


def _assert_readable(hex_colour: str) -> None:
    for scheme in SCHEMES:
        shades = accent_of(hex_colour, scheme)
        # Measured as a screen shows them, in eight bits a channel.
        accent, hover, ink, soft = (
            from_hex(to_hex(shade))
            for shade in (shades.accent, shades.accent_hover, shades.accent_ink, shades.accent_soft)
        )
        assert contrast(WHITE, accent) >= 4.5
        assert contrast(WHITE, hover) >= 4.5
        assert [ground for ground in (*GROUNDS[scheme], soft) if contrast(ink, ground) < 4.5] == []
        assert contrast(accent, GROUNDS[scheme][1]) >= 3


@pytest.mark.parametrize("hex_colour", HARD)
def test_the_hardest_colours_stay_readable(hex_colour: str) -> None:
    _assert_readable(hex_colour)


@given(COLOURS)
def test_any_colour_stays_readable(hex_colour: str) -> None:
    _assert_readable(hex_colour)


@given(COLOURS)
def test_a_colour_survives_the_way_there_and_back(hex_colour: str) -> None:
    assert to_hex(from_hex(hex_colour)) == hex_colour


def test_black_and_white_are_as_far_apart_as_colours_can_be() -> None:
    assert round(contrast(from_hex("#000000"), from_hex("#ffffff")), 3) == 21
    assert round(contrast(from_hex("#777777"), from_hex("#ffffff")), 2) == 4.48


def test_a_colour_that_is_readable_already_stays_as_it_is() -> None:
    assert to_hex(accent_of("#b0402a", "light").accent) == "#b0402a"


def test_the_hue_is_kept_and_lightness_gives_way() -> None:
    wanted, accent = from_hex("#ffd400"), accent_of("#ffd400", "light").accent
    assert round(accent.hue, 3) == round(wanted.hue, 3)
    assert accent.lightness < wanted.lightness


def test_the_stylesheet_declares_every_token_of_an_accent_three_times() -> None:
    css = accent_css("#2A6FB0")
    names = re.findall(r"--(accent[\w-]*|on-accent):", css)
    assert len(names) == 24
    assert set(names) == {
        "accent", "accent-chroma", "accent-hover", "accent-hue", "accent-ink", "accent-line", "accent-soft", "on-accent"
    }  # fmt: skip
    assert css.count("{") == css.count("}") == 4


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "#1234567", "#123456; } body { display: none"])
def test_nothing_but_a_colour_becomes_a_stylesheet(text: str) -> None:
    assert not is_accent(text)
    with pytest.raises(ValueError, match="six digits"):
        accent_css(text)


def test_the_grounds_are_those_of_the_tokens() -> None:
    tokens = (WEB_ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    blocks = dict(re.findall(r'^(:root(?:\[data-scheme="dark"\])?) \{([^}]*)\}', tokens, re.MULTILINE))
    heads: dict[Scheme, str] = {"light": ":root", "dark": ':root[data-scheme="dark"]'}
    for scheme, head in heads.items():
        declared = [
            re.search(rf"--{name}: oklch\(([\d.]+) ", blocks[head])
            for name in ("canvas", "surface", "surface-sunken", "surface-hover")
        ]
        assert [float(found[1]) for found in declared if found] == [ground.lightness for ground in GROUNDS[scheme]]
