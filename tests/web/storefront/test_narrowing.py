"""Lists narrowed by filters, as pages and as what htmx puts in, and what the search field suggests."""

import re

import pytest
from tests.kit.app import Browser, statement_budget
from tests.web.storefront.conftest import log_in, seen

from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts.narrowing import ListingFilters, OptionFilter
from shopwright.shop import Shop
from shopwright.web import limits
from shopwright.web.storefront.narrowing import filter_query
from shopwright.web.storefront.pages import address

RED = "/categories/ware?option=颜色:朱砂"
HTMX = {"HX-Request": "true", "HX-Target": "results"}


def titles(page: str) -> list[str]:
    """The titles of the cards in order."""
    return re.findall(r'<h2 class="card-title"><a [^>]*>([^<]*)</a>', page)


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("option=颜色:朱砂", {"手工紫砂茶壶"}),
        ("option=颜色:朱砂&option=颜色:没有", {"手工紫砂茶壶"}),
        ("option=颜色:朱砂&option=容量:没有", set()),
        ("price_to=40", {"白瓷茶杯"}),
        ("price_from=40&price_to=48", {"青瓷茶杯"}),
        ("price_from=48&price_to=40", {"青瓷茶杯"}),
        ("price_from=１３９", {"手工紫砂茶壶"}),
        ("stock=1", {"手工紫砂茶壶"}),
        ("brand=素器", {"手工紫砂茶壶"}),
        ("price_from=x&price_to=-1&stock=2&option=x&brand=", {"手工紫砂茶壶", "青瓷茶杯", "白瓷茶杯"}),
    ],
)
async def test_an_address_narrows_the_list(client: Browser, query: str, expected: set[str]) -> None:
    page = seen(await client.get(f"/categories/ware?{query}"))
    assert set(titles(page)) == expected
    assert f"{len(expected)} 件商品" in page


@pytest.mark.usefixtures("goods")
async def test_the_panel_is_a_form_that_keeps_words_and_order(client: Browser) -> None:
    answer = await client.get("/search", params={"q": "茶", "sort": "price_up", "price_to": "50", "price_from": ""})
    assert titles(seen(answer)) == ["白瓷茶杯", "青瓷茶杯"]
    form = re.search(r'<form class="facet-form" method="get" action="/search".*?</form>', answer.text, re.DOTALL)
    assert form is not None
    assert '<input type="hidden" name="sort" value="price_up">' in form[0]
    assert '<input type="hidden" name="q" value="茶">' in form[0]


@pytest.mark.usefixtures("goods")
async def test_every_filter_that_is_on_can_be_taken_off(client: Browser) -> None:
    page = seen(await client.get(f"{RED}&price_to=150&brand=素器"))
    chips = re.findall(r'<a class="chip chip-on" href="([^"]+)"[^>]*><span>([^<]*)</span>', page)
    assert [label for _, label in chips] == ["朱砂", "素器", "¥150 以下"]
    assert titles(seen(await client.get(chips[2][0]))) == ["手工紫砂茶壶"]
    assert "option" not in chips[0][0]
    nothing = seen(await client.get(f"{RED}&price_to=1"))
    assert "没有同时符合这些条件的商品" in nothing
    assert 'href="/categories/ware"' in nothing


@pytest.mark.usefixtures("goods")
async def test_a_narrowed_list_is_kept_from_search_engines(client: Browser) -> None:
    plain, narrowed = seen(await client.get("/categories/ware")), seen(await client.get(RED))
    link = '<link rel="canonical" href="http://localhost:8000/categories/ware">'
    assert (link in plain, link in narrowed) == (True, True)
    robots = '<meta name="robots" content="noindex">'
    assert (robots in plain, robots in narrowed) == (False, True)


@pytest.mark.usefixtures("goods")
async def test_htmx_gets_the_results_the_count_and_the_panel(client: Browser) -> None:
    answer = await client.get(f"{RED}&price_from=&price_to=", headers=HTMX)
    assert "<html" not in answer.text
    assert answer.text.strip().startswith('<div class="results" id="results">')
    assert '<p id="counted" hx-swap-oob="innerHTML">1 件商品</p>' in seen(answer)
    assert 'id="facet-fields" hx-swap-oob="innerHTML"' in answer.text
    assert answer.headers["HX-Push-Url"] == "/categories/ware?option=%E9%A2%9C%E8%89%B2:%E6%9C%B1%E7%A0%82"
    back = await client.get(RED, headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in back.text


@pytest.mark.usefixtures("goods", "customer")
async def test_lists_keep_their_budget(shop: Shop, client: Browser) -> None:
    await log_in(client)
    await client.get("/")
    narrowed = f"{RED}&price_to=200&brand=素器&stock=1"
    with statement_budget(shop, at_most=4):  # One of them counts how often this address narrows.
        await client.get(narrowed)
    with statement_budget(shop, at_most=4):
        await client.get("/search?q=茶壶&stock=1")
    with statement_budget(shop, at_most=1):
        await client.get(narrowed, headers=HTMX)


def test_filters_make_the_address_that_they_are_read_from() -> None:
    filters = ListingFilters(
        options=(OptionFilter("颜色", ("青岚", "a:b&c=d#e")), OptionFilter("容量", ("1/2",))),
        brands=("A & B",),
        price_from=Money(10000, "CNY"),
        price_to=Money(1999950, "CNY"),
        is_in_stock_only=True,
    )
    parts = filter_query(filters)
    assert parts[-3:] == [("price_from", "100"), ("price_to", "19999.50"), ("stock", "1")]
    assert catalog.read_options([text for name, text in parts if name == "option"]) == filters.options
    assert address("/search", parts).startswith("/search?option=%E9%A2%9C%E8%89%B2:%E9%9D%92%E5%B2%9A&option=")


@pytest.mark.usefixtures("goods")
async def test_the_search_field_suggests_words_categories_and_products(client: Browser) -> None:
    answer = await client.get("/search/suggestions", params={"q": "茶"})
    assert answer.status_code == 200
    assert 'data-suggested="茶杯"' in answer.text
    assert answer.text.count("suggestion-product") == 3
    assert 'href="/products/clay-teapot"' in answer.text
    assert "<html" not in answer.text
    named = seen(await client.get("/search/suggestions", params={"q": "器"}))
    assert 'href="/categories/ware"' in named
    empty = await client.get("/search/suggestions", params={"q": " !? "})
    assert (empty.status_code, empty.text.strip()) == (200, "")
    harmless = await client.get("/search/suggestions", params={"q": "<script>alert(1)</script>"})
    assert "<script" not in harmless.text


@pytest.mark.usefixtures("goods")
async def test_suggestions_cost_one_statement_and_are_limited(client: Browser, shop: Shop) -> None:
    await client.get("/")
    with statement_budget(shop, at_most=2):  # The other one counts for the limit.
        await client.get("/search/suggestions", params={"q": "青瓷"})
    with statement_budget(shop, at_most=0):
        await client.get("/search/suggestions", params={"q": "青瓷"})
    for number in range(limits.SUGGESTION.count_max - 1):
        assert (await client.get("/search/suggestions", params={"q": f"x{number}"})).status_code == 200
    assert (await client.get("/search/suggestions", params={"q": "y"})).status_code == 429
    assert (await client.get("/search/suggestions", params={"q": "青瓷"})).status_code == 200
