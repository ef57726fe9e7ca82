"""What a member of staff may be allowed to do with messages."""

VIEW = "messages.view"
RESEND = "messages.resend"
EXPORT = "messages.export"
"""Take the log along as a file, with the addresses that it was sent to."""
