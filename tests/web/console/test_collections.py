"""Collections in the console: by hand with a search, by rule with a look at what it finds."""

from datetime import timedelta
from typing import Any

from tests.kit.app import Browser
from tests.web.console.conftest import HIRING, Office, error_at, seen, typed, words_of

from shopwright.kernel.clock import VirtualClock
from shopwright.kernel.ids import CollectionId, ProductId
from shopwright.modules.catalog import permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import (
    CollectionForStaff,
    CollectionRule,
    Matching,
    ProductSort,
    StaffCollection,
)
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction

PATH = "/console/collections"


async def every(office: Office) -> list[StaffCollection]:
    async with office.shop.database.reading() as reading:
        return await catalog.list_collections_for_staff(reading, language="zh_CN")


async def only(office: Office) -> CollectionForStaff:
    (collection,) = await every(office)
    async with office.shop.database.reading() as reading:
        return await catalog.get_collection_for_staff(reading, collection_id=collection.id)


async def chosen(office: Office, page: str) -> list[ProductId]:
    (collection,) = await every(office)
    async with office.shop.database.reading() as reading:
        found = await catalog.list_chosen_products(reading, collection_id=collection.id, language="zh_CN")
    assert page.endswith(str(collection.id))
    return [product.id for product in found]


async def make(owner: Browser, **fields: Any) -> str:
    answer = await owner.submit(f"{PATH}/new", action=PATH, name_zh="送礼", name_en="Gifts", **fields)
    assert answer.status_code == 303, seen(answer)
    return answer.headers["location"]


async def test_products_are_searched_put_in_ordered_and_taken_out(office: Office, owner: Browser) -> None:
    page = await make(owner)
    found = await owner.get(f"{page}?q=茶杯")
    assert [f"青瓷茶杯 {number}" in words_of(found) for number in range(3)] == [True] * 3
    for product_id in ("2", "1"):
        answer = await owner.post(
            f"{page}/products",
            data={"product_id": product_id, "q": "茶杯"},
            headers={"X-CSRF-Token": office.token(owner)},
        )
        assert answer.headers["location"] == f"{page}?q=%E8%8C%B6%E6%9D%AF#products"
    assert await chosen(office, page) == [2, 1]
    answer = await owner.submit(page, action=f"{page}/products/order", **typed({"place-1": "1"}))
    assert (answer.status_code, await chosen(office, page)) == (303, [1, 2])
    wrong = await owner.submit(page, action=f"{page}/products/order", **typed({"place-1": "x"}))
    assert (wrong.status_code, await chosen(office, page)) == (422, [1, 2])
    await owner.post(f"{page}/products/1/removal", headers={"X-CSRF-Token": office.token(owner)})
    assert await chosen(office, page) == [2]


async def test_a_rule_says_what_it_finds_before_it_is_kept(office: Office, owner: Browser) -> None:
    rule = {"kind": "rule", "price_from": "100", "price_to": "200.50", "new_days": "30", "tags": "礼物，陶瓷、"}
    look = await owner.submit(f"{PATH}/new", action=PATH, press=("act", "preview"), name_zh="新品", **rule)
    assert (look.status_code, await every(office)) == (200, [])
    assert "当前共 0 件商品符合" in words_of(look)
    look = await owner.send_form(look, action=PATH, press=("act", "preview"), tags="")
    assert "当前共 3 件商品符合" in words_of(look)
    assert 'value="200.50"' in look.text
    assert (await owner.send_form(look, action=PATH, matching="any")).status_code == 303
    kept = await only(office)
    assert (kept.rule, kept.sort) == (
        CollectionRule(
            matching=Matching.ANY, price_currency="CNY", price_from_minor=10_000, price_to_minor=20_050, new_days=30
        ),
        ProductSort.BEST_SELLING,
    )


async def test_what_is_wrong_stands_at_its_field(office: Office, owner: Browser) -> None:
    empty = await owner.submit(f"{PATH}/new", action=PATH, kind="rule")
    assert (empty.status_code, error_at(empty, "field-name_zh")) == (422, "请填写此项。")
    assert "请至少设置一个条件。" in seen(empty)
    strange = await owner.submit(f"{PATH}/new", action=PATH, name_zh="新", kind="rule", price_from="一百")
    assert strange.status_code == 422
    await make(owner)
    taken = await owner.submit(f"{PATH}/new", action=PATH, name_zh="再来", slug="gifts")
    assert (taken.status_code, len(await every(office))) == (409, 1)


async def test_it_is_listed_changed_moved_and_removed(office: Office, owner: Browser, client: Browser) -> None:
    page = await make(owner)
    assert (await client.get("/collections/gifts")).status_code == 404
    assert (await owner.submit(page, action=f"{page}/listing", press=("act", "list"))).status_code == 303
    await office.shop.cache.catch_up()
    assert (await client.get("/collections/gifts")).status_code == 200
    assert (await owner.submit(page, action=page, name_zh="礼物")).status_code == 303
    assert (await only(office)).names == {"zh_CN": "礼物", "en": "Gifts"}
    late = await owner.post(
        page, data={"kind": "hand", "name_zh": "迟了", "version": "1"}, headers={"X-CSRF-Token": office.token(owner)}
    )
    assert (late.status_code, "其他人刚刚修改了这个专题" in seen(late)) == (409, True)
    second = await owner.submit(f"{PATH}/new", action=PATH, name_zh="青瓷")
    moved = await owner.submit(PATH, action=f"{second.headers['location']}/place", press=("direction", "up"))
    assert (moved.status_code, [one.name for one in await every(office)]) == (303, ["青瓷", "礼物"])
    assert (await owner.submit(page, action=f"{page}/removal")).status_code == 303
    assert [one.name for one in await every(office)] == ["青瓷"]
    assert (await owner.get(page)).status_code == 404
    acts = [action for action, _who in await office.subjects()]
    assert acts == ["catalog.edit", "catalog.list", "catalog.edit", "catalog.edit", "catalog.edit"]


