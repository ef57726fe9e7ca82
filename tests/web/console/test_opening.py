"""The opening: every step at the HTTP face, what each choice changes in the shop, and a demo that leaves no row."""

import io
from functools import partial
from typing import Any

import msgspec
import pytest
from PIL import Image
from tests.kit import shop_floor
from tests.kit.app import Browser, drain, open_browser
from tests.kit.diary import Diary
from tests.kit.invariants import check_invariants
from tests.web.console.conftest import HIRING, Office, error_at, seen, words_of

from shopwright.bootstrap import build_shop, create_app, map_work, open_shop
from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import ProductId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import CollectionInput, CollectionPicture
from shopwright.modules.checkout import public as checkout
from shopwright.modules.content import public as content
from shopwright.modules.content.contracts import HOME
from shopwright.modules.customers import public as customers
from shopwright.modules.inventory import public as inventory
from shopwright.modules.markets.contracts import Market
from shopwright.modules.messages import public as messages
from shopwright.modules.orders import public as orders
from shopwright.modules.staff import public as staff
from shopwright.opening import REMOVE_ENTRYPOINT, Opening
from shopwright.platform.db.setting import get_setting
from shopwright.platform.demo import NotADemo, find_demo, mark_loaded
from shopwright.platform.files import prepare_picture
from shopwright.shop import Shop, ShopProfile

PATH = "/console/opening"
KEPT = {
    "inventory.warehouse",
    "markets.market",
    "platform.placement",
    "platform.rate_window",
    "platform.schema_revision",
    "platform.session",
    "platform.setting",
    "staff.audit_record",
    "staff.member",
    "staff.member_role",
    "staff.role",
}


async def market_of(shop: Shop) -> Market:
    await shop.cache.catch_up()
    async with shop.database.reading() as reading:
        return await shop.market(reading)


async def profile_of(shop: Shop) -> ShopProfile:
    await shop.cache.catch_up()
    async with shop.database.reading() as reading:
        return await shop.profile(reading)


async def opening_of(shop: Shop) -> Opening:
    await shop.cache.catch_up()
    async with shop.database.reading() as reading:
        return await get_setting(reading, cache=shop.cache, name="shop.opening", shape=Opening)


async def filled_tables(shop: Shop) -> set[str]:
    """Every table of ours and of the queue that holds a row."""
    async with shop.database.reading() as reading:
        names = await reading.connection.fetch(
            """
            SELECT table_schema || '.' || quote_ident(table_name) AS name FROM information_schema.tables
            WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
            """
        )
        return {
            row["name"].replace('"', "")
            for row in names
            if await reading.connection.fetchval(f"SELECT EXISTS (SELECT FROM {row['name']})")
        }


async def first_product_of(shop: Shop) -> str:
    async with shop.database.reading() as reading:
        page = await catalog.list_products(reading, market="cn", language="zh_CN", limit=1)
    return f"/products/{page.items[0].slug}"


async def home_kinds(shop: Shop) -> list[str]:
    async with shop.database.reading() as reading:
        edition = await content.find_published(reading, code=HOME)
    return [] if edition is None else [type(block.body).__name__ for block in edition.blocks]


async def test_the_face_is_tried_kept_and_shown(office: Office, owner: Browser, client: Browser) -> None:
    page = f"{PATH}/face"
    fields = {"name_zh": "青屿", "name_en": "Isle", "logo_text": "屿", "swatch": "own", "accent": "#2A6FB0"}
    tried = await owner.submit(page, action=page, press=("act", "preview"), **fields)
    assert (tried.status_code, "/console/opening/accent.css?colour=%232a6fb0" in tried.text) == (200, True)
    css = await owner.get(f"{PATH}/accent.css?colour=%232a6fb0")
    assert (css.status_code, "--accent:" in css.text) == (200, True)
    assert (await owner.get(f"{PATH}/accent.css?colour=red")).status_code == 404
    assert await profile_of(office.shop) == ShopProfile()
    kept = await owner.submit(page, action=page, press=None, **fields)
    assert (kept.status_code, kept.headers["location"]) == (303, f"{PATH}/positioning")
    assert await profile_of(office.shop) == ShopProfile(
        names={"zh_CN": "青屿", "en": "Isle"}, logo_text="屿", accent="#2a6fb0"
    )
    home = await client.get("/")
    assert ("青屿" in home.text, "/theme.css?v=" in home.text) == (True, True)
    assert (await opening_of(office.shop)).done == ("face",)


