"""Voice packs: what is in the folder, what lacks, what cannot be used."""

import wave
from pathlib import Path

import pytest

from core.fault import DeviceFault, FaultCode
from core.wording import Noun, Reading
from counter_display.voice.clip_file import read_clip
from counter_display.voice.pack import (
    PackFacts,
    Phrase,
    lacking,
    load_pack,
    phrases,
    read_pack,
    save_pack,
)
from counter_display.voice.pcm import Pcm, numbers_of, pcm_of, peak
from counter_display.voice.shipped import shipped_pack

RATE_HZ = 8_000
FACTS = PackFacts(
    name="Giọng cô Hoa",
    language="vi",
    noun=Noun.COUNTER,
    reading=Reading.NORTHERN,
    rate_hz=RATE_HZ,
    speaker="Nguyễn Thị Hoa",
    recorded="2023-09-27",
)


def tone(strength: int = 8_000, ms: int = 200) -> Pcm:
    return pcm_of([strength, -strength] * (ms * RATE_HZ // 2000), RATE_HZ)


def wanted() -> tuple[Phrase, ...]:
    return phrases("vi", noun=FACTS.noun, reading=FACTS.reading, letters="AC")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A complete pack, recorded here."""
    save_pack(tmp_path, FACTS, {phrase.key: tone() for phrase in wanted()})
    return tmp_path


def write_wav(file: Path, *, rate_hz: int = RATE_HZ, channels: int = 1, data: bytes) -> None:
    with wave.open(str(file), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate_hz)
        out.writeframes(data)


def refused(folder: Path) -> DeviceFault:
    with pytest.raises(DeviceFault) as caught:
        load_pack(folder)
    return caught.value


def test_a_pack_comes_back_as_it_was_saved(folder: Path) -> None:
    pack = load_pack(folder)
    assert read_pack(folder).facts == FACTS
    assert set(pack.clips) == {phrase.key for phrase in wanted()}
    assert pack.clips["digit_7"] == tone()
    assert not pack.placeholder
    assert lacking(pack, wanted()) == ()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pack_that_comes_along_is_whole_level_and_labelled(language: str) -> None:
    pack = load_pack(shipped_pack(language))
    assert pack.placeholder
    assert lacking(pack, phrases(language, noun=None, reading=None)) == ()
    assert pack.rate_hz == 22_050
    peaks = {key: peak(clip) for key, clip in pack.clips.items()}
    assert {key for key, loudest in peaks.items() if not 8_000 < loudest < 32_000} == set()
    assert {key for key, clip in pack.clips.items() if quiet_start_ms(clip) > 100} == set()


def quiet_start_ms(pcm: Pcm) -> int:
    """Silence before the first sound: long ones make a number limp."""
    numbers = numbers_of(pcm)
    threshold = peak(pcm) // 30
    first = next(at for at, number in enumerate(numbers) if abs(number) > threshold)
    return first * 1000 // pcm.rate_hz


def test_a_missing_phrase_is_named(folder: Path) -> None:
    (folder / "digit_7.wav").unlink()
    fault = refused(folder)
    assert fault.code is FaultCode.VOICE_PACK_INCOMPLETE
    assert fault.facts == {"pack": FACTS.name, "phrases": ["bảy"]}


def test_a_missing_letter_is_found_for_the_site_that_needs_it(folder: Path) -> None:
    needs = phrases("vi", noun=FACTS.noun, reading=FACTS.reading, letters="ACK")
    assert [phrase.text for phrase in lacking(load_pack(folder), needs)] == ["ca"]


@pytest.mark.parametrize("content", [None, "", "format = 2", "rate_hz = 'x'", "=", "format = 1"])
def test_a_folder_without_a_pack_is_told(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "pack.toml").write_text(content, "utf-8")
    fault = refused(tmp_path)
    assert fault.code is FaultCode.VOICE_PACK_MISSING
    assert fault.facts == {"folder": str(tmp_path)}


@pytest.mark.parametrize(
    ("rate_hz", "channels", "data", "found"),
    [
        (44_100, 1, tone().samples * 3, "44100 Hz"),
        (RATE_HZ, 2, tone().samples * 2, "2 x mono"),
        (RATE_HZ, 1, b"", "0.00 s"),
        (RATE_HZ, 1, bytes(3_200), "-∞ dB"),
        (RATE_HZ, 1, tone(300).samples, "-41 dB"),
        (RATE_HZ, 1, tone(ms=10).samples, "0.01 s"),
        (RATE_HZ, 1, tone(ms=16_000).samples, "16.00 s"),
    ],
)
def test_a_clip_that_cannot_be_used_is_told_with_what_is_wrong(
    folder: Path, rate_hz: int, channels: int, data: bytes, found: str
) -> None:
    write_wav(folder / "digit_7.wav", rate_hz=rate_hz, channels=channels, data=data)
    fault = refused(folder)
    assert fault.code is FaultCode.VOICE_CLIP_BAD
    assert fault.facts["clip"] == "digit_7.wav"
    assert fault.facts["found"] == found


@pytest.mark.parametrize("name", ["digit_7.wav", "digit_7.ogg"])
@pytest.mark.parametrize("content", [b"", b"RIFF", b"OggS" + bytes(100), b"\xff" * 4_000])
def test_a_file_that_is_no_sound_is_told(folder: Path, name: str, content: bytes) -> None:
    (folder / "digit_7.wav").unlink()
    (folder / name).write_bytes(content)
    fault = refused(folder)
    assert (fault.code, fault.facts["clip"]) == (FaultCode.VOICE_CLIP_BAD, name)


def test_the_other_clips_of_a_pack_with_a_bad_one_are_used(folder: Path) -> None:
    (folder / "digit_7.wav").write_bytes(b"RIFF")
    read = read_pack(folder)
    assert [fault.facts["clip"] for fault in read.bad] == ["digit_7.wav"]
    assert "digit_6" in read.pack.clips


def test_an_ogg_clip_is_read_at_its_full_length() -> None:
    clip = read_clip(shipped_pack("vi") / "call.ogg", 22_050)
    assert 1.5 < clip.length_s < 3.0


def test_a_recorded_clip_replaces_the_ogg_of_the_same_name(folder: Path) -> None:
    (folder / "digit_7.ogg").write_bytes(b"old")
    save_pack(folder, FACTS, {"digit_7": tone(9_000)})
    assert not (folder / "digit_7.ogg").exists()
    assert peak(load_pack(folder).clips["digit_7"]) == 9_000


def test_a_pack_is_never_saved_with_mixed_rates(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="digit_7"):
        save_pack(tmp_path, FACTS, {"digit_7": Pcm(rate_hz=22_050, samples=bytes(9_000))})
    assert list(tmp_path.iterdir()) == []
