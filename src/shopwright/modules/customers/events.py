"""What customers tell."""

from typing import ClassVar

from shopwright.kernel.events import Event
from shopwright.kernel.ids import CustomerId


class CustomerRegistered(Event, frozen=True):
    """A guest or a newcomer can log in from now on."""

    name: ClassVar[str] = "customers.customer_registered"
    customer_id: CustomerId


class PasswordChanged(Event, frozen=True):
    """The password is another one: sessions opened before are refused, and their rows may go."""

    name: ClassVar[str] = "customers.password_changed"
    customer_id: CustomerId
