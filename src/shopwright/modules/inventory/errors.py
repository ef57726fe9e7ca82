"""Refusals of inventory."""

from shopwright.kernel.errors import Refusal


class StockPromised(Refusal):
    """Fewer pieces would remain than are promised to orders."""

    code = "stock_promised"
    status = 409
    sentence = "Orders are promised {promised} pieces here, so no fewer can remain. Cancel orders first."


class NothingToChange(Refusal):
    """The stock already is what was asked for."""

    code = "nothing_to_change"
    status = 409
    sentence = "The stock already has this quantity."


class StockMoved(Refusal):
    """Pieces came or went since the figure was read that the count was compared with."""

    code = "stock_moved"
    status = 409
    sentence = "It was {expected} when you began to count and is {on_hand} now. Please count again."


class WarehouseUnknown(Refusal):
    """No open warehouse has this id or code."""

    code = "warehouse_unknown"
    status = 404
    sentence = "This warehouse does not exist."


class WarehouseCodeTaken(Refusal):
    """Another warehouse has this code."""

    code = "warehouse_code_taken"
    status = 409
    sentence = "A warehouse with the code {warehouse_code} already exists."


class QuantityOutOfRange(Refusal):
    """A quantity of stock must be a sane number of pieces."""

    code = "quantity_out_of_range"
    status = 422
    sentence = "Enter a number of pieces from {least} to {most}."


class NotCommitted(Refusal):
    """More pieces were to be shipped than are committed to the order line."""

    code = "not_committed"
    status = 409
    sentence = "Only {committed} pieces of this line are waiting to be shipped."
