"""The panel and paper: printers in words, slips asked for again, marks of missing slips."""

from dataclasses import replace

import pytest

from core.fault import FaultCode
from core.hall import Desk
from core.ticket import Event, EventKind, PrintState, TicketState
from i18n import Texts
from officer_panel.actions import reprint_target
from officer_panel.lists import Place
from officer_panel.printers import Mood, printer_words
from officer_panel.reprints import Ended, Reprints
from officer_panel.screens.people_rows import rows_of
from tests.hall_samples import (
    DAY,
    NOW_MS,
    OFFICE,
    WAITING,
    desk,
    printer,
    ticket,
    waiting_line,
)

VI = Texts("vi")
C004 = WAITING[3]

# The printers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "words", "mood"),
    [
        (printer("K1"), "Máy in K1: sẵn sàng", Mood.FINE),
        (printer("K1", warning=True), "Máy in K1: sắp hết giấy", Mood.CARE),
        (printer("K1", FaultCode.PRINTER_PAPER_OUT), "Máy in K1: hết giấy", Mood.TROUBLE),
        (printer("K1", FaultCode.PRINTER_COVER_OPEN), "Máy in K1: đang mở nắp", Mood.TROUBLE),
        (printer("K1", FaultCode.SPEAKER_MISSING), "Máy in K1: có lỗi", Mood.TROUBLE),
        (replace(printer("K1"), state="unknown"), "Máy in K1: không báo trạng thái", Mood.UNSURE),
        (
            printer("K1", alive=False, seen_min=20),
            "Máy in K1: không liên lạc được từ 08:15",
            Mood.TROUBLE,
        ),
    ],
    ids=["ready", "near end", "paper out", "cover", "unheard of", "never asked", "silent"],
)
def test_a_printer_is_told_in_words(line: object, words: str, mood: Mood) -> None:
    [told] = printer_words(VI, desk(printers=(line,)))
    assert (told.text, told.mood) == (words, mood)


def test_a_printer_in_trouble_says_what_to_do() -> None:
    [told] = printer_words(VI, desk(printers=(printer("K1", FaultCode.PRINTER_PAPER_OUT),)))
    assert told.advice == "Máy in đã hết giấy. Vui lòng thay cuộn giấy mới."


def test_what_a_silent_kiosk_said_last_is_not_told_as_true() -> None:
    line = printer("K1", FaultCode.PRINTER_PAPER_OUT, alive=False, seen_min=5)
    [told] = printer_words(VI, desk(printers=(line,)))
    assert "hết giấy" not in told.text


def test_printers_in_the_same_state_share_a_part_and_the_worst_comes_first() -> None:
    every = (
        printer("K1"),
        printer("K2", warning=True),
        printer("K3"),
        printer("K4", FaultCode.PRINTER_CUTTER),
    )
    assert [told.text for told in printer_words(VI, desk(printers=every))] == [
        "Máy in K4: kẹt dao cắt",
        "Máy in K2: sắp hết giấy",
        "Máy in K1, K3: sẵn sàng",
    ]


def test_two_printers_of_one_kiosk_are_told_apart() -> None:
    both = (printer("K1", name="quay"), printer("K1", FaultCode.PRINTER_OFFLINE, name="du-phong"))
    assert [told.text for told in printer_words(VI, desk(printers=both))] == [
        "Máy in K1 (du-phong): ngừng nhận lệnh",
        "Máy in K1 (quay): sẵn sàng",
    ]


# Slips asked for again ---------------------------------------------------------------------------


def asked(label: str, seq: int) -> Event:
    return Event(
        site_id=OFFICE.site_id,
        seq=seq,
        kind=EventKind.PRINT,
        at_ms=NOW_MS,
        day=DAY,
        ticket_id=f"id-{label}",
        label=label,
        place="K1",
        print_state=PrintState.QUEUED,
    )


def seen(state: PrintState, seq: int) -> Desk:
    line = replace(C004, print_state=state)
    return desk(seq=seq, waiting=(line, *(other for other in WAITING if other != C004)))


def test_the_end_of_a_slip_is_told_once() -> None:
    reprints = Reprints()
    reprints.ask(asked("C004", 90))
    assert reprints.ended(seen(PrintState.QUEUED, 90)) == ()
    told = Ended(label="C004", place="K1", print_state=PrintState.REPRINTED)
    assert reprints.ended(seen(PrintState.REPRINTED, 91)) == (told,)
    assert reprints.ended(seen(PrintState.REPRINTED, 92)) == ()


def test_a_desk_from_before_the_wish_tells_nothing_of_it() -> None:
    """It still shows how the slip before ended."""
    reprints = Reprints()
    reprints.ask(asked("C004", 90))
    assert reprints.ended(seen(PrintState.FAILED, 89)) == ()
    assert len(reprints.ended(seen(PrintState.FAILED, 91))) == 1


def test_a_slip_of_the_ticket_at_the_counter_is_followed_too() -> None:
    reprints = Reprints()
    reprints.ask(asked("C003", 90))
    here = ticket("C003", TicketState.SERVING, print_state=PrintState.UNKNOWN)
    [told] = reprints.ended(desk(here, seq=91))
    assert told.print_state is PrintState.UNKNOWN


def test_a_ticket_that_left_the_desk_is_not_followed() -> None:
    reprints = Reprints()
    reprints.ask(asked("C999", 90))
    assert reprints.ended(desk(seq=91)) == ()


def test_the_chosen_ticket_is_reprinted_else_the_one_at_the_counter() -> None:
    here = ticket("C003", TicketState.SERVING)
    assert reprint_target(desk(here), C004) == ("id-C004", "C004")
    assert reprint_target(desk(here), None) == ("id-C003", "C003")
    assert reprint_target(desk(), None) is None


# Marks in the lists ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "marks"),
    [
        (PrintState.FAILED, ["chưa in"]),
        (PrintState.UNKNOWN, ["chưa rõ đã in"]),
        (PrintState.QUEUED, ["chờ in"]),
        (PrintState.PRINTED, []),
        (PrintState.REPRINTED, []),
        (PrintState.NONE, []),
    ],
)
def test_a_ticket_without_its_slip_is_marked(state: PrintState, marks: list[str]) -> None:
    first, line = waiting_line("A001", 9), waiting_line("A002", 5, print_state=state)
    rows = rows_of(VI, desk(waiting=(first, line)), Place.WAITING, NOW_MS)
    [row] = [row for row in rows if row.line == line]
    assert [words for words, _ in row.marks] == marks
