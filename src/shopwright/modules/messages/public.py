"""The face of messages."""

from shopwright.modules.messages.operations.clear import clear_messages
from shopwright.modules.messages.operations.resend import resend
from shopwright.modules.messages.operations.send import send, send_due
from shopwright.modules.messages.queries import (
    count_by_status,
    count_messages,
    get_message,
    list_messages,
    list_messages_of_order,
)

__all__ = [
    "clear_messages",
    "count_by_status",
    "count_messages",
    "get_message",
    "list_messages",
    "list_messages_of_order",
    "resend",
    "send",
    "send_due",
]
