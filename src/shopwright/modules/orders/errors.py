"""Refusals of orders."""

from shopwright.kernel.errors import NotFound, Refusal
from shopwright.kernel.ids import OrderId


class OrderNotFound(NotFound):
    """There is no such order, or it is somebody else's."""

    code = "order_not_found"
    sentence = "This order does not exist."


class OrderAlreadyShipped(Refusal):
    """A parcel is on its way: the order can be sent back, no longer cancelled."""

    code = "order_already_shipped"
    sentence = "The order has been shipped and can no longer be cancelled."


class OrderAlreadyClosed(Refusal):
    """The order is completed or cancelled."""

    code = "order_already_closed"
    sentence = "The order is already closed."


class OrderNotPaid(Refusal):
    """The act needs an order that is paid."""

    code = "order_not_paid"
    sentence = "The order is not paid."


class OrderNotShipped(Refusal):
    """Receipt cannot be confirmed before everything was sent."""

    code = "order_not_shipped"
    sentence = "The order has not been shipped completely yet."


class OrderIsBeingRefunded(Refusal):
    """The money goes back, or went back: nothing more is sent."""

    code = "order_is_being_refunded"
    sentence = "The order is refunded or being refunded, so nothing more can be shipped."


class NothingToRefund(Refusal):
    """Everything that was captured is refunded, or asked to be."""

    code = "nothing_to_refund"
    sentence = "There is nothing left to refund."


class NothingToShip(Refusal):
    """A parcel without any piece in it."""

    code = "nothing_to_ship"
    status = 422
    sentence = "Choose at least one piece to ship."


class MoreThanUnshipped(Refusal):
    """A parcel wants more of a line than is left to send, or a line that the order does not have."""

    code = "more_than_unshipped"
    sentence = "Fewer pieces are left to ship than you entered."


class ParcelAlreadyRecorded(Refusal):
    """The order has a parcel with this carrier and number."""

    code = "parcel_already_recorded"
    sentence = "A parcel with this tracking number is already recorded."


class TrackingNumberInUse(Refusal):
    """Another order left under this carrier and number, and nobody said that both lie in one parcel."""

    code = "tracking_number_in_use"
    sentence = "Another order has just been sent under this tracking number."

    def __init__(self, order_id: OrderId) -> None:
        super().__init__()
        self.order_id = order_id


class ParcelNotFound(NotFound):
    """The order has no such parcel."""

    code = "parcel_not_found"
    sentence = "This order has no such parcel."
