"""Refusals of customers."""

from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal


class LoginTaken(InvalidInput):
    """Another customer logs in with this."""

    code = "login_taken"
    status = 409

    def __init__(self) -> None:
        super().__init__({"login": FieldError("This login is taken. Log in with it, or use another one.")})


class AlreadyRegistered(Refusal):
    """The guest who wants to register has done so before, perhaps in another tab."""

    code = "already_registered"
    status = 409
    sentence = "You are registered already. Please log in."


class CustomerNotFound(NotFound):
    """No customer of this id, or not for this actor to know of."""

    code = "customer_not_found"
    sentence = "This customer does not exist."


class AddressNotFound(NotFound):
    """No address of this id in the customer's book, or it was removed."""

    code = "address_not_found"
    sentence = "This address does not exist."


class TooManyAddresses(Refusal):
    """The address book is full."""

    code = "too_many_addresses"
    status = 409
    sentence = "You can keep up to {most} addresses. Remove one first."
