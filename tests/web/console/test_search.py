"""The one search over everything: what it finds, for whom, and at what cost."""

import re

import pytest
from tests.kit.app import Browser, statement_budget
from tests.web.console.conftest import Office, links_of, words_of

SEARCH = "/console/search"
PART = {"HX-Request": "true"}


def links_in(text: str) -> list[str]:
    return re.findall(r'class="palette-row"[^>]* href="([^"]+)"', text)


async def test_an_order_is_found_by_its_number_alone(office: Office, owner: Browser) -> None:
    number = office.number(await office.place(1))
    await office.place(1, key="b")
    answer = await owner.get(SEARCH, params={"q": number}, headers=PART)
    assert links_in(answer.text) == [f"/console/orders/{number}"]
    assert "<html" not in answer.text


@pytest.mark.usefixtures("office")
async def test_products_are_found_by_sku_and_words(owner: Browser) -> None:
    by_sku = links_in((await owner.get(SEARCH, params={"q": "CUP-1"}, headers=PART)).text)
    assert by_sku == ["/console/products/2"]
    by_words = links_in((await owner.get(SEARCH, params={"q": "青瓷"}, headers=PART)).text)
    assert sorted(by_words) == [f"/console/products/{place}" for place in (1, 2, 3)]


async def test_a_customer_is_found_by_the_whole_login_only(office: Office, owner: Browser, clerk: Browser) -> None:
    placed = await office.place(1)
    await office.shop.database.transact(
        lambda tx: tx.connection.execute(
            "INSERT INTO customers.login (kind, value, customer_id, created_at)"
            " VALUES ('email', 'lin@example.com', $1, $2)",
            placed.customer_id,
            tx.at,
        )
    )
    page = f"/console/orders?customer={placed.customer_id}"
    assert links_in((await owner.get(SEARCH, params={"q": "Lin@example.com"}, headers=PART)).text) == [page]
    assert links_in((await owner.get(SEARCH, params={"q": "lin@example"}, headers=PART)).text) == []
    assert links_in((await clerk.get(SEARCH, params={"q": "lin@example.com"}, headers=PART)).text) == []


async def test_nobody_is_shown_what_they_may_not_open(office: Office, clerk: Browser) -> None:
    await office.place(1)
    everything = links_in((await clerk.get(SEARCH, headers=PART)).text)
    assert everything == ["/console/orders", "/console/orders?tab=to_ship"]
    assert links_in((await clerk.get(SEARCH, params={"q": "CUP"}, headers=PART)).text) == []


@pytest.mark.usefixtures("office")
async def test_it_is_a_page_without_script(owner: Browser) -> None:
    page = await owner.get(SEARCH, params={"q": "库存"})
    assert "/console/stock" in links_of(page)
    assert 'value="库存"' in page.text
    nothing = await owner.get(SEARCH, params={"q": "<zzz>"})
    assert "没有找到“<zzz>”。" in words_of(nothing)


async def test_a_stranger_is_sent_to_the_door(office: Office, client: Browser) -> None:
    assert office.people
    assert (await client.get(SEARCH, params={"q": "a"})).headers["location"].startswith("/console/login")


async def test_it_costs_four_statements(office: Office, owner: Browser) -> None:
    await office.place(1)
    await owner.get(SEARCH)
    member = 1
    with statement_budget(office.shop, at_most=4 + member):
        await owner.get(SEARCH, params={"q": "13800138000"})
