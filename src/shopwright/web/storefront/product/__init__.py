"""One product: see it, choose a variant, put it into the cart."""

from shopwright.web.storefront.product.routes import show_product

ROUTES = [show_product]
