"""``motcua printer …`` as scripts and technicians see it."""

import io
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from hardware.protocols.usb_identity import UsbIdentity
from hardware.sim.firmware import EPSON
from hardware.sim.printer import Answers, SimPrinter, Trouble
from hardware.sim.serve import Server, serve_tcp
from motcua.cli.entry import main
from motcua.cli.printer_find import PluggedIn, rows_of
from motcua.cli.terminal import Exit
from motcua.settings import load_settings

HALL = """
language = "en"
[kiosk]
printer = "p"
[printer.p]
link = { kind = "sim" }
fallback = "dead"
nv_graphics = true
native_qr = true
code_page = { alphabet = "tcvn3", page = 49, capitals_page = 50 }
[printer.dead]
link = { kind = "tcp", host = "127.0.0.1", port = 1 }
[printer.plain]
profile = "generic-58"
link = { kind = "file", path = "job.bin" }
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(HALL, "utf-8")
    return path


@pytest.fixture
def far() -> Iterator[tuple[SimPrinter, Server]]:
    """A simulated printer in the network."""
    printer = SimPrinter(width=576)
    with serve_tcp(printer) as server:
        yield printer, server


def run(capsys: pytest.CaptureFixture[str], config: Path, *words: str) -> tuple[int, Any]:
    """The exit code and the JSON answer."""
    code = main(["printer", *words, "--json", "--config", str(config)], environ={})
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def say(capsys: pytest.CaptureFixture[str], config: Path, *words: str) -> tuple[int, str]:
    """The exit code and what people read."""
    code = main(["printer", *words, "--config", str(config)], environ={})
    return code, capsys.readouterr().out


def test_printers_are_listed_with_what_they_are_and_how_they_are_reached(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, rows = run(capsys, config, "list")
    assert code == Exit.DONE
    p, dead, plain = rows
    assert (p["profile"], p["level"], p["paper_width_dots"]) == ("generic-80", "raster", 576)
    assert (p["fallback"], p["kiosk"], p["shared"]) == ("dead", True, False)
    assert dead["link"] == {"kind": "tcp", "host": "127.0.0.1", "port": 1}
    assert dead["shared"]
    assert (plain["paper_width_dots"], plain["status"]) == (384, "none")

    code, told = say(capsys, config, "list")
    assert "tcp 127.0.0.1 1" in told
    assert f"file {config.parent / 'job.bin'}" in told


def test_a_printer_tells_its_status_answer_by_answer_and_its_spares_too(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, answer = run(capsys, config, "status", "p")
    assert code == Exit.DONE
    assert (answer["status"], answer["can_print"], answer["fault"]) == ("ready", True, None)
    assert answer["answers"] == {"1": "12", "2": "12", "3": "12", "4": "12"}
    assert answer["facts"] == ["on_line", "cover_closed", "no_error", "paper_there"]
    (spare,) = answer["spares"]
    assert (spare["name"], spare["status"]) == ("dead", "unreachable")
    assert "127.0.0.1:1" in spare["reason"]


def network(config: Path, server: Server) -> None:
    """The one printer of the file is ``server``."""
    host, port = server.address.split(":")
    config.write_text(
        f'language = "en"\n[printer.net]\nlink = {{ kind = "tcp", host = "{host}", port = {port} }}'
    )


def test_what_is_wrong_with_a_printer_is_told_in_words(
    capsys: pytest.CaptureFixture[str], config: Path, far: tuple[SimPrinter, Server]
) -> None:
    printer, server = far
    network(config, server)
    printer.trouble(Trouble.PAPER_OUT)
    code, told = say(capsys, config, "status", "net")
    assert code == Exit.FAILED
    assert "net: out of paper" in told
    assert "takes no orders" in told
    assert "Please put in" in told or "new roll" in told

    printer.clear()
    printer.trouble(Trouble.NEAR_END)
    code, answer = run(capsys, config, "status", "net")
    assert code == Exit.DONE
    assert (answer["status"], "paper_near_end" in answer["facts"]) == ("near_end", True)


def test_a_printer_that_is_never_asked_is_not_known(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, answer = run(capsys, config, "status", "plain")
    assert code == Exit.DONE
    assert (answer["status"], answer["answers"]) == ("unknown", {})
    assert (config.parent / "job.bin").read_bytes() == b""


def test_a_printer_that_cannot_be_reached_is_exit_1(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, answer = run(capsys, config, "status", "dead")
    assert code == Exit.FAILED
    assert answer["fault"] == "printer_unreachable"


@pytest.mark.parametrize("word", ["status", "test", "store-logo"])
def test_a_printer_that_is_not_configured_is_told(
    capsys: pytest.CaptureFixture[str], config: Path, word: str
) -> None:
    code, answer = run(capsys, config, word, "none")
    assert code == Exit.FAILED
    assert answer["error"]["code"] == "printer_missing"


def test_the_test_page_is_printed_and_uses_no_number(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, answer = run(capsys, config, "test", "p")
    assert code == Exit.DONE
    assert answer["outcome"] == "printed"
    assert answer["before"]["status"] == "ready"
    with Image.open(answer["papers"][0]) as paper:
        assert paper.width == 576
        codes = [found.text for found in zxingcpp.read_barcodes(paper.convert("L"))]
    assert codes == ["MC:A007", "MC:A007"]
    assert not (config.parent / "data" / "motcua.db").exists()


def test_answers_become_lines_that_the_configuration_takes(
    capsys: pytest.CaptureFixture[str], config: Path, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('width = 512\nmotion = "half"\nqr = "Yes"\nletters = "b"\ncutter = "full"')
    code, answer = run(capsys, config, "test", "p", "--answers", str(answers))
    assert code == Exit.DONE
    assert answer["settings"] == [
        "paper_width_dots = 512",
        "motion_unit = 0.5",
        "native_qr = true",
        'code_page = {alphabet = "tcvn3", page = 49, capitals_page = 50}',
        'cutter = "full"',
        '# level = "text"',
    ]
    lines = "\n".join(line.removeprefix("# ") for line in answer["settings"])
    config.write_text(f'[printer.p]\nlink = {{ kind = "sim" }}\n{lines}')
    assert load_settings(config).printer["p"].paper_width_dots == 512


class Keyboard(io.StringIO):
    """A person at a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_person_is_asked_what_is_on_the_paper(
    capsys: pytest.CaptureFixture[str], config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A typing error is asked again, an empty line says nothing, and the end ends it."""
    monkeypatch.setattr("sys.stdin", Keyboard("5\n576\n\nno\n"))
    code, told = say(capsys, config, "test", "p")
    assert code == Exit.DONE
    assert "There is no answer “5”. Possible: 384, 420, " in told
    assert told.rstrip().endswith("paper_width_dots = 576\ndouble_raster = false")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("widht = 576", ["There is no question “widht”", "width, motion"]),
        ("width = 500", ["There is no answer “500”", "width: 384, 420"]),
        ("width =", ["cannot be read"]),
    ],
)
def test_answers_that_cannot_be_are_refused_before_anything_is_printed(
    capsys: pytest.CaptureFixture[str], config: Path, text: str, words: list[str]
) -> None:
    answers = config.parent / "answers.toml"
    answers.write_text(text)
    code, answer = run(capsys, config, "test", "p", "--answers", str(answers))
    assert code == Exit.WRONG_USE
    (sentence,) = answer["error"]["sentences"]
    assert [word for word in words if word not in sentence] == []
    assert not (config.parent / "data" / "papers").exists()


def test_a_logo_is_stored_where_there_is_a_memory_for_it(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, answer = run(capsys, config, "store-logo", "p")
    assert (code, answer["outcome"]) == (Exit.DONE, "printed")
    code, answer = run(capsys, config, "store-logo", "plain")
    assert code == Exit.WRONG_USE
    assert answer["error"]["code"] == "lacks_nv_graphics"


@pytest.mark.parametrize("level", ["raster", "mixed", "text"])
def test_a_slip_is_rendered_as_bytes_and_picture(
    capsys: pytest.CaptureFixture[str], config: Path, pictures: Path, level: str
) -> None:
    """At each level the picture is what comes out of the printer; its code can be read."""
    job, png = config.parent / "out" / "job.bin", pictures / f"printer-test-slip-{level}.png"
    files = ["--out", str(job), "--png", str(png)]
    code, answer = run(capsys, config, "render", "--printer", "p", "--level", level, *files)
    assert code == Exit.DONE
    assert answer["level"] == level
    assert answer["bytes"] == len(job.read_bytes()) > 300
    with Image.open(png) as picture:
        assert picture.size == (answer["width"], answer["height"])
        assert picture.width == 576
        (found,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert found.text.startswith("MC:")


def test_the_picture_of_a_raster_is_what_a_printer_makes_of_the_bytes(
    capsys: pytest.CaptureFixture[str], config: Path, tmp_path: Path
) -> None:
    job, png = tmp_path / "job.bin", tmp_path / "slip.png"
    run(capsys, config, "render", "--printer", "p", "--out", str(job), "--png", str(png))
    printer = SimPrinter(width=576)
    printer.feed(job.read_bytes())
    with Image.open(png) as picture:
        assert printer.papers[0].crop(picture.getbbox()).tobytes() == picture.tobytes()


@pytest.mark.parametrize(
    ("printer", "level", "code", "error"),
    [
        ("plain", "text", Exit.WRONG_USE, "lacks_code_page"),
        ("none", "raster", Exit.FAILED, "printer_missing"),
    ],
)
def test_what_cannot_be_rendered_is_told(
    capsys: pytest.CaptureFixture[str],
    config: Path,
    printer: str,
    level: str,
    code: Exit,
    error: str,
) -> None:
    files = ["--out", str(config.parent / "j"), "--png", str(config.parent / "p.png")]
    found, answer = run(capsys, config, "render", "--printer", printer, "--level", level, *files)
    assert (found, answer["error"]["code"]) == (code, error)
    assert not (config.parent / "j").exists()


def test_what_is_plugged_in_comes_with_a_line_that_the_configuration_takes(tmp_path: Path) -> None:
    clone = UsbIdentity(vendor=0x1A86, product=0x7523)
    there = PluggedIn(
        serial=["COM1", "COM3", "COM4", "COM5"],
        usb_serial={
            "COM3": clone,
            "COM4": clone,
            "COM5": UsbIdentity(vendor=0x0403, product=0x6001, serial="FT1"),
        },
        usb_lp={"lp0": UsbIdentity(vendor=0x04B8, product=0x0E15, serial="X")},
        windows=["XP-80C"],
        cups=["thermal"],
    )
    rows = rows_of(there)
    assert [(row["kind"], row["name"], row["identity"]) for row in rows] == [
        ("serial", "COM1", None),
        ("serial", "COM3", None),  # two of them say the same of themselves
        ("serial", "COM4", None),
        ("serial", "COM5", "usb:0403:6001:FT1"),
        ("usblp", "/dev/usb/lp0", "usb:04b8:0e15:X"),
        ("windows", "XP-80C", None),
        ("cups", "thermal", None),
    ]
    config = tmp_path / "config.toml"
    config.write_text(
        "\n".join(f"[printer.p{place}]\n{row['config']}" for place, row in enumerate(rows))
    )
    assert len(load_settings(config).printer) == len(rows)


def test_finding_looks_at_this_machine(capsys: pytest.CaptureFixture[str], config: Path) -> None:
    """Whatever is plugged in here: an answer, and no error."""
    code, rows = run(capsys, config, "find")
    assert code == (Exit.DONE if rows else Exit.NOTHING)


@pytest.fixture
def on_paper(config: Path, far: tuple[SimPrinter, Server]) -> SimPrinter:
    """The printer in the network that the file names."""
    printer, server = far
    network(config, server)
    return printer


def test_a_printer_that_answers_nothing_is_no_printer_that_can_print(
    capsys: pytest.CaptureFixture[str], config: Path, on_paper: SimPrinter
) -> None:
    on_paper.answer(Answers.MISSING)
    code, answer = run(capsys, config, "status", "net")

    assert code == Exit.FAILED
    assert (answer["status"], answer["can_print"]) == ("no_answer", False)


def test_a_printer_that_answers_nothing_gets_the_test_page_all_the_same(
    capsys: pytest.CaptureFixture[str], config: Path, on_paper: SimPrinter
) -> None:
    on_paper.answer(Answers.MISSING)
    begun = time.monotonic()
    code, told = say(capsys, config, "test", "net")

    assert code == Exit.DONE
    assert "did not answer" in told
    assert told.rstrip().endswith('status = "none"\nconfirmation = "none"')
    assert on_paper.wait_for(lambda printer: printer.paper_count >= 1)
    assert time.monotonic() - begun < 30.0


def test_a_printer_that_proves_nothing_gets_the_test_page_all_the_same(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    printer = SimPrinter(width=576, firmware=replace(EPSON, gs_r=False, gs_h=False))
    with serve_tcp(printer) as server:
        network(config, server)
        code, answer = run(capsys, config, "test", "net")
        assert code == Exit.DONE
        assert answer["settings"] == ['confirmation = "none"']
        assert printer.wait_for(lambda printer: printer.paper_count >= 1)