async def test_every_wrong_field_of_the_face_is_told(owner: Browser) -> None:
    page = f"{PATH}/face"
    wrong = await owner.submit(page, action=page, name_zh="", name_en="", swatch="own", accent="blue")
    assert wrong.status_code == 422
    assert error_at(wrong, "field-name_zh") == "请至少用一种语言填写店名。"
    assert error_at(wrong, "field-accent") == "请输入色值，例如 #2a6fb0。"


async def test_a_logo_is_made_small_and_a_text_is_no_logo(office: Office, owner: Browser, client: Browser) -> None:
    opened = await owner.get(f"{PATH}/face")
    token = office.token(owner)
    assert opened.status_code == 200
    fields = {"name_zh": "青屿", "swatch": "house"}
    headers = {"X-CSRF-Token": token}
    bad = await owner.post(
        f"{PATH}/face", data=fields, files={"logo": ("a.png", b"no picture", "image/png")}, headers=headers
    )
    assert (bad.status_code, "JPEG" in bad.text) == (422, True)
    assert (await profile_of(office.shop)).logo is None
    good = await owner.post(f"{PATH}/face", data=fields, files={"logo": ("a.png", png(), "image/png")}, headers=headers)
    assert good.status_code == 303, seen(good)
    logo = (await profile_of(office.shop)).logo
    assert logo is not None
    assert (logo.width, logo.height) == (600, 300)
    home = await client.get("/")
    address = f"/files/{logo.file_key}-320.webp"
    assert home.text.count(address) == 2
    assert (await client.get(address)).headers["content-type"] == "image/webp"


async def test_terms_are_kept_and_another_currency_is_refused_while_there_are_prices(
    office: Office, owner: Browser
) -> None:
    page = f"{PATH}/terms"
    refused = await owner.submit(page, action=page, currency="USD", freight_flat="5.00", freight_free_over="")
    assert refused.status_code == 409
    assert error_at(refused, "field-currency") == "店里已经有以 CNY 计的价格或订单，不能再更换币种。"
    wrong = await owner.submit(page, action=page, freight_flat="-1", unpaid_minutes="0", default_language="xx")
    assert wrong.status_code == 422
    assert [bool(error_at(wrong, f"field-{name}")) for name in ("freight_flat", "unpaid_minutes")] == [True, True]
    kept = await owner.submit(page, action=page, freight_flat="6.50", freight_free_over="", unpaid_minutes="45")
    assert kept.status_code == 303
    market = await market_of(office.shop)
    assert (market.freight_flat, market.freight_free_over, market.unpaid_minutes) == (Money(650, "CNY"), None, 45)


async def test_what_is_offered_and_first_is_what_shoppers_get(office: Office, owner: Browser, client: Browser) -> None:
    page = f"{PATH}/terms"
    kept = await owner.submit(page, action=page, languages=["en"], default_language="en")
    assert kept.status_code == 303
    await market_of(office.shop)
    assert '<html lang="en"' in (await client.get("/")).text
    client.cookies.set("sw_language", "zh_CN")
    assert '<html lang="en"' in (await client.get("/")).text
    async with open_shop(build_shop(office.shop.settings)) as another, open_browser(create_app(another)) as first:
        assert '<html lang="en"' in (await first.get("/")).text
    wrong = await owner.submit(page, action=page, languages=["en"], default_language="zh_CN")
    assert error_at(wrong, "field-default_language") == "默认语言必须是已提供的语言之一。"


