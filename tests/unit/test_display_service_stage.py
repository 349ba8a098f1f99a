"""Which call fills the board's stage, and for how long."""

from dataclasses import replace

from core.hall import CallLine
from counter_display.stage_calls import EXPIRES_MS, FULL_MS, LEAST_MS, SHORT_MS, StageCalls
from tests.hall_samples import counter, hall


def call(seq: int, label: str = "A007", counter_id: int = 1) -> CallLine:
    return CallLine(seq=seq, label=label, counter_id=counter_id, at_ms=0, again=False)


def test_a_call_has_the_stage_for_its_seconds() -> None:
    stage = StageCalls()
    stage.announce(call(1), 1_000)
    assert stage.current(1_000) == call(1)
    assert stage.next_change_ms(1_000) == FULL_MS
    assert stage.current(1_000 + FULL_MS - 1) == call(1)
    assert stage.current(1_000 + FULL_MS) is None


def test_calls_follow_each_other_and_none_cuts_another() -> None:
    stage = StageCalls()
    stage.announce(call(1), 0)
    stage.announce(call(2, "C001", 2), 10)
    assert stage.current(10) == call(1)
    assert stage.current(10 + SHORT_MS) == call(2, "C001", 2)


def test_a_call_that_was_undone_leaves_the_stage() -> None:
    stage = StageCalls()
    stage.announce(call(80), 0)
    stage.announce(call(81, "A008", 2), 0)
    assert stage.current(0) == call(80)
    stage.take_back(hall(counters=(counter(1), counter(2, "A008"))))
    assert stage.current(100) == call(81, "A008", 2)


def test_a_call_newer_than_the_snapshot_stays() -> None:
    stage = StageCalls()
    stage.announce(call(89), 0)
    stage.take_back(replace(hall(), seq=88))
    assert stage.current(0) == call(89)


def test_an_old_call_is_not_shown_any_more() -> None:
    stage = StageCalls()
    stage.announce(call(1), 0)
    assert stage.current(EXPIRES_MS + 1) is None


def test_twenty_calls_at_once_all_come_on_the_stage() -> None:
    stage, now = StageCalls(), 0
    for seq in range(1, 21):
        stage.announce(call(seq, f"A{seq:03}", seq), 0)
    turns: list[int] = []
    seen: list[int] = []
    while (shown := stage.current(now)) is not None:
        seen.append(shown.seq)
        turns.append(stage.next_change_ms(now) or 0)
        now += turns[-1]
    assert seen == list(range(1, 21))
    assert min(turns) == LEAST_MS
    assert turns[-2:] == [SHORT_MS, FULL_MS]
