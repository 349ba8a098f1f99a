"""``motcua site`` and ``motcua counter`` as scripts see them."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.clock import SystemClock
from core.ids import new_id
from motcua.cli.entry import main
from motcua.cli.terminal import Exit
from tests.queue_world import SITE, open_program


@pytest.fixture
def config(tmp_path: Path, seeded_sqlite_url: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f'site = "{SITE}"\n[database]\nurl = "{seeded_sqlite_url}"\n', "utf-8")
    return path


@pytest.fixture
def url(seeded_sqlite_url: str) -> str:
    """An SQLite database in which counter 1 is open."""
    program = open_program(seeded_sqlite_url, SystemClock())
    program.queue.open_counter(1, "lan", cmd_id=new_id())
    program.close()
    return seeded_sqlite_url


def run(capsys: pytest.CaptureFixture[str], config: Path, *words: str) -> tuple[int, Any]:
    """The exit code and the JSON answer."""
    code = main([*words, "--json", "--config", str(config)], environ={})
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def test_a_site_is_shown_and_changed(capsys: pytest.CaptureFixture[str], config: Path) -> None:
    code, before = run(capsys, config, "site", "show")
    assert (code, before["noun"], before["last_call"]) == (Exit.DONE, "quay", 3)
    words = ("--noun", "cua", "--reading", "south", "--last-call", "2")
    code, after = run(capsys, config, "site", "set", *words, "--notice-vi", " Nghỉ lễ \n 2/9 ")

    assert code == Exit.DONE
    assert (after["noun"], after["reading"], after["last_call"]) == ("cua", "south", 2)
    assert (after["notice_vi"], after["notice_en"]) == ("Nghỉ lễ 2/9", "")
    assert run(capsys, config, "site", "show") == (Exit.DONE, after)


def test_an_empty_notice_takes_the_old_one_away(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    run(capsys, config, "site", "set", "--notice-en", "Closed on Monday")
    _, shown = run(capsys, config, "site", "set", "--notice-en", "")

    assert shown["notice_en"] == ""


@pytest.mark.parametrize(
    "words", [(), ("--last-call", "1"), ("--last-call", "10"), ("--notice-vi", "x" * 401)]
)
def test_a_wrong_setting_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], config: Path, words: tuple[str, ...]
) -> None:
    code, answer = run(capsys, config, "site", "set", *words)

    assert code == Exit.WRONG_USE
    assert len(answer["error"]["sentences"]) == 1


def test_a_counter_pauses_and_resumes(
    capsys: pytest.CaptureFixture[str], config: Path, url: str
) -> None:
    del url
    code, event = run(capsys, config, "counter", "pause", "1", "--reason", "Ăn trưa")
    assert (code, event["kind"], event["reason"]) == (Exit.DONE, "counter_paused", "Ăn trưa")
    _, lines = run(capsys, config, "counter", "list")
    assert [line["pause"] for line in lines[:2]] == ["Ăn trưa", None]
    assert lines[0]["paused_at"] == event["at"]

    code, event = run(capsys, config, "counter", "resume", "1")
    assert (code, event["kind"]) == (Exit.DONE, "counter_resumed")
    assert run(capsys, config, "counter", "resume", "1")[0] == Exit.NOTHING


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("pause", "1"), "reason_missing"),
        (("pause", "2", "--reason", "Họp"), "counter_not_open"),
        (("pause", "9", "--reason", "Họp"), "counter_unknown"),
        (("resume", "9"), "counter_unknown"),
    ],
)
def test_a_pause_that_cannot_be_is_refused(
    capsys: pytest.CaptureFixture[str], config: Path, url: str, words: tuple[str, ...], fault: str
) -> None:
    del url
    code, answer = run(capsys, config, "counter", *words)

    assert (code, answer["error"]["code"]) == (Exit.FAILED, fault)


def test_people_read_since_when_a_counter_pauses(
    capsys: pytest.CaptureFixture[str], config: Path, url: str
) -> None:
    del url
    run(capsys, config, "counter", "pause", "1", "--reason", "Ăn trưa")
    main(["counter", "list", "--config", str(config), "--language", "vi"], environ={})
    told = capsys.readouterr().out.splitlines()

    assert told[0].startswith("1  Quầy 01")
    assert "tạm dừng từ " in told[0]
    assert told[0].endswith(": Ăn trưa")
    assert told[1].endswith("đã đóng")
