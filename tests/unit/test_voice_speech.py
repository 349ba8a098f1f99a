"""One buffer for a call: chime, clips, pauses, repeats, English; free text; where it is played."""

import os
import signal
import threading
import wave
from pathlib import Path

import pytest

from core.announcement import Announcement, spoken
from core.fault import DeviceFault, FaultCode
from counter_display.voice import sound_card
from counter_display.voice.chime import two_tone_chime
from counter_display.voice.espeak import Espeak
from counter_display.voice.output import MOST_STUCK, RETRY_MS, FileOutput, WatchedOutput
from counter_display.voice.pack import load_pack
from counter_display.voice.pcm import Pcm, numbers_of, peak, resampled
from counter_display.voice.plan import Chime, VoicePlan
from counter_display.voice.shipped import shipped_pack
from counter_display.voice.sound_card import SoundCard
from counter_display.voice.speech import AFTER_CHIME_MS, BEFORE_ENGLISH_MS, SpeechMaker
from tests.hand_clock import HandClock
from tests.loudspeaker import Loudspeaker

CALL = Announcement(seq=1, label="A007", counter_id=3)
PLAIN = VoicePlan(repeats=1, chime=Chime.NONE)
SHORT = Pcm(rate_hz=8_000, samples=bytes(1_600))  # 0.1 s


def clips_ms(language: str) -> float:
    """How long the clips of the call and their pauses are."""
    clips = load_pack(shipped_pack(language)).clips
    said = spoken(CALL, language)
    return sum(clips[each.key].length_s * 1000 + each.pause_ms for each in said)


def length_ms(plan: VoicePlan, repeats: int = 1) -> float:
    speech = SpeechMaker(plan).call(CALL, repeats=repeats)
    assert speech.fault is None
    return speech.pcm.length_s * 1000


def test_a_call_is_its_clips_and_their_pauses_in_one_buffer() -> None:
    start = AFTER_CHIME_MS
    assert length_ms(PLAIN) == pytest.approx(start + clips_ms("vi"), abs=3)


def test_the_chime_goes_first() -> None:
    plan = VoicePlan(repeats=1)
    pcm = SpeechMaker(plan).call(CALL, repeats=1).pcm
    chime = two_tone_chime().samples
    assert pcm.samples[: len(chime)] == chime


def test_repeats_keep_their_interval() -> None:
    plan = VoicePlan(repeats=3, interval_ms=1_500, chime=Chime.NONE)
    expected = AFTER_CHIME_MS + 3 * clips_ms("vi") + 2 * 1_500
    assert length_ms(plan, repeats=3) == pytest.approx(expected, abs=5)


def test_english_comes_once_at_the_end() -> None:
    plan = VoicePlan(repeats=2, interval_ms=1_000, english=True, chime=Chime.NONE)
    vietnamese = AFTER_CHIME_MS + 2 * clips_ms("vi") + 1_000
    expected = vietnamese + BEFORE_ENGLISH_MS + clips_ms("en")
    assert length_ms(plan, repeats=2) == pytest.approx(expected, abs=5)


def test_without_an_english_pack_the_vietnamese_call_is_heard(tmp_path: Path) -> None:
    plan = VoicePlan(repeats=1, english=True, english_pack=tmp_path, chime=Chime.NONE)
    speech = SpeechMaker(plan).call(CALL, repeats=1)
    assert speech.fault is not None
    assert speech.fault.code is FaultCode.VOICE_PACK_MISSING
    assert speech.pcm.length_s * 1000 == pytest.approx(AFTER_CHIME_MS + clips_ms("vi"), abs=3)


def test_without_a_pack_a_hall_without_chime_gets_one(tmp_path: Path) -> None:
    speech = SpeechMaker(VoicePlan(pack=tmp_path, chime=Chime.NONE)).call(CALL, repeats=2)
    assert peak(speech.pcm) > 10_000


@pytest.mark.parametrize("volume", [50, 0])
def test_volume_scales_voice_and_chime(volume: int) -> None:
    full = SpeechMaker(VoicePlan()).call(CALL, repeats=1).pcm
    part = SpeechMaker(VoicePlan(volume=volume)).call(CALL, repeats=1).pcm
    assert len(part.samples) == len(full.samples)
    assert peak(part) == pytest.approx(peak(full) * volume / 100, abs=2)


def test_a_sound_of_another_rate_keeps_its_length() -> None:
    chime = two_tone_chime()
    assert resampled(chime, 16_000).length_s == pytest.approx(chime.length_s, abs=0.001)


