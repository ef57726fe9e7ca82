"""A statement is written once, as a typed function: parameters from the signature, result from the return type.

    @statement("SELECT id, sku FROM catalog.variant WHERE id = ANY(:ids)")
    async def list_variants(reading: Reading, *, ids: list[VariantId]) -> list[VariantRow]: ...

The return type says what comes back: `None` nothing, `RowCount` how many rows changed, `T` exactly one row,
`T | None` at most one, `list[T]` all of them. `T` is a struct whose fields are the columns in order, or one value.
A field of type `Money` called `price` takes two columns, `price_minor` and `price_currency`; a parameter of a struct
type is used by part, `:price.minor`. `{name}` in the text is chosen from `fragments[name]` by the argument of that
name, so a list with many filters is a product of enumerated texts. Every statement registers itself, and one test
prepares all of them against the freshly migrated schema.
"""

import inspect
import itertools
import re
import types
import typing
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum
from typing import Any, NewType, ParamSpec, TypeVar

import msgspec

from shopwright.kernel.money import Money
from shopwright.platform.db.database import Reading

P = ParamSpec("P")
R = TypeVar("R")
RowCount = NewType("RowCount", int)
Fragments = Mapping[str, Mapping[Any, str]]

REGISTRY: dict[str, "Statement"] = {}
STRICT_ROWS = False
_COLLECTIONS = frozenset({tuple, list, frozenset})
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_][a-z0-9_]*)(?:\.([a-z_]+))?")


class Text(msgspec.Struct, frozen=True):
    """One concrete SQL text with the arguments it binds, in order, as (parameter, part or empty)."""

    sql: str
    binds: tuple[tuple[str, str], ...]


class Statement(msgspec.Struct, frozen=True):
    """What is known of one statement: its name, texts by choice of fragments, parameters and result."""

    name: str
    texts: Mapping[tuple[object, ...], Text]
    choices: tuple[str, ...]
    parameters: Mapping[str, Any]
    returns: Any
    is_writing: bool


