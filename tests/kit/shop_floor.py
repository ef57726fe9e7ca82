"""A small shop to try things in: products on the shelf, buyers at the till, drafts in hand. Real operations only."""

from collections.abc import Sequence

import msgspec

from shopwright.kernel.actor import Actor
from shopwright.kernel.ids import CustomerId, OrderGroupId, OrderId, OrderLineId, VariantId, WarehouseId
from shopwright.kernel.money import Money
from shopwright.modules.catalog import public as catalog
from shopwright.modules.catalog.contracts import PriceInput, ProductInput, ProductTexts, VariantInput
from shopwright.modules.checkout import public as checkout
from shopwright.modules.checkout.contracts import PlaceRequest
from shopwright.modules.checkout.operations.prepare import GROUP_IDS, LINE_IDS, ORDER_IDS
from shopwright.modules.checkout.rules import Draft
from shopwright.modules.customers import public as customers
from shopwright.modules.inventory import public as inventory
from shopwright.modules.markets import public as markets
from shopwright.modules.markets.contracts import Market
from shopwright.modules.orders.contracts import OrderAddress
from shopwright.platform.db import Database, IdBlocks, Reading, Transaction

OWNER = Actor.system("test")
ADDRESS = OrderAddress(
    recipient="林晓",
    phone="13800138000",
    province="浙江省",
    city="杭州市",
    district="西湖区",
    district_code="330106",
    street="文三路 90 号",
)


class Shop(msgspec.Struct, frozen=True):
    """What was put up: the market, the only warehouse and the variants on the shelf."""

    market: Market
    warehouse_id: WarehouseId
    variant_ids: tuple[VariantId, ...]


async def open_shop(
    database: Database, *, variant_count: int = 1, pieces: int = 100, price_minor: int = 12_900
) -> Shop:
    """A shop with `variant_count` listed products of one variant each and `pieces` of every one in stock."""

    async def act(tx: Transaction) -> Shop:
        market = await markets.get_default_market(tx)
        warehouse_id = await inventory.create_warehouse(tx, actor=OWNER, code="main", names={"zh_CN": "总仓"})
        variant_ids = [
            await _put_up(tx, market=market, number=number, price_minor=price_minor) for number in range(variant_count)
        ]
        if pieces:
            await inventory.receive_stock(
                tx, actor=OWNER, warehouse_id=warehouse_id, pieces=dict.fromkeys(variant_ids, pieces)
            )
        return Shop(market, warehouse_id, tuple(variant_ids))

    return await database.transact(act)


async def _put_up(tx: Transaction, *, market: Market, number: int, price_minor: int) -> VariantId:
    price = PriceInput(market.code, Money(price_minor, market.currency))
    product_id = await catalog.create_product(
        tx,
        actor=OWNER,
        product=ProductInput(
            texts=ProductTexts(titles={"zh_CN": f"青瓷茶杯 {number}", "en": f"Celadon cup {number}"}),
            variants=(VariantInput(sku=f"CUP-{number}", prices=(price,)),),
        ),
    )
    await catalog.list_product(tx, actor=OWNER, product_id=product_id)
    product = await catalog.get_product_for_staff(tx, product_id=product_id)
    return product.variants[0].id


async def seat_buyers(database: Database, *, count: int, language: str = "zh_CN") -> list[CustomerId]:
    """So many guests with nothing in their carts."""

    async def act(tx: Transaction) -> list[CustomerId]:
        return [await customers.create_guest(tx, language=language) for _ in range(count)]

    return await database.transact(act)


async def fill_cart(
    database: Database, *, shop: Shop, customer_id: CustomerId, wants: Sequence[tuple[VariantId, int]]
) -> None:
    """Put pieces into a buyer's cart, as the product page does."""

    async def act(tx: Transaction) -> None:
        for variant_id, quantity in wants:
            await checkout.add_to_cart(
                tx,
                actor=Actor.customer(customer_id),
                customer_id=customer_id,
                variant_id=variant_id,
                quantity=quantity,
                market=shop.market,
                language="zh_CN",
            )

    await database.transact(act)


async def request_for(database: Database, *, shop: Shop, customer_id: CustomerId, key: str) -> PlaceRequest:
    """What the buyer confirms on the checkout page, as the cart stands now."""
    async with database.reading() as reading:
        cart = await checkout.get_cart(reading, customer_id=customer_id, market=shop.market, language="zh_CN")
    return PlaceRequest(
        customer_id=customer_id,
        cart_version=cart.version,
        address=ADDRESS,
        expected_total=cart.total,
        idempotency_key=key,
        request_digest=b"asked",
        language="zh_CN",
    )


async def draft_for(database: Database, *, ids: IdBlocks, shop: Shop, request: PlaceRequest) -> Draft:
    """A request prepared as the till prepares it."""
    async with database.reading() as reading:
        return await checkout.prepare(reading, ids=ids, request=request, market=shop.market)


async def next_draft(reading: Reading, *, ids: IdBlocks, draft: Draft, turn: int) -> Draft:
    """The same buyer's same wish once more, for the cart as it stands `turn` orders later."""
    order_id = OrderId((await ids.take(reading, sequence=ORDER_IDS, count=1))[0])
    group_id = OrderGroupId((await ids.take(reading, sequence=GROUP_IDS, count=1))[0])
    line_ids = [OrderLineId(one) for one in await ids.take(reading, sequence=LINE_IDS, count=len(draft.order.lines))]
    return Draft(
        cart_version=draft.cart_version + turn,
        order=msgspec.structs.replace(
            draft.order,
            order_id=order_id,
            group_id=group_id,
            idempotency_key=f"{draft.order.idempotency_key}-{turn}",
            lines=tuple(
                msgspec.structs.replace(line, id=line_id)
                for line, line_id in zip(draft.order.lines, line_ids, strict=True)
            ),
        ),
        wants=tuple(
            msgspec.structs.replace(want, order_id=order_id, order_line_id=line_id)
            for want, line_id in zip(draft.wants, line_ids, strict=True)
        ),
    )