def test_a_file_holds_all_that_was_played(tmp_path: Path) -> None:
    file = tmp_path / "out.wav"
    output = FileOutput(file)
    output.play(Pcm(rate_hz=8_000, samples=b"\1\0" * 80))
    output.play(Pcm(rate_hz=8_000, samples=b"\2\0" * 80))
    with wave.open(str(file)) as played:
        assert (played.getframerate(), played.getnchannels()) == (8_000, 1)
        assert played.readframes(999) == b"\1\0" * 80 + b"\2\0" * 80


def test_a_real_player_plays_to_the_end_without_a_card() -> None:
    """miniaudio's null back-end keeps real time."""
    SoundCard(silent=True).play(SHORT)


def test_a_real_player_stops_when_told() -> None:
    card = SoundCard(silent=True)
    minute = Pcm(rate_hz=8_000, samples=bytes(60 * 16_000))
    playing = threading.Thread(target=card.play, args=(minute,))
    playing.start()
    while playing.is_alive():
        card.stop()
        playing.join(0.02)


def test_a_card_that_asks_for_nothing_more_was_unplugged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_card, "_NO_ANSWER_S", 0.02)
    frames = sound_card._Sound(SHORT)
    with pytest.raises(DeviceFault) as caught:
        frames.wait()
    assert caught.value.code is FaultCode.SPEAKER_MISSING


def test_without_a_card_the_real_player_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound_card, "_nothing_to_play_on", lambda: True)
    with pytest.raises(DeviceFault) as caught:
        SoundCard().play(SHORT)
    assert caught.value.code is FaultCode.SPEAKER_MISSING


def test_a_driver_that_always_hangs_is_left_alone_in_the_end() -> None:
    hanging = Hanging()
    clock = HandClock()
    watched = WatchedOutput(hanging, grace_s=0.0, clock=clock)
    for _ in range(MOST_STUCK + 2):
        with pytest.raises(DeviceFault) as caught:
            watched.play(Pcm(rate_hz=8_000, samples=b""))
        assert caught.value.code is FaultCode.SPEAKER_STUCK
    assert len(hanging.threads) == MOST_STUCK
    clock.advance(RETRY_MS)  # it may have come back
    for _ in range(2):
        with pytest.raises(DeviceFault):
            watched.play(Pcm(rate_hz=8_000, samples=b""))
    assert len(hanging.threads) == MOST_STUCK + 1
    hanging.end()


class Hanging:
    """A driver that hears nothing and never comes back by itself."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self._end = threading.Event()

    def play(self, pcm: Pcm) -> None:
        self.threads.append(threading.current_thread())
        self._end.wait(10)

    def stop(self) -> None:
        return

    def probe(self) -> None:
        return

    def end(self) -> None:
        self._end.set()
        for thread in self.threads:
            thread.join(10)


def test_an_output_that_fails_in_its_own_way_is_a_missing_loudspeaker() -> None:
    class Broken(Loudspeaker):
        def play(self, pcm: Pcm) -> None:
            raise OSError("no such device")

    with pytest.raises(DeviceFault) as caught:
        WatchedOutput(Broken()).play(SHORT)
    assert caught.value.code is FaultCode.SPEAKER_MISSING


def test_espeak_reads_free_text_in_its_own_process() -> None:
    espeak = Espeak()
    try:
        vietnamese = espeak.say("Hôm nay ngừng phát số lúc mười sáu giờ.", "vi")
        english = espeak.say("No more tickets after four.", "en")
    finally:
        espeak.close()
    assert 1.0 < vietnamese.length_s < 5.0
    assert min(peak(vietnamese), peak(english)) > 5_000
    assert vietnamese.samples != english.samples
    assert any(numbers_of(vietnamese))


def test_espeak_killed_is_started_again() -> None:
    espeak = Espeak()
    try:
        before = espeak.say("một", "vi")
        first = espeak.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert espeak.say("một", "vi") == before
        assert espeak.pid != first
    finally:
        espeak.close()


@pytest.mark.parametrize(
    "program",
    ["raise SystemExit(3)", "import time\ntime.sleep(60)", "print('not sound', flush=True)"],
)
def test_espeak_missing_or_stuck_is_told_in_time(tmp_path: Path, program: str) -> None:
    file = tmp_path / "espeak_process.py"
    file.write_text(program, "utf-8")
    espeak = Espeak(file, answer_within_s=0.3)
    with pytest.raises(DeviceFault) as caught:
        espeak.say("một", "vi")
    assert caught.value.code is FaultCode.ESPEAK_MISSING
    assert espeak.pid is None
