"""Payments' face."""

from shopwright.modules.payments.operations.close import close_intents
from shopwright.modules.payments.operations.refund import request_refund
from shopwright.modules.payments.queries import list_payments, list_refunds

__all__ = ["close_intents", "list_payments", "list_refunds", "request_refund"]
