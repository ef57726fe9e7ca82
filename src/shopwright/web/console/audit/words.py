"""What the acts of the audit log and their subjects are called. No I/O."""

from shopwright.platform.i18n import _, translate

ACTIONS = {
    "catalog.price": _("Set a price"),
    "catalog.list": _("Listed or delisted a product"),
    "catalog.edit variant": _("Retired a variant"),
    "catalog.edit collection": _("Changed a collection"),
    "catalog.list collection": _("Listed or delisted a collection"),
    "inventory.received": _("Received stock"),
    "inventory.adjusted": _("Corrected stock"),
    "inventory.counted": _("Counted stock"),
    "inventory.keep_back": _("Kept stock back"),
    "inventory.create_warehouse": _("Opened a warehouse"),
    "orders.ship": _("Shipped a parcel"),
    "orders.record_delivery": _("Recorded a delivery"),
    "orders.confirm_receipt": _("Completed an order"),
    "orders.cancel": _("Cancelled an order"),
    "orders.refund": _("Refunded an order"),
    "orders.refund_surplus": _("Gave a surplus back"),
    "orders.export": _("Took orders along as a file"),
    "messages.export": _("Took messages along as a file"),
    "staff.export": _("Took members or the audit log along as a file"),
    "payments.refund": _("Asked for a refund"),
    "staff.create_member": _("Added a member"),
    "staff.create_role": _("Made a role"),
    "staff.change_roles": _("Changed roles"),
    "staff.change_password": _("Changed the own password"),
    "staff.reset_password": _("Reset a password"),
    "staff.deactivate": _("Deactivated a member"),
    "staff.reactivate": _("Reactivated a member"),
    "messages.resend": _("Sent a message again"),
    "content.publish": _("Published a page"),
    "customers.add_address": _("Added an address"),
    "customers.change_address": _("Changed an address"),
    "customers.make_default": _("Changed the usual address"),
    "customers.remove_address": _("Removed an address"),
    "customers.change_profile": _("Changed a customer"),
    "markets.setup": _("Set up the shop"),
    "markets.change_freight": _("Changed freight"),
    "events.retry": _("Retried a dead letter"),
    "events.discard": _("Discarded a dead letter"),
    "events.retry_job": _("Retried a held job"),
    "events.discard_job": _("Discarded a held job"),
}
SUBJECTS = {
    "order": _("Order"),
    "product": _("Product"),
    "variant": _("Variant"),
    "collection": _("Collection"),
    "page": _("Home page"),
    "shop": _("Shop"),
    "warehouse": _("Warehouse"),
    "staff": _("Member"),
    "role": _("Role"),
    "customer": _("Customer"),
    "market": _("Market"),
    "event": _("Event"),
    "job": _("Job"),
    "export": _("File"),
}
"""An action of several subjects stands with the subject's kind behind it."""
NAMELESS = frozenset({"page", "shop"})
"""There is only one of each, so its key says nothing."""
PLACES = {
    "product": "/console/products",
    "variant": "/console/stock",
    "staff": "/console/staff",
    "collection": "/console/collections",
}


def action_text(action: str, subject: str, language: str) -> str:
    """An act in words, such as `Changed a collection`."""
    kind = subject.partition(":")[0]
    return translate(ACTIONS.get(f"{action} {kind}", ACTIONS.get(action, action)), language)
