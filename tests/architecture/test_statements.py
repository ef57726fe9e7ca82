"""Every statement is prepared against the freshly migrated schema, and its promises are compared with the server's."""

import datetime as dt
import importlib
import pkgutil
import re
import typing
from collections.abc import Iterator
from enum import Enum
from typing import Any

import msgspec
import pytest
import sqlglot
from sqlglot import exp

import shopwright
from shopwright.platform.db import Database
from shopwright.platform.db.statements import REGISTRY, Statement, Text, result_shape, struct_columns, without_none

for _module in pkgutil.walk_packages(shopwright.__path__, "shopwright."):
    if not re.search(r"\.(migrations|simulators|__main__)\b", _module.name):
        importlib.import_module(_module.name)

WHOLE = {"int2", "int4", "int8"}
WRITTEN = {"text", "varchar", "json", "jsonb"}
ACCEPTED: dict[Any, set[str]] = {
    int: WHOLE,
    str: WRITTEN,
    bool: {"bool"},
    bytes: {"bytea"},
    float: {"float4", "float8"},
    dt.datetime: {"timestamptz"},
    dt.date: {"date"},
    dt.timedelta: {"interval"},
}
# A session and a rate window are written by one statement in autocommit, outside whatever act the request does.
ACTS_OF_ONE_STATEMENT = ("platform.http.store.", "platform.windows.")
WRITES = re.compile(r"\b(INSERT INTO|UPDATE|DELETE FROM)\s", re.IGNORECASE)


def texts() -> Iterator[tuple[str, Statement, Text]]:
    for name, declared in sorted(REGISTRY.items()):
        for combination, text in declared.texts.items():
            yield f"{name}{list(combination) or ''}", declared, text


ALL = list(texts())


@pytest.mark.parametrize(("declared", "text"), [each[1:] for each in ALL], ids=[each[0] for each in ALL])
async def test_statement_keeps_its_promises(architecture_database: Database, declared: Statement, text: Text) -> None:
    async with architecture_database.reading() as reading:
        prepared = await reading.connection.prepare(text.sql)
        offered = [(column.name, type_name(column.type)) for column in prepared.get_attributes()]
        wanted = [type_name(parameter) for parameter in prepared.get_parameters()]
    assert_parameters(declared, text, wanted)
    assert_columns(declared, offered)


def assert_parameters(declared: Statement, text: Text, wanted: list[str]) -> None:
    for (name, part), server_type in zip(text.binds, wanted, strict=True):
        hint = declared.parameters[name]
        if part:
            hint = typing.get_type_hints(without_none(hint))[part]
        assert accepts(hint, server_type), f"{declared.name}: :{name} is {hint}, the server wants {server_type}"


def assert_columns(declared: Statement, offered: list[tuple[str, str]]) -> None:
    shape, item = result_shape(declared.returns)
    if shape == "nothing":
        assert [kind for _, kind in offered if kind != "void"] == [], f"{declared.name} throws away what it returns"
        return
    if shape == "count":
        return
    if not (isinstance(item, type) and issubclass(item, msgspec.Struct)):
        assert len(offered) == 1, f"{declared.name} promises one value"
        assert accepts(item, offered[0][1]), f"{declared.name}: {item} is not {offered[0][1]}"
        return
    promised = struct_columns(item)
    assert [name for name, _ in promised] == [name for name, _ in offered], declared.name
    for (name, hint), (_, server_type) in zip(promised, offered, strict=True):
        assert accepts(hint, server_type), f"{declared.name}: {name} is {hint}, the server gives {server_type}"


def accepts(hint: Any, server_type: str) -> bool:
    hint = without_none(hint)
    hint = getattr(hint, "__supertype__", hint)
    if hint in (Any, object, dict) or typing.get_origin(hint) is dict:
        return server_type in {"json", "jsonb"}
    if typing.get_origin(hint) in {list, tuple, frozenset}:
        if server_type in {"json", "jsonb"}:
            return True
        return server_type.endswith("[]") and accepts(typing.get_args(hint)[0], server_type.removesuffix("[]"))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return server_type in {"json", "jsonb"}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return server_type in WRITTEN
    return server_type in ACCEPTED[hint]


def type_name(described: Any) -> str:
    name = str(described.name)
    return f"{name.removeprefix('_')}[]" if described.kind == "array" and name.startswith("_") else name


@pytest.mark.parametrize(("name", "declared", "text"), ALL, ids=[each[0] for each in ALL])
def test_sql_stays_inside_its_module(name: str, declared: Statement, text: Text) -> None:
    """No module's SQL names another module's schema; the platform owns `platform` and `jobs`."""
    parts = declared.name.split(".")
    own = {parts[1]} if parts[0] == "modules" else {"platform", "jobs"}
    allowed = own | {""} | ({"platform"} if parts[0] == "modules" else set())
    schemas = {table.db for table in sqlglot.parse_one(text.sql, dialect="postgres").find_all(exp.Table)}
    assert schemas <= allowed, f"{name} reads or writes {schemas - allowed}"
    if parts[0] == "modules":
        assert not re.search(r"\b(FROM|JOIN|INTO|UPDATE)\s+platform\.", text.sql), f"{name} touches platform's tables"


@pytest.mark.parametrize(("name", "declared", "text"), ALL, ids=[each[0] for each in ALL])
def test_sql_keeps_the_rules_of_the_house(name: str, declared: Statement, text: Text) -> None:
    """No clock in SQL; writing needs a transaction; locks live in lock functions and are taken in key order."""
    sql = text.sql
    assert not re.search(r"\b(now|current_timestamp|clock_timestamp|statement_timestamp)\b", sql, re.IGNORECASE), name
    is_locking = re.search(r"\bFOR (NO KEY )?UPDATE\b", sql) is not None
    if WRITES.search(sql) or is_locking:
        is_act = declared.is_writing or declared.name.startswith(ACTS_OF_ONE_STATEMENT)
        assert is_act, f"{name} changes or locks rows, so it takes a Transaction"
    if is_locking:
        assert name.rpartition(".")[2].startswith("lock_"), f"{name} locks rows under another name"
        is_one_row = result_shape(declared.returns)[0] in {"one", "one_or_none"}
        assert is_one_row or "ORDER BY" in sql, f"{name} locks rows in no order"
    assert not re.search(r"\b(UPDATE|DELETE FROM)\s+inventory\.movement\b", sql), "the ledger is append-only"
    shape, _ = result_shape(declared.returns)
    if shape == "many" and not WRITES.search(sql) and not is_locking:
        is_bounded = re.search(r"\bLIMIT\b|= ANY\(|\bunnest\b|generate_series", sql, re.IGNORECASE)
        assert is_bounded, f"{name} returns an unbounded list"
