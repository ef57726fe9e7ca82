import io
import re

import httpx
import pytest
from PIL import Image
from tests.kit.app import Browser, open_browser, statement_budget
from tests.web.console.conftest import Office, error_at, links_of, seen, typed, words_of

from shopwright.kernel.ids import CategoryId, ProductId, VariantId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import EditableProduct, PriceRecord

LIST = "/console/products"
CUP = f"{LIST}/1"


async def product_of(office: Office, product_id: int = 1) -> EditableProduct:
    async with office.shop.database.reading() as reading:
        return await catalog.get_product_for_staff(reading, product_id=ProductId(product_id))


async def prices_of(office: Office, variant_id: VariantId) -> list[PriceRecord]:
    async with office.shop.database.reading() as reading:
        return await catalog.list_price_records(reading, variant_id=variant_id, market="cn")


async def send_chosen(office: Office, owner: Browser, ids: list[str], *, act: str, back: str) -> httpx.Response:
    """What the list sends when rows are ticked and a button of the bar below is pressed."""
    sent = {"id": ids, "act": act, "back": back}
    return await owner.post(f"{LIST}/listings", data=sent, headers={"X-CSRF-Token": office.token(owner)})


def picture(colour: str, width: int = 700) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (width, 700), colour).save(target, "PNG")
    return target.getvalue()


async def test_a_product_is_made_filled_and_shown(office: Office, owner: Browser) -> None:
    answer = await owner.submit(
        f"{LIST}/new",
        action=f"{LIST}/new",
        title_zh="月白茶盏",
        title_en="Moon-white bowl",
        sku="YB",
        price="128.50",
        option_zh=["颜色", "", ""],
        option_en=["Colour", "", ""],
        values_zh=["白，青", "", ""],
        values_en=["White, celadon", "", ""],
    )
    assert answer.status_code == 303, words_of(answer)
    place = answer.headers["location"]
    product = await product_of(office, int(place.rpartition("/")[2]))
    assert product.titles == {"zh_CN": "月白茶盏", "en": "Moon-white bowl"}
    assert [variant.sku for variant in product.variants] == ["YB-1", "YB-2"]
    assert [variant.prices[0].price_minor for variant in product.variants] == [12_850, 12_850]
    assert [value.names for value in product.options[0].values] == [
        {"zh_CN": "白", "en": "White"},
        {"zh_CN": "青", "en": "celadon"},
    ]
    assert product.listed_at is None
    opened = await owner.get(place)
    assert "商品已创建" in words_of(opened)
    await owner.send_form(opened, action=f"{place}/listing", press=("act", "list"))
    assert (await product_of(office, product.id)).listed_at is not None
    await owner.submit(place, action=f"{place}/listing", press=("act", "delist"))
    assert (await product_of(office, product.id)).listed_at is None


async def test_a_wrong_new_product_comes_back_filled(office: Office, owner: Browser) -> None:
    answer = await owner.submit(
        f"{LIST}/new", action=f"{LIST}/new", title_zh="", sku="", price="12.345", weight_grams="-1", brand="汀禾"
    )
    assert answer.status_code == 422
    assert error_at(answer, "field-sku") == "请填写此项。"
    assert error_at(answer, "field-price") == "请输入金额，例如 12.50。"
    assert error_at(answer, "field-weight_grams") == "请输入整数。"
    assert 'value="汀禾"' in answer.text
    taken = await owner.submit(f"{LIST}/new", action=f"{LIST}/new", title_zh="杯", sku="CUP-1")
    assert (taken.status_code, error_at(taken, "field-sku")) == (409, "SKU CUP-1 已被其他规格使用。")
    assert len(office.diary.floor.variant_ids) == 3


async def test_texts_are_written_in_both_languages(office: Office, owner: Browser) -> None:
    answer = await owner.submit(
        CUP,
        action=f"{CUP}/texts",
        title_zh="青瓷杯",
        subtitle_en="For one",
        body_zh="第一段\n\n第二段 <script>",
        tags="茶，礼物",
        attribute_name_zh=["产地", ""],
        attribute_value_zh=["龙泉", ""],
    )
    assert (answer.status_code, answer.headers["location"]) == (303, CUP)
    product = await product_of(office)
    assert product.titles == {"zh_CN": "青瓷杯", "en": "Celadon cup 0"}
    assert product.subtitles == {"en": "For one"}
    assert "<script" not in product.bodies["zh_CN"]
    assert product.tags == ("茶", "礼物")
    assert [(line.names["zh_CN"], line.values["zh_CN"]) for line in product.attributes] == [("产地", "龙泉")]


