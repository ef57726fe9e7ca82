"""What orders brought, by day and by product, for whoever runs the shop."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopwright.modules.orders.contracts import DayFigures, SoldProduct
from shopwright.platform.db import Reading, statement

DAY_COUNT_MAX = 62
PRODUCT_COUNT_MAX = 100
_KEPT = (
    "o.currency = :currency AND o.paid_at IS NOT NULL AND (o.captured_minor > o.refunded_minor OR o.total_minor = 0)"
)
_BY_NOW = "FILTER (WHERE (o.placed_at AT TIME ZONE :zone)::time <= (:at::timestamptz AT TIME ZONE :zone)::time)"
_PAID = "sum(o.captured_minor - o.refunded_minor)"


async def list_day_figures(reading: Reading, *, zone: str, currency: str, first_on: date) -> list[DayFigures]:
    """What each day since `first_on` brought, in the zone and currency of a market; days without orders are missing.

    One statement over the orders of at most `DAY_COUNT_MAX` days.
    """
    now = reading.at.astimezone(ZoneInfo(zone))
    first_on = max(first_on, now.date() - timedelta(days=DAY_COUNT_MAX))
    since = datetime.combine(first_on, time(), ZoneInfo(zone))
    return await sum_days(reading, zone=zone, currency=currency, since=since, at=reading.at)


async def list_best_sellers(reading: Reading, *, currency: str, since: datetime, limit: int = 10) -> list[SoldProduct]:
    """The products that brought most since a moment, the first of them on top."""
    return await sum_products(reading, currency=currency, since=since, count=max(1, min(limit, PRODUCT_COUNT_MAX)))


@statement(
    f"""
    SELECT (o.placed_at AT TIME ZONE :zone)::date AS day, count(*)::integer AS order_count,
           {_PAID}::bigint AS paid_minor, :currency::text AS paid_currency,
           count(*) {_BY_NOW}::integer AS order_count_by_now,
           COALESCE({_PAID} {_BY_NOW}, 0)::bigint AS paid_by_now_minor, :currency::text AS paid_by_now_currency
    FROM orders.order AS o WHERE o.placed_at >= :since AND {_KEPT} GROUP BY day ORDER BY day LIMIT 100
    """
)
async def sum_days(reading: Reading, *, zone: str, currency: str, since: datetime, at: datetime) -> list[DayFigures]:
    """The rows of `list_day_figures`."""


@statement(
    f"""
    SELECT l.product_id, max(l.title) AS title, max(l.picture_url) AS picture_url,
           sum(l.quantity - l.cancelled_quantity - l.refunded_quantity)::integer AS quantity,
           sum(l.payable_minor - l.refunded_minor)::bigint AS paid_minor, :currency::text AS paid_currency
    FROM orders.order AS o JOIN orders.order_line AS l ON l.customer_id = o.customer_id AND l.order_id = o.id
    WHERE o.placed_at >= :since AND {_KEPT}
    GROUP BY l.product_id ORDER BY paid_minor DESC, l.product_id LIMIT :count
    """
)
async def sum_products(reading: Reading, *, currency: str, since: datetime, count: int) -> list[SoldProduct]:
    """The rows of `list_best_sellers`."""
