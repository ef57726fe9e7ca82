"""What a member of staff may be allowed to do with messages."""

VIEW = "messages.view"
RESEND = "messages.resend"
