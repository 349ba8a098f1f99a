"""Proofs that come late or never, and what must not be taken for them; time is the test's."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.drivers.escpos_proof import MOST_OWED, Proofs
from hardware.drivers.escpos_talk import Talk
from hardware.frames.escpos import confirm_request
from hardware.protocols.capabilities import Capabilities, Confirmation, StatusKind
from hardware.protocols.link import LinkDown
from hardware.protocols.printer import PrinterStatus
from tests.hand_clock import HandClock

ANSWER_S = 0.5
CONFIRM_S = 20.0
BY_BYTE = Capabilities(status=StatusKind.NONE)
BY_NUMBER = replace(BY_BYTE, confirmation=Confirmation.GS_H)
ASK_BYTE = b"\x1dr\x01"
ASK_NUMBER = b"\x1d(H\x06\x0000"


class InOrderPrinter:
    """A line to a printer that answers in order: each request after its ``delays``, None never."""

    answers = True
    name = "in order"

    def __init__(self, clock: HandClock, delays: list[int | None]) -> None:
        self.clock = clock
        self.delays = delays
        self.due: list[tuple[int, bytes]] = []

    def open(self) -> None:
        """Always open."""

    def close(self) -> None:
        """Always open."""

    def write(self, data: bytes) -> None:
        if data.endswith(ASK_BYTE):
            self._answer(b"\x00")
        elif data[:-4].endswith(ASK_NUMBER):
            self._answer(b"\x37\x22" + data[-4:] + b"\x00")

    def _answer(self, answer: bytes) -> None:
        # A printer that has caught up answers at once.
        delay = self.delays.pop(0) if self.delays else 20
        if delay is not None:
            before = self.due[-1][0] if self.due else 0
            self.due.append((max(before, self.clock.elapsed_ms() + delay), answer))

    def read(self, size: int, timeout_s: float) -> bytes:
        until = self.clock.elapsed_ms() + round(timeout_s * 1000)
        if not self.due or self.due[0][0] > until:
            self.clock.advance(until - self.clock.elapsed_ms())
            return b""
        moment, answer = self.due.pop(0)
        self.clock.advance(max(0, moment - self.clock.elapsed_ms()))
        if answer[size:]:
            self.due.insert(0, (moment, answer[size:]))
        return answer[:size]


class Scene:
    """A printer with jobs behind it whose proofs are missing."""

    def __init__(self, capabilities: Capabilities, delays: list[int | None]) -> None:
        self.clock = HandClock()
        self.printer = InOrderPrinter(self.clock, list(delays))
        self.talk = Talk(
            self.printer, self.clock, kind=capabilities.status, answer_s=ANSWER_S, patience_s=2.0
        )
        self.proofs = Proofs(capabilities, confirm_s=CONFIRM_S, give_up=lambda: False)
        self.capabilities = capabilities

    def send(self) -> int:
        """One more job that asks for its proof."""
        job = self.proofs.number()
        self.printer.write(confirm_request(self.capabilities, job))
        self.proofs.requested()
        return job


# How long the printer holds the proofs of earlier jobs; None: it has forgotten them.
DELAYS = st.lists(st.none() | st.integers(0, 15_000), max_size=MOST_OWED - 1)


@given(DELAYS, st.integers(0, 10_000))
def test_once_settled_no_earlier_proof_can_come_any_more(
    delays: list[int | None], first_ms: int
) -> None:
    scene = Scene(BY_BYTE, [*delays, first_ms])
    for _ in delays:
        scene.send()
    assert scene.proofs.settle(scene.printer, scene.talk) is PrinterStatus.READY

    assert scene.printer.due == []


@given(DELAYS)
def test_after_settling_only_the_new_slip_is_proof_of_itself(delays: list[int | None]) -> None:
    scene = Scene(BY_BYTE, delays)
    for _ in delays:
        scene.send()
    scene.proofs.settle(scene.printer, scene.talk)
    scene.talk.forget()
    scene.printer.delays = [None]
    job = scene.send()

    assert scene.proofs.wait(scene.talk, job) is None


@given(st.lists(st.integers(0, 15_000), min_size=1, max_size=5))
def test_a_number_of_an_earlier_job_proves_nothing(delays: list[int | None]) -> None:
    """Without settling: each proof names its own job."""
    scene = Scene(BY_NUMBER, [*delays, None])
    for _ in delays:
        scene.send()
    job = scene.send()

    assert scene.proofs.wait(scene.talk, job) is None


def test_a_job_is_proved_by_its_own_number() -> None:
    scene = Scene(BY_NUMBER, [3000, 3000])
    scene.send()
    job = scene.send()

    assert scene.proofs.wait(scene.talk, job) is PrinterStatus.READY


def test_a_printer_that_never_proves_anything_is_silent() -> None:
    scene = Scene(BY_BYTE, [None] * 10)

    with pytest.raises(LinkDown) as down:
        scene.proofs.settle(scene.printer, scene.talk)
    assert down.value.silent
    assert not scene.proofs.clean
