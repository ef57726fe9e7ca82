"""Notes: a few words that a person adds to an order or to a movement of stock."""

import unicodedata

from shopwright.kernel.errors import FieldError, InvalidInput

NOTE_LENGTH_MAX = 200
_LAYOUT = "\n\r\t"
_UNWRITABLE = {"Cc", "Cs"}


def check_note(note: str) -> None:
    """Raise `InvalidInput` about `note` where it is longer than 200 characters or holds signs that no text keeps."""
    if len(note) > NOTE_LENGTH_MAX:
        raise InvalidInput({"note": FieldError("Enter at most {most} characters.", most=NOTE_LENGTH_MAX)})
    if any(unicodedata.category(sign) in _UNWRITABLE and sign not in _LAYOUT for sign in note):
        raise InvalidInput({"note": FieldError("This contains characters that cannot be used.")})
