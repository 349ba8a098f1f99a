"""A printer and its spare: each slip comes out exactly once, on one of them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from core.fault import FaultCode
from core.slip import Slip, TextLine
from hardware.drivers.escpos_printer import EscposPrinter, EscposSettings
from hardware.drivers.printer_chain import PrinterChain
from hardware.frames.slip_canvas import draw_slip
from hardware.frames.slip_type import SlipFonts
from hardware.links.tcp import TcpLink
from hardware.protocols.printer import (
    OnBegun,
    OnOutcome,
    OnStatus,
    Printer,
    PrinterStatus,
    PrintOutcome,
    PrintResult,
    ignore_begun,
)
from hardware.sim.printer import Answers, SimPrinter, Trouble
from hardware.sim.serve import Server, serve_tcp
from tests.contract.printers import CAPABILITIES, PAPER, WAIT_S, Outcomes

WaitUntil = Callable[..., None]


def slip(label: str) -> Slip:
    return Slip(lines=(TextLine(text=label),))


def drawn(label: str) -> bytes:
    return draw_slip(slip(label), PAPER, SlipFonts()).tobytes()


class Pair:
    """Two simulated printers, ``first`` and ``spare``, as one chain."""

    def __init__(self) -> None:
        self.sims = {name: SimPrinter(width=PAPER.width) for name in ("first", "spare")}
        self.each: list[tuple[str, PrinterStatus]] = []
        self.whole = Outcomes()
        self.results: list[PrintResult] = []
        self._came = threading.Condition()
        self.open = ExitStack()
        self.chain: PrinterChain | None = None

    def start(self, *, expiry_s: float = 0.3) -> PrinterChain:
        servers = {name: self.open.enter_context(serve_tcp(sim)) for name, sim in self.sims.items()}

        def make(name: str, server: Server, tell: OnStatus) -> Printer:
            def tell_both(status: PrinterStatus) -> None:
                self.each.append((name, status))
                tell(status)

            settings = EscposSettings(
                name=name,
                capabilities=CAPABILITIES,
                expiry_s=expiry_s,
                stranded_s=expiry_s,
                poll_s=0.2,
                answer_s=0.1,
                patience_s=0.2,
                confirm_s=5.0,
            )
            link = TcpLink("127.0.0.1", server.port)
            return EscposPrinter(link, settings, on_status=tell_both)

        makers = [partial(make, name, server) for name, server in servers.items()]
        self.chain = PrinterChain(makers, on_status=self.whole.status)
        self.open.callback(self.chain.close)
        return self.chain

    def know(self, wait_until: WaitUntil, first: PrinterStatus, spare: PrinterStatus) -> None:
        """Go on once both members have told this."""
        wanted = {"first": first, "spare": spare}
        wait_until(lambda: dict(self.each) == wanted)

    def outcome(self, result: PrintResult) -> None:
        with self._came:
            self.results.append(result)
            self._came.notify_all()

    def print(self, label: str) -> PrintResult:
        """Print, and wait for what became of it."""
        assert self.chain is not None
        count = len(self.results) + 1
        self.chain.print_slip(slip(label), on_outcome=self.outcome)
        with self._came:
            assert self._came.wait_for(lambda: len(self.results) >= count, WAIT_S)
        return self.results[-1]

    def papers(self, name: str) -> list[bytes]:
        return [paper.tobytes() for paper in self.sims[name].papers]


@pytest.fixture
def pair() -> Iterator[Pair]:
    pair = Pair()
    yield pair
    pair.open.close()


def result(outcome: PrintOutcome, printer: str, fault: FaultCode | None = None) -> PrintResult:
    return PrintResult(outcome=outcome, printer=printer, fault=fault)


READY, PAPER_OUT = PrinterStatus.READY, PrinterStatus.PAPER_OUT


def test_the_first_prints_as_long_as_it_can(pair: Pair, wait_until: WaitUntil) -> None:
    pair.start()
    pair.know(wait_until, READY, READY)

    assert pair.print("A007") == result(PrintOutcome.PRINTED, "first")
    assert (pair.papers("first"), pair.papers("spare")) == ([drawn("A007")], [])


def test_the_spare_takes_over_when_the_first_is_known_to_be_out_of_paper(
    pair: Pair, wait_until: WaitUntil
) -> None:
    pair.sims["first"].trouble(Trouble.PAPER_OUT)
    chain = pair.start()
    pair.know(wait_until, PAPER_OUT, READY)

    assert pair.print("A007") == result(PrintOutcome.PRINTED, "spare")
    assert chain.status() is READY
    assert (pair.papers("first"), pair.papers("spare")) == ([], [drawn("A007")])


def test_the_spare_takes_over_when_the_first_turns_out_to_be_out_of_paper(
    pair: Pair, wait_until: WaitUntil
) -> None:
    """Its trouble is so young that only the question before the slip finds it."""
    pair.start(expiry_s=5.0)
    pair.know(wait_until, READY, READY)
    pair.sims["first"].trouble(Trouble.PAPER_OUT)

    assert pair.print("A007") == result(PrintOutcome.PRINTED, "spare")
    pair.sims["first"].clear()
    pair.know(wait_until, READY, READY)
    assert pair.print("A008") == result(PrintOutcome.PRINTED, "first")
    assert (pair.papers("first"), pair.papers("spare")) == ([drawn("A008")], [drawn("A007")])


def test_a_slip_does_not_wait_long_for_a_first_that_has_just_gone(
    pair: Pair, wait_until: WaitUntil
) -> None:
    pair.start(expiry_s=0.3)
    pair.know(wait_until, READY, READY)
    pair.sims["first"].power_off()

    assert pair.print("A007") == result(PrintOutcome.PRINTED, "spare")


def test_a_doubtful_slip_is_never_given_to_the_spare(pair: Pair, wait_until: WaitUntil) -> None:
    pair.start()
    pair.know(wait_until, READY, READY)
    pair.sims["first"].paper_ends_after(20)

    paper_out = FaultCode.PRINTER_PAPER_OUT
    assert pair.print("A007") == result(PrintOutcome.UNKNOWN, "first", paper_out)
    assert pair.papers("spare") == []
    pair.sims["first"].clear()
    assert pair.sims["first"].wait_for(lambda sim: sim.paper_count == 1)


def test_when_all_fail_the_fault_of_the_first_is_told(pair: Pair, wait_until: WaitUntil) -> None:
    pair.sims["first"].trouble(Trouble.COVER_OPEN)
    pair.sims["spare"].trouble(Trouble.PAPER_OUT)
    chain = pair.start()
    pair.know(wait_until, PrinterStatus.COVER_OPEN, PAPER_OUT)

    cover = FaultCode.PRINTER_COVER_OPEN
    assert pair.print("A007") == result(PrintOutcome.NOT_SENT, "first", cover)
    assert chain.status() is PrinterStatus.COVER_OPEN
    assert pair.papers("first") + pair.papers("spare") == []


def test_the_chain_says_that_it_begins_once_and_a_no_is_for_both(
    pair: Pair, wait_until: WaitUntil, caplog: pytest.LogCaptureFixture
) -> None:
    chain = pair.start()
    pair.know(wait_until, READY, READY)
    begun: list[str] = []

    def refuse() -> None:
        begun.append("asked")
        raise LookupError("the ticket is void")

    chain.print_slip(slip("A007"), on_outcome=pair.outcome, on_begun=refuse)
    wait_until(lambda: pair.results)

    assert begun == ["asked"]
    assert pair.results == [result(PrintOutcome.NOT_SENT, "first")]
    assert pair.papers("first") + pair.papers("spare") == []
    assert "held back" in caplog.text


def test_the_chain_is_as_well_as_its_best_member(pair: Pair, wait_until: WaitUntil) -> None:
    chain = pair.start()
    pair.know(wait_until, READY, READY)
    pair.sims["first"].trouble(Trouble.COVER_OPEN)
    pair.sims["spare"].trouble(Trouble.NEAR_END)
    pair.know(wait_until, PrinterStatus.COVER_OPEN, PrinterStatus.NEAR_END)
    assert chain.status() is PrinterStatus.NEAR_END
    pair.sims["first"].clear()
    pair.know(wait_until, READY, PrinterStatus.NEAR_END)

    assert chain.status() is READY
    assert [status.fault for status in pair.whole.statuses] == [None] * len(pair.whole.statuses)
    assert pair.whole.statuses[-1] is READY


def test_a_look_asks_the_one_that_would_print(pair: Pair, wait_until: WaitUntil) -> None:
    pair.sims["first"].answer(Answers.MISSING)
    chain = pair.start()
    pair.know(wait_until, PrinterStatus.NO_ANSWER, READY)

    assert chain.look(0.5) is READY


def test_a_closing_chain_gives_no_slip_to_the_spare(pair: Pair, wait_until: WaitUntil) -> None:
    """What waits for the first when the program ends is printed nowhere."""
    for sim in pair.sims.values():
        sim.power_off()
    chain = pair.start(expiry_s=60.0)
    pair.know(wait_until, PrinterStatus.UNREACHABLE, PrinterStatus.UNREACHABLE)
    chain.print_slip(slip("A007"), on_outcome=pair.outcome)
    chain.close()

    unreachable = FaultCode.PRINTER_UNREACHABLE
    assert pair.results == [result(PrintOutcome.NOT_SENT, "first", unreachable)]


def test_a_chain_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="no printer"):
        PrinterChain([])


class Mute:
    """A printer that was ready once and answers no look any more."""

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None: ...

    def status(self) -> PrinterStatus:
        return PrinterStatus.READY

    def look(self, deadline_s: float) -> PrinterStatus:
        return PrinterStatus.UNKNOWN

    def close(self) -> None: ...


def test_a_look_without_an_answer_is_not_what_the_chain_said_before() -> None:
    chain = PrinterChain([lambda _: Mute(), lambda _: Mute()])

    assert chain.look(0.4) is PrinterStatus.UNKNOWN
