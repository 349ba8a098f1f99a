"""The chime and the loudspeaker's owner."""

import threading
from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from core.clock import SystemClock
from core.fault import DeviceFault, Fault, FaultCode
from counter_display.voice import speaker as speaker_module
from counter_display.voice.chime import Pcm, two_tone_chime
from counter_display.voice.sound_card import SoundCard
from counter_display.voice.speaker import QUEUE_LIMIT, SoundJob, Speaker

DEADLINE_S = 10.0
SHORT = Pcm(rate_hz=8_000, samples=bytes(1_600))  # 0.1 s


class Room:
    """A sound output that writes down what it plays, and can fail or hang."""

    def __init__(self) -> None:
        self.heard: list[Pcm] = []
        self.broken = False
        self.hold: threading.Event | None = None
        self.played = threading.Semaphore(0)

    def play(self, pcm: Pcm) -> None:
        hold = self.hold
        if hold is not None:
            hold.wait(DEADLINE_S)
        if self.broken:
            self.played.release()
            raise DeviceFault(FaultCode.SPEAKER_MISSING)
        self.heard.append(pcm)
        self.played.release()

    def wait(self) -> None:
        assert self.played.acquire(timeout=DEADLINE_S)


class States:
    """Hears the speaker's state changes."""

    def __init__(self) -> None:
        self.told: list[Fault | None] = []
        self.changed = threading.Semaphore(0)

    def __call__(self, fault: Fault | None) -> None:
        self.told.append(fault)
        self.changed.release()

    def wait(self) -> None:
        assert self.changed.acquire(timeout=DEADLINE_S)


MakeSpeaker = Callable[[Room], tuple[Speaker, States]]


@pytest.fixture
def make_speaker() -> Iterator[MakeSpeaker]:
    made: list[Speaker] = []

    def make(room: Room) -> tuple[Speaker, States]:
        states = States()
        made.append(Speaker(room, clock=SystemClock(), on_state=states))
        return made[-1], states

    yield make
    for one in made:
        one.close()


def job(pcm: Pcm = SHORT, in_ms: int = 60_000) -> SoundJob:
    return SoundJob(pcm=pcm, expires_ms=SystemClock().now_ms() + in_ms)


def test_the_chime_is_two_tones_without_clicks_or_clipping() -> None:
    pcm = two_tone_chime()
    samples = array("h", pcm.samples)
    assert 1.5 < pcm.length_s < 2.5
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 50
    loudest = max(abs(value) for value in samples)
    assert 0.5 * 32_767 < loudest < 0.6 * 32_767
    assert max(abs(b - a) for a, b in pairwise(samples)) < 8_000


def test_the_chime_falls_from_e_to_c() -> None:
    pcm = two_tone_chime()
    samples = array("h", pcm.samples)
    ding = samples[int(0.1 * pcm.rate_hz) : int(0.3 * pcm.rate_hz)]
    dong = samples[int(1.2 * pcm.rate_hz) : int(1.4 * pcm.rate_hz)]
    assert pitch(ding, pcm.rate_hz) == pytest.approx(659, rel=0.03)
    assert pitch(dong, pcm.rate_hz) == pytest.approx(523, rel=0.03)


def pitch(samples: "array[int]", rate_hz: int) -> float:
    """Hertz, by upward zero crossings."""
    crossings = sum(1 for a, b in pairwise(samples) if a < 0 <= b)
    return crossings * rate_hz / len(samples)


def test_jobs_are_heard_in_order(make_speaker: MakeSpeaker) -> None:
    room = Room()
    speaker, _ = make_speaker(room)
    sounds = [Pcm(rate_hz=8_000, samples=bytes([number] * 160)) for number in range(5)]
    for sound in sounds:
        assert speaker.play(job(sound))
    for _ in sounds:
        room.wait()
    assert room.heard == sounds


def test_an_expired_job_stays_silent(make_speaker: MakeSpeaker) -> None:
    room = Room()
    speaker, _ = make_speaker(room)
    fresh = Pcm(rate_hz=8_000, samples=b"\1\0" * 80)
    speaker.play(job(in_ms=-1))
    speaker.play(job(fresh))
    room.wait()
    assert room.heard == [fresh]


def test_a_missing_card_is_told_once_and_its_return_once(make_speaker: MakeSpeaker) -> None:
    room = Room()
    room.broken = True
    speaker, states = make_speaker(room)
    speaker.play(job())
    states.wait()
    speaker.play(job())
    room.wait()
    room.wait()
    room.broken = False
    speaker.play(job())
    states.wait()
    codes = [fault and fault.code for fault in states.told]
    assert codes == [FaultCode.SPEAKER_MISSING, None]


def test_a_card_that_hangs_stalls_nobody(
    make_speaker: MakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaker_module, "WATCHDOG_EXTRA_S", 0.05)
    room = Room()
    room.hold = threading.Event()
    speaker, states = make_speaker(room)
    speaker.play(job())
    states.wait()
    assert [fault and fault.code for fault in states.told] == [FaultCode.SPEAKER_MISSING]
    hanging = [thread for thread in threading.enumerate() if thread.name == "speaker-sound"]
    assert len(hanging) == 1
    room.hold.set()
    hanging[0].join(DEADLINE_S)
    room.hold = None
    speaker.play(job())
    states.wait()
    assert states.told[-1] is None


def test_a_full_queue_says_so(make_speaker: MakeSpeaker) -> None:
    room = Room()
    room.hold = threading.Event()
    speaker, _ = make_speaker(room)
    taken = [speaker.play(job()) for _ in range(QUEUE_LIMIT + 2)]
    assert not taken[-1]
    room.hold.set()


def test_a_real_player_plays_to_the_end_without_a_card() -> None:
    """miniaudio's null back-end keeps real time."""
    SoundCard(silent=True).play(SHORT)


def test_without_a_card_the_real_player_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counter_display.voice.sound_card._nothing_to_play_on", lambda: True)
    with pytest.raises(DeviceFault) as caught:
        SoundCard().play(SHORT)
    assert caught.value.code is FaultCode.SPEAKER_MISSING