async def test_who_may_only_look_finds_no_forms(office: Office, client: Browser) -> None:
    await office.enter(client, "merchandiser")
    page = await make(client)
    assert (await client.get(page)).status_code == 200
    assert [action for action, _who in await office.subjects()] == ["catalog.edit"]


async def test_a_removed_collection_comes_back_as_it_was(office: Office, owner: Browser) -> None:
    page, second = await make(owner), await owner.submit(f"{PATH}/new", action=PATH, name_zh="青瓷")
    headers = {"X-CSRF-Token": office.token(owner)}
    for product_id in ("2", "1"):
        await owner.post(f"{page}/products", data={"product_id": product_id}, headers=headers)
    await owner.submit(page, action=f"{page}/listing", press=("act", "list"))
    before = await _kept(office, page)
    await owner.submit(page, action=f"{page}/removal")
    assert [one.name for one in await every(office)] == ["青瓷"]
    told = await owner.get(PATH)
    answer = await owner.send_form(told, action=f"{PATH}/restoration")
    assert answer.headers["location"] == page
    after = await _kept(office, page)
    assert (after.slug, after.names, after.listed_at) == (before.slug, before.names, before.listed_at)
    assert [one.name for one in await every(office)] == ["送礼", "青瓷"]
    async with office.shop.database.reading() as reading:
        found = await catalog.list_chosen_products(reading, collection_id=before.id, language="zh_CN")
    assert [product.id for product in found] == [2, 1]
    assert second.status_code == 303


async def test_a_form_puts_back_once_and_never_what_was_removed_again(office: Office, owner: Browser) -> None:
    page = await make(owner)
    await owner.submit(page, action=f"{page}/removal")
    told = await owner.get(PATH)
    await owner.send_form(told, action=f"{PATH}/restoration")
    for left in ("送礼", ""):
        again = await owner.send_form(told, action=f"{PATH}/restoration")
        assert "已经撤销过了，未再作任何改动。" in words_of(await owner.get(again.headers["location"]))
        assert "".join(one.name for one in await every(office)) == left
        if left:
            await owner.submit(page, action=f"{page}/removal")


async def test_a_collection_whose_address_is_taken_stays_away(office: Office, owner: Browser) -> None:
    page = await make(owner)
    await owner.submit(page, action=f"{page}/removal")
    told = await owner.get(PATH)
    await owner.submit(f"{PATH}/new", action=PATH, name_zh="再来", slug="gifts")
    late = await owner.send_form(told, action=f"{PATH}/restoration")
    assert "未恢复：已有其他专题使用了它的网址" in words_of(await owner.get(late.headers["location"]))
    forged = {"removed": "e30=.0"}
    headers = {"X-CSRF-Token": office.token(owner)}
    assert (await owner.post(f"{PATH}/restoration", data=forged, headers=headers)).status_code == 404
    assert [one.slug for one in await every(office)] == ["gifts"]


async def test_a_collection_comes_back_for_a_quarter_of_an_hour_and_past_old_forms(
    office: Office, owner: Browser, clock: VirtualClock
) -> None:
    page = await make(owner)
    opened = await owner.get(page)
    await owner.submit(page, action=f"{page}/removal")
    told = await owner.get(PATH)
    clock.advance(timedelta(minutes=15))
    await owner.send_form(told, action=f"{PATH}/restoration")
    assert (await only(office)).version == 2
    assert (await owner.send_form(opened, action=page, name_zh="迟了")).status_code == 409
    await owner.submit(page, action=f"{page}/removal")
    clock.advance(timedelta(seconds=1))
    late = await owner.send_form(told, action=f"{PATH}/restoration")
    assert "只能在 15 分钟内撤销，未作任何改动。" in words_of(await owner.get(late.headers["location"]))
    assert await every(office) == []


async def test_who_may_not_list_gets_a_removed_collection_back_hidden(office: Office, client: Browser) -> None:
    await office.enter(client, "merchandiser")
    page = await make(client)
    await client.submit(page, action=f"{page}/listing", press=("act", "list"))
    await client.submit(page, action=f"{page}/removal")
    told = await client.get(PATH)

    async def take_away(tx: Transaction) -> None:
        role_id = await staff.create_role(
            tx, actor=HIRING, name="editor", permissions=[permissions.VIEW, permissions.EDIT]
        )
        await staff.change_roles(tx, actor=HIRING, staff_id=office.people["merchandiser"], roles=[role_id])

    await office.shop.database.transact(take_away)
    answer = await client.send_form(told, action=f"{PATH}/restoration")
    assert "专题已恢复，但未上架" in words_of(await client.get(answer.headers["location"]))
    assert (await only(office)).listed_at is None


async def _kept(office: Office, page: str) -> CollectionForStaff:
    collection_id = CollectionId(int(page.rpartition("/")[2]))
    async with office.shop.database.reading() as reading:
        return await catalog.get_collection_for_staff(reading, collection_id=collection_id)