def statement(
    sql: str, *, fragments: Fragments | None = None
) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Make a typed function of SQL text; see the head of this file."""

    def declare(function: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        declared = _declare(function, inspect.cleandoc(sql), fragments or {})
        if declared.name in REGISTRY:
            raise TypeError(f"a second statement is called {declared.name}")
        REGISTRY[declared.name] = declared
        return typing.cast("Callable[P, Awaitable[R]]", _runner(declared))

    return declare


def _declare(function: Callable[..., Any], sql: str, fragments: Fragments) -> Statement:
    hints = typing.get_type_hints(function)
    returns = hints.pop("return")
    reading, *names = inspect.signature(function).parameters
    kind = hints.pop(reading)
    if not (isinstance(kind, type) and issubclass(kind, Reading)):
        raise TypeError(f"{function.__qualname__}: the first parameter is a Reading or a Transaction")
    choices = tuple(fragments)
    for name in choices:
        if name not in names or "{" + name + "}" not in sql:
            raise TypeError(f"{function.__qualname__}: {name} must be both a parameter and in the SQL as {{{name}}}")
    parameters = {name: hints[name] for name in names if name not in choices}
    texts = {
        combination: _compile(sql, dict(zip(choices, combination, strict=True)), fragments)
        for combination in itertools.product(*(fragments[name] for name in choices))
    }
    bound = {name for text in texts.values() for name, _ in text.binds}
    if bound != set(parameters):
        raise TypeError(f"{function.__qualname__}: parameters and SQL disagree on {bound ^ set(parameters)}")
    return Statement(
        name=f"{function.__module__.removeprefix('shopwright.')}.{function.__name__}",
        texts=texts,
        choices=choices,
        parameters=parameters,
        returns=returns,
        is_writing=kind is not Reading,
    )


def _compile(sql: str, combination: Mapping[str, object], fragments: Fragments) -> Text:
    for name, choice in combination.items():
        sql = sql.replace("{" + name + "}", fragments[name][choice])
    binds: list[tuple[str, str]] = []

    def number(match: re.Match[str]) -> str:
        bind = (match[1], match[2] or "")
        if bind not in binds:
            binds.append(bind)
        return f"${binds.index(bind) + 1}"

    return Text(sql=_PARAMETER.sub(number, sql), binds=tuple(binds))


def _runner(declared: Statement) -> Callable[..., Awaitable[Any]]:
    finish = _finisher(declared)
    name, choices, texts = declared.name, declared.choices, declared.texts

    if not choices:
        text = texts[()]
        sql, binds = text.sql, text.binds

        async def run(reading: Reading, **values: Any) -> Any:
            reading.database.executed[name] += 1
            return await finish(reading.connection, sql, _arguments(binds, values))

    else:

        async def run(reading: Reading, **values: Any) -> Any:
            reading.database.executed[name] += 1
            text = texts[tuple(values[choice] for choice in choices)]
            return await finish(reading.connection, text.sql, _arguments(text.binds, values))

    run.__name__ = run.__qualname__ = name.rpartition(".")[2]
    return run


def _arguments(binds: Sequence[tuple[str, str]], values: Mapping[str, Any]) -> list[Any]:
    return [_part(values[name], part) if part else values[name] for name, part in binds]


def _part(value: Any, part: str) -> Any:
    return None if value is None else getattr(value, part)


def _finisher(declared: Statement) -> Callable[[Any, str, list[Any]], Awaitable[Any]]:
    shape, item = result_shape(declared.returns)
    if shape == "nothing":
        return _execute
    if shape == "count":
        return _count
    make = row_maker(item, is_nullable=shape == "one_or_none")

    async def one(connection: Any, sql: str, arguments: list[Any]) -> Any:
        row = await connection.fetchrow(sql, *arguments)
        if row is None:
            raise LookupError(f"{declared.name} found no row")
        return make(row)

    async def one_or_none(connection: Any, sql: str, arguments: list[Any]) -> Any:
        row = await connection.fetchrow(sql, *arguments)
        return None if row is None else make(row)

    async def many(connection: Any, sql: str, arguments: list[Any]) -> Any:
        return [make(row) for row in await connection.fetch(sql, *arguments)]

    return {"one": one, "one_or_none": one_or_none, "many": many}[shape]


async def _execute(connection: Any, sql: str, arguments: list[Any]) -> None:
    await connection.execute(sql, *arguments)


async def _count(connection: Any, sql: str, arguments: list[Any]) -> int:
    status: str = await connection.execute(sql, *arguments)
    return int(status.rpartition(" ")[2])


def result_shape(returns: Any) -> tuple[str, Any]:
    """How many rows a return type promises, and of what: ("many", ProductRow) for `list[ProductRow]`."""
    if returns is None or returns is type(None):
        return "nothing", None
    if returns is RowCount:
        return "count", None
    if typing.get_origin(returns) is list:
        return "many", typing.get_args(returns)[0]
    inner = without_none(returns)
    return ("one", returns) if inner is returns else ("one_or_none", inner)


def without_none(hint: Any) -> Any:
    """`T` for `T | None`, anything else unchanged."""
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        rest = [part for part in typing.get_args(hint) if part is not type(None)]
        return rest[0] if len(rest) == 1 else hint
    return hint


def struct_columns(struct: Any) -> list[tuple[str, Any]]:
    """The columns a struct is read from, in order, with their types; a Money field is two of them."""
    columns: list[tuple[str, Any]] = []
    hints = typing.get_type_hints(struct)
    for field in msgspec.structs.fields(struct):
        hint = hints[field.name]
        if without_none(hint) is Money:
            columns += [(f"{field.name}_minor", int), (f"{field.name}_currency", str)]
        else:
            columns.append((field.name, hint))
    return columns


def row_maker(item: Any, *, is_nullable: bool) -> Callable[[Sequence[Any]], Any]:
    """A function from a row to `item`: a struct filled by position, or a single converted value, which may be NULL."""
    if not (isinstance(item, type) and issubclass(item, msgspec.Struct)):
        return _strict_value(item, _value_maker(_converter(item)), is_nullable=is_nullable)
    hints = typing.get_type_hints(item)
    plan: list[tuple[int, bool, Callable[[Any], Any] | None]] = []
    column = 0
    for field in msgspec.structs.fields(item):
        is_money = without_none(hints[field.name]) is Money
        plan.append((column, is_money, None if is_money else _converter(hints[field.name])))
        column += 2 if is_money else 1
    if all(not is_money and convert is None for _, is_money, convert in plan):
        made: Callable[[Sequence[Any]], Any] = lambda row: item(*row)  # noqa: E731 - both branches name one function.
    else:
        made = lambda row: item(*[_cell(row, *step) for step in plan])  # noqa: E731 - as above.
    return _strict(item, hints, made)


def _value_maker(convert: Callable[[Any], Any] | None) -> Callable[[Sequence[Any]], Any]:
    if convert is None:
        return lambda row: row[0]
    return lambda row: None if row[0] is None else convert(row[0])


def _cell(row: Sequence[Any], column: int, is_money: bool, convert: Callable[[Any], Any] | None) -> Any:  # noqa: FBT001 - a step of the plan, by position.
    value = row[column]
    if value is None:
        return None
    if is_money:
        return Money(value, row[column + 1])
    return value if convert is None else convert(value)


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    """How a value from the driver becomes `hint`, or None where it already is one."""
    hint = without_none(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    origin = typing.get_origin(hint)
    if origin is dict or _holds_structs(hint):
        return msgspec.json.Decoder(hint).decode
    if origin in _COLLECTIONS:
        return _gatherer(hint, origin)
    return None


def _gatherer(hint: Any, origin: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A collection of plain values comes as an array, or as the text of a JSON array."""
    decode = msgspec.json.Decoder(hint).decode
    inner = _converter(typing.get_args(hint)[0])
    if inner is None:
        return lambda values: decode(values) if isinstance(values, str) else origin(values)
    return lambda values: decode(values) if isinstance(values, str) else origin(map(inner, values))


def _holds_structs(hint: Any) -> bool:
    parts = [hint, *typing.get_args(hint)]
    return any(isinstance(part, type) and issubclass(part, msgspec.Struct) for part in parts)


def _strict(
    item: type, hints: Mapping[str, Any], make: Callable[[Sequence[Any]], Any]
) -> Callable[[Sequence[Any]], Any]:
    """In tests, refuse a NULL in a field that promises a value: the server does not tell us beforehand."""
    required = [name for name, hint in hints.items() if without_none(hint) is hint and hint is not Any]

    def checked(row: Sequence[Any]) -> Any:
        made = make(row)
        if STRICT_ROWS:
            empty = [name for name in required if getattr(made, name) is None]
            if empty:
                raise TypeError(f"{item.__name__}: NULL in {empty}")
        return made

    return checked


def _strict_value(
    item: Any, make: Callable[[Sequence[Any]], Any], *, is_nullable: bool
) -> Callable[[Sequence[Any]], Any]:
    """As `_strict`, for a single value."""
    if is_nullable or item is Any or without_none(item) is not item:
        return make

    def checked(row: Sequence[Any]) -> Any:
        if STRICT_ROWS and row[0] is None:
            raise TypeError(f"{item} is promised, the row holds NULL")
        return make(row)

    return checked
