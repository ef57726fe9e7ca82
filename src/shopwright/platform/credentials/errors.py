"""Refusals of a password, the same whoever gave it."""

from shopwright.kernel.errors import FieldError, InvalidInput, Refusal
from shopwright.platform.credentials.resting import LOGIN_FAILURE_COUNT_MAX, LOGIN_REST


class LoginFailed(Refusal):
    """Unknown, wrong, resting or closed: the answer is the same, so that it tells nothing about the account."""

    code = "login_failed"
    status = 401
    sentence = "The login or the password is wrong. After {most} wrong tries an account rests for {minutes} minutes."

    def __init__(self) -> None:
        super().__init__(most=LOGIN_FAILURE_COUNT_MAX, minutes=int(LOGIN_REST.total_seconds()) // 60)


class CurrentPasswordWrong(InvalidInput):
    """Who wants another password did not give the present one; so it is told while the account rests, too."""

    def __init__(self) -> None:
        super().__init__({"current_password": FieldError("The current password is wrong.")})
