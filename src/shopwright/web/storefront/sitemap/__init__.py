"""What search engines read first: where they may go, and what there is."""

from shopwright.web.storefront.sitemap.routes import (
    show_other_pages,
    show_product_chunk,
    show_robots,
    show_sitemap,
)

ROUTES = [show_robots, show_sitemap, show_other_pages, show_product_chunk]
