"""Staff say what a brand is called in each language."""

from tests.kit.app import Browser, open_browser, statement_budget
from tests.kit.shop_floor import OWNER
from tests.web.console.conftest import Office, error_at, words_of

from shopwright.kernel.ids import ProductId
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ProductTexts
from shopwright.platform.db import Transaction

BRANDS = "/console/categories/brands"


async def brand_the_cup(office: Office) -> str:
    """Give the first product the brand 汀禾; returns its address."""

    async def act(tx: Transaction) -> str:
        cup = await catalog.get_product_for_staff(tx, product_id=ProductId(1))
        texts = ProductTexts(titles=cup.titles, slug=cup.slug, brand="汀禾")
        await catalog.change_product(tx, actor=OWNER, product_id=cup.id, version=cup.version, written=texts)
        return cup.slug

    return await office.shop.database.transact(act)


async def test_a_brand_is_named_and_shoppers_read_it_in_their_language(office: Office, owner: Browser) -> None:
    slug = await brand_the_cup(office)
    chosen = f"{BRANDS}?name=汀禾"
    answer = await owner.submit(chosen, action=BRANDS, name_en="Tinghe")
    assert (answer.status_code, answer.headers["location"]) == (303, BRANDS)
    with statement_budget(office.shop, at_most=3):
        page = words_of(await owner.get(BRANDS))
    assert "Tinghe" in page
    async with open_browser(office.app, peer="203.0.113.41") as shopper:
        assert "汀禾" in words_of(await shopper.get(f"/products/{slug}"))
        shopper.cookies.set("sw_language", "en")
        english = await shopper.get(f"/products/{slug}")
    assert "Tinghe" in words_of(english)
    assert "汀禾" not in words_of(english)
    assert '"name":"Tinghe"' in english.text.replace(" ", "")


async def test_a_wrong_name_comes_back_and_an_unknown_brand_is_not_there(office: Office, owner: Browser) -> None:
    await brand_the_cup(office)
    long = await owner.submit(f"{BRANDS}?name=汀禾", action=BRANDS, name_en="x" * 61)
    assert (long.status_code, error_at(long, "field-name_en") != "") == (422, True)
    token = {"X-CSRF-Token": office.token(owner)}
    unknown = await owner.post(BRANDS, data={"name": "nobody", "name_en": "Nobody"}, headers=token)
    assert unknown.status_code == 404
