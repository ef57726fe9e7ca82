"""Products, prices and stock, by staff. The console's session and rights count here too."""

from typing import Annotated, Literal

import msgspec
from litestar.params import FromPath, FromQuery, JSONBody

from shopwright.api.v1.asking import is_first_call, page_size
from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import ProductId, VariantId, WarehouseId
from shopwright.kernel.money import Money
from shopwright.kernel.page import Page
from shopwright.modules.catalog import permissions as catalog_permissions
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import EditableProduct, ProductState, StaffProduct
from shopwright.modules.catalog.errors import VariantNotFound
from shopwright.modules.inventory import permissions as inventory_permissions
from shopwright.modules.inventory import public as inventory
from shopwright.modules.inventory.contracts import Movement, StockLevel
from shopwright.modules.staff import public as staff
from shopwright.platform.db import Transaction
from shopwright.platform.http import PUBLIC, STAFF, Request, delete, get, post, put, requires, visit_of
from shopwright.platform.http.sessions import ConsoleFacts
from shopwright.shop import language_of, shop_of
from shopwright.web import limits
from shopwright.web.authorise import enter_console, staff_actor
from shopwright.web.context import csrf_of

USUAL_PAGE_SIZE = 50
MOVEMENT_ID_MAX = 2**62
PIECES_MAX = 10_000_000
NOTE_LENGTH_MAX = 200
Pieces = Annotated[int, msgspec.Meta(ge=-PIECES_MAX, le=PIECES_MAX)]
Note = Annotated[str, msgspec.Meta(max_length=NOTE_LENGTH_MAX)]


class StaffLoginBody(msgspec.Struct, frozen=True):
    """A member's e-mail address and password."""

    email: str
    password: str


class StaffSessionView(msgspec.Struct, frozen=True):
    """Who works here; `csrf` goes into the header `X-CSRF-Token` of every act."""

    name: str
    csrf: str


class PriceBody(msgspec.Struct, frozen=True):
    """A price in the shop's market; `compare_at_minor` is a higher former one."""

    price: Money
    compare_at_minor: int | None = None


class ReceiptBody(msgspec.Struct, frozen=True):
    """Pieces of a variant that came into a warehouse."""

    warehouse_id: WarehouseId
    quantity: Annotated[int, msgspec.Meta(ge=1, le=PIECES_MAX)]
    note: Note = ""


class MovementBody(msgspec.Struct, frozen=True):
    """What is put right in the stock of a variant: a signed correction, or a counted figure.

    `expected_on_hand` are the pieces that were known when the counting began; where they are others now, the
    count is refused.
    """

    kind: Literal["adjusted", "counted"]
    warehouse_id: WarehouseId
    quantity: Pieces
    note: Note = ""
    expected_on_hand: Annotated[int, msgspec.Meta(ge=0, le=PIECES_MAX)] | None = None


class StockView(msgspec.Struct, frozen=True):
    """The levels of a variant, and its latest movements."""

    levels: list[StockLevel]
    movements: list[Movement]


@post("/console/api/v1/session", PUBLIC)
async def open_session(request: Request, data: JSONBody[StaffLoginBody]) -> StaffSessionView:
    """Log in as a member of the staff."""
    shop = shop_of(request)
    household = visit_of(request.scope).household
    await limits.CONSOLE_LOGIN.hit(shop.database, who=household)
    member = await staff.log_in(shop.database, email=data.email, password=data.password, client=household)
    await limits.CONSOLE_LOGIN.give_back(shop.database, who=household)
    await enter_console(request, member)
    return StaffSessionView(member.name, csrf_of(request, ConsoleFacts))


@delete("/console/api/v1/session", STAFF, status_code=204)
async def end_session(request: Request) -> None:
    """Log out here."""
    (await visit_of(request.scope).console_session()).end()


@get("/console/api/v1/products", requires(catalog_permissions.VIEW))
async def list_products(
    request: Request,
    q: FromQuery[str] = "",
    shown: FromQuery[ProductState] = ProductState.ALL,
    after: FromQuery[str | None] = None,
    limit: FromQuery[int | None] = None,
) -> Page[StaffProduct]:
    """Products as staff sees them, the latest changed first."""
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
        return await catalog.list_products_for_staff(
            reading,
            market=market.code,
            language=language_of(request),
            terms=q,
            state=shown,
            after=after,
            limit=page_size(limit, usual=USUAL_PAGE_SIZE),
        )


@get("/console/api/v1/products/{product_id:int}", requires(catalog_permissions.VIEW))
async def show_product(request: Request, product_id: FromPath[int]) -> EditableProduct:
    """One product with everything that can be edited."""
    async with shop_of(request).database.reading() as reading:
        return await catalog.get_product_for_staff(reading, product_id=ProductId(product_id))


