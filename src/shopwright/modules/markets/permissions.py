"""What a person of the shop may be allowed to do with markets."""

EDIT = "markets.edit"
SETUP = "markets.setup"
