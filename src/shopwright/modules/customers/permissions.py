"""What a person of the shop may be allowed to do with customers."""

VIEW = "customers.view"
EDIT = "customers.edit"
