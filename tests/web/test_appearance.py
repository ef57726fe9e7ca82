"""Light or dark, the shop's own accent, and its seal."""

import re

from tests.kit.app import Browser

from shopwright.platform.db.setting import put_setting
from shopwright.shop import Shop, ShopProfile
from shopwright.web.theme import accent_css

FOR_EVER = "public, max-age=31536000, immutable"


async def _wear(shop: Shop, *, accent: str = "", logo_text: str = "") -> None:
    profile = ShopProfile(accent=accent, logo_text=logo_text)
    await shop.database.transact(lambda tx: put_setting(tx, name="shop.profile", value=profile))
    await shop.cache.catch_up()


async def test_a_scheme_is_chosen_remembered_and_forgotten(client: Browser) -> None:
    assert "data-scheme" not in (await client.get("/login")).text
    chosen = await client.get("/scheme?code=dark&next=/login")
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/login")
    page = (await client.get("/login")).text
    assert '<html lang="zh-CN" data-scheme="dark">' in page
    assert re.findall(r'name="theme-color" content="(#\w+)"(.*?)>', page) == [("#161412", "")]
    assert 'data-scheme="dark"' in (await client.get("/console/login")).text
    assert 'data-scheme="dark"' in (await client.get("/nothing/of/the/kind")).text
    await client.get("/scheme?code=&next=/")
    assert "data-scheme" not in (await client.get("/login")).text


async def test_nonsense_is_no_scheme_and_no_way_to_strangers(client: Browser) -> None:
    answer = await client.get("/scheme?code=pink&next=https://evil.test/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "sw_scheme" not in client.cookies
    client.cookies.set("sw_scheme", '"><script>')
    assert "data-scheme" not in (await client.get("/login")).text


async def test_a_shop_without_an_accent_wears_the_houses(client: Browser) -> None:
    assert "theme.css" not in (await client.get("/login")).text
    answer = await client.get("/theme.css")
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (200, "", "no-store")


async def test_the_accent_is_a_stylesheet_that_changes_its_address_with_the_colour(client: Browser, shop: Shop) -> None:
    await _wear(shop, accent="#2a6fb0")
    (first,) = re.findall(r'href="(/theme\.css\?v=\w+)"', (await client.get("/login")).text)
    answer = await client.get(first)
    assert answer.text == accent_css("#2a6fb0")
    assert answer.headers["content-type"].startswith("text/css")
    assert answer.headers["cache-control"] == FOR_EVER
    await _wear(shop, accent="#0a7d5a")
    (second,) = re.findall(r'href="(/theme\.css\?v=\w+)"', (await client.get("/login")).text)
    assert first != second
    # Who still asks for the old address gets the new colours, and must not keep them under the old name.
    assert (await client.get(first)).headers["cache-control"] == "no-store"


async def test_the_console_keeps_its_own_accent(client: Browser, shop: Shop) -> None:
    await _wear(shop, accent="#2a6fb0")
    assert "theme.css" not in (await client.get("/console/login")).text


async def test_an_accent_that_is_no_colour_is_none(client: Browser, shop: Shop) -> None:
    await _wear(shop, accent="red; } body { display: none")
    assert "theme.css" not in (await client.get("/login")).text
    assert (await client.get("/theme.css")).text == ""


async def test_the_seal_shows_the_first_character_on_the_accent(client: Browser, shop: Shop) -> None:
    await _wear(shop, logo_text="<禾>")
    (url,) = re.findall(r'rel="icon" href="([^"]+)"', (await client.get("/login")).text)
    answer = await client.get(url)
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["cache-control"] == FOR_EVER
    assert 'fill="#b9432a"' in answer.text
    assert answer.text.endswith(">&lt;</text></svg>")
    await _wear(shop, accent="#ffd400", logo_text="汀禾")
    sealed = (await client.get("/seal.svg")).text
    assert sealed.endswith(">汀</text></svg>")
    assert "#b9432a" not in sealed
