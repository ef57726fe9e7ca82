"""What a person of the shop may be allowed to do with the people of the shop, and the patterns that roles hold."""

EVERYTHING = "*"

VIEW = "staff.view"
EDIT = "staff.edit"
AUDIT = "staff.audit"
