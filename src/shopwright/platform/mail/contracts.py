"""What is sent by mail, by whom, and how it can fail."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

import msgspec

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """One mail to one person, in both parts.

    `message_id` is the bare id such as `3f0c9a@shop.example`: the same mail sent again has the same one, so that a
    mailbox can tell a repetition.
    """

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    headers: Mapping[str, str] = _NO_HEADERS


class MailFailure(Exception):
    """A mail was not taken; the message says why, in the server's words where it gave any."""


class MailDeferred(MailFailure):
    """Not now: the server is away, slow, full or wants to be asked again. The same mail may go through later."""


class MailRefused(MailFailure):
    """Not ever: the address, or something about the mail itself, is refused for good."""


class Mailer(Protocol):
    """Takes mails to where they are delivered. `SmtpMailer` is the one that comes with the shop.

    A mail is taken or `send` raises: `MailDeferred` when trying again makes sense, `MailRefused` when it does not.
    What was taken may have been taken before (an answer can get lost), so callers send under a stable `message_id`.

        class Printing:
            async def send(self, mail: Mail) -> None:
                print(mail.to, mail.subject)
    """

    async def send(self, mail: Mail) -> None:
        """Hand over one mail. Raises MailDeferred or MailRefused."""
