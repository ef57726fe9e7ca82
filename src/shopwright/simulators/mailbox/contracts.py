"""What the mailbox keeps, and how it can misbehave."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec


class FaultKind(StrEnum):
    """What happens to a mail instead of being taken."""

    REFUSE = "refuse"
    """550: for good."""
    DEFER = "defer"
    """451: come back later."""
    SLOW = "slow"
    """No answer for longer than anybody waits."""
    DROP = "drop"
    """The connection ends, and the mail is not kept."""
    ANSWER_LOST = "answer_lost"
    """The mail is kept, and the connection ends before the answer."""


class PlanFault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Let the next mails go wrong in this way."""

    kind: FaultKind
    count: Annotated[int, msgspec.Meta(ge=1, le=1_000)] = 1


class KeptMail(msgspec.Struct, frozen=True):
    """A mail as it came; both parts are empty strings where it lacked them."""

    id: int
    received_at: datetime
    sender: str
    recipient: str
    subject: str
    message_id: str
    language: str
    text: str
    html: str
