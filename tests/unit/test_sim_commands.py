"""Simulated devices as programs of their own, spoken to over their line."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from hardware.frames.presets import load_presets
from hardware.frames.template import Values
from hardware.links.serial_port import SerialLink
from hardware.links.tcp import TcpLink
from hardware.protocols.link import LinkDown
from motcua.cli import sim_led
from tests.conftest import WaitUntil

ROOT = Path(__file__).parents[2]


class Program:
    """``motcua …`` running beside us; every line that it says is JSON."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def says(self) -> Any:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def order(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()


@contextmanager
def motcua(folder: Path, *words: str) -> Iterator[Program]:
    command = [sys.executable, "-m", "motcua", "--json", *words]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield Program(process)
        finally:
            process.terminate()


def test_a_simulated_display_shows_what_it_is_sent(tmp_path: Path) -> None:
    dialect = load_presets()["dm56a04"].dialect
    frame = dialect.frame(Values(addr=2, text="A007"))
    words = ("sim", "led", "--protocol", "modbus:dm56a04", "--address", "1", "2", "--tcp", "0")
    with motcua(tmp_path, *words) as sim:
        host, _, port = sim.says()["address"].rpartition(":")
        link = TcpLink(host, int(port))
        link.open()
        link.write(frame)
        assert sim.says() == {"shown": {"1": "", "2": "A007"}}
        assert len(link.read(8, 5.0)) == 8
        sim.order("silent 2")
        assert sim.says() == {"order": ["silent", "2"], "taken": True}
        link.write(frame)
        assert link.read(8, 0.3) == b""
        sim.order("dance")
        assert sim.says()["taken"] is False
        link.close()


def test_a_simulated_display_behind_a_virtual_serial_port(tmp_path: Path) -> None:
    port = tmp_path / "led"
    frame = load_presets()["qsystem"].dialect.frame(Values(addr=33, text="A12"))
    words = ("sim", "led", "--protocol", "template:qsystem", "--address", "33", "--pty", str(port))
    with motcua(tmp_path, *words) as sim:
        assert sim.says() == {"address": str(port)}
        link = SerialLink(str(port))
        link.open()
        link.write(frame)
        assert sim.says() == {"shown": {"33": "A12"}}
        link.close()


def test_a_simulated_printer_makes_a_picture_of_each_paper(tmp_path: Path) -> None:
    with motcua(tmp_path, "sim", "printer", "--tcp", "0", "--out", "papers") as sim:
        host, _, port = sim.says()["address"].rpartition(":")
        link = TcpLink(host, int(port))
        link.open()
        link.write(b"\x1dv0\x00\x48\x00\x08\x00" + b"\xff" * 72 * 8 + b"\x1dV\x00")
        paper = tmp_path / sim.says()["paper"]
        link.close()
        with Image.open(paper) as picture:
            assert picture.width == 576


def test_a_simulated_printer_runs_out_of_paper_on_order(tmp_path: Path) -> None:
    with motcua(tmp_path, "sim", "printer", "--tcp", "0") as sim:
        host, _, port = sim.says()["address"].rpartition(":")
        sim.order("paper_out")
        assert sim.says()["taken"] is True
        link = TcpLink(host, int(port))
        link.open()
        link.write(b"\x10\x04\x04")
        assert link.read(1, 5.0)[0] & 0x60 == 0x60
        link.close()


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with motcua(tmp_path, "sim", "printer", "--tcp", "0") as first:
        port = first.says()["address"].rpartition(":")[2]
        with motcua(tmp_path, "sim", "printer", "--tcp", port) as second:
            assert second.says()["error"]["code"] == "system"
            assert second.process.wait(30) == 1


