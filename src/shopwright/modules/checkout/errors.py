"""Refusals of checkout."""

from shopwright.kernel.errors import Refusal


class OutOfStock(Refusal):
    """Fewer pieces are left than the order wants; nothing of the order was taken."""

    code = "out_of_stock"
    status = 409
    sentence = "“{title}” has only {available} left. Please change the quantity."


class NotForSale(Refusal):
    """The variant is delisted, retired or has no price in this market."""

    code = "not_for_sale"
    status = 409
    sentence = "“{title}” is not for sale any more."


class EmptyCart(Refusal):
    """Nothing in the cart is selected."""

    code = "empty_cart"
    status = 409
    sentence = "Please select something in your cart first."


class CartChanged(Refusal):
    """The cart is not the one that was shown: another page changed or ordered it."""

    code = "cart_changed"
    status = 409
    sentence = "Your cart has changed in the meantime. Please look it over and confirm again."


class PriceChanged(Refusal):
    """The total is not the one that was shown, so the shopper must see and confirm it first."""

    code = "price_changed"
    status = 409
    sentence = "The total has changed in the meantime. Please look it over and confirm again."


class KeyReused(Refusal):
    """The idempotency key was used before for another request."""

    code = "idempotency_key_reused"
    status = 422
    sentence = "This idempotency key was already used for another request."


class CartFull(Refusal):
    """The cart holds as many different things as it can."""

    code = "cart_full"
    status = 409
    sentence = "The cart holds {most} different items at most."


class TooMany(Refusal):
    """More pieces of one variant than there are."""

    code = "too_many"
    status = 409
    sentence = "Only {available} pieces of this item can be ordered."


class SoldOut(TooMany):
    """Not even one piece is left."""

    code = "sold_out"
    sentence = "This item is sold out."
