"""Stock: what is where, and why it changed."""

from shopwright.web.console.stock.acts import adjust_stock, count_stock, keep_back, receive_stock
from shopwright.web.console.stock.counting import show_sheet, write_sheet
from shopwright.web.console.stock.export import export_stock
from shopwright.web.console.stock.list import list_stock
from shopwright.web.console.stock.record import show_stock
from shopwright.web.console.stock.warehouses import list_warehouses, open_warehouse

ROUTES = [
    list_stock,
    export_stock,
    show_sheet,
    write_sheet,
    show_stock,
    receive_stock,
    adjust_stock,
    count_stock,
    keep_back,
    list_warehouses,
    open_warehouse,
]