def test_an_unknown_protocol_is_wrong_use(tmp_path: Path) -> None:
    with motcua(tmp_path, "sim", "led", "--protocol", "morse", "--tcp", "0") as sim:
        assert sim.says()["error"]["code"] == "wrong_use"
        assert sim.process.wait(30) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("printer", "--tcp", "99999"),
        ("printer", "--tcp", "-1"),
        ("led", "--protocol", "qsystem", "--tcp", "65536"),
        ("printer", "--tcp", "0", "--width", "0"),
        ("printer", "--tcp", "0", "--width", "9999"),
        ("printer", "--tcp", "0", "--buffer", "1"),
        ("printer", "--tcp", "0", "--motion-unit", "0"),
    ],
)
def test_a_number_out_of_range_is_wrong_use_and_names_the_range(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    with motcua(tmp_path, "sim", *words) as sim:
        error = sim.says()["error"]
        assert (error["code"], len(error["sentences"])) == ("wrong_use", 1)
        assert words[-2] in error["sentences"][0]
        assert words[-1] in error["sentences"][0]
        assert sim.process.wait(30) == 2


def test_each_paper_is_told_with_its_code_and_its_letters(tmp_path: Path) -> None:
    code = b"\x1d(k\x0a\x001P0MC:A007\x1d(k\x03\x001Q0"
    with motcua(tmp_path, "sim", "printer", "--tcp", "0", "--width", "384") as sim:
        link = _open(sim)
        link.write(b"A007\n" + code + b"\x1dV\x00" + b"\x1dr\x01")
        told = sim.says()
        assert link.read(1, 5.0) == b"\x00"
        link.close()
    assert (told["number"], told["width"], told["codes"]) == (1, 384, ["MC:A007"])
    assert told["letters"] == ["A007"]
    with Image.open(tmp_path / told["paper"]) as picture:
        assert picture.size == (384, told["rows"])


ORDERS = (
    *("paper_out", "near_end", "cover_open", "offline", "cutter", "clear", "clear cutter"),
    *("jam", "paper 200", "slow 960", "slow 0", "stall", "drop 500", "flood 5", "flood 0"),
    *("answer late 500", "answer double", "answer missing", "answer garbage", "answer right"),
    *("take", "retract", "tear", "unplug", "plug", "off", "on"),
)


def test_every_order_of_the_list_is_taken_and_no_other(tmp_path: Path) -> None:
    with motcua(tmp_path, "sim", "printer", "--tcp", "0") as sim:
        sim.says()
        for order in ORDERS:
            sim.order(order)
            assert sim.says() == {"order": order.split(), "taken": True}
        for order in ("clear everything", "paper", "paper x", "answer never", "answer late x"):
            sim.order(order)
            assert sim.says()["taken"] is False


def test_options_make_another_printer(tmp_path: Path) -> None:
    options = ("--clone", "--gs-h", "yes", "--presenter", "--keep-parser", "--motion-unit", "0.5")
    with motcua(tmp_path, "sim", "printer", "--tcp", "0", *options) as sim:
        link = _open(sim)
        link.write(b"\x1dv0\x00\x01\x00\x01\x00")
        link.close()
        link.open()
        link.write(b"\xff\x1bJ\x14\x1dV\x00" + b"\x1d(H\x06\x0000A007")
        assert sim.says()["rows"] == 11
        assert link.read(7, 5.0) == b"\x37\x22A007\x00"
        link.write(b"\x10\x04\x14")
        assert link.read(6, 5.0) == b"\x10\x0f\x20\x00\x00\x00"
        link.close()


def test_a_printer_without_status_stays_silent(tmp_path: Path) -> None:
    with motcua(tmp_path, "sim", "printer", "--tcp", "0", "--no-status") as sim:
        link = _open(sim)
        link.write(b"\x10\x04\x01" + b"\x1dr\x01" + b"A\n\x1dV\x00")
        assert sim.says()["letters"] == ["A"]
        assert link.read(1, 0.1) == b""
        link.close()


def _open(sim: Program) -> TcpLink:
    host, _, port = sim.says()["address"].rpartition(":")
    link = TcpLink(host, int(port))
    link.open()
    return link


def test_a_simulated_main_board_shows_row_by_row(tmp_path: Path) -> None:
    dialect = load_presets()["text_card"].dialect
    words = ("sim", "led", "--protocol", "modbus:text_card", "--rows", "2", "--tcp", "0")
    with motcua(tmp_path, *words) as sim:
        host, _, port = sim.says()["address"].rpartition(":")
        link = TcpLink(host, int(port))
        link.open()
        link.write(dialect.frame(Values(addr=1, row=2, text="C003 Q5")))
        assert sim.says() == {"shown": {"1#1": "", "1#2": "C003 Q5"}}
        link.close()


def opens(link: TcpLink) -> bool:
    """Whether someone lets us in now."""
    try:
        link.open()
    except LinkDown:
        return False
    link.close()
    return True


def test_an_unplugged_line_stays_away_until_it_is_plugged_in(
    tmp_path: Path, wait_until: WaitUntil
) -> None:
    words = ("sim", "led", "--protocol", "modbus:dm56a04", "--tcp", "0")
    with motcua(tmp_path, *words) as sim:
        host, _, port = sim.says()["address"].rpartition(":")
        link = TcpLink(host, int(port))
        sim.order("unplug")
        assert sim.says()["taken"] is True
        wait_until(lambda: not opens(link), what="the door is shut")
        sim.order("plug")
        assert sim.says()["taken"] is True
        wait_until(lambda: opens(link), what="the door is open")


def test_every_order_for_displays_is_understood(tmp_path: Path) -> None:
    words = ("sim", "led", "--protocol", "template:qsystem", "--address", "36", "--tcp", "0")
    with motcua(tmp_path, *words) as sim:
        sim.says()
        orders = [order.replace("N", "36") for order in sim_led.ORDERS.split(", ")]
        for order in orders:
            sim.order(order)
            assert sim.says() == {"order": order.split(), "taken": True}


@pytest.mark.parametrize(
    "words",
    [
        ("--protocol", "modbus:dm56a04", "--rows", "2"),
        ("--protocol", "modbus:text_card", "--rows", "3"),
        ("--protocol", "template:qsystem", "--address", "7"),
        ("--protocol", "modbus:dm56a04", "--places", "0"),
    ],
)
def test_displays_that_a_protocol_does_not_have_are_wrong_use(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    with motcua(tmp_path, "sim", "led", "--tcp", "0", *words) as sim:
        error = sim.says()["error"]
        assert (error["code"], len(error["sentences"])) == ("wrong_use", 1)
        assert words[-1] in error["sentences"][0]
