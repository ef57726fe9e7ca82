"""A mail server to try the shop against: it speaks SMTP, keeps every mail, and delivers none."""

from shopwright.simulators.mailbox.app import create_app
from shopwright.simulators.mailbox.contracts import FaultKind, KeptMail
from shopwright.simulators.mailbox.mailbox import Mailbox

__all__ = ["FaultKind", "KeptMail", "Mailbox", "create_app"]
