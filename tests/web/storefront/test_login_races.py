"""A log-in with the old password races with its change: whatever comes first, no session of the old one is left."""

import asyncio

import pytest
from litestar import Litestar
from tests.kit.app import Browser, open_browser
from tests.web.storefront.conftest import LOGIN, PASSWORD, Goods, log_in

from shopwright.modules.customers.contracts import Customer
from shopwright.platform.db import Transaction
from shopwright.shop import Shop

NEW_PASSWORD = "yun-he-2027-xin"
RIVAL_COUNT = 6


async def change_password(browser: Browser) -> int:
    answer = await browser.submit(
        "/account", action="/account/password", current_password=PASSWORD, new_password=NEW_PASSWORD
    )
    return answer.status_code


async def wait_for_waiter(tx: Transaction, waiter: "asyncio.Task[object]") -> None:
    """Until somebody waits for what `tx` holds."""
    while not await tx.connection.fetchval(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
    ):
        done, _ = await asyncio.wait([waiter], timeout=0.01)
        assert not done, "nobody waited"


@pytest.mark.usefixtures("may_hold_two")
async def test_a_log_in_that_verified_the_old_password_opens_nothing_after_the_change(
    client: Browser, app: Litestar, shop: Shop, goods: Goods, customer: Customer
) -> None:
    await log_in(client)
    async with open_browser(app) as thief:
        bought = {"variant_id": str(goods.variant_ids[0]), "quantity": "1"}
        assert (await thief.post("/cart/lines", data=bought)).status_code == 303
        page = await thief.get("/login")
        # The thief's own cart is held, so the log-in stands still between the password and the session.
        async with shop.database.transaction() as tx:
            await tx.connection.execute(
                "SELECT FROM checkout.cart WHERE customer_id <> $1 FOR UPDATE", int(customer.id)
            )
            entering = asyncio.create_task(thief.send_form(page, action="/session", login=LOGIN, password=PASSWORD))
            await wait_for_waiter(tx, entering)
            assert await change_password(client) == 303
        await entering
        assert (await thief.get("/account")).status_code == 303
        session = (await thief.get("/api/v1/session")).json()
        assert (session["is_registered"], session["name"]) == (False, "")
    assert (await client.get("/account")).status_code == 200


@pytest.mark.usefixtures("customer")
@pytest.mark.parametrize("_round", range(4))
async def test_of_many_who_log_in_during_the_change_nobody_is_in(client: Browser, app: Litestar, _round: int) -> None:
    await log_in(client)
    rivals = [open_browser(app, peer=f"203.0.113.{number}") for number in range(20, 20 + RIVAL_COUNT)]
    pages = [await rival.get("/login") for rival in rivals]
    changing = asyncio.create_task(change_password(client))
    answers = await asyncio.gather(
        *(
            rival.send_form(page, action="/session", login=LOGIN, password=PASSWORD)
            for rival, page in zip(rivals, pages, strict=True)
        )
    )
    assert await changing == 303
    assert {answer.status_code for answer in answers} <= {303, 401}
    assert [(await rival.get("/account")).status_code for rival in rivals] == [303] * RIVAL_COUNT
    assert (await client.get("/account")).status_code == 200
    for rival in rivals:
        await rival.aclose()
