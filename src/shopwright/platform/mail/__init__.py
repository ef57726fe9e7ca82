"""Mail: one small interface, its SMTP adapter, and the templates of what is sent."""

from shopwright.platform.mail.contracts import Mail, MailDeferred, Mailer, MailFailure, MailRefused
from shopwright.platform.mail.smtp import SmtpMailer
from shopwright.platform.mail.templates import MailTemplates, Rendered

__all__ = ["Mail", "MailDeferred", "MailFailure", "MailRefused", "MailTemplates", "Mailer", "Rendered", "SmtpMailer"]
