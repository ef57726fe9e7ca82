"""Products: find them, write about them, price them, show them."""

from shopwright.web.console.products.create import create_product, show_new_product
from shopwright.web.console.products.edit import change_listing, change_texts, show_product
from shopwright.web.console.products.export import export_products
from shopwright.web.console.products.list import list_products
from shopwright.web.console.products.listings import change_listings
from shopwright.web.console.products.options import add_value, name_options
from shopwright.web.console.products.pictures import add_pictures, change_pictures, remove_picture
from shopwright.web.console.products.variant import choose_picture, retire_variant, set_price, show_variant
from shopwright.web.console.products.variants import add_variant, change_variants

ROUTES = [
    list_products,
    change_listings,
    export_products,
    show_new_product,
    create_product,
    show_product,
    change_texts,
    change_listing,
    change_variants,
    add_variant,
    name_options,
    add_value,
    add_pictures,
    change_pictures,
    remove_picture,
    show_variant,
    set_price,
    choose_picture,
    retire_variant,
]
