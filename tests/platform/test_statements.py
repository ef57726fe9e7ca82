"""The statement machine on a real server: what goes in by name, what comes out by type, what is refused at import."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from enum import StrEnum

import msgspec
import pytest
from tests.kit.databases import fresh_database

from shopwright.kernel.money import Money
from shopwright.platform.db import Database, Reading, RowCount, Transaction, statement, statements
from shopwright.platform.db.statements import REGISTRY

NOON = datetime(2027, 3, 8, 4, 0, tzinfo=UTC)


class State(StrEnum):
    DRAFT = "draft"
    LISTED = "listed"


class Size(msgspec.Struct, frozen=True):
    width: int
    note: str = ""


class Cup(msgspec.Struct, frozen=True):
    id: int
    state: State
    price: Money | None
    cost: Money
    size: Size | None
    words: dict[str, str]
    colours: tuple[str, ...]
    states: tuple[State, ...]
    tags: frozenset[str]
    made_at: datetime


class Named(msgspec.Struct, frozen=True):
    number: int
    name: str
    nickname: str | None


CUP_SQL = """
    SELECT 7 AS id, :state AS state, :price.minor::bigint AS price_minor, :price.currency::text AS price_currency,
           5::bigint AS cost_minor, 'JPY' AS cost_currency, :size::jsonb AS size, :words::jsonb AS words,
           :colours::text[] AS colours, :states::text[] AS states, :tags::jsonb AS tags, :at::timestamptz AS made_at
