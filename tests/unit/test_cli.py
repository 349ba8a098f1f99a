"""The command line as scripts see it: words in, exit code and JSON out."""

import json
from pathlib import Path
from typing import Any

import pytest

from i18n import Texts
from motcua import VERSION
from motcua.cli.entry import chosen_language, main
from motcua.cli.terminal import Exit, Terminal

HALL = """
[kiosk]
printer = "p"
[printer.p]
link = { kind = "sim" }
[printer.dead]
link = { kind = "tcp", host = "127.0.0.1", port = 1 }
[led.line.a]
link = { kind = "sim" }
[led.line.b]
link = { kind = "tcp", host = "127.0.0.1", port = 2 }
[led.display.one]
line = "a"
counter = 1
protocol = "modbus:dm56a04"
[led.display.two]
line = "a"
counter = 2
protocol = "template:qsystem"
address = 40
[led.display.dead]
line = "b"
counter = 3
protocol = "modbus:dm56a04"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(HALL, "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], config: Path, *words: str) -> tuple[int, Any]:
    """The exit code and the JSON answer."""
    code = main([*words, "--json", "--config", str(config)], environ={})
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"], environ={}) == Exit.DONE
    assert VERSION in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["tickett"], ["led"], ["led", "show", "x", "A007"]])
def test_wrong_use_is_exit_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words, environ={}) == Exit.WRONG_USE
    assert capsys.readouterr().err


def test_options_may_stand_before_and_after_the_words(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    before = ["--json", "--config", str(config), "printer", "list"]
    assert main(before, environ={}) == Exit.DONE
    first = capsys.readouterr().out
    assert run(capsys, config, "printer", "list") == (Exit.DONE, json.loads(first))


def test_the_language_is_the_one_asked_for_else_the_configurations(config: Path) -> None:
    config.write_text('language = "en"', "utf-8")
    assert chosen_language(["led", "list", "--config", str(config)], {}) == "en"
    assert chosen_language(["--language", "vi", "--config", str(config)], {}) == "vi"
    assert chosen_language(["led", "list"], {"MOTCUA_CONFIG": str(config)}) == "en"
    assert chosen_language(["--config", str(config.parent / "none.toml")], {}) == "vi"


def test_a_right_configuration_is_exit_0(capsys: pytest.CaptureFixture[str], config: Path) -> None:
    code, answer = run(capsys, config, "config", "check")
    assert code == Exit.DONE
    assert answer["ok"] is True
    assert answer["problems"] == []


def test_a_wrong_configuration_is_exit_1_with_every_problem(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    config.write_text('languge = "vi"\n[kiosk]\nidle_seconds = 1', "utf-8")
    code, answer = run(capsys, config, "config", "check")
    assert code == Exit.FAILED
    assert [each["key"] for each in answer["problems"]] == ["languge", "kiosk.idle_seconds"]


def test_any_command_refuses_a_wrong_configuration(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    config.write_text("site = 5", "utf-8")
    assert main(["led", "list", "--config", str(config)], environ={}) == Exit.FAILED
    assert "site: " in capsys.readouterr().err


def test_displays_are_listed(capsys: pytest.CaptureFixture[str], config: Path) -> None:
    code, rows = run(capsys, config, "led", "list")
    assert code == Exit.DONE
    assert [(row["name"], row["counter"], row["line"]) for row in rows] == [
        ("one", 1, "a"),
        ("two", 2, "a"),
        ("dead", 3, "b"),
    ]


def test_a_text_is_shown_and_the_displays_answer_is_told(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    assert run(capsys, config, "led", "show", "1", "A007") == (
        Exit.DONE,
        [{"display": "one", "text": "A007", "shown": "A007", "state": "shown"}],
    )
    assert run(capsys, config, "led", "show", "2", "A007")[1][0]["state"] == "sent"


def test_a_display_that_cannot_be_reached_is_exit_1(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, answer = run(capsys, config, "led", "show", "3", "A007")
    assert code == Exit.FAILED
    assert answer[0]["state"] == "unreachable"


def test_a_counter_without_displays_is_told(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, answer = run(capsys, config, "led", "show", "9", "A007")
    assert code == Exit.FAILED
    assert answer["error"]["code"] == "counter_unknown"


def test_every_protocol_matches_its_published_example(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, rows = run(capsys, config, "led", "verify")
    assert code == Exit.DONE
    assert len(rows) >= 16
    assert all(row["ok"] for row in rows)


def test_what_the_system_refuses_is_one_sentence(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    """A file where a folder should be; never a traceback."""
    (config.parent / "file").write_text("", "utf-8")
    out = str(config.parent / "file" / "job.bin")
    words = ["printer", "render", "--printer", "p", "--out", out, "--png", out]
    assert main([*words, "--config", str(config)], environ={}) == Exit.FAILED
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.complains("unexpected")
def test_the_unexpected_is_one_sentence_and_its_traceback_is_in_the_log(
    capsys: pytest.CaptureFixture[str], config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: object) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("motcua.devices.Devices.displays_of", broken)
    assert main(["led", "show", "1", "A007", "--config", str(config)], environ={}) == Exit.FAILED
    said = capsys.readouterr().err
    log = config.parent / "data" / "logs" / "motcua-led.log"
    assert str(log) in said
    assert len(said.splitlines()) == 1
    assert "nobody thought of this" in log.read_text("utf-8")


def test_ctrl_c_is_one_sentence(
    capsys: pytest.CaptureFixture[str], config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("motcua.devices.Devices.displays_of", interrupted)
    assert main(["led", "show", "1", "A007", "--config", str(config)], environ={}) == Exit.FAILED
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_control_character_in_a_name_never_reaches_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    terminal = Terminal(
        texts=Texts("vi"), as_json=False, config=Path("c.toml"), environ={}, program="test"
    )
    terminal.show([], ["A001  Hộ \x1b[2Jtịch\x9b"])
    terminal.complain(["Hộ \x1b[2Jtịch"], code="x")
    assert tuple(capsys.readouterr()) == ("A001  Hộ [2Jtịch\n", "Hộ [2Jtịch\n")


def test_a_file_that_is_not_there_is_told_by_its_name(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(HALL)
    lost = tmp_path / "lost.toml"
    words = ["slip", "import", str(lost), "--config", str(config)]
    assert main(words, environ={}) == Exit.FAILED
    assert str(lost) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "site set --noun abc",
            "--noun: không có lựa chọn “abc”. Cho phép: quay, cua, phong, ban.",
        ),
        ("site set --noun", "--noun: thiếu giá trị đi sau."),
        ("site set --last-call x", "--last-call: “x” không phải số."),
        ("site show --what", "Không hiểu: --what."),
        ("led show", "Còn thiếu: TEXT."),
        (
            "display --screen 0x0",
            "--screen: “0x0” không phải kích thước màn hình; vui lòng ghi chiều rộng x chiều cao "
            "từ 100 đến 9999 điểm ảnh, ví dụ 1080x1920.",
        ),
    ],
)
def test_words_that_no_command_understands_are_refused_in_vietnamese(
    capsys: pytest.CaptureFixture[str], words: str, told: str
) -> None:
    assert main(["--language", "vi", *words.split()], environ={}) == Exit.WRONG_USE
    said = capsys.readouterr().err
    assert said.splitlines()[-1] == told
    assert said.startswith("Cách dùng: motcua ")


@pytest.mark.parametrize(("problems", "head"), [(1, "1 place needs"), (2, "2 places need")])
def test_places_to_correct_are_counted_in_good_english(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, problems: int, head: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_text("".join(f"x{each} = 1\n" for each in range(problems)), "utf-8")
    main(["config", "check", "--language", "en", "--config", str(path)], environ={})
    assert f"{head} correction." in capsys.readouterr().out
