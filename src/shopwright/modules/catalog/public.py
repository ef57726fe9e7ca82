"""The face of the catalogue."""

from shopwright.modules.catalog.operations.change_category import change_category
from shopwright.modules.catalog.operations.create_category import create_category
from shopwright.modules.catalog.operations.create_product import create_product
from shopwright.modules.catalog.operations.list_product import delist_product, list_product
from shopwright.modules.catalog.operations.record_availability import record_availability
from shopwright.modules.catalog.operations.record_sales import record_sales
from shopwright.modules.catalog.operations.remove_category import remove_category
from shopwright.modules.catalog.operations.set_price import set_price
from shopwright.modules.catalog.queries.categories import get_category, get_category_for_staff, list_categories
from shopwright.modules.catalog.queries.current_prices import list_current_prices
from shopwright.modules.catalog.queries.editable import get_product_for_staff, list_price_records
from shopwright.modules.catalog.queries.listing import count_products, list_products, list_related
from shopwright.modules.catalog.queries.product_page import get_product
from shopwright.modules.catalog.queries.sale_lines import list_sale_lines

__all__ = [
    "change_category",
    "count_products",
    "create_category",
    "create_product",
    "delist_product",
    "get_category",
    "get_category_for_staff",
    "get_product",
    "get_product_for_staff",
    "list_categories",
    "list_current_prices",
    "list_price_records",
    "list_product",
    "list_products",
    "list_related",
    "list_sale_lines",
    "record_availability",
    "record_sales",
    "remove_category",
    "set_price",
]