@pytest.mark.parametrize(
    ("positioning", "sets"),
    [
        ("vertical", (["Story", "NewArrivals"], "约 2–5 天送达")),
        ("general", (["CategoryTiles", "NewArrivals", "BestSellers", "Story"], "约 2–5 天送达")),
        ("local", (["BestSellers", "NewArrivals", "Story"], "当日或次日送达")),
        ("cross_border", (["CategoryTiles", "NewArrivals", "Story", "BestSellers"], "约 7–15 天送达")),
    ],
)
async def test_each_kind_of_shop_sets_what_it_says(
    office: Office, owner: Browser, client: Browser, positioning: str, sets: tuple[list[str], str]
) -> None:
    blocks, arrival = sets
    page, before = f"{PATH}/positioning", await market_of(office.shop)
    chosen = await owner.submit(page, action=page, positioning=positioning, story_zh="我们只做茶具。", lays_home=True)
    assert chosen.status_code == 303, seen(chosen)
    assert await home_kinds(office.shop) == blocks
    assert "我们只做茶具。" in (await client.get("/")).text
    market, profile = await market_of(office.shop), await profile_of(office.shop)
    assert (profile.positioning, profile.follows_browser) == (positioning, positioning == "cross_border")
    assert arrival in (await client.get(await first_product_of(office.shop))).text
    local = (Money(500, "CNY"), Money(3_900, "CNY"), 15)
    usual = (before.freight_flat, before.freight_free_over, before.unpaid_minutes)
    now = (market.freight_flat, market.freight_free_over, market.unpaid_minutes)
    assert now == (local if positioning == "local" else usual)
    foreign = await client.get("/", headers={"Accept-Language": "fr-FR,fr;q=0.9"})
    assert ('<html lang="en"' in foreign.text) is (positioning == "cross_border")
    chinese = await client.get("/", headers={"Accept-Language": "zh-TW"})
    assert '<html lang="zh-CN"' in chinese.text


async def test_a_home_page_that_was_worked_on_stays_unless_asked(office: Office, owner: Browser) -> None:
    page = f"{PATH}/positioning"
    await owner.submit(page, action=page, positioning="general", lays_home=True)
    await owner.submit(page, action=page, positioning="local")
    assert await home_kinds(office.shop) == ["CategoryTiles", "NewArrivals", "BestSellers"]


async def test_terms_that_were_changed_stay_until_the_shop_is_something_else(office: Office, owner: Browser) -> None:
    page, terms = f"{PATH}/positioning", f"{PATH}/terms"
    await owner.submit(page, action=page, positioning="local")
    await owner.submit(terms, action=terms, arrives_after="3", arrives_within="4")
    await owner.submit(page, action=page, positioning="local", lays_home=True)
    assert (await profile_of(office.shop)).arrival_days == (3, 4)
    await owner.submit(page, action=page, positioning="cross_border")
    assert (await profile_of(office.shop)).arrival_days == (7, 15)


async def test_clearing_leaves_no_row_but_those_that_stay(office: Office, owner: Browser, client: Browser) -> None:
    shop = office.shop
    await shop.database.transact(mark_loaded)
    assert (await client.submit("/registration", login="13800138000", password="qing-ci-2027")).status_code == 303
    await office.sell(1)
    await office.place(0, 1, key="b")
    await owner.submit(f"{PATH}/positioning", action=f"{PATH}/positioning", positioning="vertical", lays_home=True)
    before = await filled_tables(shop)
    assert {"orders.order", "payments.capture", "catalog.product", "inventory.movement", "content.edition"} < before
    wrong = await owner.submit(f"{PATH}/clearing", action=f"{PATH}/clearing", name="别的店")
    assert (wrong.status_code, error_at(wrong, "field-name")) == (422, "请照上面的写法输入店名。")
    assert await filled_tables(shop) == before
    done = await owner.submit(f"{PATH}/clearing", action=f"{PATH}/clearing", name="商匠")
    assert (done.status_code, done.headers["location"]) == (303, f"{PATH}/positioning")
    left = await filled_tables(shop)
    assert {name for name in left - KEPT if not name.startswith(("jobs.", "public."))} == set()
    assert {"jobs.pgqueuer", "jobs.pgqueuer_log"} & left == set()
    await check_invariants(shop.database)
    assert ("shop.clear", "Owner") in await office.subjects()
    assert await drain(shop, with_delayed=True) == 0
    assert (await client.get("/")).status_code == 200
    again = await owner.get(f"{PATH}/clearing")
    assert "店里没有演示数据" in words_of(again)