"""


@statement(CUP_SQL)
async def make_cup(
    reading: Reading,
    *,
    state: State,
    price: Money | None,
    size: Size | None,
    words: dict[str, str],
    colours: list[str],
    states: list[State],
    tags: list[str],
    at: datetime,
) -> Cup:
    raise NotImplementedError


@statement(
    "SELECT :word::text || :word || (:count::int + :count)::text || ' 12:30' || '::text' || (ARRAY[1,2,3])[1:2]::text"
)
async def repeat(reading: Reading, *, word: str, count: int) -> str:
    raise NotImplementedError


@statement(
    "SELECT number FROM unnest(:numbers::bigint[]) AS one (number) WHERE {only} ORDER BY number {order} LIMIT 9",
    fragments={"only": {True: "number > :least", False: "true"}, "order": {"up": "ASC", "down": "DESC"}},
)
async def list_numbers(reading: Reading, *, numbers: list[int], least: int, only: bool, order: str) -> list[int]:
    raise NotImplementedError


@statement("CREATE TEMPORARY TABLE IF NOT EXISTS shelf (number int)")
async def build_shelf(tx: Transaction) -> None:
    raise NotImplementedError


@statement("INSERT INTO shelf SELECT generate_series(1, :count)")
async def fill_shelf(tx: Transaction, *, count: int) -> RowCount:
    raise NotImplementedError


@statement("UPDATE shelf SET number = number WHERE number > :least")
async def touch_shelf(tx: Transaction, *, least: int) -> RowCount:
    raise NotImplementedError


@statement("SELECT :number::int AS number, :name::text AS name, NULL::text AS nickname WHERE :exists")
async def get_named(reading: Reading, *, number: int, name: str | None, exists: bool) -> Named:
    raise NotImplementedError


@statement("SELECT :number::int AS number, 'x' AS name, NULL::text AS nickname WHERE :exists")
async def find_named(reading: Reading, *, number: int, exists: bool) -> Named | None:
    raise NotImplementedError


@statement("SELECT :state::text WHERE :exists")
async def find_state(reading: Reading, *, state: State | None, exists: bool) -> State | None:
    raise NotImplementedError


@statement("SELECT max(number) FROM unnest(:numbers::int[]) AS one (number)")
async def get_largest(reading: Reading, *, numbers: list[int]) -> int:
    raise NotImplementedError


@statement("SELECT word FROM unnest(:words::text[]) AS one (word)")
async def list_words(reading: Reading, *, words: list[str | None]) -> list[str]:
    raise NotImplementedError


@statement("SELECT :numbers::jsonb")
async def get_pair(reading: Reading, *, numbers: list[int]) -> tuple[int, ...]:
    raise NotImplementedError


# They are the test's own: the test that prepares every statement of the shop must not meet them.
for _name in [_name for _name in REGISTRY if _name.startswith(__name__)]:
    del REGISTRY[_name]


@pytest.fixture(scope="module")
def bare_url(server_url: str) -> Iterator[str]:
    """A database without a schema: no statement here reads a table of ours."""
    with fresh_database(server_url) as url:
        yield url


@pytest.fixture
async def reading(bare_url: str) -> AsyncIterator[Reading]:
    database = await Database(bare_url, pool_size=1).open()
    async with database.reading() as opened:
        yield opened
    await database.close()


@pytest.fixture
async def tx(bare_url: str) -> AsyncIterator[Transaction]:
    database = await Database(bare_url, pool_size=1).open()
    async with database.transaction() as opened:
        yield opened
    await database.close()


async def test_a_struct_is_filled_by_position_with_every_kind_of_value(reading: Reading) -> None:
    cup = await make_cup(
        reading,
        state=State.LISTED,
        price=Money(1_250, "CNY"),
        size=Size(8, "杯"),
        words={"en": "cup", "zh_CN": "杯"},
        colours=["celadon", "white"],
        states=[State.DRAFT, State.LISTED],
        tags=["new", "tea", "new"],
        at=NOON,
    )
    assert cup == Cup(
        id=7,
        state=State.LISTED,
        price=Money(1_250, "CNY"),
        cost=Money(5, "JPY"),
        size=Size(8, "杯"),
        words={"en": "cup", "zh_CN": "杯"},
        colours=("celadon", "white"),
        states=(State.DRAFT, State.LISTED),
        tags=frozenset({"new", "tea"}),
        made_at=NOON,
    )
    assert all(isinstance(state, State) for state in (cup.state, *cup.states))


async def test_null_is_none_for_money_and_structs_and_empty_stays_empty(reading: Reading) -> None:
    cup = await make_cup(
        reading, state=State.DRAFT, price=None, size=None, words={}, colours=[], states=[], tags=[], at=NOON
    )
    assert (cup.price, cup.size, cup.words, cup.colours, cup.states, cup.tags) == (None, None, {}, (), (), frozenset())


async def test_a_parameter_may_stand_twice_beside_casts_slices_and_colons_in_text(reading: Reading) -> None:
    assert await repeat(reading, word="ab", count=4) == "abab8 12:30::text{1,2}"


@pytest.mark.parametrize(
    ("only", "order", "listed"),
    [
        (False, "up", [1, 2, 3, 4]),
        (False, "down", [4, 3, 2, 1]),
        (True, "up", [3, 4]),
        (True, "down", [4, 3]),
    ],
)
async def test_fragments_are_a_product_of_texts(reading: Reading, only: bool, order: str, listed: list[int]) -> None:
    assert await list_numbers(reading, numbers=[3, 1, 4, 2], least=2, only=only, order=order) == listed


async def test_a_choice_that_was_not_enumerated_never_reaches_the_server(reading: Reading) -> None:
    with pytest.raises(KeyError):
        await list_numbers(reading, numbers=[1], least=0, only=True, order="ASC; DROP TABLE catalog.product")


async def test_nothing_and_a_count(tx: Transaction) -> None:
    await build_shelf(tx)
    assert await fill_shelf(tx, count=5) == 5
    assert await touch_shelf(tx, least=3) == 2
    assert await touch_shelf(tx, least=5) == 0


async def test_exactly_one_row_or_an_error(reading: Reading) -> None:
    assert await get_named(reading, number=1, name="Lin", exists=True) == Named(1, "Lin", None)
    with pytest.raises(LookupError, match="get_named found no row"):
        await get_named(reading, number=1, name="Lin", exists=False)


async def test_one_row_or_none(reading: Reading) -> None:
    assert await find_named(reading, number=2, exists=True) == Named(2, "x", None)
    assert await find_named(reading, number=2, exists=False) is None


async def test_one_value_or_none_whether_no_row_or_null(reading: Reading) -> None:
    assert await find_state(reading, state=State.LISTED, exists=True) is State.LISTED
    assert await find_state(reading, state=None, exists=True) is None
    assert await find_state(reading, state=State.LISTED, exists=False) is None


async def test_a_json_array_of_plain_values_is_decoded_not_cut_into_letters(reading: Reading) -> None:
    assert await get_pair(reading, numbers=[12, 7]) == (12, 7)


async def test_strict_rows_refuse_a_null_that_the_types_deny(reading: Reading) -> None:
    with pytest.raises(TypeError, match=r"Named: NULL in \['name'\]"):
        await get_named(reading, number=1, name=None, exists=True)
    with pytest.raises(TypeError, match="NULL"):
        await get_largest(reading, numbers=[])
    with pytest.raises(TypeError, match="NULL"):
        await list_words(reading, words=["a", None])


async def test_outside_tests_a_null_passes_as_it_is(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "STRICT_ROWS", False)
    assert await get_named(reading, number=1, name=None, exists=True) == Named(1, None, None)  # type: ignore[arg-type]  # That is the point.


async def test_every_call_is_counted_under_the_name_of_the_statement(reading: Reading) -> None:
    await get_largest(reading, numbers=[1])
    await get_largest(reading, numbers=[2])
    assert dict(reading.database.executed) == {f"{__name__}.get_largest": 2}


def test_a_parameter_that_the_sql_lacks_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match=r"disagree on \{'extra'\}"):

        @statement("SELECT :number::int")
        async def one(reading: Reading, *, number: int, extra: int) -> int:
            raise NotImplementedError


def test_a_parameter_that_the_signature_lacks_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match=r"disagree on \{'other'\}"):

        @statement("SELECT :number::int + :other::int")
        async def one(reading: Reading, *, number: int) -> int:
            raise NotImplementedError


def test_fragments_that_the_signature_lacks_are_refused_at_import() -> None:
    with pytest.raises(TypeError, match="order must be both"):

        @statement("SELECT 1 ORDER BY 1 {order}", fragments={"order": {"up": "ASC"}})
        async def one(reading: Reading) -> list[int]:
            raise NotImplementedError


def test_fragments_that_the_sql_lacks_are_refused_at_import() -> None:
    with pytest.raises(TypeError, match="order must be both"):

        @statement("SELECT 1", fragments={"order": {"up": "ASC"}})
        async def one(reading: Reading, *, order: str) -> list[int]:
            raise NotImplementedError


def test_a_statement_without_a_reading_is_refused_at_import() -> None:
    with pytest.raises(TypeError, match="first parameter is a Reading or a Transaction"):

        @statement("SELECT :number::int")
        async def one(number: int) -> int:
            raise NotImplementedError


def test_a_second_statement_of_one_name_is_refused_at_import(monkeypatch: pytest.MonkeyPatch) -> None:
    def declare() -> None:
        @statement("SELECT 1")
        async def twin(reading: Reading) -> int:
            raise NotImplementedError

    monkeypatch.setattr(statements, "REGISTRY", {})
    declare()
    with pytest.raises(TypeError, match=r"a second statement is called .*twin"):
        declare()
