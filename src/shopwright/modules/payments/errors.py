"""Refusals of payments."""

from shopwright.kernel.errors import NotFound, Refusal


class ChannelUnknown(NotFound):
    """No payment provider is set up under this code."""

    code = "channel_unknown"
    sentence = "This way of paying does not exist."


class NothingToPay(Refusal):
    """An amount of nothing, or less, cannot be paid."""

    code = "nothing_to_pay"
    status = 422
    sentence = "There is nothing to pay."


class AlreadyPaid(Refusal):
    """The money of this order came in; paying again would charge twice."""

    code = "already_paid"
    sentence = "This order is already paid."


class PaymentEnded(Refusal):
    """The pay page ended while it was being opened: paid, cancelled, failed or too late."""

    code = "payment_ended"
    sentence = "This payment has ended. Please look at the order again."


class TooManyPayments(Refusal):
    """So many attempts to pay one order are a mistake or an attack."""

    code = "too_many_payments"
    status = 429
    sentence = "There were too many attempts to pay this order. Please place it again."


class ProviderRefused(Refusal):
    """The provider will not open a pay page for this payment."""

    code = "provider_refused"
    status = 502
    sentence = "The payment provider did not accept this payment. Please choose another way of paying."


class ProviderSilent(Refusal):
    """The provider cannot be reached or does not answer. Trying again opens the same payment, never a second one."""

    code = "provider_silent"
    status = 503
    sentence = "The payment provider does not answer right now. Please try again in a moment; you will not pay twice."


class NoticeRejected(Refusal):
    """News that the provider did not sign, or signed too long ago, or that cannot be read. Nothing is recorded."""

    code = "notice_rejected"
    status = 401
    sentence = "This notice is not from the payment provider."


class RefundNotPositive(Refusal):
    """A refund gives back at least one minor unit."""

    code = "refund_not_positive"
    status = 422
    sentence = "Enter an amount above zero to refund."


class RefundInOtherCurrency(Refusal):
    """Money goes back in the currency in which it came."""

    code = "refund_in_other_currency"
    status = 422
    sentence = "This order was paid in {currency} and can only be refunded in it."


class RefundTooLarge(Refusal):
    """More was to be given back than came in and is not yet given back; `left` is a `Money`."""

    code = "refund_too_large"
    sentence = "This is more than is left to refund for this order."


class RefundKeyReused(Refusal):
    """The same key was used for a refund of another amount."""

    code = "refund_key_reused"
    status = 422
    sentence = "This refund was already requested with another amount."


class RealPayments(Refusal):
    """Somebody was sent to a provider where money moves, so this is a business and no demo any more."""

    code = "real_payments"
    sentence = "Somebody paid here with real money, so nothing of this shop may be cleared."
