"""What stands on main boards, pole displays and paused counters, and how bright."""

import pytest

from core.clock import HOUR_MS, MINUTE_MS
from core.fault import Unavailable
from core.ticket import EventKind
from counter_display.service import BLINK_MS, DisplayService, percent_at
from counter_display.signs import Sign, filled, number_of, wrong_places
from hardware.protocols.display import DisplayText
from tests.hall_samples import closed, counter
from tests.unit.test_display_service import Lamps, Ward, labels, service

BOARD = tuple(
    Sign(name=f"board#{place}", shows="calls", place=place, text="{label} {counter}", idle="")
    for place in (1, 2, 3)
)
POLE = (
    Sign(name="pole#1", counter=1, text="SO {label}", idle="MOI", paused="TAM NGHI", closed="-"),
    Sign(name="pole#2", counter=1, text="QUAY {counter:02}", idle="QUAY {counter:02}"),
)


@pytest.fixture
def ward() -> Ward:
    return Ward()


@pytest.fixture
def lamps() -> Lamps:
    return Lamps()


def started(ward: Ward, lamps: Lamps, signs: tuple[Sign, ...]) -> DisplayService:
    lights = service(ward, lamps, signs=signs)
    lights.refresh()
    lamps.take()
    return lights


def test_a_main_board_shows_the_last_calls_newest_first(ward: Ward, lamps: Lamps) -> None:
    lights = started(ward, lamps, BOARD)
    ward.call(1, "A007")
    lights.refresh()
    assert lamps.take() == [("board#1", "A007 1", True)]
    ward.clock.pass_ms(BLINK_MS)
    ward.call(2, "C003")
    lights.refresh()
    assert lamps.take()[-2:] == [("board#1", "C003 2", True), ("board#2", "A007 1", False)]


def test_a_call_that_moves_down_goes_on_blinking_for_its_seconds(ward: Ward, lamps: Lamps) -> None:
    lights = started(ward, lamps, BOARD)
    ward.call(1, "A007")
    lights.refresh()
    ward.call(2, "C003")
    lights.refresh()
    assert lamps.take()[-2:] == [("board#1", "C003 2", True), ("board#2", "A007 1", True)]


def test_a_recall_moves_up_and_stands_only_once(ward: Ward, lamps: Lamps) -> None:
    lights = started(ward, lamps, BOARD)
    ward.call(1, "A007")
    ward.call(2, "C003")
    ward.call(1, "A007", EventKind.RECALLED)
    lights.refresh()
    assert [text for _, text, _ in lamps.take()] == ["A007 1", "C003 2"]


def test_a_call_taken_back_leaves_the_board(ward: Ward, lamps: Lamps) -> None:
    lights = started(ward, lamps, BOARD)
    ward.call(1, "A007")
    ward.call(2, "C003")
    lights.refresh()
    lamps.take()
    ward.undo(2, "C003")
    seen = lights.refresh()
    assert lamps.take() == [("board#1", "A007 1", True), ("board#2", "", False)]
    assert labels(seen.hall.last_calls) == ["A007"]
    assert seen.undone == ((2, "C003"),)


def test_a_board_started_later_knows_what_was_taken_back(ward: Ward, lamps: Lamps) -> None:
    ward.call(1, "A007")
    ward.call(2, "C003")
    ward.undo(2, "C003")
    service(ward, lamps, signs=BOARD).refresh()
    assert lamps.take()[0] == ("board#1", "A007 1", False)


def test_a_call_taken_back_before_the_look_is_never_announced(ward: Ward, lamps: Lamps) -> None:
    lights = started(ward, lamps, BOARD)
    ward.call(1, "A007")
    ward.undo(1, "A007")
    ward.call(2, "A007")
    seen = lights.refresh()
    assert [(call.label, call.counter_id) for call in seen.calls] == [("A007", 2)]
    assert seen.undone == ((1, "A007"),)


@pytest.mark.parametrize(
    "kind", [EventKind.NO_SHOW, EventKind.TRANSFERRED, EventKind.VOIDED], ids=lambda kind: kind.name
)
def test_a_call_that_is_over_need_not_be_heard_any_more(
    ward: Ward, lamps: Lamps, kind: EventKind
) -> None:
    lights = started(ward, lamps, BOARD)
    ward.call(3, "A007")
    lights.refresh()
    ward.write(kind, label="A007")  # a number may be voided from anywhere
    assert lights.refresh().undone == ((3, "A007"),)


def test_a_call_says_which_call_of_which_service_it_is(ward: Ward, lamps: Lamps) -> None:
    lights = started(ward, lamps, ())
    ward.write(
        EventKind.RECALLED, label="A007", counter_id=1, service_id="A", priority="NCT", nth=3
    )
    [call] = lights.refresh().calls
    assert (call.nth, call.again, call.service_id, call.priority) == (3, True, "A", "NCT")


