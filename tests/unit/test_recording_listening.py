"""The ear hears the end of a phrase; the microphone's owner never waits."""

import threading

from core.fault import DeviceFault, FaultCode
from counter_display.recording.card_microphone import CardMicrophone
from counter_display.recording.ear import BEFORE_MS, END_SILENCE_MS, NOBODY_MS, Ear
from counter_display.recording.listening import OPEN_WITHIN_MS, Hearing, Listening
from counter_display.recording.microphone import RATE_HZ
from counter_display.voice.pcm import Pcm
from tests.conftest import WaitUntil
from tests.hand_clock import HandClock
from tests.simulated_microphone import SimulatedMicrophone
from tests.speech_samples import voice

ROOM = voice([(1.0, 0.0)])


def heard_by(ear: Ear, pcm: Pcm, chunk: int = 882) -> list[Pcm]:
    """The takes that end while ``pcm`` is heard, in chunks of so many bytes."""
    pieces = (pcm.samples[at : at + chunk] for at in range(0, len(pcm.samples), chunk))
    return [take for piece in pieces if (take := ear.hear(piece).take) is not None]


def test_silence_after_the_phrase_ends_the_take() -> None:
    ear = Ear()
    heard_by(ear, ROOM)
    ear.start()
    said = voice([(0.4, 0.0), (0.8, 6_000.0), (3.0, 0.0)])
    (take,) = heard_by(ear, said)
    expected = (BEFORE_MS + END_SILENCE_MS) / 1000 + 1.2
    assert abs(take.length_s - expected) < 0.1
    assert not ear.recording


def test_chunks_of_any_length_are_heard_alike() -> None:
    lengths = set()
    for chunk in (100, 882, 5_000, 200_000):
        ear = Ear()
        heard_by(ear, ROOM, chunk)
        ear.start()
        (take,) = heard_by(ear, voice([(0.4, 0.0), (0.8, 6_000.0), (3.0, 0.0)]), chunk)
        lengths.add(take.length_s)
    assert len(lengths) == 1


def test_a_room_with_a_fan_does_not_hold_the_take_open() -> None:
    ear = Ear()
    heard_by(ear, voice([(2.0, 0.0)], noise=300.0))
    ear.start()
    takes = heard_by(ear, voice([(0.3, 0.0), (0.8, 9_000.0), (2.0, 0.0)], noise=300.0))
    assert len(takes) == 1


def test_nobody_speaking_ends_the_take_too() -> None:
    ear = Ear()
    ear.start()
    (take,) = heard_by(ear, voice([(6.0, 0.0)]))
    assert abs(take.length_s - NOBODY_MS / 1000) < 0.05


def test_a_dropped_take_never_comes() -> None:
    ear = Ear()
    ear.start()
    heard_by(ear, ROOM)
    ear.drop()
    assert heard_by(ear, voice([(6.0, 0.0)])) == []


class Ears:
    """What a listening told."""

    def __init__(self, microphone: SimulatedMicrophone, clock: HandClock) -> None:
        self.levels: list[float] = []
        self.takes: list[Pcm] = []
        self.faults: list[FaultCode] = []
        hearing = Hearing(
            on_level=self.levels.append,
            on_take=self.takes.append,
            on_fault=self.note,
        )
        self.listening = Listening(microphone, clock, hearing)

    def note(self, fault: DeviceFault) -> None:
        self.faults.append(fault.code)


def test_an_unplugged_microphone_is_told_once(clock: HandClock, wait_until: WaitUntil) -> None:
    microphone = SimulatedMicrophone()
    ears = Ears(microphone, clock)
    ears.listening.open(None)
    microphone.say(ROOM)
    wait_until(lambda: len(ears.levels) > 40)
    microphone.unplug()
    wait_until(lambda: ears.faults)
    assert ears.faults == [FaultCode.MICROPHONE_LOST]
    assert not ears.listening.is_open
    ears.listening.close(wait=True)


def test_a_microphone_that_hears_nothing_is_told(clock: HandClock, wait_until: WaitUntil) -> None:
    microphone = SimulatedMicrophone()
    microphone.stuck = True
    ears = Ears(microphone, clock)
    ears.listening.open(None)
    ears.listening.check()
    assert ears.faults == []
    clock.advance(OPEN_WITHIN_MS)
    ears.listening.check()
    ears.listening.check()
    assert ears.faults == [FaultCode.MICROPHONE_STUCK]
    ears.listening.close(wait=True)


def test_what_the_old_microphone_says_after_a_change_is_ignored(
    clock: HandClock, wait_until: WaitUntil
) -> None:
    microphone = SimulatedMicrophone()
    ears = Ears(microphone, clock)
    ears.listening.open(None)
    ears.listening.open("other")
    microphone.say(ROOM)
    wait_until(lambda: ears.levels)
    ears.listening.close(wait=True)
    assert ears.faults == []


def test_miniaudio_brings_mono_at_our_rate(wait_until: WaitUntil) -> None:
    """Its null back-end, in real time: what a card would bring, without a card."""
    stop, chunks = threading.Event(), []
    microphone = CardMicrophone(silent=True)
    assert microphone.inputs()

    def listen() -> None:
        microphone.listen(None, chunks.append, stop)

    thread = threading.Thread(target=listen)
    thread.start()
    wait_until(lambda: sum(map(len, chunks)) > RATE_HZ // 5)
    stop.set()
    thread.join(5)
    assert all(len(chunk) % 2 == 0 for chunk in chunks)
