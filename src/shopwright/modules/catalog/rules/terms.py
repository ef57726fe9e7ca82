"""What somebody looks for, as the search takes it."""

import unicodedata

TERMS_LENGTH_MAX = 80


def clean_terms(typed: str) -> str:
    """What somebody typed, in normal form, on one line, without what cannot be seen, no longer than anybody types."""
    text = unicodedata.normalize("NFKC", typed[: 4 * TERMS_LENGTH_MAX])
    visible = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in text)
    return " ".join(visible.split())[:TERMS_LENGTH_MAX].strip()
