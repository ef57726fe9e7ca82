"""The delivery time that a shop promises: how it is said, and that it is kept whole or not at all."""

import pytest
from tests.kit.app import Browser
from tests.web.console.conftest import Office, error_at

from shopwright.shop import Shop
from shopwright.web.arrival import say_arrival

TERMS = "/console/opening/terms"


async def promised(shop: Shop) -> tuple[int, int] | None:
    await shop.cache.catch_up()
    async with shop.database.reading() as reading:
        return (await shop.profile(reading)).arrival_days


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0, 0), "当日送达"),
        ((0, 3), "3 天内送达"),
        ((1, 1), "次日送达"),
        ((4, 4), "约 4 天送达"),
        (None, ""),
    ],
)
def test_an_arrival_is_said_as_people_say_it(days: tuple[int, int] | None, said: str) -> None:
    assert say_arrival(days, "zh_CN") == said


async def test_the_delivery_time_is_kept_whole_or_not_at_all(office: Office, owner: Browser) -> None:
    page = TERMS
    alone = await owner.submit(page, action=page, arrives_after="2")
    assert (alone.status_code, error_at(alone, "field-arrives_within")) == (422, "两个天数请都填写，或都不填。")
    turned = await owner.submit(page, action=page, arrives_after="5", arrives_within="2")
    assert error_at(turned, "field-arrives_within") == "最慢天数不能小于最快天数。"
    assert await promised(office.shop) is None
    assert (await owner.submit(page, action=page, arrives_after="3", arrives_within="6")).status_code == 303
    assert await promised(office.shop) == (3, 6)
    assert (await owner.submit(page, action=page, arrives_after="", arrives_within="")).status_code == 303
    assert await promised(office.shop) is None