async def test_plain_words_become_paragraphs(office: Office, owner: Browser) -> None:
    await owner.submit(CUP, action=f"{CUP}/texts", body_zh="第一段\n一行 & 两行\n\n第二段")
    assert (await product_of(office)).bodies["zh_CN"] == "<p>第一段<br>一行 &amp; 两行</p><p>第二段</p>"


async def test_who_was_slower_loses_nothing_and_sees_the_other_version(office: Office, owner: Browser) -> None:
    opened = await owner.get(CUP)
    await owner.submit(CUP, action=f"{CUP}/texts", title_zh="他们的杯子", brand="他们")
    answer = await owner.send_form(opened, action=f"{CUP}/texts", title_zh="我的杯子")
    assert answer.status_code == 409
    page = seen(answer)
    assert 'name="title_zh"' in page
    assert 'value="我的杯子"' in page
    assert "对方保存的内容：</b> 他们的杯子" in page
    assert re.findall(r'action="([^"]+)" novalidate data-came-back', page) == [f"{CUP}/texts"]
    assert (await product_of(office)).titles["zh_CN"] == "他们的杯子"
    again = await owner.send_form(answer, action=f"{CUP}/texts")
    assert again.status_code == 303
    assert (await product_of(office)).titles["zh_CN"] == "我的杯子"


@pytest.mark.usefixtures("office")
async def test_only_what_differs_is_told_as_written_by_somebody_else(owner: Browser) -> None:
    body = '<p>第一段</p>\n<p>第二段，<a href="https://example.com">来源</a></p>'
    await owner.submit(CUP, action=f"{CUP}/texts", body_zh=body, tags="茶, 礼物", brand="汀禾")
    opened = await owner.get(CUP)
    await owner.submit(CUP, action=f"{CUP}/texts", body_en="<p>Theirs</p>")
    # A browser sends lines with CRLF, and the editor its own spelling of the same text.
    sent = {"body_zh": body.replace("\n", "\r\n"), "tags": "茶，礼物", "brand": " 汀禾 ", "body_en": "<p>Mine</p>"}
    answer = await owner.send_form(opened, action=f"{CUP}/texts", **typed(sent))
    assert answer.status_code == 409
    assert re.findall(r"对方保存的内容：</b>(.*)", seen(answer)) == ["</p><p>Theirs</p></div></div>"]


async def test_a_taken_address_stands_at_its_field(office: Office, owner: Browser) -> None:
    other = (await product_of(office, 2)).slug
    answer = await owner.submit(CUP, action=f"{CUP}/texts", slug=other, title_zh="")
    assert answer.status_code in {409, 422}
    answer = await owner.submit(CUP, action=f"{CUP}/texts", slug=other)
    assert (answer.status_code, error_at(answer, "field-slug")) == (409, f"网址 {other} 已被其他页面使用。")


async def test_prices_and_facts_are_changed_in_the_table(office: Office, owner: Browser) -> None:
    (variant,) = (await product_of(office)).variants
    sent = {f"price-{variant.id}": "99", f"compare_at-{variant.id}": "129", f"weight_grams-{variant.id}": "320"}
    assert (await owner.submit(CUP, action=f"{CUP}/variants", **typed(sent))).status_code == 303
    (changed,) = (await product_of(office)).variants
    assert changed.weight_grams == 320
    assert [(one.price, one.compare_at_minor) for one in await prices_of(office, variant.id)] == [
        (Money(9_900, "CNY"), 12_900),
        (Money(12_900, "CNY"), None),
    ]
    assert await office.subjects() == [("catalog.price", "Owner")]


