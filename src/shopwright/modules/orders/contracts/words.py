"""The words of orders: statuses, kinds, reasons, carriers, and the sentences that show them."""

from enum import StrEnum

from shopwright.platform.i18n import _


class OrderStatus(StrEnum):
    """How far the whole order is."""

    PENDING_PAYMENT = "pending_payment"
    PLACED = "placed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class PaymentStatus(StrEnum):
    """How the order's money stands."""

    UNPAID = "unpaid"
    AUTHORISED = "authorised"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"


class FulfilmentStatus(StrEnum):
    """How far the goods are."""

    UNFULFILLED = "unfulfilled"
    PARTIALLY_FULFILLED = "partially_fulfilled"
    FULFILLED = "fulfilled"
    DELIVERED = "delivered"


class ParcelStatus(StrEnum):
    """How far one parcel is, in the words of logistics."""

    LABEL_CREATED = "label_created"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    DELIVERED = "delivered"
    RETURNING = "returning"
    FAILED = "failed"


class OrderTab(StrEnum):
    """The lists that people think in."""

    ALL = "all"
    TO_PAY = "to_pay"
    TO_SHIP = "to_ship"
    TO_RECEIVE = "to_receive"
    COMPLETED = "completed"
    CLOSED = "closed"


class Concern(StrEnum):
    """What staff look after beside the tabs; an order of any tab may be in one of these."""

    REFUND_RUNNING = "refund_running"
    REFUND_FAILED = "refund_failed"


class CancelReason(StrEnum):
    """Why an order was cancelled. People choose among those that `rules` offers; the last three nobody chooses."""

    CHANGED_MIND = "changed_mind"
    WRONG_GOODS = "wrong_goods"
    WRONG_ADDRESS = "wrong_address"
    TOO_SLOW = "too_slow"
    OUT_OF_STOCK = "out_of_stock"
    OTHER = "other"
    UNPAID_IN_TIME = "unpaid_in_time"
    STOCK_GONE = "stock_gone"
    REFUNDED = "refunded"


class TimelineKind(StrEnum):
    """What can happen to an order."""

    PLACED = "placed"
    PAYMENT_CAPTURED = "payment_captured"
    PAYMENT_SURPLUS = "payment_surplus"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    RECEIVED = "received"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REVIVED = "revived"
    REFUND_REQUESTED = "refund_requested"
    REFUND_SUCCEEDED = "refund_succeeded"
    REFUND_FAILED = "refund_failed"


TIMELINE_SENTENCES = {
    TimelineKind.PLACED: _("Order placed"),
    TimelineKind.PAYMENT_CAPTURED: _("Paid {amount}"),
    TimelineKind.PAYMENT_SURPLUS: _("{amount} more than the order needs was paid and goes back"),
    TimelineKind.SHIPPED: _("Shipped with {carrier}, tracking number {tracking_number} (items: {quantity})"),
    TimelineKind.DELIVERED: _("Parcel delivered (items: {quantity})"),
    TimelineKind.RECEIVED: _("Receipt confirmed"),
    TimelineKind.COMPLETED: _("Order completed"),
    TimelineKind.CANCELLED: _("Order cancelled: {reason}"),
    TimelineKind.EXPIRED: _("Order closed because it was not paid in time"),
    TimelineKind.REVIVED: _("The payment came late, but the goods were still in stock: the order is open again"),
    TimelineKind.REFUND_REQUESTED: _("Refund of {amount} requested: {reason}"),
    TimelineKind.REFUND_SUCCEEDED: _("{amount} refunded"),
    TimelineKind.REFUND_FAILED: _("The refund of {amount} failed and can be tried again"),
}
REFUND_WITHOUT_RETURN_SENTENCE = _(
    "Refund of {amount} requested, goods already shipped stay with the customer: {reason}"
)
REASON_SENTENCES = {
    CancelReason.CHANGED_MIND: _("I no longer want it"),
    CancelReason.WRONG_GOODS: _("I ordered the wrong item"),
    CancelReason.WRONG_ADDRESS: _("The address or phone number is wrong"),
    CancelReason.TOO_SLOW: _("It takes too long"),
    CancelReason.OUT_OF_STOCK: _("The shop cannot deliver the goods"),
    CancelReason.OTHER: _("Another reason"),
    CancelReason.UNPAID_IN_TIME: _("Not paid in time"),
    CancelReason.STOCK_GONE: _("The goods were sold out when the payment arrived"),
    CancelReason.REFUNDED: _("Refunded by the shop"),
    TimelineKind.PAYMENT_SURPLUS: _("Paid more than the order needs"),
}
TAB_NAMES = {
    OrderTab.ALL: _("All orders"),
    OrderTab.TO_PAY: _("To pay"),
    OrderTab.TO_SHIP: _("To ship"),
    OrderTab.TO_RECEIVE: _("To receive"),
    OrderTab.COMPLETED: _("Completed"),
    OrderTab.CLOSED: _("Closed"),
}
CONCERN_NAMES = {
    Concern.REFUND_RUNNING: _("Refunding"),
    Concern.REFUND_FAILED: _("Refund failed"),
}


class Carrier(StrEnum):
    """The carriers a parcel may go with, by the codes of the tracking network Kuaidi100."""

    SF = "shunfeng"
    JD = "jd"
    EMS = "ems"
    POST = "youzhengguonei"
    ZTO = "zhongtong"
    YTO = "yuantong"
    STO = "shentong"
    YUNDA = "yunda"
    JT = "jtexpress"
    DEPPON = "debangkuaidi"


CARRIER_NAMES = {
    Carrier.SF: _("SF Express"),
    Carrier.JD: _("JD Logistics"),
    Carrier.EMS: _("EMS"),
    Carrier.POST: _("China Post parcel"),
    Carrier.ZTO: _("ZTO Express"),
    Carrier.YTO: _("YTO Express"),
    Carrier.STO: _("STO Express"),
    Carrier.YUNDA: _("Yunda Express"),
    Carrier.JT: _("J&T Express"),
    Carrier.DEPPON: _("Deppon Express"),
}
