"""How large the board must be, and how many counters stand on a page."""

import pytest

from counter_display.board.scale import scale_of
from counter_display.board.table_plan import TableRoom
from counter_display.board_look import BoardLook, capitals_mm
from tests.ui.board_stage import a_call


@pytest.mark.parametrize(("metres", "mm"), [(3, 37), (8, 98), (5.5, 67.5), (2, 24.8), (10, 122.4)])
def test_capitals_grow_with_the_distance_of_the_seats(metres: float, mm: float) -> None:
    assert capitals_mm(metres) == pytest.approx(mm)


def test_capitals_in_pixels_follow_the_real_width_of_the_screen() -> None:
    assert scale_of(1920, 1080, BoardLook(width_mm=1210)).cap == pytest.approx(58.7, abs=0.1)
    assert scale_of(3840, 2160, BoardLook(width_mm=1210)).cap == pytest.approx(117.4, abs=0.1)


@pytest.mark.parametrize("field", ["width_mm", "distance_m", "slide_s"])
def test_a_board_without_size_is_refused(field: str) -> None:
    with pytest.raises(ValueError, match="no board"):
        BoardLook(**{field: 0})  # type: ignore[arg-type]


def test_a_board_of_chosen_services_wants_only_their_calls() -> None:
    look = BoardLook(services=frozenset({"A"}))
    assert look.wants(a_call(service_id="A"))
    assert not look.wants(a_call(service_id="C"))


def room(cap: float, width: float = 1150, height: float = 790) -> TableRoom:
    return TableRoom(width=width, height=height, gap=14, cap=cap, most=111, figures=4)


def test_few_counters_stand_in_one_column() -> None:
    plan = room(59).plan(5)
    assert (plan.columns, plan.pages) == (1, 1)


def test_many_counters_stand_in_two_columns_as_long_as_they_can_be_read() -> None:
    plan = room(59).plan(12)
    assert (plan.columns, plan.pages) == (2, 1)
    assert plan.cap >= 59


@pytest.mark.parametrize("counters", range(1, 41))
def test_every_page_can_be_read_and_every_counter_is_on_one(counters: int) -> None:
    plan = room(59).plan(counters)
    assert plan.cap >= 58.5
    assert plan.pages * plan.per_page >= counters > (plan.pages - 1) * plan.per_page


def test_where_one_counter_has_no_room_it_is_as_large_as_possible() -> None:
    plan = room(400).plan(3)
    assert plan.per_page == 1
    assert 100 < plan.cap < 400


def test_a_room_without_size_is_no_error() -> None:
    assert room(59, width=0, height=0).plan(5).cap == 1.0
