"""Refusals of messages."""

from shopwright.kernel.errors import NotFound, Refusal


class MessageNotFound(NotFound):
    """There is no such message on this order."""

    code = "message_not_found"
    sentence = "This message does not exist."


class MessageStillQueued(Refusal):
    """It is about to be sent anyway."""

    code = "message_still_queued"
    sentence = "This message is still waiting to be sent."
