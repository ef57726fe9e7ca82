"""The customer's own pages: who I am, how I get in, where parcels go."""

from shopwright.web.storefront.account.addresses import (
    add_address,
    ask_removal,
    change_address,
    list_addresses,
    make_default,
    remove_address,
    show_address,
    show_new_address,
)
from shopwright.web.storefront.account.routes import change_password, change_profile, end_sessions, show_account

ROUTES = [
    show_account,
    change_profile,
    change_password,
    end_sessions,
    list_addresses,
    show_new_address,
    add_address,
    show_address,
    change_address,
    make_default,
    ask_removal,
    remove_address,
]
