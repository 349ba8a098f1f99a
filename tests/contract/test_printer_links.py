"""The driver over lines that only some machines have: one slip, one known end."""

import pytest

from hardware.drivers.escpos_inquiry import inquire
from hardware.links.tcp import TcpLink
from hardware.links.windows_queue import WindowsQueueLink
from hardware.protocols.link import Link
from hardware.protocols.printer import PrintOutcome
from hardware.registry import printers
from hardware.sim.printer import Answers, SimPrinter, Trouble
from hardware.sim.serve import serve_tcp
from tests.contract.printers import Outcomes, small_slip
from tests.contract.test_links_windows import OFFLINE, Spooler, SpoolerError

NAMED = {"name": "phieu"}


def print_on(link: Link, **options: object) -> Outcomes:
    """Print one slip and wait for its end."""
    seen = Outcomes()
    printer = printers()["escpos"](link, NAMED | options, seen.status)
    try:
        printer.print_slip(small_slip(), on_outcome=seen.outcome)
        seen.wait()
    finally:
        printer.close()
    return seen


def windows(spooler: Spooler) -> WindowsQueueLink:
    return WindowsQueueLink(
        "XP-80C",
        job_within_s=0.05,
        look_every_s=0.005,
        spooler=lambda: (spooler, SpoolerError),
    )


def test_a_slip_through_the_spooler_is_one_job_without_a_question_in_it() -> None:
    spooler = Spooler()
    seen = print_on(windows(spooler))
    assert seen.told == [(PrintOutcome.PRINTED, None)]
    paper = SimPrinter(width=576)
    for job in spooler.printed:
        paper.feed(job)
    assert paper.paper_count == 1
    assert not any(b"\x10\x04" in job for job in spooler.printed)


def test_a_slip_that_never_left_the_spooler_is_not_sent_and_not_printed_later() -> None:
    spooler = Spooler(course=[OFFLINE])
    seen = print_on(windows(spooler), expiry_s=0.3)
    ((outcome, _),) = seen.told
    assert outcome is PrintOutcome.NOT_SENT
    assert spooler.printed == []
    assert set(spooler.deleted) == set(spooler.jobs)


@pytest.mark.parametrize("trouble", [Trouble.PAPER_OUT, Trouble.COVER_OPEN, Trouble.CUTTER])
def test_a_technicians_look_gets_every_answer_also_in_trouble(trouble: Trouble) -> None:
    sim = SimPrinter(width=576)
    sim.trouble(trouble)
    with serve_tcp(sim) as server:
        link = TcpLink("127.0.0.1", server.port)
        link.open()
        assert sorted(inquire(link)) == [1, 2, 3, 4]
        sim.answer(Answers.MISSING)
        assert inquire(link, answer_s=0.1) == {}
        link.close()
    assert sim.paper_count == 0
