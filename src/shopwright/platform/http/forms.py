"""Forms: a struct says what is expected, every wrong field is told at once, and nothing that was typed is lost.

class AddressForm(msgspec.Struct, frozen=True):
    recipient: Annotated[str, Text(least=1, most=60)]
    is_default: Annotated[bool, Checkbox()] = False

form = await read_form(request)
wanted = form.parse(AddressForm)            # raises InvalidInput with every wrong field
"""

import typing
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, TypeVar

import msgspec
from babel.numbers import get_currency_precision
from litestar.datastructures import UploadFile

from shopwright.kernel.errors import FieldError, InvalidInput
from shopwright.kernel.money import Money
from shopwright.platform.http.addresses import NotUnderstood
from shopwright.platform.http.fields import Checkbox, Context, Reader, find_reader
from shopwright.platform.http.routes import Request
from shopwright.platform.i18n import translate

Shape = TypeVar("Shape", bound=msgspec.Struct)
FIELD_COUNT_MAX = 2_000


class _FieldPlan(msgspec.Struct, frozen=True):
    name: str
    reader: Reader
    is_many: bool
    default: Any
    """`msgspec.NODEFAULT` where the field must come."""


class Form:
    """What was sent: texts by name, each a list, and files by name."""

    def __init__(self, texts: Mapping[str, Sequence[str]], files: Mapping[str, Sequence[UploadFile]]) -> None:
        self.texts = texts
        self.files = files

    def text(self, name: str) -> str:
        """The first text of a field, as it was typed; empty where none came."""
        return next(iter(self.texts.get(name, ())), "")

    def parse(self, shape: type[Shape], *, currency: str = "") -> Shape:
        """Read all fields of `shape`. Raises InvalidInput with every wrong one, by name.

        A field of type `tuple[...]` takes every text of its name. An empty text takes the field's default, where
        there is one. `currency` is that of its amounts.
        """
        context = Context(currency)
        values: dict[str, Any] = {}
        wrong: dict[str, FieldError] = {}
        for plan in _plans(shape):
            value = self._read(plan, context)
            if isinstance(value, FieldError):
                wrong[plan.name] = value
            else:
                values[plan.name] = value
        if wrong:
            raise InvalidInput(wrong)
        return shape(**values)

    def filled(self, shape: type[msgspec.Struct]) -> dict[str, Any]:
        """What was typed, for showing the form again: the text of every field of `shape`, empty where none came."""
        return {
            plan.name: list(self.texts.get(plan.name, ())) if plan.is_many else self.text(plan.name)
            for plan in _plans(shape)
        }

    def _read(self, plan: _FieldPlan, context: Context) -> Any:
        if plan.is_many:
            values = [plan.reader.read(text, context) for text in self.texts.get(plan.name, ())]
            return next((value for value in values if isinstance(value, FieldError)), tuple(values))
        text = self.text(plan.name)
        if not text.strip() and plan.default is not msgspec.NODEFAULT and not isinstance(plan.reader, Checkbox):
            return plan.default
        return plan.reader.read(text, context)


async def read_form(request: Request) -> Form:
    """The form that a request carries, urlencoded or multipart; an empty one where it carries none.

    Raises NotUnderstood for text in a character set that is none, InvalidInput for too many fields.
    """
    try:
        sent = await request.form()
    except (LookupError, UnicodeDecodeError) as error:
        # A part may name its own character set, and name one that does not exist.
        raise NotUnderstood from error
    texts: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files.setdefault(name, []).append(value)
        else:
            texts.setdefault(name, []).append(value if isinstance(value, str) else str(value))
    if len(texts) + len(files) > FIELD_COUNT_MAX:
        raise InvalidInput({})
    return Form(texts, files)


def read_query(request: Request) -> Form:
    """The query of an address, read like a form: for search, filters and sorting."""
    texts: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        texts.setdefault(name, []).append(str(value))
    return Form(texts, {})


def shown(shape: type[msgspec.Struct], record: object | None = None) -> dict[str, Any]:
    """The texts that a form begins with: from the attributes of `record`, else from the defaults of `shape`."""
    texts: dict[str, Any] = {}
    for plan in _plans(shape):
        value = None if plan.default is msgspec.NODEFAULT else plan.default
        if record is not None:
            value = getattr(record, plan.name, value)
        if plan.is_many:
            texts[plan.name] = [_typed(item) for item in value or ()]
        else:
            texts[plan.name] = _typed(value)
    return texts


def explain(fields: Mapping[str, FieldError], language: str) -> dict[str, str]:
    """Each wrong field's sentence in a person's language, by name."""
    return {name: translate(error.sentence, language, **error.values) for name, error in fields.items()}


def amount_text(amount: Money) -> str:
    """An amount as a person would type it into a form: `12.50`, without currency and grouping."""
    digits = get_currency_precision(amount.currency)
    whole, rest = divmod(abs(amount.minor), 10**digits)
    sign = "-" if amount.minor < 0 else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


def _typed(value: object) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, Money):
        return amount_text(value)
    return "on" if value is True else str(value)


@cache
def _plans(shape: type[msgspec.Struct]) -> tuple[_FieldPlan, ...]:
    hints = typing.get_type_hints(shape, include_extras=True)
    return tuple(_plan(shape, field, hints[field.name]) for field in msgspec.structs.fields(shape))


def _plan(shape: type[msgspec.Struct], field: msgspec.structs.FieldInfo, hint: Any) -> _FieldPlan:
    is_many = typing.get_origin(hint) is tuple
    annotated = typing.get_args(hint)[0] if is_many else hint
    reader = find_reader(typing.get_args(annotated)[1:]) if typing.get_origin(annotated) is Annotated else None
    if reader is None:
        raise TypeError(f"{shape.__name__}.{field.name} does not say how it is read")
    default = field.default_factory() if callable(field.default_factory) else field.default
    return _FieldPlan(field.name, reader, is_many, default)
