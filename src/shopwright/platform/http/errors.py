"""What went wrong, as it is told outside: a status, a code and a sentence, and never more than that."""

import re
from collections.abc import Mapping
from typing import Any

import asyncpg
import msgspec
from litestar.exceptions import HTTPException, ValidationException

from shopwright.kernel.errors import FieldError, InvalidInput, NotFound, Refusal
from shopwright.platform.db import DATABASE_GONE
from shopwright.platform.http.permissions import LoginNeeded
from shopwright.platform.i18n import DEFAULT_LANGUAGE, LANGUAGES, _, pick_language, translate

BAD_REQUEST_STATUS = 400
UNKNOWN_STATUS = 500
UNAVAILABLE_STATUS = 503
UNAVAILABLE_RETRY_SECONDS = 5
# A zero byte is UTF-8 and JSON, and PostgreSQL keeps it in no text.
_UNWRITABLE = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)
_OUT_OF_RANGE = re.compile(r"\(value out of int\d+ range\)")
_SENTENCES = {
    BAD_REQUEST_STATUS: ("bad_request", _("This request cannot be understood.")),
    401: ("login_needed", _("Please log in first.")),
    403: ("not_allowed", _("You do not have the permission for this.")),
    404: ("not_found", _("We cannot find what you are looking for.")),
    405: ("method_not_allowed", _("This cannot be done here.")),
    413: ("too_large", _("What you sent is too large.")),
    UNKNOWN_STATUS: ("unexpected", _("Something went wrong on our side. It has been noted and will be looked at.")),
    UNAVAILABLE_STATUS: ("unavailable", _("The shop is catching its breath. Please try again in a few seconds.")),
}


class Problem(msgspec.Struct, frozen=True):
    """An error as people and programs may know it; `sentence` is a gettext id with `values`."""

    status: int
    code: str
    sentence: str
    values: Mapping[str, object] = {}
    fields: Mapping[str, FieldError] = {}
    retry_after_seconds: int | None = None
    login_place: str | None = None

    def message(self, language: str) -> str:
        """The sentence in a person's language."""
        return translate(self.sentence, language, **self.values)

    def headers(self) -> dict[str, str]:
        """The headers that belong to the answer."""
        return {} if self.retry_after_seconds is None else {"Retry-After": str(self.retry_after_seconds)}

    def as_json(self, language: str) -> dict[str, Any]:
        """The body of the JSON answer; `fields` holds the sentence of each wrong one."""
        told: dict[str, Any] = {"code": self.code, "message": self.message(language)}
        if self.fields:
            told["fields"] = {
                name: translate(error.sentence, language, **error.values) for name, error in self.fields.items()
            }
        return {"error": told}


def problem_of(error: BaseException) -> Problem:
    """What may be told of any exception. Only a refusal speaks for itself; nothing of an unknown one leaks."""
    if isinstance(error, Refusal):
        return Problem(
            status=error.status,
            code=error.code,
            sentence=error.sentence,
            values=error.values,
            fields=error.fields if isinstance(error, InvalidInput) else {},
            retry_after_seconds=getattr(error, "retry_after_seconds", None),
            login_place=error.place if isinstance(error, LoginNeeded) else None,
        )
    if isinstance(error, ValidationException):
        return _wrong_body(error)
    if isinstance(error, HTTPException):
        status = error.status_code
        usual = BAD_REQUEST_STATUS if status < UNKNOWN_STATUS else UNKNOWN_STATUS
        code, sentence = _SENTENCES.get(status) or _SENTENCES[usual]
        return Problem(status, code, sentence)
    return _problem_below(error)


def _problem_below(error: BaseException) -> Problem:
    """What the database's driver raised, and everything else that nobody expected."""
    if isinstance(error, asyncpg.DataError) and _OUT_OF_RANGE.search(str(error)):
        # An id larger than any column: there is nothing that it could name.
        return Problem(NotFound.status, NotFound.code, NotFound.sentence)
    if isinstance(error, (*_UNWRITABLE, RecursionError)):
        # Only what is sent can be as deep: JSON in JSON in JSON.
        return Problem(BAD_REQUEST_STATUS, *_SENTENCES[BAD_REQUEST_STATUS])
    if isinstance(error, DATABASE_GONE):
        code, sentence = _SENTENCES[UNAVAILABLE_STATUS]
        return Problem(UNAVAILABLE_STATUS, code, sentence, retry_after_seconds=UNAVAILABLE_RETRY_SECONDS)
    code, sentence = _SENTENCES[UNKNOWN_STATUS]
    return Problem(UNKNOWN_STATUS, code, sentence)


def _wrong_body(error: ValidationException) -> Problem:
    """A body or query that does not fit its description, field by field; these sentences are for programmers."""
    told = error.extra if isinstance(error.extra, list) else []
    fields = {str(one.get("key", "")): FieldError(str(one.get("message", ""))) for one in told if one.get("key")}
    return Problem(InvalidInput.status, InvalidInput.code, InvalidInput.sentence, fields=fields)


def is_program_path(path: str) -> bool:
    """Whether a path belongs to the face for programs, the shop's or the console's."""
    return path.startswith(("/api/", "/console/api/"))


def wants_json(path: str, accept: str) -> bool:
    """Whether a program asks rather than a person: by the path, or by a header that names JSON and not HTML."""
    return (
        is_program_path(path)
        or path.startswith("/payments/")
        or ("application/json" in accept and "text/html" not in accept)
    )


def language_for(*, cookie: str | None, path: str, accept_language: str | None) -> str:
    """The language of an answer: the visitor's own choice, for programs their header, else the shop's first."""
    if cookie is not None and cookie in LANGUAGES:
        return cookie
    return pick_language(accept_language) if is_program_path(path) else DEFAULT_LANGUAGE
