"""The face of the catalogue."""

from shopwright.modules.catalog.importing.run import OnProgress, OnStock, import_catalogue
from shopwright.modules.catalog.importing.shopify_rows import open_source
from shopwright.modules.catalog.operations.add_variant import add_option_value, add_variant
from shopwright.modules.catalog.operations.arrange_pictures import (
    add_picture,
    describe_picture,
    order_pictures,
    remove_picture,
)
from shopwright.modules.catalog.operations.change_category import change_category
from shopwright.modules.catalog.operations.change_collection import change_collection
from shopwright.modules.catalog.operations.change_product import change_product
from shopwright.modules.catalog.operations.change_variant import change_variant, name_options
from shopwright.modules.catalog.operations.choose_products import choose_products, drop_product, order_chosen
from shopwright.modules.catalog.operations.clear import clear_catalogue, list_picture_stems
from shopwright.modules.catalog.operations.create_category import create_category
from shopwright.modules.catalog.operations.create_collection import create_collection
from shopwright.modules.catalog.operations.create_product import create_product
from shopwright.modules.catalog.operations.list_product import delist_product, list_product
from shopwright.modules.catalog.operations.name_brand import name_brand
from shopwright.modules.catalog.operations.record_availability import record_availability
from shopwright.modules.catalog.operations.record_sales import record_sales
from shopwright.modules.catalog.operations.remove_category import remove_category
from shopwright.modules.catalog.operations.restore_collection import restore_collection
from shopwright.modules.catalog.operations.retire_variant import retire_variant
from shopwright.modules.catalog.operations.set_price import set_price
from shopwright.modules.catalog.operations.show_collection import (
    delist_collection,
    list_collection,
    order_collections,
    remove_collection,
)
from shopwright.modules.catalog.operations.store_picture import store_picture
from shopwright.modules.catalog.queries.brands import Brand, list_brands_for_staff
from shopwright.modules.catalog.queries.categories import (
    CATEGORIES,
    get_category,
    get_category_for_staff,
    list_categories,
)
from shopwright.modules.catalog.queries.collection_cards import (
    count_collection_products,
    list_collection_products,
    list_shelves,
)
from shopwright.modules.catalog.queries.collections import (
    COLLECTIONS,
    get_collection,
    get_collection_for_staff,
    list_brands,
    list_chosen_products,
    list_collections,
    list_collections_for_staff,
    list_tags,
    preview_rule,
)
from shopwright.modules.catalog.queries.current_prices import has_prices, list_current_prices
from shopwright.modules.catalog.queries.editable import (
    get_product_for_staff,
    list_price_records,
    list_products_by_slug,
)
from shopwright.modules.catalog.queries.facets import get_facets
from shopwright.modules.catalog.queries.listing import count_products, list_products
from shopwright.modules.catalog.queries.product_page import find_withdrawn, get_product
from shopwright.modules.catalog.queries.related import list_related
from shopwright.modules.catalog.queries.sale_lines import list_sale_lines
from shopwright.modules.catalog.queries.sitemap import list_sitemap_chunks, list_sitemap_products
from shopwright.modules.catalog.queries.staff_counts import StateCounts, count_products_for_staff, count_sold_out
from shopwright.modules.catalog.queries.staff_list import list_products_for_staff
from shopwright.modules.catalog.queries.staff_variants import (
    StaffVariant,
    find_variants_for_staff,
    list_variants_for_staff,
)
from shopwright.modules.catalog.queries.suggestions import find_suggestions
from shopwright.modules.catalog.rules.narrowing import read_options
from shopwright.modules.catalog.rules.terms import TERMS_LENGTH_MAX, clean_terms
from shopwright.modules.catalog.rules.texts import clean_body, slug_from

__all__ = [
    "CATEGORIES",
    "COLLECTIONS",
    "TERMS_LENGTH_MAX",
    "Brand",
    "OnProgress",
    "OnStock",
    "StaffVariant",
    "StateCounts",
    "add_option_value",
    "add_picture",
    "add_variant",
    "change_category",
    "change_collection",
    "change_product",
    "change_variant",
    "choose_products",
    "clean_body",
    "clean_terms",
    "clear_catalogue",
    "count_collection_products",
    "count_products",
    "count_products_for_staff",
    "count_sold_out",
    "create_category",
    "create_collection",
    "create_product",
    "delist_collection",
    "delist_product",
    "describe_picture",
    "drop_product",
    "find_suggestions",
    "find_variants_for_staff",
    "find_withdrawn",
    "get_category",
    "get_category_for_staff",
    "get_collection",
    "get_collection_for_staff",
    "get_facets",
    "get_product",
    "get_product_for_staff",
    "has_prices",
    "import_catalogue",
    "list_brands",
    "list_brands_for_staff",
    "list_categories",
    "list_chosen_products",
    "list_collection",
    "list_collection_products",
    "list_collections",
    "list_collections_for_staff",
    "list_current_prices",
    "list_picture_stems",
    "list_price_records",
    "list_product",
    "list_products",
    "list_products_by_slug",
    "list_products_for_staff",
    "list_related",
    "list_sale_lines",
    "list_shelves",
    "list_sitemap_chunks",
    "list_sitemap_products",
    "list_tags",
    "list_variants_for_staff",
    "name_brand",
    "name_options",
    "open_source",
    "order_chosen",
    "order_collections",
    "order_pictures",
    "preview_rule",
    "read_options",
    "record_availability",
    "record_sales",
    "remove_category",
    "remove_collection",
    "remove_picture",
    "restore_collection",
    "retire_variant",
    "set_price",
    "slug_from",
    "store_picture",
]
