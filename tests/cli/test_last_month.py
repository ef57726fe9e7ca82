"""The month that the demo's shoppers and staff live through before anybody looks."""

from collections import Counter

from tests.kit.invariants import check_invariants
from tests.kit.shop_floor import open_shop

from shopwright.cli.past import Past
from shopwright.demo.orders import Cast, live
from shopwright.demo.people import PEOPLE, SHOPPER, register_people
from shopwright.demo.story import DEALS, ENDINGS
from shopwright.kernel.actor import Actor
from shopwright.modules.customers import public as customers
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import TabCounts

PASSWORD = "quiet water, green tea"
SKUS = sorted({sku for deal in DEALS for sku in deal.wants})


async def prepare(past: Past) -> Cast:
    """A hundred pieces of everything that is ordered, and everybody registered."""
    floor = await open_shop(past.database, variant_count=len(SKUS))
    return Cast(
        market=floor.market,
        customers=await register_people(past.database, password=PASSWORD),
        variants=dict(zip(SKUS, floor.variant_ids, strict=True)),
        clerk=Actor.staff(3, "发货员"),
        finance=Actor.staff(4, "财务"),
    )


async def count_statuses(past: Past) -> Counter[tuple[str, str, str]]:
    async with past.database.reading() as reading:
        rows = await reading.connection.fetch(
            'SELECT order_status, payment_status, fulfilment_status FROM orders."order"'
        )
    return Counter(tuple(row) for row in rows)


async def test_the_month_shows_every_status_and_its_books_balance(past: Past) -> None:
    assert {deal.ending for deal in DEALS} == set(ENDINGS)
    assert await live(past, await prepare(past)) == len(DEALS) == 40
    await check_invariants(past.database)
    assert past.database.clock.now() == past.today
    assert await count_statuses(past) == {
        ("pending_payment", "unpaid", "unfulfilled"): 2,
        ("placed", "paid", "unfulfilled"): 5,
        ("placed", "paid", "partially_fulfilled"): 2,
        ("placed", "paid", "fulfilled"): 3,
        ("placed", "paid", "delivered"): 3,
        ("completed", "paid", "delivered"): 17,
        ("completed", "refunded", "delivered"): 1,
        ("cancelled", "unpaid", "unfulfilled"): 3,
        ("cancelled", "refunded", "unfulfilled"): 4,
    }


async def test_lived_twice_every_order_is_there_once(past: Past) -> None:
    cast = await prepare(past)
    await live(past, cast)
    lived = await count_statuses(past)
    assert await register_people(past.database, password=PASSWORD) == cast.customers
    await live(past, cast)
    assert await count_statuses(past) == lived
    await check_invariants(past.database)


async def test_a_month_that_was_interrupted_is_taken_up(past: Past) -> None:
    cast = await prepare(past)
    await live(past, cast, deals=DEALS[:20])
    await live(past, cast)
    assert (await count_statuses(past)).total() == len(DEALS)
    await check_invariants(past.database)


async def test_goods_that_are_not_on_the_shelf_are_not_ordered(past: Past) -> None:
    cast = await prepare(past)
    del cast.variants["TH-TC-CEL"]  # type: ignore[attr-defined]  # A mapping to the demo, a dictionary here.
    wanted = [deal for deal in DEALS if "TH-TC-CEL" not in deal.wants]
    assert await live(past, cast) == len(wanted) < len(DEALS)


async def test_the_shopper_logs_in_and_finds_orders_in_every_list(past: Past) -> None:
    cast = await prepare(past)
    await live(past, cast)
    customer = await customers.log_in(past.database, login=SHOPPER.login, password=PASSWORD, client="")
    async with past.database.reading() as reading:
        counts = await orders.count_orders(reading, customer_id=customer.id)
        addresses = await customers.list_addresses(reading, customer_id=customer.id)
    assert counts == TabCounts(to_pay=1, to_ship=2, to_receive=2, completed=2, closed=1)
    assert [address.recipient for address in addresses] == [SHOPPER.name]


def test_nobody_lives_at_a_real_number() -> None:
    assert [person.phone for person in PEOPLE] == [f"138000000{number:02d}" for number in range(1, len(PEOPLE) + 1)]
    assert len({person.login for person in PEOPLE}) == len(PEOPLE) == 13