async def test_wrong_rows_are_told_together_and_change_nothing(office: Office, owner: Browser) -> None:
    (variant,) = (await product_of(office)).variants
    sent = {f"sku-{variant.id}": "CUP-2", f"price-{variant.id}": "９９", f"compare_at-{variant.id}": "-1"}
    answer = await owner.submit(CUP, action=f"{CUP}/variants", **typed(sent))
    assert answer.status_code == 422
    assert f'id="price-{variant.id}-error">请输入金额' in seen(answer)
    assert f'id="compare_at-{variant.id}-error">请输入金额' in seen(answer)
    taken = await owner.submit(CUP, action=f"{CUP}/variants", **typed({f"sku-{variant.id}": "CUP-2"}))
    assert "SKU CUP-2 已被其他规格使用。" in seen(taken)
    lower = await owner.submit(CUP, action=f"{CUP}/variants", **typed({f"compare_at-{variant.id}": "1"}))
    assert f'id="compare_at-{variant.id}-error"' in lower.text
    assert (await product_of(office)).variants[0] == variant
    assert await office.subjects() == []


async def test_who_may_not_price_edits_everything_else(office: Office, client: Browser) -> None:
    await office.enter(client, "merchandiser")
    (variant,) = (await product_of(office)).variants
    page = await client.get(CUP)
    assert f"price-{variant.id}" not in page.text
    forged = {f"sku-{variant.id}": "CUP-0", f"price-{variant.id}": "1", f"barcode-{variant.id}": "690"}
    answer = await client.post(f"{CUP}/variants", data=forged, headers={"X-CSRF-Token": office.token(client)})
    assert answer.status_code == 303
    (changed,) = (await product_of(office)).variants
    assert (changed.barcode, changed.prices[0].price_minor) == ("690", 12_900)
    price = f"{CUP}/variants/{variant.id}/price"
    assert (await client.post(price, headers={"X-CSRF-Token": office.token(client)})).status_code == 403


async def test_a_variant_is_added_priced_and_retired(office: Office, owner: Browser) -> None:
    made = await owner.submit(
        f"{LIST}/new",
        action=f"{LIST}/new",
        title_zh="盏",
        sku="Z",
        price="10",
        option_zh=["色", "", ""],
        values_zh=["白", "", ""],
    )
    place = made.headers["location"]
    product = await product_of(office, int(place.rpartition("/")[2]))
    await owner.submit(
        place, action=f"{place}/options/values", option_id=str(product.options[0].id), name_zh="青", name_en="Celadon"
    )
    unchosen = await owner.submit(place, action=f"{place}/variants/new", sku="Z-2")
    assert unchosen.status_code == 422
    await owner.submit(
        place, action=f"{place}/variants/new", sku="Z-2", price="12", **typed({f"choice-{product.options[0].id}": "1"})
    )
    variants = (await product_of(office, product.id)).variants
    assert [variant.sku for variant in variants] == ["Z-1", "Z-2"]
    second = f"{place}/variants/{variants[1].id}"
    assert (await owner.submit(second, action=f"{second}/price", price="15")).status_code == 303
    assert "¥15.00" in words_of(await owner.get(second))
    unsure = await owner.submit(second, action=f"{second}/retirement")
    assert unsure.status_code == 422
    await owner.submit(second, action=f"{second}/retirement", is_sure=True)
    assert [variant.is_retired for variant in (await product_of(office, product.id)).variants] == [False, True]


async def test_the_last_variant_of_a_listed_product_stays(office: Office, owner: Browser) -> None:
    (variant,) = (await product_of(office)).variants
    place = f"{CUP}/variants/{variant.id}"
    answer = await owner.submit(place, action=f"{place}/retirement", is_sure=True)
    assert answer.status_code == 409
    assert 'class="notice notice-danger"' in answer.text
    assert not (await product_of(office)).variants[0].is_retired


async def test_pictures_are_reencoded_ordered_described_and_removed(office: Office, owner: Browser) -> None:
    headers = {"X-CSRF-Token": office.token(owner)}
    files = [
        ("pictures", ("red.png", picture("red"), "image/png")),
        ("pictures", ("blue.svg", picture("blue", 800), "image/svg+xml")),
    ]
    answer = await owner.post(f"{CUP}/pictures", files=files, headers=headers)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{CUP}#pictures")
    red, blue = (await product_of(office)).pictures
    assert (red.width, blue.width) == (700, 800)
    order = {f"place-{red.id}": "2", f"place-{blue.id}": "1", f"alt_zh-{blue.id}": "蓝色的杯子"}
    assert (await owner.submit(CUP, action=f"{CUP}/pictures/order", **typed(order))).status_code == 303
    pictures = (await product_of(office)).pictures
    assert [(one.id, one.alts) for one in pictures] == [(blue.id, {"zh_CN": "蓝色的杯子"}), (red.id, {})]
    assert "data-picture-choice" not in (await owner.get(CUP)).text
    await owner.post(f"{CUP}/pictures/{red.id}/removal", headers=headers)
    assert [one.id for one in (await product_of(office)).pictures] == [blue.id]


