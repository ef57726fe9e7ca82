"""The face for programs speaks the language of Accept-Language, in refusals and in goods."""

import pytest
from tests.api.caller import ADDRESS, Caller, World

NOBODY = {"zh_CN": "请先登录。", "en": "Please log in first."}
TITLES = {"zh_CN": "青瓷茶杯 0", "en": "Celadon cup 0"}
WANTED = {
    "": "zh_CN",
    "en": "en",
    "en-GB,en;q=0.9,zh;q=0.1": "en",
    "zh-CN,zh;q=0.9,en;q=0.8": "zh_CN",
    "zh-TW": "zh_CN",
    "fr, en;q=0.5": "en",
    "fr": "zh_CN",
    "en;q=banana, zh;q=0.1": "zh_CN",
    "x" * 10_000: "zh_CN",
    "zh_CN'; DROP TABLE catalog.product; --": "zh_CN",
}


@pytest.mark.usefixtures("world")
async def test_goods_and_refusals_are_told_in_the_callers_language(caller: Caller) -> None:
    for header, language in WANTED.items():
        headers = {"Accept-Language": header}
        product = (await caller.browser.get("/api/v1/products", headers=headers)).json()["items"][-1]
        assert product["title"] == TITLES[language], header
        refused = await caller.browser.get("/api/v1/orders", headers=headers)
        assert refused.json()["error"] == {"code": "login_needed", "message": NOBODY[language]}, header


async def test_every_wrong_field_is_told_at_once_and_in_the_callers_language(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    wrong = {**ADDRESS, "recipient": "", "phone": "12", "district_code": "999999", "street": ""}
    told = {}
    for header in ("en", "zh-CN"):
        answer = await caller.act("POST", "/api/v1/addresses", wrong, headers={"Accept-Language": header})
        assert answer.status_code == 422
        told[header] = answer.json()["error"]["fields"]
    assert set(told["en"]) == set(told["zh-CN"]) == {"recipient", "phone", "district_code", "street"}
    assert all(sentence.isascii() for sentence in told["en"].values())
    assert not any(sentence.isascii() for sentence in told["zh-CN"].values())


async def test_an_order_keeps_the_words_in_which_it_was_bought(world: World, caller: Caller) -> None:
    await caller.put_into_cart(world.floor.variant_ids[0])
    body = await caller.order_body()
    answer = await caller.act("POST", "/api/v1/orders", body, headers={"Accept-Language": "en"})
    number = answer.json()["number"]
    order = (await caller.browser.get(f"/api/v1/orders/{number}", headers={"Accept-Language": "zh-CN"})).json()
    assert order["order"]["lines"][0]["title"] == "Celadon cup 0"
