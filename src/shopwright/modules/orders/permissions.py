"""What a member of staff may be allowed to do with orders."""

VIEW = "orders.view"
SHIP = "orders.ship"
CANCEL = "orders.cancel"
REFUND = "orders.refund"
EXPORT = "orders.export"