@put("/console/api/v1/products/{product_id:int}/listing", requires(catalog_permissions.LIST), status_code=204)
async def list_product(request: Request, product_id: FromPath[int]) -> None:
    """Show a product to shoppers."""
    await shop_of(request).database.transact(
        lambda tx: catalog.list_product(tx, actor=staff_actor(request), product_id=ProductId(product_id))
    )


@delete("/console/api/v1/products/{product_id:int}/listing", requires(catalog_permissions.LIST), status_code=204)
async def delist_product(request: Request, product_id: FromPath[int]) -> None:
    """Hide a product from shoppers."""
    await shop_of(request).database.transact(
        lambda tx: catalog.delist_product(tx, actor=staff_actor(request), product_id=ProductId(product_id))
    )


@put("/console/api/v1/variants/{variant_id:int}/price", requires(catalog_permissions.PRICE), status_code=204)
async def set_price(request: Request, variant_id: FromPath[int], data: JSONBody[PriceBody]) -> None:
    """Set what a variant costs from now on."""
    shop = shop_of(request)
    async with shop.database.reading() as reading:
        market = await shop.market(reading)
    await shop.database.transact(
        lambda tx: catalog.set_price(
            tx,
            actor=staff_actor(request),
            variant_id=VariantId(variant_id),
            market_code=market.code,
            price=data.price,
            compare_at_minor=data.compare_at_minor,
        )
    )


@get("/console/api/v1/variants/{variant_id:int}/stock", requires(inventory_permissions.VIEW))
async def show_stock(request: Request, variant_id: FromPath[int]) -> StockView:
    """What there is of a variant, and how it came to that."""
    return await _stock(request, await _known(request, variant_id))


@post("/console/api/v1/variants/{variant_id:int}/receipts", requires(inventory_permissions.RECEIVE))
async def receive_stock(request: Request, variant_id: FromPath[int], data: JSONBody[ReceiptBody]) -> StockView:
    """Book pieces that came in. With `Idempotency-Key` it may be sent again for a day and is booked once."""
    key = await _known(request, variant_id)

    async def book(tx: Transaction) -> None:
        if await is_first_call(tx, request, data):
            await inventory.receive_stock(
                tx,
                actor=staff_actor(request),
                warehouse_id=data.warehouse_id,
                pieces={key: data.quantity},
                note=data.note,
            )

    await shop_of(request).database.transact(book)
    return await _stock(request, key)


@post("/console/api/v1/variants/{variant_id:int}/movements", requires(inventory_permissions.ADJUST))
async def move_stock(request: Request, variant_id: FromPath[int], data: JSONBody[MovementBody]) -> StockView:
    """Correct or count the stock of a variant. With `Idempotency-Key` it may be sent again for a day."""
    key = await _known(request, variant_id)

    async def move(tx: Transaction) -> None:
        if await is_first_call(tx, request, data):
            await _move(tx, staff_actor(request), key, data)

    await shop_of(request).database.transact(move)
    return await _stock(request, key)


async def _move(tx: Transaction, actor: Actor, variant_id: VariantId, body: MovementBody) -> None:
    place, note, pieces = body.warehouse_id, body.note, body.quantity
    if body.kind == "adjusted":
        await inventory.adjust_stock(
            tx, actor=actor, warehouse_id=place, variant_id=variant_id, delta=pieces, note=note
        )
    else:
        await inventory.count_stock(
            tx,
            actor=actor,
            warehouse_id=place,
            variant_id=variant_id,
            counted=pieces,
            note=note,
            expected_on_hand=body.expected_on_hand,
        )


async def _known(request: Request, variant_id: int) -> VariantId:
    """The id of a variant that exists: inventory keeps stock of whatever it is told."""
    async with shop_of(request).database.reading() as reading:
        found = await catalog.list_variants_for_staff(
            reading, variant_ids=[VariantId(variant_id)], language=language_of(request)
        )
    if not found:
        raise VariantNotFound
    return found[0].id


async def _stock(request: Request, variant_id: VariantId) -> StockView:
    async with shop_of(request).database.reading() as reading:
        return StockView(
            await inventory.list_levels(reading, variant_ids=[variant_id]),
            await inventory.list_movements(
                reading, variant_id=variant_id, before_id=MOVEMENT_ID_MAX, count_max=USUAL_PAGE_SIZE
            ),
        )


ROUTES = [
    open_session,
    end_session,
    list_products,
    show_product,
    list_product,
    delist_product,
    set_price,
    show_stock,
    receive_stock,
    move_stock,
]
