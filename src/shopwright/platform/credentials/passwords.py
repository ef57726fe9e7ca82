"""What a new password may be."""

import unicodedata
from collections.abc import Sequence

from shopwright.kernel.errors import FieldError
from shopwright.platform.credentials.spelling import narrow

PASSWORD_LENGTH_MIN = 8
PASSWORD_LENGTH_MAX = 128
# Those that turn up first in every list of stolen passwords and have eight signs or more, here and abroad.
_COMMON_WORDS = """
12345678 123456789 1234567890 0123456789 87654321 987654321 9876543210 12341234 123123123 11223344 12344321
112233445566 123321123 147258369 159357456 741852963 789456123 520131400 5201314520 1314520520 13145200 52013140
password password1 password12 password123 passw0rd p@ssw0rd p@ssword iloveyou 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qwertyui
qwertyuiop qwerty123 qwer1234 asdfghjkl asdf1234 zxcvbnm123 q1w2e3r4 abcd1234 abc12345 abc123456 a1234567 a12345678
a123456789 aa123456 aa12345678 qq123456 qq123456789 woaini1314 woaini520 woaini521 woaini123 woaini1314520 admin123
admin1234 administrator welcome1 welcome123 letmein1 sunshine football baseball superman trustno1 princess changeme
computer internet whatever starwars
"""
_COMMON_PASSWORDS = frozenset(_COMMON_WORDS.split())


def check_password(password: str, *, logins: Sequence[str]) -> FieldError | None:
    """What is wrong with a new password: too short, too long, among the first guesses, or one of the `logins`."""
    if len(password) > PASSWORD_LENGTH_MAX:
        return FieldError("Enter at most {most} characters.", most=PASSWORD_LENGTH_MAX)
    folded = unicodedata.normalize("NFKC", password).lower()
    if len(folded) < PASSWORD_LENGTH_MIN:
        return FieldError("Enter at least {least} characters.", least=PASSWORD_LENGTH_MIN)
    if folded in _COMMON_PASSWORDS or len(set(folded)) == 1:
        return FieldError("This password is among those that are guessed first. Choose another.")
    if narrow(password).lower() in {narrow(login).lower() for login in logins}:
        return FieldError("The password must differ from the login.")
    return None
