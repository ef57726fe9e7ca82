"""Refusals: what a person is told when an act cannot be done."""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """An act was refused for a reason that its actor can understand.

    Subclasses name the fact and give `code` (stable, for programs), `status` (HTTP) and `sentence` (an English
    gettext id with `{placeholders}` filled from `values`). Nothing has been changed when one is raised: it leaves the
    transaction, which rolls back.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str] = "This cannot be done."

    def __init__(self, **values: object) -> None:
        super().__init__(self.sentence.format_map(_Lenient(values)))
        self.values: Mapping[str, object] = values


class NotFound(Refusal):
    """The thing does not exist, or is not for this actor to know of."""

    code = "not_found"
    status = 404
    sentence = "We cannot find what you are looking for."


class NotAllowed(Refusal):
    """The actor lacks the permission."""

    code = "not_allowed"
    status = 403
    sentence = "You do not have the permission for this."


class InvalidInput(Refusal):
    """One or more fields are wrong: every one of them is reported at once, by name, in `fields`."""

    code = "invalid_input"
    status = 422
    sentence = "Please correct the marked fields."

    def __init__(self, fields: Mapping[str, "FieldError"]) -> None:
        super().__init__()
        self.fields = dict(fields)


class FieldError:
    """What is wrong with one field: an English gettext id and its values."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence = sentence
        self.values: Mapping[str, object] = values

    def __repr__(self) -> str:
        return f"FieldError({self.sentence!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FieldError) and (self.sentence, self.values) == (other.sentence, other.values)

    def __hash__(self) -> int:
        return hash(self.sentence)


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
