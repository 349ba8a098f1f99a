"""The hall's voice: each call once and in order, whatever happens to the loudspeaker."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.announcement import Wording
from core.fault import FaultCode
from core.hall import CallLine
from core.ticket import Event, EventKind
from core.wording import Noun, Reading
from counter_display.calls import FileMark, Marked, NewCalls, VoicesMark
from counter_display.voice.announcer import HURRY_FROM, Announcer
from counter_display.voice.pack import PackFacts, phrases, save_pack
from counter_display.voice.pcm import Pcm, pcm_of
from counter_display.voice.plan import Chime, VoicePlan
from counter_display.voice.sound_card import SoundCard
from tests.hall_samples import DAY, hall
from tests.hand_clock import SPECIMEN_MS, HandClock
from tests.loudspeaker import Ears, Loudspeaker

HALL = hall()
CALM = VoicePlan(repeats=1, interval_ms=0, chime=Chime.NONE)
LUNCH = (8 * 60, 9 * 60)  # the specimen's 08:15 lies within
GRACE_S = 0.05


class World:
    """An announcer with its loudspeaker, its clock and who listens to it."""

    def __init__(
        self, plan: VoicePlan, grace_s: float, *, unplugged: bool = False, **chosen: Any
    ) -> None:
        self.clock = HandClock()
        self.speaker = Loudspeaker()
        self.speaker.unplugged = unplugged
        self.ears = Ears()
        self.announcer = Announcer(
            plan,
            self.speaker,
            clock=self.clock,
            on_state=self.ears.on_state,
            on_spoken=self.ears.on_spoken,
            grace_s=grace_s,
            **chosen,
        )

    def call(self, label: str, counter_id: int = 1, *, nth: int = 1, seq: int = 1) -> None:
        line = CallLine(
            seq=seq, label=label, counter_id=counter_id, at_ms=0, again=nth > 1, nth=nth
        )
        self.announcer.announce(line, HALL)

    def call_and_hold(self, label: str) -> None:
        """A call that sounds until ``release``: everything after it has to wait."""
        self.speaker.hold()
        self.call(label)
        self.speaker.wait_begun(1)

    def said(self) -> list[tuple[str, int, Wording]]:
        return [(each.label, each.counter_id, each.wording) for each in self.ears.spoken]


MakeWorld = Callable[..., World]


@pytest.fixture(scope="module")
def short_clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded pack whose clips are short."""
    folder = tmp_path_factory.mktemp("giong-doc")
    short_plan(folder)
    return folder


@pytest.fixture
def make_world(short_clips: Path) -> Iterator[MakeWorld]:
    made: list[World] = []

    def make(
        plan: VoicePlan = CALM, grace_s: float = 10.0, *, shipped: bool = False, **chosen: Any
    ) -> World:
        pack = plan.pack if plan.pack or shipped else short_clips
        made.append(World(replace(plan, pack=pack), grace_s, **chosen))
        return made[-1]

    yield make
    for world in made:
        world.speaker.release()
        world.speaker.wake()
        world.announcer.close()


def test_two_thousand_calls_are_spoken_once_each_and_in_order(make_world: MakeWorld) -> None:
    world = make_world()
    for seq in range(2_000):
        world.call(f"A{seq:04}", seq % 20 + 1, seq=seq)
    world.ears.wait_spoken(2_000)
    assert [each.seq for each in world.ears.spoken] == list(range(2_000))
    assert len(world.speaker.heard) == 2_000
    assert world.announcer.state().waiting == 0