def test_a_pole_display_has_two_lines(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps, signs=POLE)
    ward.call(1, "A007")
    lights.refresh()
    assert lamps.take() == [("pole#1", "SO A007", False), ("pole#2", "QUAY 01", False)]


def test_idle_paused_and_closed_counters_have_texts_of_their_own(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps, signs=POLE[:1])
    lights.refresh()
    ward.counters[1] = counter(1, pause="Ăn trưa")
    lights.refresh()
    ward.counters[1] = closed(1)
    lights.refresh()
    assert [text for _, text, _ in lamps.take()] == ["MOI", "TAM NGHI", "-"]


def test_a_counter_that_pauses_with_a_citizen_shows_the_number(ward: Ward, lamps: Lamps) -> None:
    ward.counters[1] = counter(1, "A007", pause="Ăn trưa")
    service(ward, lamps, signs=POLE[:1]).refresh()
    assert lamps.take() == [("pole#1", "SO A007", False)]


def test_a_display_that_shows_the_counter_when_idle_gets_it_as_number(
    ward: Ward, lamps: Lamps
) -> None:
    service(ward, lamps, signs=(Sign(name="led", counter=3, idle="{counter}"),)).refresh()
    assert lamps.wanted == [("led", DisplayText(text="3", number=3, counter=3))]


def test_a_blink_of_no_seconds_never_blinks(ward: Ward, lamps: Lamps) -> None:
    lights = DisplayService(
        hall=ward.hall,
        events=ward.events,
        displays=lamps,
        signs=POLE[:1],
        clock=ward.clock,
        blink_ms=0,
    )
    lights.refresh()
    lamps.take()
    ward.call(1, "A007")
    assert lights.refresh().again_in_ms is None
    assert lamps.take() == [("pole#1", "SO A007", False)]


# Brightness. The ward's morning begins at 08:35.

HOURS = ((7 * 60, 100), (9 * 60, 60), (17 * 60 + 30, 30))


@pytest.mark.parametrize(
    ("minute", "percent"), [(0, 30), (419, 30), (420, 100), (540, 60), (1049, 60), (1439, 30)]
)
def test_the_hour_says_how_bright(minute: int, percent: int) -> None:
    assert percent_at(HOURS, minute) == percent


def test_displays_are_dimmed_once_when_the_hour_comes(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps, brightness=HOURS)
    lights.refresh()
    lights.refresh()
    ward.clock.pass_ms(25 * MINUTE_MS)
    lights.refresh()
    assert lamps.percents == [100, 60]


def test_displays_are_dimmed_while_the_database_is_away(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps, brightness=HOURS)
    lights.refresh()
    ward.away = True
    ward.clock.pass_ms(10 * HOUR_MS)
    with pytest.raises(Unavailable):
        lights.refresh()
    assert lamps.percents == [100, 30]


# Texts.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{label}", "A007"),
        ("{number}", "7"),
        ("{digits}", "007"),
        ("{label} {counter}", "A007 3"),
        ("Q{counter:02}", "Q03"),
        ("{counter:>3}|{label:<6}|{label:>6}", "  3|A007  |  A007"),
        ("{{{counter}}}", "{3}"),
        ("", ""),
    ],
)
def test_a_text_is_filled_in(text: str, shown: str) -> None:
    assert filled(text, label="A007", counter=3) == shown


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{labell}", ("{labell}",)),
        ("{} {0}", ("{}", "{0}")),
        ("{label!r}", ("{label!r}",)),
        ("{counter:x}", ("{counter:x}",)),
        ("{counter:^9}", ("{counter:^9}",)),
        ("{label.upper}", ("{label.upper}",)),
        ("{counter:{counter}}", ("{counter:{counter}}",)),
        ("{label", ("{",)),
        ("}", ("{",)),
        ("{label} {counter:02}", ()),
    ],
)
def test_anything_else_in_braces_is_found_out(text: str, wrong: tuple[str, ...]) -> None:
    assert wrong_places(text) == wrong


@pytest.mark.parametrize(
    ("text", "number"),
    [("{label}", 7), ("{digits}", 7), ("{label} {counter}", 73), ("{counter}", 3), ("--", None)],
)
def test_displays_that_know_only_digits_get_a_number(text: str, number: int | None) -> None:
    assert number_of(text, label="A007", counter=3) == number


def test_the_number_is_what_stands_behind_the_series() -> None:
    assert number_of("{label}", label="K2-010", counter=3) == 10