async def test_clearing_removes_pictures_but_for_the_shops_own(office: Office, owner: Browser) -> None:
    shop, files = office.shop, office.shop.files
    await shop.database.transact(mark_loaded)
    fields, headers = {"name_zh": "商匠", "swatch": "house"}, {"X-CSRF-Token": office.token(owner)}
    logo = {"logo": ("a.png", png(), "image/png")}
    assert (await owner.post(f"{PATH}/face", data=fields, files=logo, headers=headers)).status_code == 303
    async with shop.database.reading() as reading:
        product_id = ProductId(await reading.connection.fetchval("SELECT min(id) FROM catalog.product"))
    shown = [await catalog.store_picture(files, content=png(shade)) for shade in (30, 40)]
    for picture in shown:
        add = partial(catalog.add_picture, actor=Actor.system("test"), product_id=product_id, picture=picture)
        await shop.database.transact(add)
    home = {"picture": ("b.png", png(50), "image/png")}
    laid = {"positioning": "vertical", "lays_home": "1"}
    assert (await owner.post(f"{PATH}/positioning", data=laid, files=home, headers=headers)).status_code == 303
    at_home, other = prepare_picture(png(50)).stem, prepare_picture(png(60)).stem
    await files.put(f"{other}-320.webp", b"somebody else's", "image/webp")
    await files.put(f"{shown[1].file_key}-320.avif", b"finer", "image/avif")
    collected = await catalog.store_picture(files, content=png(70))
    shown_apart = CollectionPicture(collected.file_key, collected.width, collected.height)
    async with shop.database.transaction() as tx:
        await catalog.create_collection(
            tx, actor=Actor.system("test"), collection=CollectionInput({"en": "Tea"}, picture=shown_apart)
        )
    done = await owner.submit(f"{PATH}/clearing", action=f"{PATH}/clearing", name="商匠")
    assert done.status_code == 303
    # Who asks for it meanwhile has it still; the worker removes what nobody shows by then, and may be asked twice.
    assert await files.exists(f"{at_home}-320.webp")
    stems = (shown[0].file_key, shown[1].file_key, collected.file_key, at_home, other)
    await map_work(shop)[REMOVE_ENTRYPOINT](shop.database, msgspec.json.encode(stems[:1]))
    assert await drain(shop) == 1
    left = [await files.exists(f"{stem}-320.webp") for stem in stems]
    assert left == [True, False, False, False, True]
    await map_work(shop)[REMOVE_ENTRYPOINT](shop.database, msgspec.json.encode(stems[:4]))
    assert not await files.exists(f"{shown[1].file_key}-320.avif")


async def test_what_is_no_demo_is_never_cleared(office: Office, owner: Browser) -> None:
    shop, before = office.shop, await filled_tables(office.shop)
    assert "店里没有演示数据" in words_of(await owner.get(f"{PATH}/clearing"))
    answer = await owner.post(f"{PATH}/clearing", data={"name": "商匠"}, headers={"X-CSRF-Token": office.token(owner)})
    assert (answer.status_code, await filled_tables(shop)) == (409, before)
    clearings: list[Any] = [
        messages.clear_messages, checkout.clear_carts, orders.clear_orders, inventory.clear_stock,
        customers.clear_customers, content.clear_pages, catalog.clear_catalogue,
    ]  # fmt: skip
    for clear in clearings:
        with pytest.raises(NotADemo):
            await shop.database.transact(clear)


async def test_a_shop_where_money_moved_is_never_cleared(office: Office, owner: Browser) -> None:
    shop = office.shop
    await shop.database.transact(mark_loaded)
    await office.sell(1)
    async with shop.database.transaction() as tx:
        await tx.connection.execute("UPDATE payments.intent SET channel = 'bank'")
    before = await filled_tables(shop)
    answer = await owner.submit(f"{PATH}/clearing", action=f"{PATH}/clearing", name="商匠")
    assert (answer.status_code, "真实的款项" in answer.text) == (409, True)
    assert await filled_tables(shop) == before
    async with shop.database.reading() as reading:
        assert (await find_demo(reading)).is_present


