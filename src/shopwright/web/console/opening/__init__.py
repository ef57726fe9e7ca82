"""Open my shop: its face, its terms, what it is, an empty shelf, and the first product on it."""

from shopwright.web.console.opening.clearing import clear_shop, show_clearing
from shopwright.web.console.opening.face import change_face, show_accent, show_face
from shopwright.web.console.opening.positioning import change_positioning, show_positioning
from shopwright.web.console.opening.product import add_first_product, show_first_product
from shopwright.web.console.opening.steps import dismiss_opening, show_opening
from shopwright.web.console.opening.terms import change_terms, show_terms

ROUTES = [
    show_opening,
    dismiss_opening,
    show_face,
    change_face,
    show_accent,
    show_terms,
    change_terms,
    show_positioning,
    change_positioning,
    show_clearing,
    clear_shop,
    show_first_product,
    add_first_product,
]