def test_a_call_that_waited_too_long_is_not_spoken_and_the_log_says_so(
    make_world: MakeWorld, caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.call("A002")
    world.clock.advance(CALM.expires_ms + 1)
    world.call("A003")
    world.speaker.release()
    world.ears.wait_spoken(2)
    assert [label for label, _, _ in world.said()] == ["A001", "A003"]
    assert world.announcer.state().dropped == 1
    assert any("A002" in record.getMessage() for record in caplog.records)


def test_twenty_counters_that_call_at_once_are_all_heard_in_order() -> None:
    """As the settings come along, each sound as long as it is."""
    clock, ears, speaker = HandClock(), Ears(), Loudspeaker()
    speaker.on_heard = lambda pcm: clock.advance(round(pcm.length_s * 1000))
    announcer = Announcer(
        VoicePlan(), speaker, clock=clock, on_state=ears.on_state, on_spoken=ears.on_spoken
    )
    speaker.hold()
    for seq in range(1, 21):
        line = CallLine(seq=seq, label=f"A{seq:03}", counter_id=seq, at_ms=0, again=False)
        announcer.announce(line, HALL)
    speaker.release()
    ears.wait(lambda: len(ears.spoken) + announcer.state().dropped == 20)
    announcer.close()
    assert [each.seq for each in ears.spoken] == list(range(1, 21))


def test_what_waited_when_the_program_was_killed_is_owed_and_what_had_begun_is_not(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    mark = FileMark(tmp_path / "mark")
    feed = [_called(seq) for seq in range(1, 5)]
    killed = make_world(on_begun=mark.write)
    killed.speaker.hold()
    look = NewCalls(_after(feed), clock=killed.clock, mark=VoicesMark(mark))
    for call in look.take(replace(HALL, seq=4)).calls:
        killed.announcer.announce(call, HALL)
    killed.speaker.wait_begun(1)
    again = make_world(on_begun=mark.write)
    look = NewCalls(_after(feed), clock=again.clock, mark=VoicesMark(mark))
    for call in look.take(replace(HALL, seq=4)).calls:
        again.announcer.announce(call, HALL)
    again.ears.wait_spoken(3)
    assert [each.seq for each in again.ears.spoken] == [2, 3, 4]
    marked = mark.read()
    assert marked == Marked(seq=4)


def test_a_recall_that_overtakes_leaves_the_others_owed(make_world: MakeWorld) -> None:
    marks: list[Marked] = []
    world = make_world(on_begun=marks.append)
    world.call_and_hold("A001")
    for seq, label in enumerate(("A002", "A003", "A002"), start=2):
        world.call(label, seq=seq)
    world.speaker.release()
    world.ears.wait_spoken(3)
    assert marks[-2:] == [Marked(seq=4, owed=frozenset({3})), Marked(seq=4)]


def test_a_call_in_silence_is_owed_to_nobody(make_world: MakeWorld) -> None:
    marks: list[Marked] = []
    world = make_world(replace(CALM, mute=True), on_begun=marks.append)
    world.call("A001", seq=7)
    world.ears.wait(lambda: bool(world.ears.states))
    world.announcer.set_mute(False)
    world.call("A002", seq=8)
    world.ears.wait_spoken(1)
    assert marks[-1] == Marked(seq=8)
    assert not any(marked.owes(7) for marked in marks)


def test_a_missing_card_is_known_before_a_call_is_lost_and_so_is_its_return(
    make_world: MakeWorld,
) -> None:
    world = make_world(unplugged=True, probe_s=0.01)
    world.ears.wait_fault(FaultCode.SPEAKER_MISSING)
    world.speaker.unplugged = False
    world.ears.wait_fault(None)
    assert world.speaker.heard == []


def _called(seq: int) -> Event:
    return Event(
        site_id="s", seq=seq, kind=EventKind.CALLED, at_ms=SPECIMEN_MS, day=DAY,
        label=f"A{seq:03}", counter_id=seq,
    )  # fmt: skip


def _after(feed: list[Event]) -> Callable[[int], list[Event]]:
    return lambda seq: [event for event in feed if event.seq > seq]


def test_a_wall_clock_that_jumps_silences_nobody(make_world: MakeWorld) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.call("A002")
    world.clock.jump(3 * 3_600_000)
    world.speaker.release()
    world.ears.wait_spoken(2)


def test_repeats_are_dropped_while_many_wait(make_world: MakeWorld) -> None:
    world = make_world(VoicePlan(repeats=3, interval_ms=0, chime=Chime.NONE))
    world.call_and_hold("A001")
    for number in range(2, HURRY_FROM + 3):
        world.call(f"A{number:03}")
    world.speaker.release()
    world.ears.wait_spoken(HURRY_FROM + 2)
    first, second, *_, last = [pcm.length_s for pcm in world.speaker.heard]
    assert second < first / 2
    assert last == pytest.approx(first, rel=0.1)


def test_a_recall_of_a_call_that_still_waits_is_heard_once_in_its_place(
    make_world: MakeWorld,
) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.call("A002")
    world.call("A003")
    world.call("A002", nth=2)
    world.speaker.release()
    world.ears.wait_spoken(3)
    assert world.said() == [
        ("A001", 1, Wording.CALL),
        ("A002", 1, Wording.CALL),
        ("A003", 1, Wording.CALL),
    ]


def test_the_last_call_is_said_as_such_even_when_merged(make_world: MakeWorld) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.call("A002", nth=2)
    world.call("A002", nth=3)
    world.speaker.release()
    world.ears.wait_spoken(2)
    assert world.said()[-1] == ("A002", 1, Wording.LAST)


def test_a_ticket_called_to_another_counter_is_sent_only_there(make_world: MakeWorld) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.call("A002", 1)
    world.call("A003", 3)
    world.call("A002", 2)
    world.speaker.release()
    world.ears.wait_spoken(3)
    assert [said[:2] for said in world.said()] == [("A001", 1), ("A003", 3), ("A002", 2)]


def test_a_recall_of_a_call_that_was_heard_is_heard_again(make_world: MakeWorld) -> None:
    world = make_world()
    world.call("A001")
    world.ears.wait_spoken(1)
    world.call("A001", nth=2)
    world.ears.wait_spoken(2)
    assert world.said()[-1] == ("A001", 1, Wording.AGAIN)


def test_a_call_taken_back_is_not_spoken(make_world: MakeWorld) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.call("A002")
    world.call("A003")
    world.announcer.forget(1, "A002")
    world.speaker.release()
    world.ears.wait_spoken(2)
    assert [label for label, _, _ in world.said()] == ["A001", "A003"]


def test_a_call_taken_back_while_it_sounds_is_broken_off(make_world: MakeWorld) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.announcer.forget(1, "A001")
    assert world.speaker.stops == 1
    world.call("A002")
    world.ears.wait_spoken(1)
    assert [label for label, _, _ in world.said()] == ["A002"]


def test_quiet_hours_are_the_sites_and_drop_calls(make_world: MakeWorld) -> None:
    world = make_world(VoicePlan(repeats=1, quiet=(LUNCH,)))
    world.call("A001")
    assert world.announcer.state().quiet
    world.clock.advance(3_600_000)
    world.call("A002")
    world.ears.wait_spoken(1)
    assert [label for label, _, _ in world.said()] == ["A002"]
    assert not world.announcer.state().quiet


def test_calls_that_wait_when_quiet_hours_begin_stay_unspoken(make_world: MakeWorld) -> None:
    world = make_world(VoicePlan(repeats=1, quiet=((8 * 60 + 16, 9 * 60),), expires_ms=600_000))
    world.call_and_hold("A001")
    world.call("A002")
    world.clock.advance(120_000)
    world.speaker.release()
    world.ears.wait_spoken(1)
    world.clock.advance(3_600_000)
    world.call("A003")
    world.ears.wait_spoken(2)
    assert [label for label, _, _ in world.said()] == ["A001", "A003"]


def test_quiet_hours_may_go_over_midnight() -> None:
    plan = VoicePlan(quiet=((22 * 60, 6 * 60),))
    quiet = [hour for hour in range(24) if plan.is_quiet(hour * 60)]
    assert quiet == [0, 1, 2, 3, 4, 5, 22, 23]


def test_mute_is_silence_at_once_and_saves_nothing_up(make_world: MakeWorld) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.call("A002")
    world.announcer.set_mute(True)
    assert world.speaker.stops == 1
    world.call("A003")
    world.ears.wait(lambda: world.ears.states[-1].muted)
    world.announcer.set_mute(False)
    world.call("A004")
    world.ears.wait_spoken(1)
    assert [label for label, _, _ in world.said()] == ["A004"]


def test_an_unplugged_card_is_told_once_and_its_return_once(make_world: MakeWorld) -> None:
    world = make_world()
    world.speaker.unplugged = True
    world.call("A001")
    world.call("A002")
    world.speaker.wait_begun(2)
    world.ears.wait_fault(FaultCode.SPEAKER_MISSING)
    world.speaker.unplugged = False
    world.call("A003")
    world.ears.wait_spoken(1)
    assert [label for label, _, _ in world.said()] == ["A003"]
    codes = [state.fault and state.fault.code for state in world.ears.states]
    assert [code for code in codes if code] == [FaultCode.SPEAKER_MISSING]
    assert codes[-1] is None


def test_a_card_that_hangs_stalls_nobody(make_world: MakeWorld, tmp_path: Path) -> None:
    """The next call is heard although the thread of the first is still lost in the driver."""
    world = make_world(short_plan(tmp_path), grace_s=GRACE_S)
    world.speaker.hang_once = True
    world.call("A001")
    world.ears.wait_fault(FaultCode.SPEAKER_STUCK)
    assert world.speaker.stops == 1
    world.call("A002")
    world.ears.wait_spoken(1)
    assert [label for label, _, _ in world.said()] == ["A002"]
    world.ears.wait_fault(None)


def test_a_pack_that_lacks_a_phrase_still_chimes_and_says_what_lacks(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(short_plan(tmp_path, without="digit_7"))
    world.call("A001")
    world.call("A007")
    world.ears.wait_spoken(2)
    world.ears.wait_fault(FaultCode.VOICE_PACK_INCOMPLETE)
    fault = world.announcer.state().fault
    assert fault is not None
    assert "bảy" in fault.facts["phrases"]
    spoken, chimed = (pcm.length_s for pcm in world.speaker.heard)
    assert chimed == pytest.approx(2.2, abs=0.01)
    assert spoken != chimed


def test_a_pack_put_right_is_used_at_the_next_call(make_world: MakeWorld, tmp_path: Path) -> None:
    missing = tmp_path / "giong-doc"
    world = make_world(VoicePlan(repeats=1, pack=missing))
    world.call("A007")
    world.ears.wait_fault(FaultCode.VOICE_PACK_MISSING)
    world.ears.wait_spoken(1)
    short_plan(missing)
    world.call("A007")
    world.ears.wait_spoken(2)
    world.ears.wait_fault(None)
    assert world.speaker.heard[0].length_s != world.speaker.heard[1].length_s


def test_the_machines_voice_is_called_so(make_world: MakeWorld) -> None:
    world = make_world(shipped=True)
    world.ears.wait(lambda: bool(world.ears.states))
    assert world.announcer.state().placeholder


def short_plan(folder: Path, without: str = "") -> VoicePlan:
    """A plan with a recorded pack of very short clips."""
    noun, reading = Noun.COUNTER, Reading.NORTHERN
    wanted = phrases("vi", noun=noun, reading=reading, letters="A")
    facts = PackFacts(name="Thu", language="vi", noun=noun, reading=reading, rate_hz=8_000)
    save_pack(folder, facts, {each.key: beep() for each in wanted if each.key != without})
    return VoicePlan(repeats=1, pack=folder, chime=Chime.NONE)


def beep() -> Pcm:
    return pcm_of([8_000, -8_000] * 240, 8_000)


def test_free_text_takes_its_turn_among_the_calls(make_world: MakeWorld) -> None:
    world = make_world(replace(CALM, free_text=True))
    world.call_and_hold("A001")
    world.announcer.announce_text("Ngừng phát số lúc mười sáu giờ.", "No more tickets after four.")
    world.call("A002")
    world.speaker.release()
    world.ears.wait_spoken(2)
    rates = [pcm.rate_hz for pcm in world.speaker.heard]
    assert rates == [8_000, 22_050, 8_000]
    assert world.speaker.heard[1].length_s > 3


def test_free_text_that_is_not_allowed_is_not_spoken(make_world: MakeWorld) -> None:
    world = make_world()
    world.announcer.announce_text("Ngừng phát số.")
    world.call("A001")
    world.ears.wait_spoken(1)
    assert len(world.speaker.heard) == 1


def test_without_espeak_calls_go_on(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("counter_display.voice.espeak.sys.executable", str(tmp_path / "nothing"))
    world = make_world(replace(CALM, free_text=True))
    world.announcer.announce_text("Ngừng phát số.")
    world.ears.wait_fault(FaultCode.ESPEAK_MISSING)
    world.call("A001")
    world.ears.wait_spoken(1)
    world.ears.wait_fault(None)


def test_closing_breaks_off_at_once(make_world: MakeWorld) -> None:
    world = make_world()
    world.call_and_hold("A001")
    world.call("A002")
    world.announcer.close()
    assert world.said() == []
    assert world.announcer.state().waiting == 0


def test_calls_are_spoken_through_a_real_player(short_clips: Path) -> None:
    """miniaudio's null back-end in real time."""
    ears = Ears()
    plan = replace(CALM, pack=short_clips)
    announcer = Announcer(
        plan,
        SoundCard(silent=True),
        clock=HandClock(),
        on_state=ears.on_state,
        on_spoken=ears.on_spoken,
    )
    for seq in (1, 2):
        line = CallLine(seq=seq, label=f"A00{seq}", counter_id=1, at_ms=0, again=False)
        announcer.announce(line, HALL)
    ears.wait_spoken(2)
    announcer.close()
    assert [each.seq for each in ears.spoken] == [1, 2]
    assert ears.code() is None
