"""Payments' face."""

from shopwright.modules.payments.operations.ask import check_payments, query_due
from shopwright.modules.payments.operations.chase import query_refunds
from shopwright.modules.payments.operations.clear import clear_payments
from shopwright.modules.payments.operations.close import close_intents
from shopwright.modules.payments.operations.pay import pay
from shopwright.modules.payments.operations.receive import receive_notice
from shopwright.modules.payments.operations.refund import request_refund
from shopwright.modules.payments.queries import find_attempt, list_misfits, list_payments, list_refunds

__all__ = [
    "check_payments",
    "clear_payments",
    "close_intents",
    "find_attempt",
    "list_misfits",
    "list_payments",
    "list_refunds",
    "pay",
    "query_due",
    "query_refunds",
    "receive_notice",
    "request_refund",
]
