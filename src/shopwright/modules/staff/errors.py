"""Refusals of staff."""

from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal


class EmailTaken(InvalidInput):
    """Another member logs in with this e-mail address."""

    code = "email_taken"
    status = 409

    def __init__(self) -> None:
        super().__init__({"email": FieldError("Another member has this e-mail address.")})


class RoleNameTaken(InvalidInput):
    """Another role has this name."""

    code = "role_name_taken"
    status = 409

    def __init__(self) -> None:
        super().__init__({"name": FieldError("Another role has this name.")})


class StaffNotFound(NotFound):
    """No member has this id."""

    code = "staff_not_found"
    sentence = "This member does not exist."


class TemporaryPasswordExpired(Refusal):
    """The password is right, but it was made up by a colleague and not used in time. It says so to nobody else."""

    code = "temporary_password_expired"
    status = 401
    sentence = "This temporary password has expired. Ask a colleague to make another one for you."


class LastOwner(Refusal):
    """The act would leave the shop without anyone who may do everything."""

    code = "last_owner"
    status = 409
    sentence = "The shop needs one active member who may do everything. Make another one first."
