"""How many: whole pieces within a range, checked once at the wall."""

from shopwright.kernel.errors import FieldError

QUANTITY_MAX = 9_999


def parse_quantity(text: str, *, least: int = 1, most: int = QUANTITY_MAX) -> int | FieldError:
    """Read a whole number of pieces written in ASCII digits; anything else is told as a `FieldError`."""
    cleaned = text.strip()
    if not (cleaned.isascii() and cleaned.isdigit()) or len(cleaned) > len(str(most)) + 3:
        return FieldError("Enter a whole number.")
    value = int(cleaned)
    if not least <= value <= most:
        return FieldError("Enter a number from {least} to {most}.", least=least, most=most)
    return value
