VIEW = "catalog.view"
EDIT = "catalog.edit"
PRICE = "catalog.price"
LIST = "catalog.list"

ALL = (VIEW, EDIT, PRICE, LIST)
