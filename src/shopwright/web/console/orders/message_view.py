"""A message as the pages of orders and of messages show it. No I/O."""

from collections.abc import Mapping
from typing import Any

from shopwright.modules.messages.contracts import (
    SKIP_SENTENCES,
    STATUS_NAMES,
    TEMPLATE_NAMES,
    Message,
    MessageStatus,
    SkipReason,
)
from shopwright.platform.i18n import translate

STATUS_KINDS: Mapping[MessageStatus, str] = {
    MessageStatus.QUEUED: "caution",
    MessageStatus.SENT: "positive",
    MessageStatus.FAILED: "danger",
    MessageStatus.SKIPPED: "",
}


# What sending again cannot change; the message's own page still offers it, for whoever knows better.
_BEYOND_HELP = frozenset({SkipReason.NO_ADDRESS, SkipReason.OVERTAKEN, SkipReason.NEVER_PAID})


def show_message(message: Message, number: str, language: str) -> dict[str, Any]:
    """One message of the order of that number; `error` is a sentence of ours, or the mail server's own words."""
    return {
        "name": translate(TEMPLATE_NAMES[message.template], language),
        "subject": message.subject,
        "body": message.body,
        "is_forgotten": message.is_forgotten,
        "recipient": message.recipient,
        "status": translate(STATUS_NAMES[message.status], language),
        "state": message.status.value,
        "kind": STATUS_KINDS[message.status],
        "attempt_count": message.attempt_count,
        "url": f"/console/messages/{message.id}",
        "at": message.sent_at if message.status is MessageStatus.SENT else message.created_at,
        "error": _explain(message, language),
        "number": number,
        "order_url": f"/console/orders/{number}",
        "resend_url": f"/console/orders/{number}/messages/{message.id}/resend" if message.can_resend else "",
        "may_help": message.last_error not in _BEYOND_HELP,
    }


def _explain(message: Message, language: str) -> str:
    if message.last_error in set(SkipReason):
        return translate(SKIP_SENTENCES[SkipReason(message.last_error)], language)
    return message.last_error
