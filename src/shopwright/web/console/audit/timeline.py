"""What staff did to one thing, as its own page tells it at the side."""

import json
from typing import Any

from shopwright.modules.staff import public as staff
from shopwright.platform.db import Reading
from shopwright.web.console.audit.detail import detail_text
from shopwright.web.console.audit.words import action_text
from shopwright.web.console.orders.words import actor_name

ENTRY_COUNT_MAX = 10


async def list_acts(reading: Reading, *, subject: str, language: str, action: str = "") -> list[dict[str, Any]]:
    """The newest acts on a subject such as `product:7`, as entries of the timeline component. One statement.

    With an `action` only those acts; their `detail` is as it was recorded.
    """
    page = await staff.list_audit(reading, subject=subject, action=action, limit=ENTRY_COUNT_MAX)
    return [
        {
            "text": action_text(record.action, record.subject, language),
            "actor": actor_name(record.actor_kind, record.actor_label, language),
            "reason": detail_text(json.loads(record.detail), language),
            "detail": json.loads(record.detail),
            "moment": record.at,
        }
        for record in page.items
    ]
