"""What a role can hold, in words, and the console's modules by what their visitor may see."""

import msgspec

from shopwright.modules.catalog import permissions as catalog
from shopwright.modules.content import permissions as content
from shopwright.modules.customers import permissions as customers
from shopwright.modules.inventory import permissions as inventory
from shopwright.modules.markets import permissions as markets
from shopwright.modules.messages import permissions as messages
from shopwright.modules.orders import permissions as orders
from shopwright.modules.payments import permissions as payments
from shopwright.modules.staff import permissions as staff
from shopwright.platform.events import permissions as events
from shopwright.platform.i18n import _


class Module(msgspec.Struct, frozen=True):
    """One entry of the navigation; `letter` opens it after `g`."""

    key: str
    name: str
    icon: str
    url: str
    letter: str
    permission: str


class Right(msgspec.Struct, frozen=True):
    """A permission and the sentence that says what it allows."""

    name: str
    sentence: str


MODULES = (
    Module("orders", _("Orders"), "orders", "/console/orders", "o", orders.VIEW),
    Module("products", _("Products"), "products", "/console/products", "p", catalog.VIEW),
    Module("categories", _("Categories"), "categories", "/console/categories", "c", catalog.VIEW),
    Module("collections", _("Collections"), "gift", "/console/collections", "l", catalog.VIEW),
    Module("home", _("Home page"), "home", "/console/home", "h", content.VIEW),
    Module("stock", _("Stock"), "stock", "/console/stock", "s", inventory.VIEW),
    Module("messages", _("Messages"), "mail", "/console/messages", "e", messages.VIEW),
    Module("opening", _("Open my shop"), "store", "/console/opening", "n", markets.SETUP),
    Module("staff", _("Staff"), "staff", "/console/staff", "m", staff.VIEW),
    Module("audit", _("Audit log"), "history", "/console/audit", "a", staff.AUDIT),
    Module("dead-letters", _("Dead letters"), "dead-letter", "/console/dead-letters", "d", events.VIEW),
)
RIGHTS: tuple[tuple[str, tuple[Right, ...]], ...] = (
    (
        _("Orders"),
        (
            Right(orders.VIEW, _("See orders")),
            Right(orders.SHIP, _("Ship, and record delivery")),
            Right(orders.CANCEL, _("Cancel orders")),
            Right(orders.REFUND, _("Refund orders")),
            Right(orders.EXPORT, _("Take orders along as a file")),
            Right(payments.VIEW, _("See payments")),
            Right(payments.REFUND, _("Give payments back")),
        ),
    ),
    (
        _("Products"),
        (
            Right(catalog.VIEW, _("See products and categories")),
            Right(catalog.EDIT, _("Edit products and categories")),
            Right(catalog.PRICE, _("Set prices")),
            Right(catalog.LIST, _("List and delist products")),
        ),
    ),
    (
        _("Home page"),
        (
            Right(content.VIEW, _("See the home page being worked on")),
            Right(content.EDIT, _("Edit the home page")),
            Right(content.PUBLISH, _("Publish the home page, and go back")),
        ),
    ),
    (
        _("Stock"),
        (
            Right(inventory.VIEW, _("See stock")),
            Right(inventory.RECEIVE, _("Receive stock")),
            Right(inventory.ADJUST, _("Correct, count and keep back stock")),
            Right(inventory.WAREHOUSES, _("Open warehouses")),
        ),
    ),
    (
        _("Customers"),
        (
            Right(customers.VIEW, _("See customers")),
            Right(customers.EDIT, _("Edit customers")),
            Right(messages.VIEW, _("See messages to customers")),
            Right(messages.RESEND, _("Send messages again")),
            Right(messages.EXPORT, _("Take messages along as a file")),
        ),
    ),
    (
        _("Staff"),
        (
            Right(staff.VIEW, _("See members and roles")),
            Right(staff.EDIT, _("Add members, give roles")),
            Right(staff.AUDIT, _("Read the audit log")),
            Right(staff.EXPORT, _("Take members and the audit log along as a file")),
        ),
    ),
    (
        _("System"),
        (
            Right(markets.EDIT, _("Change delivery and payment terms")),
            Right(markets.SETUP, _("Open the shop: name, currency, kind of shop, clear the demo, first product")),
            Right(events.VIEW, _("See dead letters")),
            Right(events.SETTLE, _("Retry or discard dead letters")),
        ),
    ),
)
SENTENCE_OF = {right.name: right.sentence for _group, rights in RIGHTS for right in rights}
PERMISSIONS = tuple(SENTENCE_OF)
