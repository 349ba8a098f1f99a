"""One network printer, several kiosks: it serves one connection at a time, and they take turns."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from core.fault import FaultCode
from core.slip import Slip, TextLine
from hardware.actor import Sharing
from hardware.drivers.escpos_printer import EscposPrinter, EscposSettings
from hardware.frames.slip_canvas import draw_slip
from hardware.frames.slip_type import SlipFonts
from hardware.links.tcp import TcpLink
from hardware.protocols.capabilities import Capabilities
from hardware.protocols.link import LinkDown
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.sim.printer import Answers, SimPrinter, Trouble
from hardware.sim.serve import Server, serve_tcp
from tests.contract.printers import CAPABILITIES, PAPER, Outcomes

SLIPS = 30
PRINTED = (PrintOutcome.PRINTED, None)
WaitUntil = Callable[..., None]


def slip(label: str) -> Slip:
    return Slip(lines=(TextLine(text=label),))


def drawn(label: str) -> bytes:
    return draw_slip(slip(label), PAPER, SlipFonts()).tobytes()


class SharedPrinter:
    """A printer in the network; ``kiosk()`` connects one more kiosk with it."""

    def __init__(self, *, refuses: bool) -> None:
        self.sim = SimPrinter(width=PAPER.width, forgets=True)
        self._open = ExitStack()
        self._server: Server = self._open.enter_context(serve_tcp(self.sim, refuses=refuses))
        self.seen: dict[str, Outcomes] = {}

    def link(self) -> TcpLink:
        return TcpLink("127.0.0.1", self._server.port)

    def stranger(self) -> TcpLink:
        """Another program that is being served, and stays."""
        link = self.link()
        deadline = time.monotonic() + 10.0
        while time.monotonic() < deadline:
            try:
                link.open()
                link.write(b"\x10\x04\x01")
                if link.read(1, 1.0):
                    return link
            except LinkDown:
                continue
        pytest.fail("the printer never had time for a stranger")

    def kiosk(
        self, name: str, *, grace_s: float = 10.0, capabilities: Capabilities = CAPABILITIES
    ) -> EscposPrinter:
        self.seen[name] = Outcomes()
        settings = EscposSettings(
            name=name,
            capabilities=capabilities,
            sharing=Sharing(retry_s=0.02, grace_s=grace_s, refused_s=grace_s),
            # Many slips at once, on a machine that may be busy with other things.
            expiry_s=120.0,
            stranded_s=60.0,
            poll_s=0.3,
            answer_s=0.3,
            turn_s=0.5,
        )
        printer = EscposPrinter(self.link(), settings, on_status=self.seen[name].status)
        self._open.callback(printer.close)
        return printer

    def closes(self, printer: EscposPrinter) -> None:
        """Close ``printer`` at the end of the test."""
        self._open.callback(printer.close)

    def shut_down(self) -> None:
        """Whoever connects is refused from now on."""
        self._server.close()

    def close(self) -> None:
        self._open.close()


@pytest.fixture(params=[False, True], ids=["makes-wait", "refuses"])
def shared(request: pytest.FixtureRequest) -> Iterator[SharedPrinter]:
    """It makes the others wait for their turn, or refuses them meanwhile; both kinds exist."""
    shared = SharedPrinter(refuses=request.param)
    yield shared
    shared.close()


def test_three_kiosks_print_all_their_slips_on_one_printer(shared: SharedPrinter) -> None:
    kiosks = {name: shared.kiosk(name) for name in ("K1", "K2", "K3")}
    labels = [f"{name}-{number:03}" for number in range(SLIPS) for name in kiosks]
    for label in labels:
        name = label[:2]
        kiosks[name].print_slip(slip(label), on_outcome=shared.seen[name].outcome)

    for name in kiosks:
        assert shared.seen[name].wait(SLIPS) == [PRINTED] * SLIPS
        assert {status.fault for status in shared.seen[name].statuses} == {None}
    papers = [paper.tobytes() for paper in shared.sim.papers]
    assert sorted(papers) == sorted(drawn(label) for label in labels)
    assert shared.sim.unknown == ()


def test_no_kiosk_waits_until_another_has_printed_everything(shared: SharedPrinter) -> None:
    first, second = shared.kiosk("K1"), shared.kiosk("K2")
    for number in range(SLIPS):
        first.print_slip(slip(f"K1-{number}"), on_outcome=shared.seen["K1"].outcome)
    second.print_slip(slip("K2-0"), on_outcome=shared.seen["K2"].outcome)
    shared.seen["K2"].wait()

    assert len(shared.seen["K1"].told) < SLIPS
    shared.seen["K1"].wait(SLIPS)


def test_an_idle_kiosk_lets_the_line_go(shared: SharedPrinter) -> None:
    """A program that comes later gets its turn although the kiosk goes on living."""
    shared.kiosk("K1")
    shared.seen["K1"].wait_status(PrinterStatus.READY)
    stranger = shared.stranger()
    stranger.write(b"\x10\x04\x04")

    assert stranger.read(1, 10.0) == b"\x12"
    stranger.close()


def test_a_printer_that_serves_another_is_no_fault_for_a_while(
    shared: SharedPrinter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stranger = shared.stranger()
    printer = shared.kiosk("K1")
    printer.print_slip(slip("K1-0"), on_outcome=shared.seen["K1"].outcome)
    assert printer.look(0.7) is PrinterStatus.UNKNOWN
    stranger.close()

    assert shared.seen["K1"].wait() == [PRINTED]
    assert {status.fault for status in shared.seen["K1"].statuses} == {None}
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


def test_a_printer_that_never_comes_free_is_a_fault_told_once(
    shared: SharedPrinter, caplog: pytest.LogCaptureFixture, wait_until: WaitUntil
) -> None:
    stranger = shared.stranger()
    shared.kiosk("K1", grace_s=0.2)
    wait_until(lambda: shared.seen["K1"].statuses)
    stranger.close()
    shared.seen["K1"].wait_status(PrinterStatus.READY)

    assert len(shared.seen["K1"].statuses) == 2
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1


def test_a_shared_printer_that_is_switched_off_is_told_after_the_grace(
    shared: SharedPrinter,
) -> None:
    shared.sim.power_off()
    printer = shared.kiosk("K1", grace_s=0.2)
    shared.seen["K1"].wait_status(PrinterStatus.UNREACHABLE)
    printer.print_slip(slip("K1-0"), on_outcome=shared.seen["K1"].outcome)
    shared.sim.power_on()

    assert shared.seen["K1"].wait() == [PRINTED]


def test_each_kiosk_learns_of_a_fault_of_the_shared_printer(shared: SharedPrinter) -> None:
    for name in ("K1", "K2"):
        shared.kiosk(name)
    shared.sim.trouble(Trouble.PAPER_OUT)
    for name in ("K1", "K2"):
        shared.seen[name].wait_status(PrinterStatus.PAPER_OUT)
    shared.sim.clear()
    for name in ("K1", "K2"):
        shared.seen[name].wait_status(PrinterStatus.READY)


def _by_default(shared: SharedPrinter) -> tuple[EscposPrinter, Outcomes]:
    """A kiosk with the times that it has in real halls, which knows its printer."""
    seen = Outcomes()
    settings = EscposSettings(name="K1", capabilities=CAPABILITIES, sharing=Sharing())
    printer = EscposPrinter(shared.link(), settings, on_status=seen.status)
    shared.closes(printer)
    seen.wait_status(PrinterStatus.READY)
    return printer, seen


@pytest.mark.parametrize("way", ["off", "silent"])
def test_a_shared_printer_that_has_just_gone_is_told_while_the_citizen_still_looks(
    shared: SharedPrinter, way: str
) -> None:
    """The kiosk's screen stays 8 s: by then the slip has been given up, and can be tried again."""
    printer, seen = _by_default(shared)
    if way == "off":
        shared.shut_down()
    else:
        shared.sim.answer(Answers.MISSING)
    begun = time.monotonic()
    printer.print_slip(slip("K1-0"), on_outcome=seen.outcome)
    ((outcome, fault),) = seen.wait()

    assert outcome is PrintOutcome.NOT_SENT
    assert fault in (FaultCode.PRINTER_UNREACHABLE, FaultCode.PRINTER_NO_ANSWER)
    assert time.monotonic() - begun < 7.5
    gone = PrinterStatus.UNREACHABLE if way == "off" else PrinterStatus.NO_ANSWER
    seen.wait_status(gone)
