"""What an empty shop gets at its first start: a warehouse, people, and in the demo the brand, goods and orders."""

import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence

import msgspec

from shopwright.cli.dressing import dress_the_window
from shopwright.cli.past import Past
from shopwright.demo.load import FOLDER, LANGUAGE, load_demo_catalogue, translate_demo_catalogue
from shopwright.demo.orders import Cast, find_variants, live
from shopwright.demo.people import register_people
from shopwright.demo.story import DEALS
from shopwright.kernel.actor import Actor
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import ImportProgress, OpeningStock
from shopwright.modules.inventory import public as inventory
from shopwright.modules.staff import public as staff
from shopwright.modules.staff.errors import EmailTaken
from shopwright.platform.db import Transaction
from shopwright.platform.db.setting import get_setting, put_setting
from shopwright.platform.demo import mark_loaded
from shopwright.shop import Shop, ShopProfile

WAREHOUSE = "main"
WAREHOUSE_NAMES = {"zh_CN": "总仓", "en": "Main warehouse"}
PASSWORD_LENGTH = 12
ORDERS_A_LINE = 10
"""Who waits for the last month hears of every tenth order."""
SETTING = "demo.first_run"
ARRIVAL_DAYS = (2, 4)
"""As the parcels of the demo's last month came."""
Say = Callable[[str], None]
_ACTOR = Actor.system("first run")


class Login(msgspec.Struct, frozen=True):
    """Somebody of the demo's staff, and what the role may do."""

    email: str
    name: str
    role: str
    permissions: tuple[str, ...]


CLERK = "orders@demo.shop"
FINANCE = "finance@demo.shop"
DEMO_LOGINS = (
    Login("owner@demo.shop", "掌柜", staff.OWNER_ROLE, ("*",)),
    Login("goods@demo.shop", "商品员", "Merchandiser", ("catalog.*", "inventory.*")),
    Login(
        CLERK,
        "发货员",
        "Order clerk",
        ("orders.view", "orders.ship", "inventory.view", "messages.view", "messages.resend"),
    ),
    Login(FINANCE, "财务", "Finance", ("orders.view", "orders.refund", "payments.*")),
)


def demo_password(shop: Shop) -> str:
    """The password that the demo's people begin with: made of this installation's secret, so nobody else knows it."""
    return shop.settings.key("demo-logins").hex()[:PASSWORD_LENGTH]


class FirstRun(msgspec.Struct, frozen=True):
    """Which steps the first run has still to do, in this order; None until a run has looked at the shop."""

    open_steps: tuple[str, ...] | None = None


async def prepare_demo(past: Past, *, say: Say) -> None:
    """Give an empty shop its people, its brand, its goods and a month of orders; a shop that has them stays as it is.

    Every step may be done twice and is struck off when it is done, so that a run that was interrupted, wherever that
    was, is taken up by the next one.
    """
    open_steps = await find_open_steps(past.shop)
    for place, step in enumerate(open_steps, start=1):
        await _STEPS[step](past, say)
        await _keep_open(past.shop, open_steps[place:])


async def find_open_steps(shop: Shop) -> tuple[str, ...]:
    """What the first run has still to do, in this order; looked up once, when the shop is new."""
    async with shop.database.reading() as reading:
        kept = await get_setting(reading, cache=shop.cache, name=SETTING, shape=FirstRun)
        if kept.open_steps is not None:
            return kept.open_steps
        market = await shop.market(reading)
        has_staff = bool((await staff.list_members(reading, limit=1)).items)
        goods = await catalog.list_products_for_staff(reading, market=market.code, language=LANGUAGE, limit=1)
    found = (*(() if has_staff else _PEOPLE), *(() if goods.items else _GOODS))
    await _keep_open(shop, found)
    return found


async def _keep_open(shop: Shop, steps: tuple[str, ...]) -> None:
    await shop.database.transact(lambda tx: put_setting(tx, name=SETTING, value=FirstRun(steps)))