async def test_variants_get_their_pictures_in_the_table(office: Office, owner: Browser) -> None:
    new, names, values = f"{LIST}/new", ["颜色", "", ""], ["红，蓝", "", ""]
    made = await owner.submit(new, action=new, title_zh="杯", sku="B", option_zh=names, values_zh=values)
    place, headers = made.headers["location"], {"X-CSRF-Token": office.token(owner)}
    product_id = int(place.rpartition("/")[2])
    files = [("pictures", (f"{colour}.png", picture(colour), "image/png")) for colour in ("red", "blue")]
    await owner.post(f"{place}/pictures", files=files, headers=headers)
    product = await product_of(office, product_id)
    (_red, blue), (_first, second) = product.pictures, product.variants
    sent = {f"picture_id-{second.id}": str(blue.id), f"barcode-{second.id}": "690"}
    assert (await owner.submit(place, action=f"{place}/variants", **typed(sent))).status_code == 303
    changed = (await product_of(office, product_id)).variants
    assert [(one.picture_id, one.barcode) for one in changed] == [(None, ""), (blue.id, "690")]
    opened = await owner.get(place)
    await owner.post(f"{place}/pictures/{blue.id}/removal", headers=headers)
    late = {f"price-{second.id}": "88", f"barcode-{second.id}": "691"}
    refused = await owner.send_form(opened, action=f"{place}/variants", **typed(late))
    page = seen(refused)
    assert refused.status_code == 422
    assert f'id="picture_id-{second.id}-error">这张图片已被移除，请重新选择。' in page
    assert f'name="price-{second.id}" value="88"' in page
    assert f'name="barcode-{second.id}" value="691"' in page
    assert f'action="{place}/variants" novalidate data-came-back' in page
    kept = (await product_of(office, product_id)).variants
    assert [(one.picture_id, one.barcode, one.prices) for one in kept] == [(None, "", ()), (None, "690", ())]
    assert (await owner.send_form(refused, action=f"{place}/variants")).status_code == 303
    mended = (await product_of(office, product_id)).variants[1]
    assert (mended.picture_id, mended.barcode, mended.prices[0].price_minor) == (None, "691", 8_800)


async def test_what_is_no_picture_is_named_and_the_others_stay(office: Office, owner: Browser) -> None:
    files = [
        ("pictures", ("good.png", picture("green"), "image/png")),
        ("pictures", ("<b>evil</b>.png", b"<svg onload=alert(1)>", "image/png")),
    ]
    answer = await owner.post(f"{CUP}/pictures", files=files, headers={"X-CSRF-Token": office.token(owner)})
    assert answer.status_code == 422
    # The browser opens the page where something is wrong with it.
    assert answer.text.partition('class="refused-part"')[0].endswith("<span ")
    assert answer.text.count("autofocus") == 1
    assert "<b>evil" not in answer.text
    assert "<b>evil</b>.png: 只能使用 JPEG" in seen(answer)
    assert len((await product_of(office)).pictures) == 1


async def test_chosen_products_are_delisted_and_the_filters_stay(office: Office, owner: Browser) -> None:
    place = f"{LIST}?tab=listed&q=CUP"
    opened = await owner.get(place)
    assert f'name="back" value="{place}"' in seen(opened)
    answer = await send_chosen(office, owner, ["1", "3"], act="delist", back=place)
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    page = await owner.get(place)
    assert "2 件商品已下架。" in words_of(page)
    assert [link for link in links_of(page) if link.startswith(f"{LIST}/") and link != f"{LIST}/new"] == [f"{LIST}/2"]
    assert "全部 3 在售 1 已下架 2" in words_of(page)
    assert await office.subjects() == [("catalog.list", "Owner"), ("catalog.list", "Owner")]


async def test_what_has_no_price_is_not_listed(office: Office, owner: Browser) -> None:
    made = await owner.submit(f"{LIST}/new", action=f"{LIST}/new", title_zh="未定价", sku="NP")
    place = made.headers["location"]
    answer = await owner.submit(place, action=f"{place}/listing", press=("act", "list"))
    assert answer.status_code == 409
    key = place.rpartition("/")[2]
    await send_chosen(office, owner, [key], act="list", back="https://evil.test/")
    assert "1 件商品还没有可售规格" in words_of(await owner.get(LIST))
    assert (await product_of(office, int(key))).listed_at is None


