"""LED texts follow the hall, and each call is found once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from core.fault import FaultCode, Unavailable
from core.hall import CallLine, CounterLine, Hall
from core.ticket import Event, EventKind, TicketState
from counter_display.calls import EXPIRES_MS, FileMark, Marked
from counter_display.service import BLINK_MS, DisplayService
from counter_display.signs import Sign
from hardware.protocols.display import DisplayState, DisplayText
from tests.hall_samples import DAY, NOW_MS, OFFICE, closed, counter, hall

SIGNS = (
    Sign(name="led-1", counter=1, paused="NGHI"),
    Sign(name="led-2", counter=2),
    Sign(name="led-3", counter=3),
    Sign(name="lobby-3", counter=3),
)


class HandClock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.wall = NOW_MS
        self.elapsed = 5_000_000

    def now_ms(self) -> int:
        return self.wall

    def elapsed_ms(self) -> int:
        return self.elapsed

    def pass_ms(self, ms: int) -> None:
        self.wall += ms
        self.elapsed += ms


class Lamps:
    """Number displays that write down what is wanted of them."""

    def __init__(self) -> None:
        self.wanted: list[tuple[str, DisplayText]] = []
        self.percents: list[int] = []

    def want(self, display_name: str, text: DisplayText) -> None:
        self.wanted.append((display_name, text))

    def dim(self, percent: int) -> None:
        self.percents.append(percent)

    def clear(self) -> None: ...

    def states(self) -> Mapping[str, DisplayState]:
        return {}

    def close(self) -> None: ...

    def take(self) -> list[tuple[str, str, bool]]:
        taken = [(name, text.text, text.blink) for name, text in self.wanted]
        self.wanted.clear()
        return taken


class Ward:
    """A hall and its feed, both written by hand."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.counters: dict[int, CounterLine] = {n: counter(n) for n in (1, 2, 3)}
        self.feed: list[Event] = []
        self.calls: tuple[CallLine, ...] = ()
        self.away = False

    def hall(self) -> Hall:
        if self.away:
            raise Unavailable(FaultCode.DATABASE_AWAY)
        return hall(
            counters=tuple(self.counters.values()), seq=len(self.feed), last_calls=self.calls
        )

    def events(self, after_seq: int) -> Sequence[Event]:
        if self.away:
            raise Unavailable(FaultCode.DATABASE_AWAY)
        return tuple(self.feed[after_seq : after_seq + 3])  # small batches: reading must go on

    def call(self, counter_id: int, label: str, kind: EventKind = EventKind.CALLED) -> None:
        calls = self.counters[counter_id].calls + 1
        line = counter(counter_id, label, TicketState.CALLED, calls=calls)
        self.counters[counter_id] = line
        event = self.write(kind, label=label, counter_id=counter_id)
        call = CallLine(
            seq=event.seq, label=label, counter_id=counter_id, at_ms=event.at_ms, again=False
        )
        self.calls = (call, *self.calls)

    def undo(self, counter_id: int, label: str) -> None:
        self.counters[counter_id] = counter(counter_id)
        self.write(EventKind.CALL_UNDONE, label=label, counter_id=counter_id)

    def write(self, kind: EventKind, **facts: object) -> Event:
        event = Event(
            site_id=OFFICE.site_id,
            seq=len(self.feed) + 1,
            kind=kind,
            at_ms=self.clock.wall,
            day=DAY,
            **facts,  # type: ignore[arg-type]
        )
        self.feed.append(event)
        return event


@pytest.fixture
def ward() -> Ward:
    return Ward()


@pytest.fixture
def lamps() -> Lamps:
    return Lamps()


def service(
    ward: Ward,
    lamps: Lamps,
    mark: FileMark | None = None,
    *,
    signs: Sequence[Sign] = SIGNS,
    brightness: Sequence[tuple[int, int]] = (),
) -> DisplayService:
    return DisplayService(
        hall=ward.hall,
        events=ward.events,
        displays=lamps,
        signs=signs,
        clock=ward.clock,
        mark=mark,
        brightness=brightness,
    )


def test_at_the_start_every_display_gets_its_text(ward: Ward, lamps: Lamps) -> None:
    ward.counters[2] = counter(2, "A011")
    ward.counters[3] = closed(3)
    service(ward, lamps).refresh()
    assert lamps.take() == [
        ("led-1", "--", False),
        ("led-2", "A011", False),
        ("led-3", "", False),
        ("lobby-3", "", False),
    ]


