"""Each answer to DLE EOT in words, bit by bit; bytes out of the Epson command reference."""

import pytest

from hardware.frames.escpos_facts import PrinterFact, facts_of

ALL_WELL = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}


def test_a_printer_that_is_well_says_so_four_times() -> None:
    assert facts_of(ALL_WELL) == (
        PrinterFact.ON_LINE,
        PrinterFact.COVER_CLOSED,
        PrinterFact.NO_ERROR,
        PrinterFact.PAPER_THERE,
    )


@pytest.mark.parametrize(
    ("kind", "answer", "fact"),
    [
        (1, 0x1A, PrinterFact.OFF_LINE),
        (2, 0x16, PrinterFact.COVER_OPEN),
        (2, 0x32, PrinterFact.STOPPED_FOR_PAPER),
        (2, 0x52, PrinterFact.ERROR),
        (3, 0x1A, PrinterFact.CUTTER_ERROR),
        (3, 0x32, PrinterFact.ERROR),
        (3, 0x52, PrinterFact.ERROR),
        (4, 0x1E, PrinterFact.PAPER_NEAR_END),
        (4, 0x7E, PrinterFact.PAPER_OUT),
    ],
)
def test_each_trouble_has_its_bit(kind: int, answer: int, fact: PrinterFact) -> None:
    assert fact in facts_of(ALL_WELL | {kind: answer})
    assert fact not in facts_of(ALL_WELL)


def test_an_answer_that_did_not_come_says_nothing() -> None:
    assert facts_of({}) == ()
    assert facts_of({1: 0x12}) == (PrinterFact.ON_LINE,)
