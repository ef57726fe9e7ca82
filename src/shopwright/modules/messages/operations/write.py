"""Write a message as a mail: to whom, in which language, saying what."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from shopwright.kernel.money import Money
from shopwright.modules.customers import public as customers
from shopwright.modules.customers.contracts import Customer, CustomerKind
from shopwright.modules.customers.errors import CustomerNotFound
from shopwright.modules.markets import public as markets
from shopwright.modules.messages import rules
from shopwright.modules.messages.contracts import Post, SkipReason, Template
from shopwright.modules.messages.store import Claimed
from shopwright.modules.orders import public as orders
from shopwright.modules.orders.contracts import CARRIER_NAMES, Order, Shipment
from shopwright.platform.db import Reading
from shopwright.platform.i18n import _, localised, translate
from shopwright.platform.mail import Mail, MailTemplates

TEMPLATES = MailTemplates(Path(__file__).resolve().parents[1] / "templates")
SUBJECTS: Mapping[Template, str] = MappingProxyType({
    Template.ORDER_PAID: _("Your order {number} is confirmed"),
    Template.ORDER_SHIPPED: _("Your order {number} is on its way"),
    Template.ORDER_CANCELLED: _("Your order {number} was cancelled"),
    Template.ORDER_REFUNDED: _("Refund for your order {number}"),
})  # fmt: skip


class Letter(msgspec.Struct, frozen=True):
    """A mail ready to go, and the language it is written in."""

    mail: Mail
    language: str


async def write(reading: Reading, post: Post, claimed: Claimed) -> Letter | SkipReason:
    """The mail of a message, as the order stands now; or why there is none to send."""
    order = await orders.get_order(reading, customer_id=claimed.customer_id, order_id=claimed.order_id)
    reason = rules.find_reason_to_skip(claimed.template, order)
    if reason is not None:
        return reason
    customer = await _find_customer(reading, claimed)
    to = rules.choose_recipient(order, customer.emails if customer else ())
    if to is None:
        return SkipReason.NO_ADDRESS
    brand, market = await post.brand(reading), await markets.get_default_market(reading)
    number = post.numbers.number(order.id)
    language = order.language
    shop_name = localised(brand.names, language)
    subject = translate(SUBJECTS[claimed.template], language, number=number)
    rendered = TEMPLATES.render(
        claimed.template,
        language,
        subject=subject,
        shop_name=shop_name,
        accent=rules.readable_accent(brand.accent),
        shop_url=post.base_url,
        order_url=f"{post.base_url}/orders/{number}",
        is_guest=customer is None or customer.kind is CustomerKind.GUEST,
        number=number,
        zone=market.zone,
        **_show_order(order, claimed, language),
    )
    mail = Mail(
        to=to,
        subject=f"{subject} · {shop_name}",
        text=rendered.text,
        html=rendered.html,
        message_id=rules.message_id_of(claimed.id, round_number=claimed.round_number, domain=post.domain, key=post.key),
        headers={"Content-Language": language.replace("_", "-")},
    )
    return Letter(mail, language)


async def _find_customer(reading: Reading, claimed: Claimed) -> Customer | None:
    """The customer; nobody when the account was closed meanwhile."""
    try:
        return await customers.get_customer(reading, customer_id=claimed.customer_id)
    except CustomerNotFound:
        return None


def _show_order(order: Order, claimed: Claimed, language: str) -> dict[str, Any]:
    """Names: order, lines, totals, place, parcel, refunded."""
    address = order.address
    parcel = next((one for one in order.shipments if one.id == claimed.occasion), None)
    return {
        "order": order,
        "lines": [
            {"title": line.title, "options": line.options_text, "quantity": line.quantity, "total": line.total}
            for line in order.lines
        ],
        "totals": _list_totals(order, language),
        "place": f"{' '.join(dict.fromkeys((address.province, address.city, address.district)))} {address.street}",
        "parcel": None if parcel is None else _show_parcel(parcel, order, language),
        "refunded": Money(claimed.occasion, order.total.currency),
    }


def _show_parcel(parcel: Shipment, order: Order, language: str) -> dict[str, Any]:
    by_id = {line.id: line for line in order.lines}
    return {
        "carrier": translate(CARRIER_NAMES[parcel.carrier], language),
        "tracking_number": parcel.tracking_number,
        "lines": [
            {
                "title": by_id[line.order_line_id].title,
                "options": by_id[line.order_line_id].options_text,
                "quantity": line.quantity,
                "total": None,
            }
            for line in parcel.lines
        ],
    }


def _list_totals(order: Order, language: str) -> list[dict[str, Any]]:
    lines = [
        (_("Goods"), order.goods, True),
        (_("Discount"), -order.discount, False),
        (_("Delivery charge"), order.freight, True),
        (_("Tax"), order.tax, False),
    ]
    return [
        {"label": translate(label, language), "amount": amount}
        for label, amount, is_always_shown in lines
        if amount or is_always_shown
    ]
