"""Every kind of line: says what went through, has a deadline on everything, fails in one way."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.links.file import FileLink
from hardware.links.serial_port import SerialLink
from hardware.links.tcp import TcpLink
from hardware.protocols.link import Link, LinkDown
from hardware.sim.serve import Line, Server, serve_pty, serve_tcp

KINDS = ("tcp", "serial", "serial-socket") if os.name == "posix" else ("tcp", "serial-socket")
PAUSE = threading.Event()


class Echo:
    """Sends everything back in capitals; stops taking bytes on order."""

    def __init__(self) -> None:
        self.line: Line | None = None
        self.heard = b""
        self.deaf = False
        self.mute = False
        self.hangs_up = False

    def attach(self, line: Line) -> None:
        self.line = line

    def detach(self) -> None:
        self.line = None

    def room(self) -> int:
        return 0 if self.deaf else 1024

    def feed(self, data: bytes) -> None:
        assert self.line is not None
        self.heard += data
        if not self.mute:
            self.line.send(data.upper())
        if self.hangs_up:
            self.line.hang_up()

    def tick(self) -> float | None:
        return None


class Far:
    """The far end of a line, and the way to it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.echo = Echo()
        self.kind = kind
        self.server: Server
        if kind == "serial":
            self.server = serve_pty(self.echo, folder / "port").start()
        else:
            self.server = serve_tcp(self.echo).start()
        self.address = self.server.address

    def link(self) -> Link:
        if self.kind == "tcp":
            return TcpLink("127.0.0.1", self.server.port, write_timeout_s=0.3)
        if self.kind == "serial":
            return SerialLink(self.address, write_timeout_s=0.3)
        return SerialLink(f"socket://{self.address}", write_timeout_s=0.3)


@pytest.fixture(params=KINDS)
def far(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Far]:
    far = Far(request.param, tmp_path)
    yield far
    far.server.close()


@pytest.fixture
def link(far: Far) -> Iterator[Link]:
    link = far.link()
    link.open()
    yield link
    link.close()


def test_bytes_go_out_and_come_back(link: Link) -> None:
    link.write(b"a007")
    assert link.read(4, 5) == b"A007"


def test_reading_ends_at_its_deadline_with_what_is_there(link: Link) -> None:
    link.write(b"a0")
    assert link.read(4, 0.3) == b"A0"
    assert link.read(4, 0) == b""


def test_a_line_can_be_closed_twice_and_opened_again(link: Link) -> None:
    link.close()
    link.close()
    link.open()
    link.write(b"b")
    assert link.read(1, 5) == b"B"


def test_a_closed_line_refuses_to_work(far: Far) -> None:
    link = far.link()
    with pytest.raises(LinkDown, match="not open"):
        link.write(b"a")
    with pytest.raises(LinkDown, match="not open"):
        link.read(1, 0)


def keep_writing(link: Link) -> None:
    """Write until the line says that it is down; some take a while to notice."""
    for _ in range(2000):
        link.write(b"x" * 65_536)
        PAUSE.wait(0.001)


def keep_reading(link: Link) -> None:
    for _ in range(100):
        link.read(10, 0.1)


def test_a_device_that_takes_nothing_is_down_after_the_deadline(link: Link, far: Far) -> None:
    far.echo.deaf = far.echo.mute = True
    with pytest.raises(LinkDown):
        keep_writing(link)


def test_a_pulled_plug_is_told_while_reading(link: Link, far: Far) -> None:
    far.echo.hangs_up = True
    link.write(b"x")
    with pytest.raises(LinkDown):
        keep_reading(link)


def test_a_pulled_plug_is_told_while_writing(link: Link, far: Far) -> None:
    far.server.close()
    with pytest.raises(LinkDown):
        keep_writing(link)


@pytest.mark.usefixtures("link")
def test_a_second_program_does_not_get_the_port(far: Far) -> None:
    """Serial ports are ours alone; whether a TCP device takes two clients is its own affair."""
    if far.kind == "serial":
        with pytest.raises(LinkDown):
            far.link().open()


def test_a_line_that_is_not_there_is_down(tmp_path: Path) -> None:
    for absent in (
        SerialLink(str(tmp_path / "ttyUSB9")),
        TcpLink("127.0.0.1", 1, connect_timeout_s=1),
        FileLink(tmp_path / "no" / "folder"),
    ):
        with pytest.raises(LinkDown):
            absent.open()


def test_a_file_keeps_every_byte_and_never_answers(tmp_path: Path) -> None:
    link = FileLink(tmp_path / "job.bin")
    for part in (b"one", b"two"):
        link.open()
        link.write(part)
        assert link.read(1, 5) == b""
        link.close()

    assert (tmp_path / "job.bin").read_bytes() == b"onetwo"


@pytest.mark.parametrize(
    ("sent", "said", "safe"), [(0, True, True), (0, False, False), (5, True, False)]
)
def test_sending_again_is_safe_only_when_nothing_can_have_left(
    sent: int, said: bool, safe: bool
) -> None:
    assert LinkDown("pulled", sent=sent, untouched=said).untouched is safe


# What each system calls it; those that it does not have are left out.
WATCHES = {
    "TCP_KEEPIDLE": 1,
    "TCP_KEEPINTVL": 1,
    "TCP_KEEPCNT": 3,
    "TCP_USER_TIMEOUT": 3_000,
}


def watches(line: socket.socket) -> dict[str, int]:
    options = {name: getattr(socket, name, None) for name in WATCHES}
    return {
        name: line.getsockopt(socket.IPPROTO_TCP, option)
        for name, option in options.items()
        if option is not None
    }


def opened_by(link: TcpLink | SerialLink) -> socket.socket:
    """The very socket that the link talks through."""
    link.open()
    port = getattr(link, "_serial", None)
    line = getattr(link if port is None else port, "_socket", None)
    assert isinstance(line, socket.socket)
    return line


@pytest.mark.parametrize("kind", ["tcp", "serial-socket"])
def test_a_cut_cable_to_a_serial_server_shows_within_seconds(kind: str) -> None:
    with serve_tcp(Echo()) as server:
        link = (
            TcpLink("127.0.0.1", server.port, lost_after_s=3)
            if kind == "tcp"
            else SerialLink(f"socket://{server.address}", lost_after_s=3)
        )
        line = opened_by(link)
        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        there = watches(line)
        assert there == {name: value for name, value in WATCHES.items() if name in there}
        link.close()


def test_a_printer_without_paper_for_minutes_is_not_taken_for_gone() -> None:
    with serve_tcp(Echo()) as server:
        link = TcpLink("127.0.0.1", server.port)
        assert watches(opened_by(link)).get("TCP_USER_TIMEOUT", 0) == 0
        link.close()
