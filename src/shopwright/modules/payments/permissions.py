"""What staff may be allowed to do in payments."""

VIEW = "payments.view"
REFUND = "payments.refund"