@pytest.mark.parametrize(("terms", "found"), [("CUP-2", 1), ("茶杯", 3), ("celadon", 3), ("zzz", 0)])
async def test_products_are_found_by_words_and_sku(office: Office, owner: Browser, terms: str, found: int) -> None:
    page = await owner.get(LIST, params={"q": terms, "tab": "listed", "category": "999"})
    shown = {link for link in links_of(page) if link.startswith(f"{LIST}/") and link != f"{LIST}/new"}
    assert len(shown) == found
    assert office.people


async def test_pages_keep_their_budgets(office: Office, owner: Browser) -> None:
    member = 1
    await owner.get(LIST)
    with statement_budget(office.shop, at_most=4 + member):
        await owner.get(LIST, params={"q": "cup", "tab": "listed"})
    with statement_budget(office.shop, at_most=3 + member):
        await owner.get(CUP)


async def test_categories_are_added_moved_and_removed(office: Office, owner: Browser) -> None:
    tree = "/console/categories"
    await owner.submit(tree, action=tree, name_zh="茶器", name_en="Tea ware")
    await owner.submit(tree, action=tree, name_zh="茶壶", parent_id="1")
    taken = await owner.submit(tree, action=tree, name_zh="又一个", slug="tea-ware")
    assert (taken.status_code, error_at(taken, "field-slug")) == (409, "网址 tea-ware 已被其他页面使用。")
    unnamed = await owner.submit(tree, action=tree)
    assert (unnamed.status_code, error_at(unnamed, "field-name_zh")) == (422, "请填写此项。")
    token = {"X-CSRF-Token": office.token(owner)}
    inside = await owner.post(
        f"{tree}/1", data={"name_zh": "茶器", "slug": "tea-ware", "parent_id": "2"}, headers=token
    )
    assert inside.status_code == 409
    assert error_at(inside, "field-parent_id") == "不能把分类移动到它自身或其下级分类中。"
    full = await owner.submit(f"{tree}/1", action=f"{tree}/1/removal")
    assert full.status_code == 409
    assert (await owner.submit(f"{tree}/2", action=f"{tree}/2", name_en="Teapots")).headers["location"] == tree
    await office.shop.cache.catch_up()
    assert "茶壶" in words_of(await owner.get(tree))
    await _move_and_come_back(office, owner, tree)
    assert (await owner.submit(f"{tree}/2", action=f"{tree}/2/removal")).headers["location"] == tree


async def _move_and_come_back(office: Office, owner: Browser, tree: str) -> None:
    """A move to the top is undone, once, even where it was made again since; and not where the name changed since."""

    async def undo(page: httpx.Response, told: str) -> tuple[int | None, str]:
        answer = await owner.send_form(page, action=f"{tree}/restoration")
        assert told in words_of(await owner.get(answer.headers["location"]))
        async with office.shop.database.reading() as reading:
            kept = await catalog.get_category_for_staff(reading, category_id=CategoryId(2))
        return kept.parent_id, kept.names["en"]

    await owner.submit(f"{tree}/2", action=f"{tree}/2", parent_id="")
    moved = await owner.get(tree)
    assert await undo(moved, "已撤销。") == (1, "Teapots")
    await owner.submit(f"{tree}/2", action=f"{tree}/2", parent_id="")
    moved_again = await owner.get(tree)
    assert await undo(moved, "已经撤销过了，未再作任何改动。") == (None, "Teapots")
    await owner.submit(f"{tree}/2", action=f"{tree}/2", name_en="Pots")
    assert await undo(moved_again, "其间有其他人改动了分类") == (None, "Pots")
    await owner.submit(f"{tree}/2", action=f"{tree}/2", parent_id="1", name_en="Teapots")


async def test_a_shopper_cannot_come_by_the_forms(office: Office) -> None:
    async with open_browser(office.app, peer="203.0.113.40") as stranger:
        answer = await stranger.post(f"{CUP}/texts", data={"title_zh": "x", "version": "1"})
    assert answer.headers["location"] == "/console/login"
    assert (await product_of(office)).titles["zh_CN"] == "青瓷茶杯 0"
