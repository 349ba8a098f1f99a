"""The simulated printer behind a real socket and a real pseudo-terminal."""

import os
import select
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.sim.printer import Answers, SimPrinter, Trouble
from hardware.sim.serve import Server, serve_pty, serve_tcp
from tests.contract.sim_ear import CONFIRM, CUT, DOT_ROW

WaitUntil = Callable[..., None]
ASK = b"\x10\x04\x01"
READY = b"\x12"
PATIENCE_S = 5.0
HALF = b"\x1dv0\x00\x01\x00\x01\x00"


def client(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), PATIENCE_S)


def ask(line: socket.socket) -> bytes:
    line.sendall(ASK)
    return line.recv(16)


def closed(line: socket.socket) -> bool:
    """Whether the other side has hung up; waits for it."""
    try:
        return line.recv(16) == b""
    except ConnectionError:
        return True


def refused(server: Server) -> bool:
    try:
        client(server).close()
    except ConnectionError:
        return True
    return False


@pytest.fixture
def printer() -> SimPrinter:
    return SimPrinter(width=64, forgets=True)


@pytest.fixture
def server(printer: SimPrinter) -> Iterator[Server]:
    with serve_tcp(printer) as server:
        yield server


def test_a_printer_switched_off_refuses_and_is_there_again_at_its_address(
    printer: SimPrinter, server: Server, wait_until: WaitUntil
) -> None:
    with client(server) as line:
        assert ask(line) == READY
        printer.power_off()
        assert closed(line)
    wait_until(lambda: refused(server))
    printer.power_on()
    wait_until(lambda: not refused(server))
    with client(server) as line:
        assert ask(line) == READY


def test_a_printer_that_nobody_talks_to_can_be_switched_off(
    printer: SimPrinter, server: Server, wait_until: WaitUntil
) -> None:
    printer.power_off()
    wait_until(lambda: refused(server))
    printer.power_on()
    wait_until(lambda: not refused(server))


def test_a_pulled_cable_breaks_the_connection_and_the_held_job_is_printed(
    printer: SimPrinter, server: Server
) -> None:
    printer.trouble(Trouble.COVER_OPEN)
    with client(server) as line:
        line.sendall(DOT_ROW + CUT)
        assert printer.wait_for(lambda sim: sim.state().held > 0)
        printer.unplug()
        assert closed(line)
    printer.clear()
    assert printer.paper_count == 1


def test_a_second_client_waits_until_the_first_has_gone(server: Server) -> None:
    with client(server) as first:
        assert ask(first) == READY
        second = client(server)
        second.sendall(ASK)
        ready, _, _ = select.select([second], [], [], 0.1)
        assert ready == []
    with second:
        assert second.recv(16) == READY


def test_a_printer_may_refuse_a_second_client(printer: SimPrinter, wait_until: WaitUntil) -> None:
    with serve_tcp(printer, refuses=True) as server:
        with client(server) as first:
            assert ask(first) == READY
            assert refused(server)
            assert ask(first) == READY
        wait_until(lambda: not refused(server))


def test_a_connection_that_drops_in_a_picture_leaves_no_half_command_in_the_network(
    printer: SimPrinter, server: Server
) -> None:
    printer.drop_connection_after(len(HALF))
    with client(server) as line:
        line.sendall(HALF + b"\xff" + CUT)
        assert closed(line)
    with client(server) as line:
        line.sendall(DOT_ROW + CUT)
        assert printer.wait_for(lambda sim: sim.paper_count == 1)
    assert [paper.height for paper in printer.papers] == [1]


def test_a_sender_is_held_back_by_a_full_buffer(wait_until: WaitUntil) -> None:
    printer = SimPrinter(width=64, buffer=4096)
    printer.trouble(Trouble.PAPER_OUT)
    job = DOT_ROW * 1_000_000 + CUT
    with serve_tcp(printer) as server, client(server) as line:
        line.settimeout(0.2)
        with pytest.raises(TimeoutError):
            line.sendall(job)
        assert printer.received <= 4096


def test_late_answers_come_over_a_real_line(printer: SimPrinter, server: Server) -> None:
    printer.answer(Answers.LATE, late_ms=100)
    with client(server) as line:
        line.sendall(ASK)
        ready, _, _ = select.select([line], [], [], 0.02)
        assert ready == []
        assert line.recv(16) == READY


def test_a_flood_comes_over_a_real_line(printer: SimPrinter, server: Server) -> None:
    with client(server) as line:
        printer.asb_flood(every_ms=1)
        heard = b""
        while len(heard) < 400:
            heard += line.recv(4096)
        assert set(heard) == {0x10, 0x00}
        printer.asb_flood(None)


def test_a_slow_printer_still_takes_all(printer: SimPrinter, server: Server) -> None:
    printer.slow_to(20_000)
    with client(server) as line:
        line.sendall(DOT_ROW * 200 + CUT + CONFIRM)
        assert line.recv(16) == b"\x00"
    assert printer.papers[0].height == 200


@pytest.mark.parametrize("line_dies", [True, False])
def test_a_serial_port_stays_only_where_the_cable_is_the_port(
    tmp_path: Path, wait_until: WaitUntil, line_dies: bool
) -> None:
    """POSIX has the pseudo-terminal for it; elsewhere the door itself says that there is none."""
    printer, link = SimPrinter(width=64, line_dies=line_dies), tmp_path / "printer"
    if os.name != "posix":
        with pytest.raises(OSError, match="POSIX"):
            serve_pty(printer, link)
        return
    with serve_pty(printer, link):
        wait_until(link.is_symlink)
        printer.power_off()
        wait_until(lambda: link.is_symlink() is not line_dies)
        printer.power_on()
        wait_until(link.is_symlink)
        wait_until(lambda: _answers(link))


def _answers(link: Path) -> bool:
    try:
        with link.open("r+b", buffering=0) as port:
            port.write(ASK)
            ready, _, _ = select.select([port], [], [], 0.5)
            return bool(ready) and port.read(1) == READY
    except OSError:  # the port is being made
        return False
