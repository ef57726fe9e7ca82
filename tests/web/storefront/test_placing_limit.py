"""Who orders more often than people do waits, and is told for how long."""

import msgspec
import pytest
from tests.kit.app import Browser
from tests.web.storefront.till import TYPED, Till, number_in, order_count, text_of

from shopwright.shop import Shop
from shopwright.web import limits


async def test_who_orders_far_too_often_waits(client: Browser, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PLACING", msgspec.structs.replace(limits.PLACING, count_max=1))
    till = await Till.open(shop, client)
    await till.add()
    number = number_in(await client.submit("/checkout", action="/orders", **TYPED))
    await till.add()
    answer = await client.submit("/checkout", action="/orders")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    assert "一小时内下单次数过多，请 60 分钟后再试。" in text_of(answer)
    assert await order_count(shop.database, (await till.placed(number)).customer_id) == 1
