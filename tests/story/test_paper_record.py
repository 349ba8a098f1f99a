"""What the record says of every slip is what lies on the floor of the hall."""

from pathlib import Path

import pytest
from PIL import Image

from core.ticket import PRINT_STEPS, Event, EventKind, PrintState
from tests.fault_weather import Strike
from tests.paper_judge import Key, judge
from tests.paper_storm import run

TICKETS = 120
ENDS = PRINT_STEPS[PrintState.QUEUED]


@pytest.mark.timeout(300)
def test_the_record_of_a_morning_under_random_faults_agrees_with_the_paper(
    tmp_path: Path,
) -> None:
    """Queue, kiosk, driver and printer together; no number twice without "IN LẠI"."""
    found = run(tmp_path, tickets=TICKETS, seed=20230927)

    assert found.disagreements == []
    assert found.unmarked_twice == []
    assert found.tickets > TICKETS
    assert found.slips > TICKETS
    # The weather was bad enough to prove something.
    assert (
        min(found.ends[state] for state in set(PrintState) - {PrintState.NONE, PrintState.QUEUED})
        >= 5
    )
    assert len(found.strikes) >= len(Strike) - 3


# The judge is no rubber stamp ---------------------------------------------------------------------


def picture(ink: int) -> Image.Image:
    drawn = Image.new("1", (16, 8), 255)
    for row in range(4):
        drawn.putpixel((ink, row), 0)
    return drawn


PICTURES: dict[Key, Image.Image] = {
    ("A001", False): picture(1),
    ("A001", True): picture(2),
    ("A002", False): picture(3),
}


def feed(*ends: tuple[str, PrintState]) -> list[Event]:
    return [
        Event(
            site_id="s",
            seq=seq,
            kind=EventKind.PRINT,
            at_ms=seq,
            day=20230927,
            label=label,
            print_state=state,
        )
        for seq, (label, state) in enumerate(ends, 1)
    ]


@pytest.mark.parametrize(
    ("ends", "papers", "wrong"),
    [
        ([("A001", PrintState.PRINTED)], [1], False),
        ([("A001", PrintState.PRINTED)], [], True),
        ([("A001", PrintState.PRINTED)], [1, 1], True),
        ([("A001", PrintState.FAILED)], [1], True),
        ([("A001", PrintState.UNKNOWN)], [], False),
        ([("A001", PrintState.UNKNOWN)], [1], False),
        ([("A001", PrintState.UNKNOWN)], [2], True),
        ([("A001", PrintState.FAILED), ("A001", PrintState.PRINTED)], [1], False),
        ([("A001", PrintState.UNKNOWN), ("A001", PrintState.REPRINTED)], [1, 2], False),
        ([("A001", PrintState.UNKNOWN), ("A001", PrintState.REPRINTED)], [1], True),
        ([("A001", PrintState.PRINTED), ("A001", PrintState.REPRINTED)], [1, 1], True),
        ([("A001", PrintState.PRINTED)], [1, 3], True),
        ([("A001", PrintState.PRINTED)], [1, 9], True),
    ],
)
def test_the_judge_sees_what_does_not_agree(
    ends: list[tuple[str, PrintState]], papers: list[int], wrong: bool
) -> None:
    found = judge(feed(*ends), [picture(ink) for ink in papers], PICTURES)
    assert bool(found.disagreements) is wrong


def test_the_judge_sees_a_number_that_is_twice_on_paper_without_the_mark() -> None:
    twice = [("A001", PrintState.UNKNOWN), ("A001", PrintState.UNKNOWN)]
    assert judge(feed(*twice), [picture(1), picture(1)], PICTURES).unmarked_twice == ["A001"]
    assert judge(feed(*twice), [picture(1), picture(2)], PICTURES).unmarked_twice == []


def test_half_a_slip_belongs_to_a_slip_in_doubt_and_to_no_other() -> None:
    half = picture(1).crop((0, 0, 16, 3))
    assert judge(feed(("A001", PrintState.UNKNOWN)), [half], PICTURES).disagreements == []
    assert judge(feed(("A002", PrintState.UNKNOWN)), [half], PICTURES).disagreements
    assert judge(feed(("A001", PrintState.FAILED)), [half], PICTURES).disagreements