async def receive_opening_stock(tx: Transaction, stock: Sequence[OpeningStock]) -> None:
    """Put what an import says to be there into the first warehouse, which is opened when there is none."""
    pieces = {line.variant_id: line.quantity for line in stock if line.quantity > 0}
    if not pieces:
        return
    warehouses = await inventory.list_warehouses(tx, language="zh_CN")
    warehouse_id = (
        warehouses[0].id
        if warehouses
        else await inventory.create_warehouse(tx, actor=_ACTOR, code=WAREHOUSE, names=WAREHOUSE_NAMES)
    )
    await inventory.receive_stock(tx, actor=_ACTOR, warehouse_id=warehouse_id, pieces=pieces, note="opening stock")


async def _hire(past: Past, say: Say) -> None:
    for login in DEMO_LOGINS:
        role_id = await past.shop.database.transact(
            lambda tx, login=login: staff.ensure_role(  # type: ignore[misc]  # The default binds the loop's value.
                tx, actor=_ACTOR, name=login.role, permissions=login.permissions
            )
        )
        # Whom an interrupted run has hired is there already.
        with contextlib.suppress(EmailTaken):
            await staff.create_member(
                past.shop.database,
                actor=_ACTOR,
                email=login.email,
                name=login.name,
                password=demo_password(past.shop),
                roles=[role_id],
            )
    say("four people may log in to the console")


async def _name_shop(past: Past, _say: Say) -> None:
    await past.shop.database.transact(lambda tx: put_setting(tx, name="shop.profile", value=_brand()))


async def _import_goods(past: Past, say: Say) -> None:
    def tell(progress: ImportProgress) -> None:
        say(f"{progress.product_count} products read")

    await past.shop.database.transact(mark_loaded)
    report = await load_demo_catalogue(
        past.shop.database, past.shop.files, on_progress=tell, on_stock=receive_opening_stock
    )
    if report.created_count:
        say(f"{report.created_count} products with {report.stored_picture_count} pictures are on the shelf")


async def _translate_goods(past: Past, say: Say) -> None:
    await translate_demo_catalogue(past.shop.database)
    say("all of it is written in English, too")


async def _dress_window(past: Past, say: Say) -> None:
    await dress_the_window(past.shop)
    say("the home page is published")


async def _live_last_month(past: Past, say: Say) -> None:
    """Let the demo's shoppers buy, and its staff send, for a month that ends now."""
    customers = await register_people(past.database, password=demo_password(past.shop))
    async with past.database.reading() as reading:
        market = await past.shop.market(reading)
        members = (await staff.list_members(reading)).items
    people = {member.email: Actor.staff(member.id, member.name) for member in members}
    cast = Cast(
        market=market,
        customers=customers,
        variants=await find_variants(past.database),
        clerk=people.get(CLERK, _ACTOR),
        finance=people.get(FINANCE, _ACTOR),
    )

    def tell(placed_count: int) -> None:
        if placed_count % ORDERS_A_LINE == 0 and placed_count < len(DEALS):
            say(f"{placed_count} of {len(DEALS)} orders of the last month")

    order_count = await live(past, cast, on_placed=tell)
    say(f"{len(customers)} customers with {order_count} orders of the last month")


def _brand() -> ShopProfile:
    brand = json.loads((FOLDER / "brand.json").read_text(encoding="utf-8"))
    return ShopProfile(names=brand["name"], logo_text=brand["name"]["zh_CN"][0], arrival_days=ARRIVAL_DAYS)


_PEOPLE = ("people", "brand")
_GOODS = ("goods", "translation", "window", "orders")
_STEPS: Mapping[str, Callable[[Past, Say], Awaitable[None]]] = {
    "people": _hire,
    "brand": _name_shop,
    "goods": _import_goods,
    "translation": _translate_goods,
    "window": _dress_window,
    "orders": _live_last_month,
}
