"""Printer fixtures: the real driver against the simulated printer, over a real socket and pty."""

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.fault import FaultCode
from core.slip import QrLine, Size, Slip, SpaceLine, TextLine, Weight
from hardware.drivers.escpos_printer import EscposPrinter, EscposSettings
from hardware.frames.escpos import encode
from hardware.frames.slip_canvas import draw_slip
from hardware.frames.slip_paper import paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.links.serial_port import SerialLink
from hardware.links.tcp import TcpLink
from hardware.protocols.capabilities import Capabilities, Confirmation, StatusKind
from hardware.protocols.link import Link
from hardware.protocols.printer import PrinterStatus, PrintOutcome, PrintResult
from hardware.sim.printer import SimPrinter
from hardware.sim.serve import Server, serve_pty, serve_tcp

CAPABILITIES = Capabilities(width_dots=384)
PAPER = paper_for(CAPABILITIES)
# How a printer is asked, and how it proves what it did.
WAYS = {
    "asked": CAPABILITIES,
    "tells": replace(CAPABILITIES, status=StatusKind.AUTOMATIC, confirmation=Confirmation.GS_H),
}
WAIT_S = 15.0
# A pseudo-terminal exists on POSIX only.
LINES = ("tcp", "pty") if os.name == "posix" else ("tcp",)


def small_slip(label: str = "A007") -> Slip:
    """A slip with all that matters on it."""
    return Slip(
        lines=(
            TextLine(text="UBND PHƯỜNG THANH NHÀN", weight=Weight.BOLD),
            TextLine(text=label, size=Size.NUMBER, weight=Weight.BOLD),
            SpaceLine(height_mm=2),
            QrLine(content=f"MC:{label}:20230927:7K2M9QWXTRFA"),
        )
    )


def drawn(label: str) -> bytes:
    """What ``small_slip`` looks like on paper."""
    return draw_slip(small_slip(label), PAPER, SlipFonts()).tobytes()


def job_bytes(label: str, capabilities: Capabilities) -> int:
    """How many bytes a slip has on the line, with the three or more that ask for its proof."""
    return len(encode(small_slip(label), capabilities))


class Outcomes:
    """Waits for the outcomes of slips; each slip's is told apart by its place."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.told: list[tuple[PrintOutcome, FaultCode | None]] = []
        self.statuses: list[PrinterStatus] = []

    def outcome(self, result: PrintResult) -> None:
        with self._changed:
            self.told.append((result.outcome, result.fault))
            self._changed.notify_all()

    def status(self, status: PrinterStatus) -> None:
        with self._changed:
            self.statuses.append(status)
            self._changed.notify_all()

    def wait(self, count: int = 1) -> list[tuple[PrintOutcome, FaultCode | None]]:
        """The first ``count`` outcomes, once they are there."""
        with self._changed:
            enough = self._changed.wait_for(lambda: len(self.told) >= count, WAIT_S)
            assert enough, f"{len(self.told)} of {count} outcomes after {WAIT_S} s"
            return list(self.told)

    def wait_status(self, status: PrinterStatus) -> None:
        """Go on once the last told status is ``status``."""
        with self._changed:
            came = self._changed.wait_for(lambda: self.statuses[-1:] == [status], WAIT_S)
            assert came, f"{self.statuses} never ended in {status}"


class Bench:
    """A simulated printer, its line, and the driver that prints on it."""

    def __init__(
        self, kind: str, folder: Path, capabilities: Capabilities = CAPABILITIES, **sim: Any
    ) -> None:
        self.kind = kind
        self.capabilities = capabilities
        # A serial port stays there when its printer is switched off.
        network = {"forgets": kind == "tcp", "line_dies": kind == "tcp"}
        self.sim = SimPrinter(width=PAPER.width, **(network | sim))
        self.seen = Outcomes()
        self._open = ExitStack()
        self._server: Server | None = None
        self._address = str(folder / "printer")

    def serve(self) -> None:
        """Switch the printer on; again at the same address."""
        if self.kind == "pty":
            self._server = serve_pty(self.sim, Path(self._address)).start()
        else:
            port = 0 if self._address.startswith(os.sep) else int(self._address)
            self._server = serve_tcp(self.sim, port).start()
            self._address = str(self._server.port)

    def switch_off(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    def link(self, write_timeout_s: float = 5.0) -> Link:
        if self.kind == "pty":
            return SerialLink(self._address, baud=115200, write_timeout_s=write_timeout_s)
        return TcpLink("127.0.0.1", int(self._address), write_timeout_s=write_timeout_s)

    def driver(self, link: Link | None = None, **settings: object) -> EscposPrinter:
        """The driver, impatient enough for tests."""
        chosen: dict[str, Any] = {"poll_s": 0.2, "answer_s": 0.2, "confirm_s": 10.0}
        chosen |= {"patience_s": 0.3, "capabilities": self.capabilities}
        printer = EscposPrinter(
            link or self.link(),
            EscposSettings(name="phieu", **(chosen | settings)),
            on_status=self.seen.status,
        )
        self._open.callback(printer.close)
        return printer

    def ready(self, link: Link | None = None, **settings: object) -> EscposPrinter:
        """The same, once the printer has said that it is ready."""
        printer = self.driver(link, **settings)
        self.seen.wait_status(PrinterStatus.READY)
        return printer

    def print(self, printer: EscposPrinter, label: str = "A007") -> None:
        printer.print_slip(small_slip(label), on_outcome=self.seen.outcome)

    def papers(self) -> list[bytes]:
        """The pictures of everything that was cut so far."""
        return [paper.tobytes() for paper in self.sim.papers]

    def close(self) -> None:
        self._open.close()
        self.switch_off()


@pytest.fixture(params=LINES)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """A printer that is switched on, over each kind of line."""
    bench = Bench(request.param, tmp_path)
    bench.serve()
    yield bench
    bench.close()


@pytest.fixture(params=[f"{line}-{way}" for line in LINES for way in WAYS])
def matrix(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """The same for each way of status and proof."""
    line, _, way = request.param.partition("-")
    bench = Bench(line, tmp_path, WAYS[way])
    bench.serve()
    yield bench
    bench.close()
