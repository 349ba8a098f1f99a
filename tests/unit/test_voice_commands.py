"""``motcua voice …``: tried out without database, display or loudspeaker."""

import json
import wave
from pathlib import Path
from typing import Any

import pytest

from motcua.cli.entry import main
from motcua.cli.terminal import Exit


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text("[voice]\nrepeats = 1\n", "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], config: Path, *words: str) -> tuple[int, Any]:
    """The exit code and the JSON answer."""
    code = main(["voice", *words, "--json", "--config", str(config)], environ={})
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def test_a_call_is_written_into_a_file(
    capsys: pytest.CaptureFixture[str], config: Path, tmp_path: Path
) -> None:
    file = tmp_path / "call.wav"
    words = ("say", "a007", "--counter", "24", "--reading", "south", "--out", str(file))
    code, said = run(capsys, config, *words)
    assert code == Exit.DONE
    assert said["sentences"] == [
        "Xin mời công dân có số thứ tự A, không không bảy, đến quầy số hai mươi bốn."
    ]
    assert said["placeholder"] is True
    with wave.open(str(file)) as sound:
        assert sound.getnframes() / sound.getframerate() == pytest.approx(said["seconds"], abs=0.01)


@pytest.mark.parametrize(
    ("option", "part"),
    [
        ("--again", "Xin nhắc lại."),
        ("--last", "Xin mời lần cuối"),
        ("--priority", "công dân ưu tiên"),
        ("--return", "đến quầy trả kết quả."),
    ],
)
def test_each_wording_can_be_tried(
    capsys: pytest.CaptureFixture[str], config: Path, tmp_path: Path, option: str, part: str
) -> None:
    out = str(tmp_path / "call.wav")
    code, said = run(capsys, config, "say", "T001", "--counter", "2", option, "--out", out)
    assert code == Exit.DONE
    assert part in said["sentences"][0]


def test_free_text_is_spoken_by_espeak(
    capsys: pytest.CaptureFixture[str], config: Path, tmp_path: Path
) -> None:
    out = str(tmp_path / "text.wav")
    code, said = run(capsys, config, "say", "--text", "Ngừng phát số.", "--out", out)
    assert code == Exit.DONE
    assert said["seconds"] > 2.5


def test_without_a_loudspeaker_the_command_says_so(
    capsys: pytest.CaptureFixture[str], config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter_display.voice.sound_card._nothing_to_play_on", lambda: True)
    code, said = run(capsys, config, "say", "A007", "--counter", "3")
    assert code == Exit.FAILED
    assert said["error"]["code"] == "speaker_missing"


@pytest.mark.parametrize("words", [("say",), ("say", "A007"), ("say", "**", "--counter", "1")])
def test_a_call_needs_a_number_and_a_counter(
    capsys: pytest.CaptureFixture[str], config: Path, words: tuple[str, ...]
) -> None:
    code, said = run(capsys, config, *words)
    assert code == Exit.WRONG_USE
    assert "--counter" in said["error"]["sentences"][0]


def test_the_shipped_packs_are_listed_as_placeholders(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, packs = run(capsys, config, "packs")
    assert code == Exit.DONE
    assert [(pack["language"], pack["placeholder"], pack["complete"]) for pack in packs] == [
        ("vi", True, True),
        ("en", True, True),
    ]


def test_people_are_asked_for_a_real_voice(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    main(["voice", "packs", "--config", str(config)], environ={})
    assert "giọng máy tạm – hãy thu giọng thật" in capsys.readouterr().out


def test_the_phrases_to_record_are_listed(capsys: pytest.CaptureFixture[str], config: Path) -> None:
    words = ("phrases", "--noun", "phong", "--reading", "south", "--letters", "k")
    code, listed = run(capsys, config, *words)
    texts = [phrase["text"] for phrase in listed]
    assert code == Exit.DONE
    assert "đến phòng số" in texts
    assert "lẻ" in texts
    assert texts[-1] == "ca"
