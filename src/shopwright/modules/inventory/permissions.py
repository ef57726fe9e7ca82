"""What staff may be allowed to do in inventory."""

VIEW = "inventory.view"
RECEIVE = "inventory.receive"
ADJUST = "inventory.adjust"
WAREHOUSES = "inventory.warehouses"
