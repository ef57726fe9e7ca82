import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.modules.catalog.shelf import TITLES, create, priced, put_on_shelf, teapot

from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ProductInput, ProductSort, ProductTexts
from shopwright.modules.catalog.rules.words import (
    INDEXED_WORD_COUNT_MAX,
    QUESTION_WORD_COUNT_MAX,
    SearchText,
    search_question,
    search_vector,
)
from shopwright.platform.db import Database


async def slugs(database: Database, terms: str) -> set[str]:
    async with database.reading() as reading:
        page = await catalog.list_products(
            reading, market="cn", language="zh_CN", terms=terms, sort=ProductSort.RELEVANCE
        )
    return {card.title for card in page.items}


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("茶壶", {0}),
        ("紫砂", {0}),
        ("茶", {0}),
        ("手工", {0}),
        ("工紫", {0}),
        ("茶壶 手工", {0}),
        ("茶壶 保温杯", set()),
        ("保温杯", {1}),
        ("500ML", {1}),
        ("500", {1}),
        ("５００ｍｌ", {1}),
        ("iphone", {2}),
        ("iPhone 15", {2}),
        ("IPHONE15手机壳", {2}),
        ("iph", {2}),
        ("i", set()),
        ("手", {0, 2}),
        ("T恤", {3}),
        ("t恤男款", {3}),
        ("mug", {4}),
        ("MUG handmade", {4}),
        ("hand", {4}),
        ("hand mug", set()),
        ("café", {4}),
        ("雪松", {5}),
        ("（雪松）!!", {5}),
        ("蜡烛' OR '1'='1", set()),
        ("蜡烛:*", {5}),
        ("咖啡", set()),
        ("", set()),
        ("   ", set()),
        ("!!!…。，", set()),
        ("'\"\\:*&|!<->()", set()),
        ("\x00茶壶\x00", {0}),
        ("😀", set()),
    ],
)
async def test_what_is_typed_finds_what_is_meant(shelf: Database, terms: str, found: set[int]) -> None:
    assert await slugs(shelf, terms) == {TITLES[number] for number in found}


async def test_brand_sku_options_and_tags_are_found_too(database: Database) -> None:
    await create(database, teapot())
    for terms in ("素器", "POT-R-200", "pot-r", "墨黑", "gift", "宜兴", "clay"):
        assert await slugs(database, terms) == {"手工紫砂茶壶"}, terms


async def test_a_title_counts_more_than_a_tag(database: Database) -> None:
    await create(database, ProductInput(ProductTexts(titles={"zh_CN": "杯子"}, tags=("咖啡",)), (priced("CUP", 1),)))
    await put_on_shelf(database, "咖啡")
    await create(database, ProductInput(ProductTexts(titles={"zh_CN": "勺子"}, tags=("咖啡",)), (priced("SPOON", 1),)))
    async with database.reading() as reading:
        page = await catalog.list_products(
            reading, market="cn", language="zh_CN", terms="咖啡", sort=ProductSort.RELEVANCE
        )
    assert [card.title for card in page.items] == ["咖啡", "勺子", "杯子"]


async def test_no_text_can_break_a_search(shelf: Database) -> None:
    """Whatever is typed, the server takes the question for one."""
    async with shelf.reading() as reading:
        for terms in ("a" * 1000, "壶" * 1000, "'" * 1000, "茶壶 " * 500, "a:b " * 300, "\\" * 50, "1" * 1000):
            await catalog.list_products(reading, market="cn", language="en", terms=terms)
            await catalog.count_products(reading, market="cn", terms=terms)


@given(st.text(max_size=1000))
@settings(max_examples=300)
def test_no_operator_of_a_question_comes_from_what_was_typed(text: str) -> None:
    question = search_question(text)
    if question is None:
        return
    words = question.replace("(", "").replace(")", "").replace(":*", "").replace(" & ", " ").replace(" | ", " ").split()
    assert 0 < question.count(" & ") + 1 <= 3 * QUESTION_WORD_COUNT_MAX
    assert all(word[0] == word[-1] == "'" and not set(word[1:-1]) & set("'\\:*&|!<>() \x00") for word in words)


HAN = st.text(st.sampled_from("中华人民共和国手冲咖啡壶不锈钢保温杯子茶具套装大学城上海"), min_size=1, max_size=24)


@given(title=HAN, start=st.integers(0, 23), length=st.integers(1, 24))
@settings(max_examples=300)
def test_any_piece_of_a_chinese_title_finds_it(title: str, start: int, length: int) -> None:
    piece = title[start % len(title) :][:length]
    indexed = {word.split("'")[1] for word in search_vector([SearchText(title, "A")]).split()}
    asked = {word.strip("'") for word in (search_question(piece) or "").split(" & ")}
    assert asked <= indexed


def test_an_index_is_bounded_and_keeps_the_weightiest() -> None:
    text = " ".join(f"w{number}x" for number in range(1000))
    vector = search_vector([SearchText("title", "A"), SearchText(text, "B"), SearchText("title", "D")]).split()
    assert len(vector) <= INDEXED_WORD_COUNT_MAX
    assert vector[0] == "'title':1A"