def test_a_call_is_sent_first_blinks_and_calms_down(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    lights.refresh()
    lamps.take()
    ward.call(1, "A007")
    ward.call(2, "A008")
    seen = lights.refresh()
    assert lamps.take() == [("led-2", "A008", True), ("led-1", "A007", True)]
    assert seen.again_in_ms == BLINK_MS
    ward.clock.pass_ms(BLINK_MS)
    seen = lights.refresh()
    assert sorted(lamps.take()) == [("led-1", "A007", False), ("led-2", "A008", False)]
    assert seen.again_in_ms is None


def test_nothing_is_sent_without_a_change(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    lights.refresh()
    lamps.take()
    lights.refresh()
    assert lamps.take() == []


def test_a_recall_blinks_again(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    ward.call(1, "A007")
    lights.refresh()
    ward.clock.pass_ms(BLINK_MS)
    lights.refresh()
    lamps.take()
    ward.call(1, "A007", EventKind.RECALLED)
    lights.refresh()
    assert lamps.take() == [("led-1", "A007", True)]


def test_the_number_goes_when_the_citizen_goes(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    ward.call(1, "A007")
    lights.refresh()
    lamps.take()
    ward.counters[1] = counter(1)
    lights.refresh()
    assert lamps.take() == [("led-1", "--", False)]


def test_blinking_ends_while_the_database_is_away(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    lights.refresh()
    ward.call(1, "A007")
    lights.refresh()
    lamps.take()
    ward.away = True
    ward.clock.pass_ms(BLINK_MS)
    with pytest.raises(Unavailable):
        lights.refresh()
    assert lamps.take() == [("led-1", "A007", False)]


def labels(calls: Sequence[CallLine]) -> list[str]:
    return [call.label for call in calls]


def test_every_call_is_found_once_and_in_order(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    lights.refresh()
    ward.call(1, "A007")
    ward.write(EventKind.STARTED, label="A007", counter_id=1)
    ward.call(2, "C001", EventKind.PICKED)
    ward.call(1, "A007", EventKind.RECALLED)
    ward.call(3, "C002")
    first = lights.refresh().calls
    assert labels(first) == ["A007", "C001", "A007", "C002"]
    assert [call.again for call in first] == [False, False, True, False]
    assert lights.refresh().calls == ()


def test_a_restart_sounds_fresh_calls_and_leaves_out_expired_ones(ward: Ward, lamps: Lamps) -> None:
    ward.call(1, "A007")
    ward.clock.pass_ms(EXPIRES_MS + 1)
    ward.call(2, "A008")
    ward.clock.pass_ms(EXPIRES_MS)
    assert labels(service(ward, lamps).refresh().calls) == ["A008"]


def test_a_restart_does_not_sound_what_was_sounded(
    ward: Ward, lamps: Lamps, tmp_path: Path
) -> None:
    mark = FileMark(tmp_path / "announced")
    ward.call(1, "A007")
    assert labels(service(ward, lamps, mark).refresh().calls) == ["A007"]
    ward.call(2, "A008")
    assert labels(service(ward, lamps, mark).refresh().calls) == ["A008"]
    assert service(ward, lamps, mark).refresh().calls == ()


def test_another_database_begins_again(ward: Ward, lamps: Lamps, tmp_path: Path) -> None:
    mark = FileMark(tmp_path / "announced")
    mark.write(Marked(seq=5_000))
    lights = service(ward, lamps, mark)
    ward.call(1, "A007")
    assert labels(lights.refresh().calls) == ["A007"]
    ward.feed.clear()
    assert lights.refresh().calls == ()
    ward.call(2, "A001")
    assert labels(lights.refresh().calls) == ["A001"]


def test_a_wrong_clock_does_not_silence_the_hall(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    lights.refresh()
    ward.call(1, "A007")
    ward.clock.wall += 3_600_000  # this machine's clock runs an hour ahead
    assert labels(lights.refresh().calls) == ["A007"]


def test_calls_made_during_a_long_absence_are_not_sounded(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    lights.refresh()
    ward.call(1, "A007")
    ward.away = True
    ward.clock.pass_ms(EXPIRES_MS + 1)
    with pytest.raises(Unavailable):
        lights.refresh()
    ward.away = False
    ward.call(2, "A008")
    assert labels(lights.refresh().calls) == ["A008"]


def test_an_interrupted_look_loses_no_call(ward: Ward, lamps: Lamps) -> None:
    lights = service(ward, lamps)
    lights.refresh()
    ward.call(1, "A007")
    ward.away = True
    with pytest.raises(Unavailable):
        lights.refresh()
    ward.away = False
    assert labels(lights.refresh().calls) == ["A007"]


def test_a_mark_that_cannot_be_kept_is_no_reason_to_be_silent(
    ward: Ward, lamps: Lamps, tmp_path: Path
) -> None:
    spoiled = tmp_path / "announced"
    spoiled.write_bytes(b"\xff\xfe nonsense")
    mark = FileMark(spoiled / "not" / "a" / "folder")
    ward.call(1, "A007")
    assert labels(service(ward, lamps, mark).refresh().calls) == ["A007"]
    assert FileMark(spoiled).read() is None


def test_a_counter_without_a_display_needs_none(ward: Ward, lamps: Lamps) -> None:
    ward.counters[9] = replace(counter(1, "A007"), counter_id=9)
    service(ward, lamps).refresh()
    assert "A007" not in [text for _, text, _ in lamps.take()]