async def test_the_start_page_reminds_until_it_is_waved_away(office: Office, owner: Browser) -> None:
    assert "开店向导" in words_of(await owner.get("/console")).partition("全部步骤")[0]
    assert "全部步骤" in words_of(await owner.get("/console"))
    away = await owner.submit(PATH, action=f"{PATH}/dismissal", press=("act", "dismiss"))
    assert away.headers["location"] == "/console"
    await office.shop.cache.catch_up()
    assert "全部步骤" not in words_of(await owner.get("/console"))


async def test_an_empty_shop_is_opened_first(shop: Shop, client: Browser) -> None:
    role_id = await shop.database.transact(
        lambda tx: staff.ensure_role(tx, actor=HIRING, name=staff.OWNER_ROLE, permissions=["*"])
    )
    await staff.create_member(
        shop.database, actor=HIRING, email="lin@shop.test", name="Lin", password="qing-ci-2027", roles=[role_id]
    )
    await client.submit("/console/login", action="/console/login", email="lin@shop.test", password="qing-ci-2027")
    start = await client.get("/console")
    assert (start.status_code, start.headers["location"]) == (303, PATH)
    assert "清空演示数据" not in words_of(await client.get(PATH))


async def test_the_first_product_is_on_the_shelf_at_once(office: Office, owner: Browser, client: Browser) -> None:
    page = f"{PATH}/product"
    wrong = await owner.submit(page, action=page, price="free", quantity="0")
    assert wrong.status_code == 422
    assert [bool(error_at(wrong, f"field-{name}")) for name in ("price", "quantity")] == [True, True]
    untitled = await owner.submit(page, action=page, price="12.50", quantity="3")
    assert (untitled.status_code, bool(error_at(untitled, "field-title_zh"))) == (422, True)
    made = await owner.post(
        page,
        data={"title_zh": "松烟墨", "price": "12.50", "quantity": "3"},
        files={"picture": ("a.png", png(), "image/png")},
        headers={"X-CSRF-Token": office.token(owner)},
    )
    assert made.status_code == 303, seen(made)
    await drain(office.shop)
    slug = made.headers["location"].partition("slug=")[2]
    shown = await client.get(f"/products/{slug}")
    assert (shown.status_code, "松烟墨" in shown.text) == (200, True)
    assert "加入购物车" in words_of(shown)
    assert (await opening_of(office.shop)).done == ("product",)


async def test_a_cleared_shop_sells_a_product_of_its_own(office: Office, owner: Browser) -> None:
    shop = office.shop
    await shop.database.transact(mark_loaded)
    await office.sell(1)
    await owner.submit(f"{PATH}/clearing", action=f"{PATH}/clearing", name="商匠")
    await shop.cache.catch_up()
    terms = {"currency": "USD", "freight_flat": "4.00", "freight_free_over": ""}
    assert (await owner.submit(f"{PATH}/terms", action=f"{PATH}/terms", press=None, **terms)).status_code == 303
    await shop.cache.catch_up()
    fields = {"title_zh": "松烟墨", "price": "12.50", "quantity": "3"}
    made = await owner.submit(f"{PATH}/product", action=f"{PATH}/product", press=None, **fields)
    assert made.status_code == 303, seen(made)
    await drain(shop)
    product_id = int(made.headers["location"].partition("made=")[2].partition("&")[0])
    async with shop.database.reading() as reading:
        (variant,) = (await catalog.get_product_for_staff(reading, product_id=ProductId(product_id))).variants
    floor = msgspec.structs.replace(office.diary.floor, market=await market_of(shop))
    diary = Diary(shop, floor, office.diary.provider, office.diary.clock)
    (buyer,) = await shop_floor.seat_buyers(shop.database, count=1)
    placed = await diary.place(buyer, [(variant.id, 2)])
    await diary.pay(placed)
    assert await diary.statuses(placed) == ("placed", "paid", "unfulfilled")
    assert (await diary.order(placed)).total == Money(2_900, "USD")
    await check_invariants(shop.database)


def png(shade: int = 30) -> bytes:
    """A small picture, twice as wide as high."""
    written = io.BytesIO()
    Image.new("RGB", (600, 300), (shade, 110, 90)).save(written, "PNG")
    return written.getvalue()
