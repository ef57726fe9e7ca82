from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwright.kernel.ids import OrderId, OrderLineId, VariantId, WarehouseId
from shopwright.modules.inventory.contracts import Shortage, StockLevel, StockWant
from shopwright.modules.inventory.rules import LevelChange, StockBoard, crossings, sum_changes

NEAR, FAR = WarehouseId(1), WarehouseId(2)
CUP, POT = VariantId(10), VariantId(20)


def level(
    variant_id: VariantId, warehouse_id: WarehouseId, on_hand: int, *, held: int = 0, safety: int = 0
) -> StockLevel:
    return StockLevel(variant_id, warehouse_id, on_hand, held, 0, safety)


def want(line: int, variant_id: VariantId, quantity: int) -> StockWant:
    return StockWant(OrderId(1), OrderLineId(line), variant_id, quantity)


@pytest.mark.parametrize(
    ("levels", "quantity", "taken"),
    [
        ([level(CUP, NEAR, 5)], 5, [(NEAR, 5)]),
        ([level(CUP, NEAR, 5, held=1)], 5, None),
        ([level(CUP, NEAR, 5, safety=1)], 5, None),
        ([level(CUP, NEAR, 2), level(CUP, FAR, 3)], 3, [(FAR, 3)]),
        ([level(CUP, NEAR, 2), level(CUP, FAR, 3)], 4, [(NEAR, 2), (FAR, 2)]),
        ([level(CUP, NEAR, 0), level(CUP, FAR, 3)], 1, [(FAR, 1)]),
        ([level(POT, NEAR, 5)], 1, None),
        ([level(CUP, NEAR, 1, safety=9)], 1, None),
        ([level(CUP, NEAR, 5)], 0, None),
        ([level(CUP, NEAR, 5)], -1, None),
    ],
)
def test_a_want_is_met_from_one_warehouse_where_that_can_be(
    levels: Sequence[StockLevel], quantity: int, taken: list[tuple[WarehouseId, int]] | None
) -> None:
    board = StockBoard(levels)
    shortage = board.take([want(1, CUP, quantity)])
    if taken is None:
        assert shortage == Shortage(want(1, CUP, quantity), board.available(CUP))
        assert board.taken == []
    else:
        assert shortage is None
        assert [(each.warehouse_id, each.quantity) for each in board.taken] == taken


def test_an_order_is_all_or_nothing_and_leaves_the_rest_to_the_next() -> None:
    board = StockBoard([level(CUP, NEAR, 3), level(POT, NEAR, 1)])
    assert board.take([want(1, CUP, 3), want(2, POT, 2)]) == Shortage(want(2, POT, 2), 1)
    assert board.take([want(3, CUP, 3), want(4, POT, 1)]) is None
    assert board.ran_out() == [CUP, POT]


def test_two_lines_of_one_variant_share_its_stock() -> None:
    board = StockBoard([level(CUP, NEAR, 3)])
    assert board.take([want(1, CUP, 2), want(2, CUP, 2)]) == Shortage(want(2, CUP, 2), 3 - 2 + 2)
    assert board.available(CUP) == 3


@given(
    stock=st.lists(st.integers(0, 20), min_size=1, max_size=4),
    wants=st.lists(st.integers(-1, 12), min_size=1, max_size=30),
)
def test_never_more_is_promised_than_there_is(stock: list[int], wants: list[int]) -> None:
    board = StockBoard([level(CUP, WarehouseId(index), pieces) for index, pieces in enumerate(stock)])
    met = [quantity for index, quantity in enumerate(wants) if board.take([want(index, CUP, quantity)]) is None]
    assert sum(met) == sum(each.quantity for each in board.taken)
    assert board.available(CUP) == sum(stock) - sum(met)
    refused = [quantity for quantity in wants if quantity > 0 and quantity not in met]
    assert all(quantity > board.available(CUP) for quantity in refused)


def test_changes_of_one_level_are_summed_in_key_order() -> None:
    changes = [
        LevelChange(POT, NEAR, on_hand=1),
        LevelChange(CUP, FAR, held=2),
        LevelChange(CUP, FAR, held=-2),
        LevelChange(CUP, NEAR, held=-1, committed=1),
        LevelChange(POT, NEAR, on_hand=4),
    ]
    assert sum_changes(changes) == [LevelChange(CUP, NEAR, held=-1, committed=1), LevelChange(POT, NEAR, on_hand=5)]


@pytest.mark.parametrize(
    ("change", "crossed"),
    [
        (LevelChange(CUP, NEAR, on_hand=-2), []),
        (LevelChange(CUP, NEAR, held=2), []),
        (LevelChange(POT, NEAR, held=1), [POT]),
        (LevelChange(POT, NEAR, held=-1, committed=1), []),
    ],
)
def test_a_variant_crosses_only_when_all_its_warehouses_do(change: LevelChange, crossed: list[VariantId]) -> None:
    levels = [level(CUP, NEAR, 2), level(CUP, FAR, 1), level(POT, NEAR, 2, held=1)]
    assert crossings(levels, [change]) == crossed
