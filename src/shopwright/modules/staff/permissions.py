"""What a person of the shop may be allowed to do with the people of the shop, and the patterns that roles hold."""

EVERYTHING = "*"

VIEW = "staff.view"
EDIT = "staff.edit"
AUDIT = "staff.audit"
EXPORT = "staff.export"
"""Take the list of members or the audit log along as a file."""
