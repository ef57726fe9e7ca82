"""The face of customers."""

from shopwright.modules.customers.operations.add_address import add_address
from shopwright.modules.customers.operations.change_address import change_address
from shopwright.modules.customers.operations.change_password import change_password
from shopwright.modules.customers.operations.change_profile import change_profile
from shopwright.modules.customers.operations.clear import clear_customers
from shopwright.modules.customers.operations.create_guest import create_guest
from shopwright.modules.customers.operations.log_in import log_in
from shopwright.modules.customers.operations.make_default import make_default
from shopwright.modules.customers.operations.may_open_session import may_open_session
from shopwright.modules.customers.operations.register import register
from shopwright.modules.customers.operations.remove_address import remove_address
from shopwright.modules.customers.queries import (
    find_customer,
    find_customer_id,
    get_address,
    get_customer,
    list_addresses,
)
from shopwright.modules.customers.rules import ADDRESS_COUNT_MAX, parse_login, parse_phone

__all__ = [
    "ADDRESS_COUNT_MAX",
    "add_address",
    "change_address",
    "change_password",
    "change_profile",
    "clear_customers",
    "create_guest",
    "find_customer",
    "find_customer_id",
    "get_address",
    "get_customer",
    "list_addresses",
    "log_in",
    "make_default",
    "may_open_session",
    "parse_login",
    "parse_phone",
    "register",
    "remove_address",
]
